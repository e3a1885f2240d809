// LIST: RFC 9051 §6.3.9, RFC 5258 (LIST-EXTENDED), RFC 3348 (CHILDREN), RFC 5819 (LIST-STATUS), RFC 6154 (SPECIAL-USE).
#include <algorithm>

#include "base/async/executor.h"
#include "server/imap/mailboxes/list_arguments.h"
#include "server/imap/mailboxes/mailbox_list.h"
#include "server/imap/mailboxes/mailbox_pattern.h"
#include "server/imap/mailboxes/status_line.h"
#include "server/imap/session/command_table.h"
#include "server/imap/session/pace.h"

namespace server::imap {
namespace {

std::string_view special_use_flag(const ListedMailbox& mailbox) {
  using mailstore::SpecialUse;
  if (!mailbox.info || mailbox.shared) return "";  // a second \Sent would mislead clients
  switch (mailbox.info->use) {
    case SpecialUse::drafts: return "\\Drafts";
    case SpecialUse::sent: return "\\Sent";
    case SpecialUse::junk: return "\\Junk";
    case SpecialUse::trash: return "\\Trash";
    case SpecialUse::archive: return "\\Archive";
    default: return "";
  }
}

struct Row {
  std::string name;
  const ListedMailbox* mailbox = nullptr;  // nullptr: only subscribed, not there
  bool child_info = false;                 // RFC 5258 §3.5: RECURSIVEMATCH found something below
};

using Names = std::set<std::string, std::less<>>;

class Listing {
 public:
  Listing(Session& session, const ListRequest& request, const MailboxList& list)
      : session_(session), request_(request), list_(list) {}

  // Errors: bad_input (a pattern), limit.
  base::Result<void> prepare();
  base::Co<std::vector<Row>> rows();
  void write(const Row& row);

 private:
  bool matches(std::string_view name) const;
  bool selected_by_options(std::string_view name, const ListedMailbox* mailbox) const;
  bool takes_any_subscription() const { return request_.select_subscribed && !request_.select_special_use; }
  // A selected name that no pattern matches: what CHILDINFO is for.
  void pass_over(const std::string& name);

  Session& session_;
  const ListRequest& request_;
  const MailboxList& list_;
  std::vector<MailboxPattern> patterns_;
  Names passed_over_;
};

base::Result<void> Listing::prepare() {
  auto reference = decode_mailbox_pattern(request_.reference, session_.utf8);
  if (!reference) return reference.error();
  std::size_t octets = 0;
  for (const std::string& wire : request_.patterns) {
    // "" asks for the delimiter only when it stands alone (RFC 9051 §6.3.9); in a list it matches nothing.
    auto pattern = decode_mailbox_pattern(wire, session_.utf8);
    if (!pattern) return pattern.error();
    auto whole = decode_mailbox_pattern(*reference + *pattern, true);
    if (!whole) return whole.error();
    octets += whole->size();
    if (octets > kMaxPatternOctets) {
      return base::Error::permanent(base::ErrorCode::limit, {"Các mẫu tên hộp thư quá dài (nhiều nhất 4096 byte)",
                                                             "The mailbox patterns are longer than 4096 octets"});
    }
    auto made = MailboxPattern::make(*whole);
    if (!made) return made.error();
    patterns_.push_back(*std::move(made));
  }
  return {};
}

bool Listing::matches(std::string_view name) const {
  return std::any_of(patterns_.begin(), patterns_.end(),
                     [&](const MailboxPattern& pattern) { return pattern.matches(name); });
}

bool Listing::selected_by_options(std::string_view name, const ListedMailbox* mailbox) const {
  if (request_.select_subscribed && !list_.subscribed.contains(name)) return false;
  if (request_.select_special_use && (!mailbox || special_use_flag(*mailbox).empty())) return false;
  return true;
}

void Listing::pass_over(const std::string& name) {
  if (request_.select_recursive) passed_over_.insert(name);
}

// RFC 5258 §3.5: a name that is not selected itself, and CHILDINFO with any name, are told only because of what is
// below it and not told itself; everything else the client sees by itself.
base::Co<std::vector<Row>> Listing::rows() {
  std::vector<Row> out;
  Pace pace(kNamesPerTurn);
  for (const ListedMailbox& mailbox : list_.mailboxes) {
    if (pace.due()) co_await base::yield_now();
    const bool matched = matches(mailbox.name), selected = selected_by_options(mailbox.name, &mailbox);
    if (matched && selected) out.push_back({mailbox.name, &mailbox});
    if (matched && !selected && request_.select_recursive) out.push_back({mailbox.name, &mailbox, true});
    if (!matched && selected) pass_over(mailbox.name);
  }
  if (takes_any_subscription()) {
    for (const std::string& name : list_.subscribed) {
      if (pace.due()) co_await base::yield_now();
      if (list_.names.contains(name)) continue;
      if (matches(name)) out.push_back({name, nullptr});
      else pass_over(name);
    }
  }
  if (!request_.select_recursive) co_return out;
  Names missing;  // parents that neither exist nor are subscribed (RFC 5258 §5 example 8 A2)
  for (const std::string& name : passed_over_) {
    for (std::size_t at = name.find(kDelimiter); at != std::string::npos; at = name.find(kDelimiter, at + 1)) {
      if (pace.due()) co_await base::yield_now();
      const std::string parent = name.substr(0, at);
      if (!list_.names.contains(parent) && !list_.subscribed.contains(parent) && matches(parent))
        missing.insert(parent);
    }
  }
  for (const std::string& name : missing) out.push_back({name, nullptr, true});
  for (Row& row : out) {
    if (pace.due()) co_await base::yield_now();
    const bool only_parent = row.child_info;
    row.child_info = MailboxList::has_below(passed_over_, row.name);
    if (only_parent && !row.child_info) row.name.clear();
  }
  std::erase_if(out, [](const Row& row) { return row.name.empty(); });
  co_return out;
}

void Listing::write(const Row& row) {
  std::string& out = session_.out();
  out += "* LIST (";
  const char* gap = "";
  const auto flag = [&](std::string_view word) {
    if (word.empty()) return;
    out.append(gap).append(word);
    gap = " ";
  };
  if (!row.mailbox) {
    flag("\\NonExistent");
  } else if (!row.mailbox->info) {
    flag("\\Noselect");
  }
  flag(list_.has_children(row.name) ? "\\HasChildren" : "\\HasNoChildren");
  if ((request_.return_subscribed || request_.select_subscribed) && list_.subscribed.contains(row.name)) {
    flag("\\Subscribed");
  }
  if (row.mailbox) flag(special_use_flag(*row.mailbox));
  out += ") \"/\" ";
  append_mailbox_name(out, row.name, session_.utf8);
  if (row.child_info)
    out += request_.select_subscribed ? " (CHILDINFO (\"SUBSCRIBED\"))" : " (CHILDINFO (\"SPECIAL-USE\"))";
  out += "\r\n";
}

}  // namespace

base::Co<Reply> cmd_list(Session& session, Scanner& args) {
  const ListRequest request = parse_list(args);
  if (!args.ok()) co_return Reply::bad(args.error());
  if (request.return_status && request.return_status->highest_modseq) session.enable_condstore();
  if (!request.extended && request.patterns[0].empty()) {
    const bool shared = split_name(request.reference).shared;
    session.connection().untagged(shared ? "LIST (\\Noselect) \"/\" Shared/" : "LIST (\\Noselect) \"/\" \"\"");
    co_return Reply::ok("That is the delimiter");
  }
  auto list = co_await read_mailbox_list(session);
  if (!list) co_return refusal(list.error());
  Listing listing(session, request, *list);
  if (const auto prepared = listing.prepare(); !prepared) co_return refusal(prepared.error());
  const std::vector<Row> rows = co_await listing.rows();
  Pace pace(kNamesPerTurn);
  for (const Row& row : rows) {
    if (pace.due()) co_await base::yield_now();
    listing.write(row);
    // RFC 5819 §2
    if (request.return_status && row.mailbox && row.mailbox->info) {
      co_await append_status(session, row.name, *row.mailbox->info, *request.return_status);
    }
    if (session.connection().wants_flush()) co_await session.connection().flush();
  }
  co_return Reply::ok("Those are the mailboxes");
}

}  // namespace server::imap

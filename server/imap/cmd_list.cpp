// LIST: RFC 9051 §6.3.9, RFC 5258 (LIST-EXTENDED), RFC 3348 (CHILDREN), RFC 5819 (LIST-STATUS), RFC 6154 (SPECIAL-USE).
#include "server/imap/command_table.h"
#include "server/imap/list_arguments.h"
#include "server/imap/mailbox_list.h"
#include "server/imap/status_line.h"

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
  bool child_info = false;                 // RFC 5258 §4: RECURSIVEMATCH found something below
};

class Listing {
 public:
  Listing(Session& session, const ListRequest& request, const MailboxList& list)
      : session_(session), request_(request), list_(list) {}

  // Errors: bad_input (a pattern).
  base::Result<std::vector<Row>> rows();
  void write(const Row& row);

 private:
  bool matches(std::string_view name) const;
  bool selected_by_options(std::string_view name, const ListedMailbox* mailbox) const;
  bool selected_below(std::string_view name) const;

  Session& session_;
  const ListRequest& request_;
  const MailboxList& list_;
  std::vector<std::string> patterns_;
};

bool Listing::matches(std::string_view name) const {
  for (const std::string& pattern : patterns_) {
    if (matches_pattern(name, pattern)) return true;
  }
  return false;
}

bool Listing::selected_by_options(std::string_view name, const ListedMailbox* mailbox) const {
  if (request_.select_subscribed && !list_.subscribed.contains(name)) return false;
  if (request_.select_special_use && (!mailbox || special_use_flag(*mailbox).empty())) return false;
  return true;
}

// Is there a mailbox under `name` that the selection options select?
bool Listing::selected_below(std::string_view name) const {
  if (request_.select_subscribed && !request_.select_special_use) return list_.has_subscribed_children(name);
  std::string prefix(name);
  prefix += kDelimiter;
  for (const ListedMailbox& mailbox : list_.mailboxes) {
    if (mailbox.name.starts_with(prefix) && selected_by_options(mailbox.name, &mailbox)) return true;
  }
  return false;
}

base::Result<std::vector<Row>> Listing::rows() {
  auto reference = decode_mailbox_pattern(request_.reference, session_.utf8);
  if (!reference) return reference.error();
  for (const std::string& wire : request_.patterns) {
    // "" asks for the delimiter only when it stands alone (RFC 9051 §6.3.9); in a list it matches nothing.
    auto pattern = decode_mailbox_pattern(wire, session_.utf8);
    if (!pattern) return pattern.error();
    auto whole = decode_mailbox_pattern(*reference + *pattern, true);
    if (!whole) return whole.error();
    patterns_.push_back(*std::move(whole));
  }
  std::vector<Row> out;
  for (const ListedMailbox& mailbox : list_.mailboxes) {
    if (!matches(mailbox.name)) continue;
    const bool child = request_.select_recursive && selected_below(mailbox.name);
    if (selected_by_options(mailbox.name, &mailbox) || child) out.push_back({mailbox.name, &mailbox, child});
  }
  if (request_.select_subscribed && !request_.select_special_use) {
    for (const std::string& name : list_.subscribed) {
      if (list_.names.contains(name) || !matches(name)) continue;
      out.push_back({name, nullptr, request_.select_recursive && selected_below(name)});
    }
  }
  return out;
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
  if (row.child_info) out += request_.select_subscribed ? " (CHILDINFO (\"SUBSCRIBED\"))" : " (CHILDINFO (\"SPECIAL-USE\"))";
  out += "\r\n";
}

}  // namespace

base::Co<Reply> cmd_list(Session& session, Scanner& args) {
  const ListRequest request = parse_list(args);
  if (!args.ok()) co_return Reply::bad(args.error());
  if (request.return_status && request.return_status->highest_modseq) session.condstore = true;
  if (!request.extended && request.patterns[0].empty()) {
    const bool shared = split_name(request.reference).shared;
    session.connection().untagged(shared ? "LIST (\\Noselect) \"/\" Shared/" : "LIST (\\Noselect) \"/\" \"\"");
    co_return Reply::ok("That is the delimiter");
  }
  auto list = co_await read_mailbox_list(session);
  if (!list) co_return refusal(list.error());
  Listing listing(session, request, *list);
  const auto rows = listing.rows();
  if (!rows) co_return refusal(rows.error());
  for (const Row& row : *rows) {
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

// SEARCH and UID SEARCH: RFC 9051 §6.4.4, RFC 3501 §6.4.4; ESEARCH: RFC 4731; SAVE: RFC 5182; MODSEQ: RFC 7162 §3.1.5.
#include <algorithm>

#include "server/imap/search/search_run.h"
#include "server/imap/session/command_table.h"

namespace server::imap {
namespace {

// The indexes whose numbers the answer gives; RFC 4731 §3.2 and RFC 5182 §2.4 look only at these.
Indexes answered(const SearchRequest& request, const Indexes& found) {
  if (found.empty() || request.all || request.count || !(request.min || request.max)) return found;
  Indexes out;
  if (request.min) out.push_back(found.front());
  if (request.max && (out.empty() || found.back() != out.front())) out.push_back(found.back());
  return out;
}

std::int64_t highest_modseq(const SelectedMailbox& selected, const Indexes& indexes) {
  std::int64_t highest = 0;
  for (const Index index : indexes) highest = std::max(highest, selected.view->at(index).modseq.value);
  return highest;
}

void write_plain(Session& session, const SearchRequest& request, const Indexes& found, bool by_uid) {
  const SelectedMailbox& selected = *session.selected();
  std::string& out = session.out();
  out += "* SEARCH";
  for (const std::uint32_t number : spoken_numbers(selected, found, by_uid))
    out.append(" ").append(std::to_string(number));
  if (request.uses_modseq && !found.empty())
    out.append(" (MODSEQ ").append(std::to_string(highest_modseq(selected, found))).append(")");
  out += "\r\n";
}

void write_extended(Session& session, const SearchRequest& request, const Indexes& found, bool by_uid) {
  if (!(request.min || request.max || request.all || request.count)) return;  // only SAVE
  const SelectedMailbox& selected = *session.selected();
  const auto numbers = spoken_numbers(selected, found, by_uid);
  std::string& out = session.out();
  out.append("* ESEARCH (TAG \"").append(session.tag()).append("\")");
  if (by_uid) out += " UID";
  if (!numbers.empty()) {
    if (request.min) out.append(" MIN ").append(std::to_string(numbers.front()));
    if (request.max) out.append(" MAX ").append(std::to_string(numbers.back()));
    if (request.all) out.append(" ALL ").append(to_text(numbers));
  }
  if (request.count) out.append(" COUNT ").append(std::to_string(numbers.size()));
  if (request.uses_modseq && !numbers.empty()) {
    out.append(" MODSEQ ").append(std::to_string(highest_modseq(selected, answered(request, found))));
  }
  out += "\r\n";
}

base::Co<Reply> search(Session& session, Scanner& args, bool by_uid) {
  const SearchRequest request = parse_search(args);
  Found found = co_await run_search(session, args, request);
  SelectedMailbox& selected = *session.selected();
  if (found.refused) {
    if (request.save && found.refused->kind == Reply::Kind::no) selected.saved.reset();  // RFC 5182 §2.1
    co_return *std::move(found.refused);
  }
  if (request.save) {
    selected.saved =
        std::make_unique<std::vector<std::uint32_t>>(spoken_numbers(selected, answered(request, found.indexes), true));
  }
  if (request.extended) {
    write_extended(session, request, found.indexes, by_uid);
  } else {
    write_plain(session, request, found.indexes, by_uid);
  }
  co_return Reply::ok("Searched");
}

}  // namespace

base::Co<Reply> cmd_search(Session& session, Scanner& args) { return search(session, args, false); }
base::Co<Reply> cmd_uid_search(Session& session, Scanner& args) { return search(session, args, true); }

}  // namespace server::imap

// CREATE: RFC 9051 §6.3.4, CREATE-SPECIAL-USE: RFC 6154 §3.
#include <array>

#include "base/text/case.h"
#include "server/imap/session/command_table.h"

namespace server::imap {
namespace {

// (USE (\Sent))
mailstore::SpecialUse special_use(Scanner& args, bool& known) {
  using mailstore::SpecialUse;
  constexpr std::array kUses = {std::pair{std::string_view("\\Drafts"), SpecialUse::drafts},
                                std::pair{std::string_view("\\Sent"), SpecialUse::sent},
                                std::pair{std::string_view("\\Junk"), SpecialUse::junk},
                                std::pair{std::string_view("\\Trash"), SpecialUse::trash},
                                std::pair{std::string_view("\\Archive"), SpecialUse::archive}};
  SpecialUse use = SpecialUse::none;
  args.expect('(');
  if (args.upper_atom() != "USE") args.fail("The CREATE parameter is not known");
  args.space();
  const auto names = args.flag_list();
  args.expect(')');
  known = names.size() <= 1;
  for (const std::string& name : names) {
    bool found = false;
    for (const auto& [text, value] : kUses) {
      if (!base::equals_ignoring_case(text, name)) continue;
      use = value;
      found = true;
    }
    known = known && found;
  }
  return use;
}

}  // namespace

base::Co<Reply> cmd_create(Session& session, Scanner& args) {
  const std::string wire = args.astring();
  auto use = mailstore::SpecialUse::none;
  bool known = true;
  if (args.accept(' ')) use = special_use(args, known);
  args.end();
  if (!args.ok()) co_return Reply::bad(args.error());
  if (!known) co_return Reply::no("USEATTR", "The mailbox use is not supported");
  const auto name = decode_mailbox_name(wire, session.utf8);
  if (!name) co_return refusal(name.error());
  const NameParts parts = split_name(*name);
  const auto owner = session.owner_of(parts);
  if (!owner || parts.path.empty()) co_return Reply::no("NOPERM", "Nothing can be made there");
  const auto made = co_await session.mailboxes().create(*owner, parts.path, use);
  if (!made) co_return refusal(made.error());
  co_return Reply::ok("The mailbox is made");
}

}  // namespace server::imap

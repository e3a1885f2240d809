// ENABLE: RFC 5161; CONDSTORE and QRESYNC: RFC 7162 §3.1, §3.2.3; UTF8=ACCEPT: RFC 6855 §3.
#include "server/imap/session/command_table.h"

namespace server::imap {

base::Co<Reply> cmd_enable(Session& session, Scanner& args) {
  std::string enabled;
  const auto switch_on = [&](bool& member, std::string_view name) {
    if (!member) enabled.append(" ").append(name);
    member = true;
  };
  do {
    const std::string name = args.upper_atom();
    if (name == "CONDSTORE") {
      if (!session.condstore) enabled += " CONDSTORE";
      session.enable_condstore();
    } else if (name == "QRESYNC") {
      switch_on(session.qresync, name);
      session.enable_condstore();
    } else if (name == "UTF8=ACCEPT") {
      switch_on(session.utf8, name);
    }
  } while (args.ok() && args.accept(' '));
  args.end();
  if (!args.ok()) co_return Reply::bad(args.error());
  session.connection().untagged("ENABLED" + enabled);
  co_return Reply::ok("Switched on");
}

}  // namespace server::imap

#include "server/imap/session/capabilities.h"

#include "directory/gate/sasl.h"

namespace server::imap {
namespace {

constexpr std::string_view kAlways = "IMAP4rev1 SASL-IR LITERAL+ ID ENABLE IDLE";

constexpr std::string_view kSignedIn =
    " NAMESPACE UNSELECT UIDPLUS MOVE ESEARCH SEARCHRES WITHIN CONDSTORE QRESYNC CHILDREN LIST-EXTENDED LIST-STATUS"
    " SPECIAL-USE CREATE-SPECIAL-USE MULTIAPPEND STATUS=SIZE SORT THREAD=REFERENCES THREAD=ORDEREDSUBJECT"
    " QUOTA QUOTA=RES-STORAGE UTF8=ACCEPT PREVIEW";

}  // namespace

std::string capabilities(Session& session) {
  std::string out(kAlways);
  if (session.state() == SessionState::not_authenticated) {
    const bool plain = !session.connection().stream().tls().active;
    if (plain && session.settings().starttls) out += " STARTTLS";
    if (!session.may_sign_in_here()) return out + " LOGINDISABLED";
    for (const std::string_view mechanism : directory::SaslExchange::mechanisms())
      out.append(" AUTH=").append(mechanism);
    return out;
  }
  out += kSignedIn;
  // RFC 7889 §3
  out += " APPENDLIMIT=" + std::to_string(session.parts().delivery.settings().max_message_bytes);
  return out;
}

}  // namespace server::imap

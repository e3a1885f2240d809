#include "server/smtp/received.h"

#include "base/mime/date.h"

namespace server::smtp {

std::string with_protocol(const Hop& hop) {
  if (!hop.esmtp) return "SMTP";
  std::string out = hop.smtputf8 ? "UTF8SMTP" : "ESMTP";
  if (hop.tls) out += 'S';
  if (hop.authenticated) out += 'A';
  return out;
}

std::string make_received(const Hop& hop) {
  bool v6 = hop.peer.ip.find(':') != std::string::npos;
  std::string out = "Received: from " + hop.helo + " ([" + (v6 ? "IPv6:" : "") + hop.peer.ip + "])\r\n";
  out += "\tby " + hop.hostname + " (Vanthu) with " + with_protocol(hop) + " id " + hop.id;
  if (hop.tls && !hop.tls_protocol.empty()) out += "\r\n\t(" + hop.tls_protocol + " " + hop.tls_cipher + ")";
  if (!hop.recipient.empty()) out += "\r\n\tfor <" + hop.recipient + ">";
  out += ";\r\n\t" + base::format_mail_date(hop.at, base::kOfficeOffsetMinutes) + "\r\n";
  return out;
}

}  // namespace server::smtp

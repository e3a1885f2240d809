// Settings of the SMTP listeners (port 25, submission). Each field: default, range, one sentence. A value type.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace server::smtp {

enum class SmtpMode {
  port25,       // mail for our addresses from anywhere; no AUTH
  submission,   // 587: AUTH after STARTTLS
  submissions,  // 465: TLS from the first byte (RFC 8314 §3.3)
};

struct SmtpSettings {
  std::string hostname;                       // our name in the greeting, in Received and as the reporting MTA
  std::int64_t max_message_bytes = 50 << 20;  // 65536 … 1073741824: largest message accepted, announced with SIZE
  int max_recipients = 5000;                  // 100 … 100000: recipients of one message; more get 452 4.5.3
  bool offer_starttls = true;                 // false when the listeners have no certificate
  int max_hops = 100;                         // 25 … 1000: Received lines after which a message counts as looping
  std::size_t command_line_bytes = 2048;      // 1000 … 65536: longest command line with its CRLF
  std::size_t auth_line_bytes = 12288;        // 1000 … 65536: longest line of an AUTH exchange (RFC 4954 §4)
  std::size_t data_line_bytes = 1 << 20;      // 1000 … 16777216: longest line of a message

  // RFC 5321 §4.5.3.2: how long we wait for a silent or slow client.
  std::chrono::milliseconds command_timeout =
      std::chrono::minutes(5);                                       // 10 s … 1 h: until the next command is complete
  std::chrono::milliseconds data_timeout = std::chrono::minutes(3);  // 10 s … 1 h: until the next bytes of a message
  std::chrono::milliseconds data_total_timeout = std::chrono::hours(1);  // 1 min … 24 h: for one whole message
  std::chrono::milliseconds write_timeout = std::chrono::minutes(5);  // 10 s … 1 h: until a client reads our answer

  int data_rate = 1024;  // 0 … 1 MiB: octets a second that a message must bring, over each minute; 0 = no least rate

  // One session.
  int max_errors = 20;                // 3 … 1000: refused commands, then 421
  int max_rejected_recipients = 200;  // 3 … 100000: unknown recipients, then 421
  int max_auth_failures = 5;          // 1 … 20: failed sign-ins, then 421
  int max_idle_commands =
      200;  // 20 … 1000000: commands that bring no mail forward, then 421; one a second is given back
  int max_messages = 10000;  // 1 … 1000000: messages of one connection, then 421

  // One source address, one account, per hour. 0 = no limit.
  int connections_per_source = 50;            // 0 … 10000: at the same time
  int messages_per_source = 20000;            // 0 … 10000000: port 25, per hour
  int recipients_per_source = 100000;         // 0 … 10000000: port 25, per hour
  int messages_per_account = 1000;            // 0 … 10000000: submission, per hour
  int recipients_per_account = 50000;         // 0 … 10000000: submission, per hour
  int outside_recipients_per_account = 1000;  // 0 … 10000000: submission, addresses of other domains, per hour
  bool limit_loopback = false;                // whether the source limits hold for 127.0.0.1 and ::1 too
};

}  // namespace server::smtp

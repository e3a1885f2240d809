// SmtpClient: one connection to another server, our side of RFC 5321: greeting, EHLO, STARTTLS, AUTH, one message at a
// time. Errors of a Result here mean that the connection is of no more use (unavailable, timeout, closed: temporary);
// what the server itself says comes back as ClientReply. Belongs to one executor thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/async/co.h"
#include "base/async/stream.h"
#include "base/result.h"
#include "server/outbound/client_reply.h"
#include "server/outbound/connector.h"
#include "server/outbound/settings.h"

namespace server::outbound {

// Where the bytes of a message come from, piece by piece.
class MessageSource {
 public:
  virtual ~MessageSource() = default;
  // The next piece, "" at the end.
  virtual base::Co<base::Result<std::string>> next() = 0;
  // Starts over.
  virtual void rewind() = 0;
};

// What MAIL, RCPT say; addresses are already in the form this server understands.
struct OutgoingRecipient {
  std::string address;
  std::string parameters;  // " NOTIFY=… ORCPT=…" or ""
};
struct OutgoingEnvelope {
  std::string reverse_path;
  std::string parameters;  // " SIZE=… BODY=8BITMIME …" or ""
  std::vector<OutgoingRecipient> recipients;
};

struct SendOutcome {
  std::vector<ClientReply> recipients;  // one for each recipient, in order: the refusal, or the answer to the data
  bool sender_refused = false;          // it was MAIL that was refused
};

class SmtpClient {
 public:
  SmtpClient(std::unique_ptr<base::Stream> stream, const OutboundSettings& settings)
      : stream_(std::move(stream)), settings_(settings) {}
  ~SmtpClient() { close(); }
  SmtpClient(const SmtpClient&) = delete;
  SmtpClient& operator=(const SmtpClient&) = delete;

  // Greeting and EHLO (HELO when the server knows none). The reply that counts: 2xx all is well.
  base::Co<base::Result<ClientReply>> greet();
  // STARTTLS and the second EHLO. REQUIRES: extensions().starttls.
  base::Co<base::Result<ClientReply>> start_tls(Connector& connector, std::string server_name, bool verify);
  base::Co<base::Result<ClientReply>> auth_plain(std::string user, std::string password);
  // One message. A server that offers PIPELINING gets the commands in groups.
  base::Co<base::Result<SendOutcome>> send(const OutgoingEnvelope& envelope, MessageSource& source);
  // A connection that has carried a message: whether it takes another one. Answers false when the server is gone, has
  // something of its own to say, or refuses RSET.
  base::Co<bool> ready_again();
  base::Co<void> quit();

  const Extensions& extensions() const { return extensions_; }
  base::TlsState tls() const { return stream_ ? stream_->tls() : base::TlsState(); }
  base::Stream* stream() { return stream_.get(); }
  // Transactions begun on this connection.
  int messages() const { return messages_; }
  // The final dot has gone out and no answer has come yet: cutting now may send the message twice.
  bool in_doubt() const { return in_doubt_; }
  void close() {
    if (stream_) stream_->close();
  }
  // From outside, because we stop: no other connection is to take this one's place.
  void cut() {
    was_cut_ = true;
    close();
  }
  bool was_cut() const { return was_cut_; }

 private:
  base::Co<base::Result<ClientReply>> read_reply(std::chrono::milliseconds timeout);
  base::Co<base::Result<ClientReply>> command(std::string line, std::chrono::milliseconds timeout);
  base::Co<base::Result<ClientReply>> ehlo();
  base::Co<base::Result<bool>> send_envelope(const OutgoingEnvelope& envelope, SendOutcome& outcome);
  base::Co<base::Result<ClientReply>> send_data(MessageSource& source);

  std::unique_ptr<base::Stream> stream_;
  const OutboundSettings& settings_;
  Extensions extensions_;
  std::string in_;  // bytes read and not used
  bool in_doubt_ = false;
  bool was_cut_ = false;
  int messages_ = 0;
};

}  // namespace server::outbound

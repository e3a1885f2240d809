// Any bytes as a client: the session ends, its answers are well-formed replies, and what reaches the door has whole
// lines, a sender that signed in where one must, and recipients that were accepted. The first byte chooses mode and
// piece size.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>

#include "base/async/executor.h"
#include "base/log.h"
#include "server/net/receive_memory.h"
#include "server/smtp/service.h"

namespace {

void require(bool good) {
  if (!good) std::abort();
}

// A client that has said everything already.
class PlayedStream final : public base::Stream {
 public:
  PlayedStream(std::string_view input, std::size_t piece, std::string& output)
      : input_(input), piece_(piece), output_(output) {}
  base::Co<base::Result<std::size_t>> read(char* buffer, std::size_t size) override {
    std::size_t count = std::min({size, piece_, input_.size()});
    std::memcpy(buffer, input_.data(), count);
    input_.remove_prefix(count);
    co_return count;
  }
  base::Co<base::Result<void>> write(std::string_view bytes) override {
    output_ += bytes;
    co_return base::Result<void>();
  }
  base::Co<base::Wake> wait(base::Signal*, std::chrono::milliseconds) override { co_return base::Wake::readable; }
  void set_read_timeout(std::chrono::milliseconds) override {}
  void set_write_timeout(std::chrono::milliseconds) override {}
  base::Co<base::Result<void>> start_tls() override {
    tls_.active = true;
    co_return base::Result<void>();
  }
  base::TlsState tls() const override { return tls_; }
  base::PeerAddress peer() const override { return {"203.0.113.7", 1, false}; }
  void close() override {}

 private:
  std::string_view input_;
  std::size_t piece_;
  std::string& output_;
  base::TlsState tls_;
};

// The parts below the session, as small as they can be: what is fuzzed is the session.
class OpenDirectory final : public directory::Directory {
 public:
  std::shared_ptr<const directory::DirectoryView> view() const override { return view_; }
  base::Result<void> reload() override { return {}; }
  std::unique_ptr<Subscription> on_change(std::function<void(const directory::DirectoryView&)>) override {
    return nullptr;
  }
  base::Database& database() override { std::abort(); }

 private:
  std::shared_ptr<const directory::DirectoryView> view_ = std::make_shared<directory::DirectoryView>();
};

class OpenGate final : public directory::Gate {
 public:
  base::Co<directory::SignInAnswer> sign_in(directory::SignInRequest request) override {
    directory::SignInAnswer answer;
    answer.verdict = static_cast<directory::SignInVerdict>(request.password.size() % 8);
    answer.account = base::AccountId(1);
    answer.address = "a@b.example";
    answer.text.vi = request.login;  // hostile text must not break a reply
    co_return answer;
  }
  base::Co<directory::ChangeAnswer> change_password(directory::ChangeRequest) override {
    co_return directory::ChangeAnswer();
  }
  base::Result<std::string> reset_password(base::AccountId, std::string, bool, std::string_view) override {
    return std::string();
  }
  base::Result<std::vector<directory::AccountLock>> unlock(base::AccountId, std::string_view) override {
    return std::vector<directory::AccountLock>();
  }
  std::vector<directory::AccountLock> locks(base::AccountId) const override { return {}; }
  base::Result<void> keep_house() override { return {}; }
  std::unique_ptr<Watch> watch(base::AccountId, std::int64_t, std::function<void()>) override { return nullptr; }
  const directory::GateSettings& settings() const override { return settings_; }

 private:
  directory::GateSettings settings_;
};

class CheckingDelivery final : public mailstore::Delivery {
 public:
  base::Co<base::Result<mailstore::DeliverAnswer>> deliver(mailstore::DeliverRequest request) override {
    require(!request.recipients.empty());
    require(request.source != mailstore::Source::submission || request.author);
    for (std::size_t i = 0; i < request.bytes.size(); ++i) {
      if (request.bytes[i] == '\n') require(i > 0 && request.bytes[i - 1] == '\r');
      if (request.bytes[i] == '\r') require(i + 1 < request.bytes.size() && request.bytes[i + 1] == '\n');
    }
    require(request.received.starts_with("Received: from ") && request.received.ends_with("\r\n"));
    require(request.received.find("\r\n\r\n") == std::string::npos);
    co_return mailstore::DeliverAnswer();
  }
  base::Co<base::Result<void>> check_recipient(std::string address, std::int64_t) override {
    if (address.size() % 5 == 0)
      co_return base::Error::permanent(base::ErrorCode::not_found, base::protocol_words("No such mailbox."));
    if (address.size() % 5 == 1) co_return base::Error::permanent(base::ErrorCode::unsupported, {});
    co_return base::Result<void>();
  }
  base::Co<base::Result<mailstore::AppendAnswer>> append(base::MailboxId,
                                                         std::vector<mailstore::AppendMessage>) override {
    co_return mailstore::AppendAnswer();
  }
  base::Result<void> recover() override { return {}; }
  const mailstore::DeliverySettings& settings() const override { return settings_; }

 private:
  mailstore::DeliverySettings settings_;
};

void check_output(std::string_view output) {
  require(output.starts_with("220 "));
  while (!output.empty()) {
    std::size_t end = output.find("\r\n");
    require(end != std::string_view::npos && end >= 4 && end <= 510);
    for (int i = 0; i < 3; ++i)
      require(output[static_cast<std::size_t>(i)] >= '0' && output[static_cast<std::size_t>(i)] <= '9');
    require(output[3] == ' ' || output[3] == '-');
    require(output.substr(0, end).find_first_of("\r\n") == std::string_view::npos);
    output.remove_prefix(end + 2);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  base::set_log_level(base::LogLevel::error);
  auto mode = static_cast<server::smtp::SmtpMode>(data[0] % 3);
  std::size_t piece = data[0] & 0x80 ? 1 : data[0] & 0x40 ? 7 : 65536;
  base::FakeClock clock(base::Timestamp::from_seconds(1795000000));
  OpenDirectory directory;
  OpenGate gate;
  CheckingDelivery delivery;
  server::smtp::SmtpSettings settings;
  settings.hostname = "mail.example";
  settings.max_message_bytes = 4096;
  settings.data_line_bytes = 1000;
  settings.max_recipients = 10;
  server::net::ReceiveMemory receive{{}};
  static base::Pool pool({"parse", 1, 10});  // messages here are too small for it
  server::smtp::SmtpService service({delivery, gate, directory, clock, receive, pool}, settings);
  std::string output;
  std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  auto stream = std::make_unique<PlayedStream>(input, piece, output);
  if (mode == server::smtp::SmtpMode::submissions) (void)base::run_blocking(stream->start_tls());
  base::run_blocking(service.serve(std::move(stream), mode));
  check_output(output);
  require(service.sessions() == 0);
  return 0;
}

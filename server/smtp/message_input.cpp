#include "server/smtp/message_input.h"

#include <algorithm>

#include "server/smtp/session.h"

namespace server::smtp {

namespace {

constexpr std::chrono::minutes kPaceWindow{1};

DataScanner::Limits limits_of(const SmtpSettings& settings) {
  return {static_cast<std::size_t>(settings.max_message_bytes), settings.data_line_bytes};
}

}  // namespace

Transfer::Transfer(const Session& session)
    : clock_(session.parts().clock),
      total_(session.settings().data_total_timeout),
      begun_(clock_.steady()),
      pace_(static_cast<std::uint64_t>(session.settings().data_rate), kPaceWindow, begun_) {}

bool Transfer::too_late() const {
  const auto now = clock_.steady();
  return now - begun_ > total_ || pace_.too_slow(now);
}

std::chrono::milliseconds Transfer::patience(std::chrono::milliseconds most) const {
  return pace_.patience(clock_.steady(), most);
}

void Transfer::arrived(std::size_t octets) { pace_.arrived(octets, clock_.steady()); }

MessageBuffer::MessageBuffer(Session& session, DataScanner::Form form)
    : scanner(form, limits_of(session.settings())),
      transfer(session),
      memory(session.parts().memory.lease(session.sender())) {}

void MessageBuffer::settle() {
  if (!refused && !memory->cover(scanner.kept())) {
    refused = true;
    scanner.discard();
  }
  if (scanner.kept() == 0 && memory->held() > 0) memory->release();
}

MessageInput::MessageInput(Session& session, MessageBuffer* message)
    : session_(session), message_(message), own_(session), transfer_(message ? message->transfer : own_) {}

base::Co<Channel::Got> MessageInput::wait() {
  const auto patience = transfer_.patience(session_.settings().data_timeout);
  const Channel::Got got = co_await session_.channel().read_bytes(patience);
  co_return got == Channel::Got::bytes&& transfer_.too_late() ? Channel::Got::timeout : got;
}

std::size_t MessageInput::take(std::uint64_t most) {
  Channel& channel = session_.channel();
  const std::string_view all = channel.buffered();
  const std::string_view bytes = all.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(most, all.size())));
  const std::size_t count = message_ ? message_->scanner.feed(bytes) : bytes.size();
  if (message_) message_->settle();
  channel.consume(count);
  transfer_.arrived(count);
  return count;
}

}  // namespace server::smtp

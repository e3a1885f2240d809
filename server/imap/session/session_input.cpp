// How a session reads: commands, literals with their limits, lines inside a command, time-outs.
#include <algorithm>

#include "base/text/case.h"
#include "server/imap/session/message_arguments.h"
#include "server/imap/session/quota_line.h"
#include "server/imap/session/session.h"

namespace server::imap {
namespace {

constexpr std::uint64_t kMaxLiteralBeforeSignIn = 4096;
constexpr std::size_t kMaxArgumentLiterals = 200;
constexpr std::size_t kMaxAppendLiterals = 1000;
constexpr std::uint64_t kDiscardBeforeSignIn = 64 * 1024;
constexpr std::uint64_t kDiscardSignedIn = 256u
                                           << 20;  // a mail client's oversized message is dropped, not its connection
constexpr std::uint64_t kMuchLiteral = 16 * 1024;
constexpr std::chrono::minutes kPaceWindow{1};
constexpr std::string_view kTooSlow = "The literal comes too slowly";

std::uint64_t literal_octets(const Command& command) {
  std::uint64_t sum = 0;
  for (const std::string& literal : command.literals) sum += literal.size();
  return sum;
}

Reply no_memory() {
  return Reply::no(
      "UNAVAILABLE",
      "Máy chủ đang nhận quá nhiều thư lớn, hãy thử lại sau ít phút / Too many large messages at once, try again later");
}

std::string_view first_word(std::string_view text) { return text.substr(0, text.find(' ')); }

}  // namespace

std::chrono::milliseconds Session::time_left() const {
  if (state_ != SessionState::not_authenticated) return settings_.idle_timeout;
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(sign_in_until_ - parts_.clock.steady());
  return std::max(left, std::chrono::milliseconds(1));
}

base::Co<Session::Input> Session::wait_for_input(std::chrono::milliseconds timeout) {
  const bool by_pace = pace_ && timeout < time_left();
  const base::Wake wake = co_await connection_.wait(&interrupt_->signal, timeout);
  switch (wake) {
    case base::Wake::readable: {
      const bool got = co_await connection_.fill(reader_.literal_missing() > kMuchLiteral);
      co_return got ? Input::bytes : Input::over;
    }
    case base::Wake::signalled: co_return interrupted() ? Input::over : Input::signalled;
    case base::Wake::timeout:
      if (by_pace) bye("UNAVAILABLE", kTooSlow);
      bye("", state_ == SessionState::not_authenticated ? "Nobody signed in" : "Idle for too long");
      co_return Input::over;
    case base::Wake::closed: break;
  }
  co_return Input::over;
}

base::Co<std::optional<Command>> Session::read_command() {
  for (;;) {
    std::string_view input = connection_.pending();
    const std::size_t before = input.size();
    const auto event = reader_.feed(input);
    const std::size_t taken = before - input.size();
    connection_.consume(taken);
    cover_literals();
    if (literal_too_slow(taken)) co_return std::nullopt;
    switch (event) {
      case CommandReader::Event::need_more: {
        const Input got = co_await wait_for_input(patience());
        if (got == Input::over) co_return std::nullopt;
        break;
      }
      case CommandReader::Event::literal: {
        const bool going_on = co_await answer_literal();
        if (!going_on) co_return std::nullopt;
        break;
      }
      case CommandReader::Event::complete:
        if (!refused_) co_return reader_.take();
        refuse_line();
        if (connection_.wants_flush()) co_await connection_.flush();
        if (state_ == SessionState::logout) co_return std::nullopt;
        break;
      case CommandReader::Event::line_too_long:
        complain(first_word(reader_.take().text), "The command line is too long");
        refused_.reset();
        if (state_ == SessionState::logout) co_return std::nullopt;
        break;
      case CommandReader::Event::flood: bye("TOOBIG", "The command line is much too long"); co_return std::nullopt;
    }
  }
}

base::ReceiveLease& Session::lease() {
  if (!lease_) lease_ = parts_.memory.lease({connection_.stream().peer(), account_});
  return *lease_;
}

void Session::cover_literals() {
  const std::uint64_t kept = reader_.kept();
  if (kept <= kMuchLiteral || refused_ || lease().cover(kept)) return;
  refused_ = std::make_unique<Reply>(no_memory());
  reader_.drop_literals();
  lease_.reset();
}

std::chrono::milliseconds Session::patience() const {
  const auto most = time_left();
  return pace_ ? pace_->patience(parts_.clock.steady(), most) : most;
}

void Session::begin_pace() {
  pace_.emplace(static_cast<std::uint64_t>(settings_.literal_rate), kPaceWindow, parts_.clock.steady());
}

bool Session::literal_too_slow(std::size_t octets) {
  if (!pace_) return false;
  const auto now = parts_.clock.steady();
  const bool too_slow = pace_->too_slow(now);
  pace_->arrived(octets, now);
  if (reader_.literal_missing() == 0) pace_.reset();
  if (too_slow) bye("UNAVAILABLE", kTooSlow);
  return too_slow;
}

// The command whose literal was refused has ended.
void Session::refuse_line() {
  lease_.reset();
  const Reply reply = *refused_;
  refused_.reset();
  const Command command = reader_.take();
  const std::string_view tag = first_word(command.text);
  if (reply.kind == Reply::Kind::bad) return complain(tag, reply.text);
  out().append(tag).append(" ").append(to_text(reply, utf8)).append("\r\n");
}

// Size limits by what the command is and who speaks. Nothing when the literal may come.
std::optional<Reply> Session::judge_literal(bool& is_message) {
  const Command& command = reader_.so_far();
  const std::uint64_t size = reader_.literal().size;
  const bool signed_in = state_ != SessionState::not_authenticated;
  std::string_view after_tag = std::string_view(command.text);
  after_tag.remove_prefix(std::min(after_tag.size(), first_word(after_tag).size() + 1));
  const bool append = signed_in && base::equals_ignoring_case(first_word(after_tag), "APPEND");
  is_message = false;
  if (append) {
    // The mailbox name may be a literal too; what comes after it is a message.
    is_message = !command.literals.empty() || std::count(after_tag.begin(), after_tag.end(), ' ') >= 2;
  }
  if (!is_message) {
    const std::uint64_t most = signed_in ? settings_.max_argument_literal : kMaxLiteralBeforeSignIn;
    if (command.literals.size() >= kMaxArgumentLiterals || literal_octets(command) + size > 4 * most || size > most) {
      return Reply::bad("The literal is too long");
    }
    return std::nullopt;
  }
  const auto most = static_cast<std::uint64_t>(parts_.delivery.settings().max_message_bytes);
  if (size > most) {
    return Reply::no("TOOBIG",
                     "Thư vượt quá giới hạn / The message is over the limit of " + std::to_string(most) + " octets");
  }
  if (command.literals.size() >= kMaxAppendLiterals || literal_octets(command) + size > 2 * most) {
    return Reply::no("LIMIT", "There are too many or too large messages in one APPEND");
  }
  if (!lease().has_room_for(literal_octets(command) + size)) return no_memory();
  return std::nullopt;
}

// Before the client uploads: does the mailbox exist, is there room?
base::Co<std::optional<Reply>> Session::judge_append_target() {
  const Command& command = reader_.so_far();
  if (command.literals.size() > 1) co_return std::nullopt;
  if (!command.literals.empty() && command.literals[0].size() > kMaxNameOctets) co_return std::nullopt;
  Command beginning = command;
  Scanner args(beginning);
  args.tag();
  args.space();
  args.upper_atom();
  args.space();
  const std::string mailbox = parse_append_mailbox(args);
  if (!args.ok()) co_return Reply::bad(args.error());
  const auto found = co_await find_mailbox(mailbox);
  if (!found) {
    Reply reply = refusal(found.error());
    if (found.error().code == base::ErrorCode::not_found) reply.code = "TRYCREATE";
    co_return reply;
  }
  const auto quota = co_await read_quota(*this, found->owner);
  const auto size = static_cast<std::int64_t>(reader_.literal().size);
  if (quota && quota->limit_bytes > 0 && quota->used_bytes + size > quota->limit_bytes) {
    co_return Reply::no("OVERQUOTA", "Hộp thư đã đầy / The mailbox is full");
  }
  co_return std::nullopt;
}

base::Co<bool> Session::answer_literal() {
  const LiteralHeader header = reader_.literal();
  bool is_message = false;
  std::optional<Reply> refused;
  if (!refused_) {
    refused = judge_literal(is_message);
    if (!refused && is_message) refused = co_await judge_append_target();
  }
  if (!refused && !refused_) {
    reader_.accept_literal();
    begin_pace();
    if (header.synchronising) out() += "+ OK\r\n";
    co_return true;
  }
  if (header.synchronising) {  // the client waits: it sends nothing more of this command
    if (!refused_) refused_ = std::make_unique<Reply>(*std::move(refused));
    refuse_line();
    co_return state_ != SessionState::logout;
  }
  const std::uint64_t most = state_ == SessionState::not_authenticated ? kDiscardBeforeSignIn : kDiscardSignedIn;
  if (header.size > most) {
    bye("TOOBIG", "The literal is much too long");
    co_return false;
  }
  if (!refused_) refused_ = std::make_unique<Reply>(*std::move(refused));
  reader_.discard_literal();
  begin_pace();
  co_return true;
}

base::Co<std::optional<std::string>> Session::read_line(std::size_t max_octets) {
  for (;;) {
    const std::string_view pending = connection_.pending();
    const std::size_t newline = pending.find('\n');
    if (newline == std::string_view::npos ? pending.size() > max_octets : newline > max_octets) {
      bye("TOOBIG", "The line is too long");
      co_return std::nullopt;
    }
    if (newline != std::string_view::npos) {
      std::string line(pending.substr(0, newline));
      connection_.consume(newline + 1);
      if (!line.empty() && line.back() == '\r') line.pop_back();
      co_return line;
    }
    const Input got = co_await wait_for_input(time_left());
    if (got == Input::over) co_return std::nullopt;
  }
}

}  // namespace server::imap

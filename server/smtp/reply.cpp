#include "server/smtp/reply.h"

#include <utility>

namespace server::smtp {

namespace {

// RFC 5321 §4.5.3.1.5: a reply line is at most 512 octets.
constexpr std::size_t kMaxReplyText = 480;

void append_line(std::string& out, const Reply& reply, std::string_view text, bool last) {
  out += std::to_string(reply.code);
  out += last ? ' ' : '-';
  if (!reply.enhanced.empty()) {
    out += reply.enhanced;
    out += ' ';
  }
  std::size_t count = 0;
  for (char c : text) {
    unsigned char byte = static_cast<unsigned char>(c);
    bool starts_character = (byte & 0xC0) != 0x80;
    if (starts_character && count + 4 > kMaxReplyText) break;
    out += byte < 0x20 || byte == 0x7F ? '?' : c;
    ++count;
  }
  out += "\r\n";
}

}  // namespace

std::string render(const Reply& reply) {
  std::string out;
  out.reserve(reply.text.size() + 32);
  std::string_view rest = reply.text;
  for (;;) {
    std::size_t end = rest.find('\n');
    append_line(out, reply, rest.substr(0, end), end == std::string_view::npos);
    if (end == std::string_view::npos) return out;
    rest.remove_prefix(end + 1);
  }
}

Reply reply_for(const base::Error& error, Hearer hearer) {
  using base::ErrorCode;
  auto said = [hearer](const base::Sentence& text) {
    return hearer == Hearer::person ? base::one_line(text) : text.en;
  };
  auto text = [&](const char* vi, const char* en) {
    return said(error.text.en.empty() ? base::Sentence(vi, en) : error.text);
  };
  switch (error.code) {
    case ErrorCode::not_found: return {550, "5.1.1", text("Không có hộp thư này", "No such mailbox here")};
    case ErrorCode::no_permission: return {550, "5.2.1", text("Hộp thư đã đóng", "Mailbox is closed")};
    case ErrorCode::over_quota: return {452, "4.2.2", text("Hộp thư đã đầy", "Mailbox is full")};
    case ErrorCode::too_large: return {552, "5.3.4", text("Thư quá lớn", "Message is too large")};
    case ErrorCode::disk_full:
      // Not the error's own sentence, which tells an administrator what to do.
      return {452, "4.3.1",
              said({"Máy chủ tạm hết chỗ chứa; thư này chưa được nhận, xin gửi lại sau",
                    "The server has no room left for now; this message was not accepted, try again later"})};
    case ErrorCode::limit: return {452, "4.5.3", text("Quá nhiều, xin thử lại sau", "Too many, try again later")};
    case ErrorCode::stopped: return {421, "4.3.2", text("Máy chủ đang dừng", "Service is shutting down"), true};
    case ErrorCode::busy:
    case ErrorCode::conflict:
      return {451, "4.3.2", text("Máy chủ đang bận, xin thử lại sau", "Server is busy, try again later")};
    case ErrorCode::bad_input:
      if (!error.temporary) return {554, "5.6.0", text("Thư không được nhận", "Message is not acceptable")};
      break;
    default: break;
  }
  // The store is away, broken or surprised: the client keeps the message and tries again.
  return {
      451, "4.3.0",
      said({"Máy chủ gặp lỗi, chưa nhận gì, xin thử lại sau", "Local error, nothing was accepted, try again later"})};
}

Reply syntax_error(std::string text) { return {501, "5.5.4", std::move(text)}; }
Reply bad_sequence(std::string text) { return {503, "5.5.1", std::move(text)}; }

}  // namespace server::smtp

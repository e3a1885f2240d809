// APPEND: RFC 9051 §6.3.12, MULTIAPPEND: RFC 3502, APPENDUID: RFC 4315 §3, UTF8: RFC 6855 §4.
#include "server/imap/session/command_table.h"
#include "server/imap/session/message_arguments.h"

namespace server::imap {
namespace {

Reply append_refusal(const base::Error& error) {
  Reply reply = refusal(error);
  if (error.code == base::ErrorCode::not_found) reply.code = "TRYCREATE";
  return reply;
}

base::Error has_null_octet() {
  return base::Error::permanent(
      base::ErrorCode::bad_input,
      {"Thư này có byte NUL (0) nên không hợp lệ; chưa lưu thư nào. Thư gốc vẫn ở chỗ cũ; hãy gửi dưới dạng tệp đính kèm.",
       "A message with a NUL octet is not valid mail. Nothing was kept. The original stays where it is. Send it as an "
       "attachment instead."});
}

}  // namespace

base::Co<Reply> cmd_append(Session& session, Scanner& args) {
  AppendRequest request = parse_append(args);
  if (!args.ok()) co_return Reply::bad(args.error());
  for (const mailstore::AppendMessage& message : request.messages) {
    if (message.bytes.empty()) co_return Reply::no("", "An empty message cancels the APPEND");  // RFC 3502 §6.3.11
    // RFC 9051 §9: CHAR8 is any octet but NUL. Where BINARY (RFC 3516 §4.4) is not announced no other literal may have
    // one either; storing it otherwise would alter the message.
    if (message.bytes.find('\0') != std::string::npos) co_return refusal(has_null_octet());
  }
  const auto found = co_await session.find_mailbox(request.mailbox);
  if (!found) co_return append_refusal(found.error());
  const auto appended = co_await session.parts().delivery.append(found->info.id, std::move(request.messages));
  if (!appended) co_return append_refusal(appended.error());
  std::vector<std::uint32_t> uids;
  for (const base::Uid uid : appended->uids) uids.push_back(uid.value);
  co_return Reply::ok("APPENDUID " + std::to_string(appended->uid_validity) + " " + to_text_in_order(uids),
                      "The message is kept");
}

}  // namespace server::imap

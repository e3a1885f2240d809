#include "server/net/http/http_refusal.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace server::net {

namespace {

struct Words {
  int status;
  const char* vi;
  const char* en;
};

constexpr Words kWords[] = {
    {408, "Yêu cầu đến quá chậm nên đã dừng; chưa có gì thay đổi. Xin thử lại khi đường truyền tốt hơn.",
     "The request came too slowly and was dropped; nothing was changed. Please try again on a better line."},
    {413, "Yêu cầu lớn hơn mức cho phép ở trang này; chưa có gì thay đổi.",
     "The request is larger than this page takes; nothing was changed."},
    {414, "Địa chỉ trang quá dài; chưa có gì thay đổi.", "The address of the page is too long; nothing was changed."},
    {417, "Máy chủ không làm được điều chương trình đòi hỏi (Expect); chưa có gì thay đổi.",
     "The server cannot do what the program expects (Expect); nothing was changed."},
    {431, "Phần đầu của yêu cầu quá lớn; chưa có gì thay đổi. Xin xóa cookie của trang này rồi thử lại.",
     "The head of the request is too large; nothing was changed. Delete the cookies of this site and try again."},
    {500, "Máy chủ gặp lỗi, xin thử lại sau.", "The server failed; please try again later."},
    {501, "Máy chủ không biết cách gửi này; chưa có gì thay đổi.",
     "The server does not know this way of sending; nothing was changed."},
    {505, "Máy chủ chỉ nói HTTP/1.1; chưa có gì thay đổi.", "The server speaks HTTP/1.1 only; nothing was changed."},
};
constexpr Words kOther = {400, "Yêu cầu không đúng quy cách HTTP nên không được đọc; chưa có gì thay đổi.",
                          "The request is not proper HTTP and was not read; nothing was changed."};

}  // namespace

base::HttpReply http_refusal(int status) {
  auto is_it = [&](const Words& words) { return words.status == status; };
  const auto* found = std::find_if(std::begin(kWords), std::end(kWords), is_it);
  const Words& words = found == std::end(kWords) ? kOther : *found;
  return base::HttpReply::text(status, std::string(words.vi) + " / " + words.en + "\n");
}

}  // namespace server::net

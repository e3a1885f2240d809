#include "mailstore/search/shards/xapian_guard.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>

namespace mailstore::search {
namespace {

// Nothing is wrong with the file: the process or the machine has come to an end of something, for now.
bool lacks_means(const Xapian::Error& error) {
  const char* const why = error.get_error_string();
  if (why == nullptr) return false;
  const std::initializer_list<int> means = {EMFILE, ENFILE, ENOMEM};
  return std::any_of(means.begin(), means.end(),
                     [&](int code) { return std::string_view(why) == ::strerrordesc_np(code); });
}

}  // namespace

base::Error to_error(const Xapian::Error& error) {
  const std::string type = error.get_type();
  std::string detail = "xapian: " + error.get_description();
  if (lacks_means(error)) {
    return base::Error::transient(base::ErrorCode::busy,
                                  {"Máy chủ đang thiếu bộ nhớ hoặc tệp mở quá nhiều; xin tìm lại sau ít phút.",
                                   "The server is short of memory or of open files; search again in a few minutes."},
                                  std::move(detail));
  }
  if (type == "DatabaseLockError") {
    return base::Error::transient(
        base::ErrorCode::busy,
        {"Chỉ mục đang được tiến trình khác ghi.", "The index is being written by another process."},
        std::move(detail));
  }
  if (type == "DatabaseModifiedError") {
    return base::Error::transient(
        base::ErrorCode::conflict,
        {"Chỉ mục vừa thay đổi, hãy thử lại.", "The index changed meanwhile; please try again."}, std::move(detail));
  }
  if (type == "WildcardError") {
    return base::Error::permanent(base::ErrorCode::bad_input,
                                  {"Quá nhiều từ bắt đầu như vậy: hãy gõ thêm chữ trước dấu *.",
                                   "Too many words begin like this: type more letters before the *."},
                                  std::move(detail));
  }
  if (type == "DatabaseNotFoundError")
    return base::Error::permanent(base::ErrorCode::not_found, {"Chưa có chỉ mục.", "There is no index yet."},
                                  std::move(detail));
  if (type == "DatabaseCorruptError" || type == "DatabaseVersionError" || type == "DatabaseOpeningError") {
    return base::Error::permanent(base::ErrorCode::corrupt,
                                  {"Chỉ mục tìm kiếm bị hỏng; máy chủ tự lập lại trong nền.",
                                   "The search index is damaged; the server makes it anew in the background."},
                                  std::move(detail));
  }
  if (type == "DatabaseError" || type == "DatabaseCreateError") {
    return base::Error::transient(base::ErrorCode::io,
                                  {"Không ghi được chỉ mục.", "The search index cannot be read or written."},
                                  std::move(detail));
  }
  return base::Error::permanent(base::ErrorCode::internal, {"Lỗi tìm kiếm.", "Search failed."}, std::move(detail));
}

}  // namespace mailstore::search

#include "base/error.h"

namespace base {

namespace {

// No default: the compiler names a code without words.
const char* kind_in_vietnamese(ErrorCode code) {
  switch (code) {
    case ErrorCode::bad_input: return "Dữ liệu hoặc tham số không đúng; hãy sửa rồi chạy lại.";
    case ErrorCode::not_found: return "Không tìm thấy; hãy xem lại tên hoặc đường dẫn.";
    case ErrorCode::exists: return "Đã có sẵn, không ghi đè; hãy chọn tên khác.";
    case ErrorCode::no_permission:
      return "Không có quyền; hãy xem chủ sở hữu và quyền của tệp, hoặc quyền của tài khoản.";
    case ErrorCode::auth_failed: return "Sai thông tin đăng nhập.";
    case ErrorCode::over_quota: return "Hộp thư đã đầy; hãy tăng hạn mức hoặc xóa bớt thư, rồi chạy lại.";
    case ErrorCode::too_large: return "Lớn quá giới hạn cho phép.";
    case ErrorCode::limit: return "Quá số lượng cho phép.";
    case ErrorCode::conflict: return "Dữ liệu vừa thay đổi; hãy chạy lại.";
    case ErrorCode::busy: return "Máy chủ đang bận; hãy chạy lại sau.";
    case ErrorCode::disk_full: return "Ổ đĩa đầy; thư đã có vẫn an toàn. Hãy giải phóng ổ đĩa rồi chạy lại.";
    case ErrorCode::io: return "Ổ đĩa hoặc tệp báo lỗi; hãy xem nhật ký và quyền của thư mục.";
    case ErrorCode::corrupt: return "Dữ liệu hỏng; hãy phục hồi phần hỏng từ bản sao lưu.";
    case ErrorCode::unavailable:
      return "Cơ sở dữ liệu hoặc dịch vụ cần dùng không liên lạc được; hãy kiểm tra rồi chạy lại.";
    case ErrorCode::timeout: return "Quá thời gian chờ; hãy chạy lại sau.";
    case ErrorCode::closed: return "Kết nối đã đóng; hãy chạy lại.";
    case ErrorCode::stopped: return "Máy chủ đang dừng; những gì đã ghi vẫn còn, hãy chạy lại sau.";
    case ErrorCode::unsupported: return "Chương trình này không hỗ trợ việc đó.";
    case ErrorCode::internal: return "Lỗi của chương trình; những gì đã ghi vẫn còn. Xin báo cho người phát triển.";
  }
  return "";
}

}  // namespace

const char* to_string(ErrorCode code) {
  switch (code) {
    case ErrorCode::bad_input: return "bad_input";
    case ErrorCode::not_found: return "not_found";
    case ErrorCode::exists: return "exists";
    case ErrorCode::no_permission: return "no_permission";
    case ErrorCode::auth_failed: return "auth_failed";
    case ErrorCode::over_quota: return "over_quota";
    case ErrorCode::too_large: return "too_large";
    case ErrorCode::limit: return "limit";
    case ErrorCode::conflict: return "conflict";
    case ErrorCode::busy: return "busy";
    case ErrorCode::disk_full: return "disk_full";
    case ErrorCode::io: return "io";
    case ErrorCode::corrupt: return "corrupt";
    case ErrorCode::unavailable: return "unavailable";
    case ErrorCode::timeout: return "timeout";
    case ErrorCode::closed: return "closed";
    case ErrorCode::stopped: return "stopped";
    case ErrorCode::unsupported: return "unsupported";
    case ErrorCode::internal: return "internal";
  }
  return "internal";
}

Sentence in_words(const Error& error) {
  return error.text.vi.empty() ? Sentence(kind_in_vietnamese(error.code), error.text.en) : error.text;
}

std::string describe(const Error& error) {
  std::string out = to_string(error.code);
  out += ": ";
  out += error.text.en.empty() ? error.text.vi : error.text.en;
  if (!error.detail_for_log.empty()) {
    out += " (";
    out += error.detail_for_log;
    out += ")";
  }
  return out;
}

}  // namespace base

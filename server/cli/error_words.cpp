#include "server/cli/error_words.h"

#include <algorithm>

namespace server::cli {

namespace {

// No default: the compiler names a code without words.
const char* vietnamese(base::ErrorCode code) {
  using base::ErrorCode;
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
    case ErrorCode::corrupt: return "Dữ liệu hỏng; hãy chạy `vanthu verify`, và phục hồi phần hỏng từ bản sao lưu.";
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

bool is_ascii_only(const std::string& text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0x80) != 0; });
}

}  // namespace

std::string in_two_languages(const base::Error& error) {
  if (!is_ascii_only(error.text_for_peer)) return error.text_for_peer;
  return std::string(vietnamese(error.code)) + " / " + error.text_for_peer;
}

std::string error_text(const base::Error& error) {
  return in_two_languages(error) + (error.detail_for_log.empty() ? "" : "\n  (" + error.detail_for_log + ")") + "\n";
}

}  // namespace server::cli

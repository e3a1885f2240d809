#include "directory/gate/gate_texts.h"

namespace directory {

namespace {

std::string at_page_vi(const std::string& url) { return url.empty() ? "trang đổi mật khẩu" : "trang " + url; }
std::string at_page_en(const std::string& url) { return url.empty() ? "the password page" : url; }

}  // namespace

base::Sentence wrong_text() { return {"Sai địa chỉ hoặc mật khẩu.", "Wrong address or password."}; }

base::Sentence locked_text(std::chrono::seconds wait) {
  const std::string minutes = std::to_string((wait.count() + 59) / 60);
  return {"Tạm khóa vì nhập sai nhiều lần; hãy thử lại sau " + minutes + " phút hoặc liên hệ quản trị viên.",
          "Locked after too many failures; wait " + minutes + " minutes and try again, or ask your administrator."};
}

base::Sentence change_required_text(bool expired, const std::string& url) {
  if (expired) {
    return {"Mật khẩu đã quá hạn; hãy đổi mật khẩu tại " + at_page_vi(url) + " rồi đăng nhập lại.",
            "The password is too old; change it at " + at_page_en(url) + " and sign in again."};
  }
  return {"Phải thay mật khẩu cấp lần đầu trước khi dùng thư; hãy đổi tại " + at_page_vi(url) + ".",
          "The one-time password must be changed before mail can be used; change it at " + at_page_en(url) + "."};
}

base::Sentence one_time_expired_text() {
  return {"Mật khẩu cấp một lần đã hết hạn; hãy đề nghị quản trị viên cấp lại.",
          "The one-time password has expired; ask your administrator for a new one."};
}

base::Sentence disabled_text() {
  return {"Tài khoản đã ngừng hoạt động; hãy liên hệ quản trị viên.", "The account is closed; ask your administrator."};
}

base::Sentence insecure_text() {
  return {"Phải bật mã hóa TLS trước khi đăng nhập.", "Encryption (TLS) is required before signing in."};
}

base::Sentence busy_text() {
  return {"Máy chủ đang bận; hãy thử lại sau ít phút.", "The server is busy; please try again in a moment."};
}

base::Sentence another_identity_text() {
  return {"Không được đăng nhập thay người khác.", "Signing in as another account is not allowed."};
}

base::Sentence accepted_text(int days_left, const std::string& url) {
  if (days_left <= 0) return {};
  const std::string days = std::to_string(days_left);
  return {"Mật khẩu sẽ quá hạn sau " + days + " ngày; nên đổi tại " + at_page_vi(url) + ".",
          "The password ends in " + days + " days; better change it now at " + at_page_en(url) + "."};
}

const char* to_string(Door door) {
  switch (door) {
    case Door::imap: return "imap";
    case Door::smtp: return "smtp";
    case Door::http: return "http";
    case Door::managesieve: return "managesieve";
  }
  return "imap";
}

const char* to_string(SignInVerdict verdict) {
  switch (verdict) {
    case SignInVerdict::accepted: return "accepted";
    case SignInVerdict::wrong: return "wrong";
    case SignInVerdict::locked: return "locked";
    case SignInVerdict::password_change_required: return "password-change-required";
    case SignInVerdict::disabled: return "disabled";
    case SignInVerdict::insecure: return "insecure";
    case SignInVerdict::busy: return "busy";
    case SignInVerdict::another_identity: return "another-identity";
  }
  return "wrong";
}

const char* to_string(ChangeVerdict verdict) {
  switch (verdict) {
    case ChangeVerdict::changed: return "changed";
    case ChangeVerdict::wrong: return "wrong";
    case ChangeVerdict::locked: return "locked";
    case ChangeVerdict::refused: return "refused";
    case ChangeVerdict::disabled: return "disabled";
    case ChangeVerdict::busy: return "busy";
  }
  return "wrong";
}

}  // namespace directory

// The sentences of the rules, Vietnamese first. Ids are part of the HTTP answer (design.md section 6): never rename
// one.
#include "policies/password/rules.h"

#include <algorithm>

namespace policies::password {

namespace {

struct RuleWords {
  std::string_view rule, vi, en;  // N stands for a number of the settings
};

constexpr RuleWords kSentences[] = {
    {"length", "Mật khẩu phải có ít nhất N ký tự.", "The password must have at least N characters."},
    {"too-long", "Mật khẩu không được dài quá 256 ký tự.", "The password must not be longer than 256 characters."},
    {"classes", "Mật khẩu phải có ít nhất N trong 4 loại ký tự: chữ thường, chữ hoa, chữ số, ký tự khác.",
     "The password must have at least N of 4 kinds of characters: lower case, upper case, digits, others."},
    {"contains-account", "Mật khẩu không được chứa tên tài khoản hoặc mã cán bộ.",
     "The password must not contain the account name or the staff code."},
    {"contains-name", "Mật khẩu không được chứa họ, tên của người dùng.",
     "The password must not contain a part of your name."},
    {"contains-unit", "Mật khẩu không được chứa tên, mã hoặc ký hiệu đơn vị.",
     "The password must not contain the name, code or symbol of your unit."},
    {"contains-birth-date", "Mật khẩu không được chứa ngày sinh hoặc năm sinh.",
     "The password must not contain your date or year of birth."},
    {"contains-phone", "Mật khẩu không được chứa số điện thoại.", "The password must not contain your phone number."},
    {"sequence", "Mật khẩu không được chứa dãy 4 ký tự liên tiếp như 1234, abcd, qwer, aaaa.",
     "The password must not contain a run of 4 characters such as 1234, abcd, qwer, aaaa."},
    {"dictionary", "Mật khẩu không được ghép từ những từ hay dùng làm mật khẩu.",
     "The password must not be made of words that are common in passwords."},
    {"forbidden-word", "Mật khẩu không được chứa từ mà cơ quan đã cấm.",
     "The password must not contain a word that your office has forbidden."},
    {"strength", "Mật khẩu còn dễ đoán; hãy dùng một câu dài hơn hoặc ít theo khuôn mẫu hơn.",
     "The password is still easy to guess; use a longer phrase or one with less of a pattern."},
    {"history", "Không được dùng lại N mật khẩu gần nhất.", "The last N passwords must not be used again."},
    {"repeat", "Hai lần nhập mật khẩu mới không giống nhau.", "The two entries of the new password differ."},
    {"characters", "Mật khẩu có ký tự không dùng được (ký tự điều khiển hoặc mã chữ sai).",
     "The password holds characters that cannot be used (control characters or broken text)."},
    {"one-time-expired", "Mật khẩu cấp một lần đã hết hạn; hãy đề nghị quản trị viên cấp lại.",
     "The one-time password has expired; ask your administrator for a new one."},
};

int number_for(std::string_view rule, const RuleSettings& settings, bool administrator) {
  if (rule == "length") {
    return administrator ? std::max(settings.minimum_length_admin, settings.minimum_length) : settings.minimum_length;
  }
  if (rule == "classes") return settings.classes;
  return std::max(settings.history, 1);
}

std::string fill(std::string_view sentence, int number) {
  std::string out(sentence);
  if (const std::size_t at = out.find(" N "); at != std::string::npos) out.replace(at + 1, 1, std::to_string(number));
  return out;
}

}  // namespace

FailedRule rule_text(std::string_view rule, const RuleSettings& settings, bool administrator) {
  for (const RuleWords& sentence : kSentences) {
    if (sentence.rule != rule) continue;
    const int number = number_for(rule, settings, administrator);
    if (rule == "classes" && number >= 4) {
      return {std::string(rule),
              {"Mật khẩu phải có đủ 4 loại ký tự: chữ thường, chữ hoa, chữ số, ký tự khác.",
               "The password must have all 4 kinds of characters: lower case, upper case, digits, others."}};
    }
    return {std::string(rule), {fill(sentence.vi, number), fill(sentence.en, number)}};
  }
  return {std::string(rule), {"Mật khẩu không đạt yêu cầu.", "The password does not meet the rules."}};
}

std::vector<FailedRule> describe_rules(const RuleSettings& settings, bool administrator) {
  std::vector<FailedRule> out;
  for (const std::string_view rule : {"length", "classes", "contains-account", "contains-name", "contains-unit",
                                      "contains-phone", "sequence", "dictionary", "history"}) {
    out.push_back(rule_text(rule, settings, administrator));
  }
  return out;
}

}  // namespace policies::password

// GET and POST /password: changing one's password in a browser without JavaScript. Fields: address, current, new,
// repeat.
#include <map>

#include "base/crypto/random.h"
#include "webmail/http/endpoints.h"
#include "webmail/http/html.h"

namespace webmail::http {

namespace {

using directory::ChangeVerdict;

// The rules as sentences, from the settings in force.
std::string rules_html(const directory::GateSettings& rules) {
  std::string out =
      "<div class=\"box\" id=\"rules\"><p><strong>Mật khẩu mới phải</strong> <span class=\"en\" lang=\"en\">/ The new password must</span></p><ul>";
  auto add = [&out](const std::string& vi, const std::string& en) {
    out += "<li>" + escape_html(vi) + "<br><span class=\"en\" lang=\"en\">" + escape_html(en) + "</span></li>";
  };
  add("có ít nhất " + std::to_string(rules.minimum_length) +
          " ký tự (quản trị viên: " + std::to_string(rules.minimum_length_admin) + ")",
      "have at least " + std::to_string(rules.minimum_length) +
          " characters (administrators: " + std::to_string(rules.minimum_length_admin) + ")");
  if (rules.classes > 1) {
    std::string count = rules.classes >= 4 ? "đủ 4" : "ít nhất " + std::to_string(rules.classes) + " trong 4";
    std::string count_en = rules.classes >= 4 ? "all 4" : "at least " + std::to_string(rules.classes) + " of 4";
    add("có " + count + " loại: chữ thường, chữ hoa, chữ số, ký tự đặc biệt",
        "use " + count_en + " kinds: small letters, capitals, digits, other characters");
  }
  add("không chứa tên đăng nhập, họ tên, tên cơ quan, số điện thoại",
      "not hold your login, your name, your office's name or your telephone number");
  add("không là từ hay dãy dễ đoán (123456, abcd, tên riêng, từ thông dụng)",
      "not be a word or a sequence that is easy to guess");
  if (rules.history > 0) {
    add("khác " + std::to_string(rules.history) + " mật khẩu gần nhất",
        "differ from your last " + std::to_string(rules.history) + " passwords");
  }
  out += "</ul>";
  if (rules.maximum_age_days > 0) {
    std::string days = std::to_string(rules.maximum_age_days);
    out += two_languages("Mật khẩu có hiệu lực nhiều nhất " + days + " ngày; trước khi hết hạn sẽ có thư nhắc.",
                         "A password is valid for at most " + days + " days; a mail reminds you before it ends.");
  }
  return out + "</div>";
}

std::string field(const char* name, const char* type, const char* complete, const char* vi, const char* en,
                  const std::string& value, const char* described_by) {
  std::string id = std::string("f-") + name;
  std::string out = "<label for=\"" + id + "\">" + vi + " <span class=\"en\" lang=\"en\">/ " + en + "</span></label>";
  out += "<input id=\"" + id + "\" name=\"" + name + "\" type=\"" + type + "\" autocomplete=\"" + complete +
         "\" required maxlength=\"1024\"";
  if (!value.empty()) out += " value=\"" + escape_html(value) + "\"";
  if (*described_by) out += std::string(" aria-describedby=\"") + described_by + "\"";
  return out + " autocapitalize=\"none\" spellcheck=\"false\">";
}

std::string problems_html(const std::vector<base::Sentence>& problems) {
  if (problems.empty()) return {};
  std::string out =
      "<div class=\"box bad\" role=\"alert\"><p><strong>Chưa đổi được mật khẩu</strong> <span class=\"en\" lang=\"en\">/ The password was not changed</span></p><ul>";
  for (const base::Sentence& problem : problems) {
    out += "<li>" + escape_html(problem.vi) + "<br><span class=\"en\" lang=\"en\">" + escape_html(problem.en) +
           "</span></li>";
  }
  return out + "</ul></div>";
}

base::HttpReply form(const Context& context, int status, const std::string& address,
                     const std::vector<base::Sentence>& problems) {
  Page page{"Đổi mật khẩu", "Change your password", {}};
  page.body = problems_html(problems) + "<div class=\"columns\"><form method=\"post\" action=\"/password\">" +
              field("address", "text", "username", "Địa chỉ thư", "Mail address", address, "") +
              field("current", "password", "current-password", "Mật khẩu hiện tại (hoặc mật khẩu được cấp)",
                    "Present password (or the one you were given)", "", "") +
              field("new", "password", "new-password", "Mật khẩu mới", "New password", "", "rules") +
              field("repeat", "password", "new-password", "Nhập lại mật khẩu mới", "New password again", "", "") +
              "<button type=\"submit\">Đổi mật khẩu / Change</button></form>" +
              rules_html(context.parts.gate.settings()) + "</div>";
  return render_page(status, page);
}

base::HttpReply success(const Context& context, const std::string& address) {
  Page page{"Đã đổi mật khẩu", "Your password has been changed", {}};
  page.body =
      "<div class=\"box good\" role=\"status\">" +
      two_languages(
          "Mật khẩu mới của " + address + " có hiệu lực ngay. Các phiên đang mở bằng mật khẩu cũ đã bị ngắt.",
          "The new password of " + address + " counts from now on. Sessions with the old password were ended.") +
      "</div><h2>Việc cần làm tiếp</h2><p class=\"en\" lang=\"en\">What to do next</p>" +
      two_languages("Mở phần mềm thư trên máy tính và điện thoại, nhập mật khẩu mới khi được hỏi.",
                    "Open your mail program on computer and phone, and type the new password when asked.") +
      client_settings_html(context.settings);
  return render_page(200, page);
}

std::vector<base::Sentence> incomplete(const std::map<std::string, std::string>& fields) {
  auto empty = [&](const char* name) {
    auto found = fields.find(name);
    return found == fields.end() || found->second.empty();
  };
  std::vector<base::Sentence> out;
  if (empty("address")) out.push_back({"Hãy nhập địa chỉ thư.", "Type your mail address."});
  if (empty("current")) out.push_back({"Hãy nhập mật khẩu hiện tại.", "Type your present password."});
  if (empty("new")) out.push_back({"Hãy nhập mật khẩu mới.", "Type a new password."});
  if (out.empty() && (empty("repeat") || fields.at("new") != fields.at("repeat"))) {
    out.push_back({"Hai lần nhập mật khẩu mới không giống nhau.", "The two new passwords differ."});
  }
  return out;
}

base::HttpReply answer(const Context& context, const std::string& address, const directory::ChangeAnswer& result) {
  std::vector<base::Sentence> problems;
  switch (result.verdict) {
    case ChangeVerdict::changed: return success(context, address);
    case ChangeVerdict::refused:
      for (const directory::FailedRule& rule : result.failed) problems.push_back(rule.text);
      return form(context, 422, address, problems);
    case ChangeVerdict::wrong:
      return form(context, 401, address,
                  {{"Sai địa chỉ hoặc mật khẩu hiện tại.", "Wrong address or present password."}});
    case ChangeVerdict::disabled:
      return form(context, 403, address,
                  {{"Tài khoản đã ngừng hoạt động. Hãy liên hệ quản trị viên.",
                    "The account is closed. Ask your administrator."}});
    case ChangeVerdict::busy: {
      base::HttpReply response =
          form(context, 503, address,
               {{"Máy chủ đang bận, hãy thử lại sau giây lát.", "The server is busy, try again in a moment."}});
      response.headers.set("Retry-After", "2");
      return response;
    }
    case ChangeVerdict::locked: break;
  }
  std::string minutes = std::to_string((result.retry_after.count() + 59) / 60);
  base::HttpReply response = form(context, 429, address,
                                  {{"Đã nhập sai nhiều lần. Hãy thử lại sau " + minutes + " phút.",
                                    "Too many failures. Try again in " + minutes + " minutes."}});
  response.headers.set("Retry-After", retry_after(result.retry_after));
  return response;
}

}  // namespace

base::Co<base::HttpReply> password_page(const Context& context, Request request) {
  if (request.head.method != "POST") {
    std::string address;
    for (auto& [name, value] : base::parse_form(request.head.query)) {
      if (name == "address") address = value;
    }
    co_return form(context, 200, address, {});
  }
  std::map<std::string, std::string> fields;
  for (auto& [name, value] : base::parse_form(request.body)) fields.emplace(std::move(name), std::move(value));
  std::string address = fields["address"];
  std::vector<base::Sentence> problems = incomplete(fields);
  if (!problems.empty()) co_return form(context, 422, address, problems);
  directory::ChangeRequest change;
  change.address = address;
  change.current = fields["current"];
  change.next = fields["new"];
  change.peer = request.head.peer;
  change.session = "web." + base::random_readable(12);
  directory::ChangeAnswer result = co_await context.parts.gate.change_password(std::move(change));
  co_return answer(context, address, result);
}

}  // namespace webmail::http

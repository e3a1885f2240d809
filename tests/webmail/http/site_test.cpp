// The pages and APIs of the web door, with the real directory and gate.
#include "webmail/http/site.h"

#include <doctest/doctest.h>

#include "base/text/encoding.h"
#include "tests/directory/small_office.h"
#include "tests/storage_engines.h"
#include "webmail/http/html.h"
#include "webmail/http/request_checks.h"

using tests::SmallOffice;

namespace {

const char* kGood = "Rung-Thong-88!";

struct Door {
  explicit Door(SmallOffice& office) : site({*office.gate, *office.directory, office.clock}, {"mail.bimson.example", 10993, 10465}) {}
  base::HttpResponse send(const std::string& method, const std::string& path, const std::string& body = "",
                          const std::vector<std::pair<std::string, std::string>>& headers = {}) {
    base::HttpRequest request;
    request.method = method;
    request.target = request.path = path;
    if (std::size_t query = path.find('?'); query != std::string::npos) {
      request.path = path.substr(0, query);
      request.query = path.substr(query + 1);
    }
    request.body = body;
    request.peer = {"203.0.113.7", 1, false};
    request.tls = true;
    request.headers.add("Host", "mail.bimson.example");
    for (const auto& [name, value] : headers) request.headers.add(name, value);
    return base::run_blocking(site.handle(std::move(request)));
  }
  webmail::http::Site site;
};

std::string form(const std::string& address, const std::string& current, const std::string& fresh, const std::string& repeat) {
  return "address=" + base::percent_encode(address) + "&current=" + base::percent_encode(current) + "&new=" + base::percent_encode(fresh) +
         "&repeat=" + base::percent_encode(repeat);
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string basic(const std::string& user, const std::string& password) { return "Basic " + base::base64_encode(user + ":" + password); }

}  // namespace

TEST_CASE("webmail/pages: no script, no inline style, strict headers, both languages") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    SmallOffice office(std::move(db));
    Door door(office);
    for (const char* path : {"/", "/password", "/nowhere"}) {
      base::HttpResponse page = door.send("GET", path);
      CAPTURE(path);
      CHECK(page.status == (std::string(path) == "/nowhere" ? 404 : 200));
      CHECK(has(page.body, "<html lang=\"vi\">"));
      CHECK(has(page.body, "lang=\"en\""));
      CHECK_FALSE(has(page.body, "<script"));
      CHECK_FALSE(has(page.body, "style=\""));
      CHECK(has(std::string(page.headers.get("Content-Security-Policy")), "default-src 'none'"));
      CHECK(page.headers.get("Cache-Control") == "no-store");
    }
    CHECK(has(door.send("GET", "/").body, "IMAP: mail.bimson.example, 10993"));
    CHECK(has(door.send("GET", "/password").body, "ít nhất 8 ký tự"));
    CHECK(has(door.send("GET", "/password?address=%22%3E%3Cscript%3E").body, "value=\"&quot;&gt;&lt;script&gt;\""));
    CHECK(door.send("GET", "/style.css").headers.get("Content-Type") == "text/css; charset=utf-8");
    CHECK(door.send("GET", "/health").body == "ok\n");
    CHECK(door.send("DELETE", "/password").status == 405);
    CHECK(door.send("GET", "/api/password").headers.get("Allow") == "POST");
    CHECK(door.send("POST", "/password", std::string(20000, 'x')).status == 413);
  });
}

TEST_CASE("webmail/password: the form changes the password, and says each thing that is wrong") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    SmallOffice office(std::move(db));
    auto binh = office.person("Nguyễn Văn Bình", directory::Role::staff, "binh@bimson.example");
    std::string one_time = tests::must(office.gate->reset_password(binh, "", false, "test"));
    Door door(office);
    base::HttpResponse differ = door.send("POST", "/password", form("binh@bimson.example", one_time, kGood, "other"));
    CHECK(differ.status == 422);
    CHECK(has(differ.body, "không giống nhau"));
    CHECK(has(differ.body, "role=\"alert\""));
    CHECK_FALSE(has(differ.body, kGood));
    base::HttpResponse weak = door.send("POST", "/password", form("binh@bimson.example", one_time, "abc", "abc"));
    CHECK(weak.status == 422);
    CHECK(has(weak.body, "<li>"));
    CHECK(door.send("POST", "/password", form("binh@bimson.example", "wrong", kGood, kGood)).status == 401);
    CHECK(door.send("POST", "/password", form("", "", "", "")).status == 422);
    base::HttpResponse foreign = door.send("POST", "/password", form("binh@bimson.example", one_time, kGood, kGood), {{"Origin", "https://evil.example"}});
    CHECK(foreign.status == 403);
    CHECK(door.send("POST", "/password", form("binh@bimson.example", one_time, kGood, kGood), {{"Sec-Fetch-Site", "cross-site"}}).status == 403);
    base::HttpResponse done = door.send("POST", "/password", form("binh@bimson.example", one_time, kGood, kGood), {{"Origin", "https://mail.bimson.example"}});
    CHECK(done.status == 200);
    CHECK(has(done.body, "Đã đổi mật khẩu"));
    CHECK(has(done.body, "10993"));
    CHECK(office.sign_in("binh@bimson.example", kGood).verdict == directory::SignInVerdict::accepted);
  });
}

TEST_CASE("webmail/api: password answers 204, 401, 422, 429 and 400") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    SmallOffice office(std::move(db));
    auto binh = office.person("Nguyễn Văn Bình", directory::Role::staff, "binh@bimson.example");
    std::string one_time = tests::must(office.gate->reset_password(binh, "", false, "test"));
    Door door(office);
    auto body = [](const std::string& current, const std::string& fresh) {
      return "{\"address\":\"binh@bimson.example\",\"current\":\"" + current + "\",\"new\":\"" + fresh + "\"}";
    };
    for (const char* bad : {"", "[]", "{", "{\"address\":1}", "null"}) CHECK(door.send("POST", "/api/password", bad).status == 400);
    base::HttpResponse weak = door.send("POST", "/api/password", body(one_time, "abc"));
    CHECK(weak.status == 422);
    CHECK(has(weak.body, "\"failed\":[{"));
    CHECK(has(weak.body, "\"rule\":\""));
    CHECK(has(weak.body, "\"text_vi\":\""));
    base::HttpResponse done = door.send("POST", "/api/password", body(one_time, kGood));
    CHECK(done.status == 204);
    CHECK(done.body.empty());
    for (int i = 0; i < 5; ++i) CHECK(door.send("POST", "/api/password", body("wrong", kGood)).status == 401);
    base::HttpResponse locked = door.send("POST", "/api/password", body(kGood, "Nui-Xanh-99?"));
    CHECK(locked.status == 429);
    CHECK(std::stoi(std::string(locked.headers.get("Retry-After"))) > 0);
  });
}

TEST_CASE("webmail/api: the account check is the gate's web door") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    SmallOffice office(std::move(db));
    auto binh = office.person("Nguyễn Văn Bình", directory::Role::staff, "binh@bimson.example");
    std::string one_time = tests::must(office.gate->reset_password(binh, "", false, "test"));
    Door door(office);
    base::HttpResponse nobody = door.send("GET", "/api/account");
    CHECK(nobody.status == 401);
    CHECK(has(std::string(nobody.headers.get("WWW-Authenticate")), "Basic "));
    base::HttpResponse initial = door.send("GET", "/api/account", "", {{"Authorization", basic("binh@bimson.example", one_time)}});
    CHECK(initial.status == 403);
    CHECK(has(initial.body, "\"reason\":\"password-change-required\""));
    CHECK(has(initial.body, "\"url\":\"https://mail.bimson.example/password\""));
    CHECK(office.change("binh@bimson.example", one_time, kGood).verdict == directory::ChangeVerdict::changed);
    base::HttpResponse good = door.send("GET", "/api/account", "", {{"Authorization", basic("binh@bimson.example", kGood)}});
    CHECK(good.status == 200);
    CHECK(has(good.body, "\"address\":\"binh@bimson.example\""));
    CHECK(door.send("GET", "/api/account", "", {{"Authorization", basic("binh@bimson.example", "wrong")}}).status == 401);
    CHECK(door.send("GET", "/api/account", "", {{"Authorization", "Basic !!!"}}).status == 401);
    tests::must(office.admin->disable(binh, "test"));
    base::HttpResponse closed = door.send("GET", "/api/account", "", {{"Authorization", basic("binh@bimson.example", kGood)}});
    CHECK(closed.status == 403);
    CHECK(has(closed.body, "\"reason\":\"disabled\""));
  });
}

TEST_CASE("webmail/html: escaping") {
  CHECK(webmail::http::escape_html("<a b=\"c\">&'") == "&lt;a b=&quot;c&quot;&gt;&amp;&#39;");
  CHECK(webmail::http::escape_html("x\xff") == "x\xEF\xBF\xBD");
}

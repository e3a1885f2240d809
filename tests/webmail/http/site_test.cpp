// The pages and APIs of the web door, with the real directory and gate.
#include "webmail/http/site.h"

#include <doctest/doctest.h>

#include "base/text/encoding.h"
#include "tests/base/async/counted_pool.h"
#include "tests/base/http/text_body.h"
#include "tests/directory/small_office.h"
#include "tests/storage_engines.h"
#include "webmail/http/html.h"
#include "webmail/http/request_checks.h"

using tests::SmallOffice;

namespace {

const char* kGood = "Rung-Thong-88!";

using Headers = std::vector<std::pair<std::string, std::string>>;

// What the front does with a request, without a connection.
struct Door {
  explicit Door(SmallOffice& office, std::vector<std::string> hosts = {})
      : site({*office.gate, *office.directory, office.clock, pool},
             {"mail.bimson.example", 10993, 10465, std::move(hosts)}) {}
  base::HttpReply send(const std::string& method, const std::string& path, const std::string& body = "",
                       const Headers& headers = {}, const std::string& host = "mail.bimson.example") {
    base::HttpHead head;
    head.method = method;
    head.target = head.path = path;
    if (std::size_t query = path.find('?'); query != std::string::npos) {
      head.path = path.substr(0, query);
      head.query = path.substr(query + 1);
    }
    head.peer = {"203.0.113.7", 1, false};
    head.tls = true;
    head.host = host;
    if (!body.empty()) head.length = body.size();
    for (const auto& [name, value] : headers) head.headers.add(name, value);
    base::HttpBegun begun = base::run_blocking(site.begin(std::move(head)));
    if (auto* reply = std::get_if<base::HttpReply>(&begun)) return std::move(*reply);
    auto& exchange = *std::get<std::unique_ptr<base::HttpExchange>>(begun);
    if (body.size() > exchange.limits().body) return base::HttpReply::text(413, "at the head");
    tests::TextBody reader(body);
    return base::run_blocking(exchange.answer(reader));
  }
  tests::CountedPool pool;
  webmail::http::Site site;
};

const std::string& body_of(const base::HttpReply& reply) { return std::get<std::string>(reply.body); }

std::string form(const std::string& address, const std::string& current, const std::string& fresh,
                 const std::string& repeat) {
  return "address=" + base::percent_encode(address) + "&current=" + base::percent_encode(current) +
         "&new=" + base::percent_encode(fresh) + "&repeat=" + base::percent_encode(repeat);
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string basic(const std::string& user, const std::string& password) {
  return "Basic " + base::base64_encode(user + ":" + password);
}

}  // namespace

TEST_CASE("webmail/pages: no script, no inline style, strict headers, both languages") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    SmallOffice office(std::move(db));
    Door door(office);
    for (const char* path : {"/", "/password", "/nowhere"}) {
      base::HttpReply page = door.send("GET", path);
      CAPTURE(path);
      CHECK(page.status == (std::string(path) == "/nowhere" ? 404 : 200));
      CHECK(has(body_of(page), "<html lang=\"vi\">"));
      CHECK(has(body_of(page), "lang=\"en\""));
      CHECK_FALSE(has(body_of(page), "<script"));
      CHECK_FALSE(has(body_of(page), "style=\""));
      CHECK(has(std::string(page.headers.get("Content-Security-Policy")), "default-src 'none'"));
      CHECK(page.headers.get("Cache-Control") == "no-store");
    }
    CHECK(has(body_of(door.send("GET", "/")), "IMAP: mail.bimson.example, 10993"));
    CHECK(has(body_of(door.send("GET", "/password")), "ít nhất 8 ký tự"));
    CHECK(has(body_of(door.send("GET", "/password?address=%22%3E%3Cscript%3E")), "value=\"&quot;&gt;&lt;script&gt;\""));
    CHECK(door.send("GET", "/style.css").headers.get("Content-Type") == "text/css; charset=utf-8");
    CHECK(body_of(door.send("GET", "/health")) == "ok\n");
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
    base::HttpReply differ = door.send("POST", "/password", form("binh@bimson.example", one_time, kGood, "other"));
    CHECK(differ.status == 422);
    CHECK(has(body_of(differ), "không giống nhau"));
    CHECK(has(body_of(differ), "role=\"alert\""));
    CHECK_FALSE(has(body_of(differ), kGood));
    base::HttpReply weak = door.send("POST", "/password", form("binh@bimson.example", one_time, "abc", "abc"));
    CHECK(weak.status == 422);
    CHECK(has(body_of(weak), "<li>"));
    CHECK(door.send("POST", "/password", form("binh@bimson.example", "wrong", kGood, kGood)).status == 401);
    CHECK(door.send("POST", "/password", form("", "", "", "")).status == 422);
    base::HttpReply foreign = door.send("POST", "/password", form("binh@bimson.example", one_time, kGood, kGood),
                                        {{"Origin", "https://evil.example"}});
    CHECK(foreign.status == 403);
    CHECK(door.send("POST", "/password", form("binh@bimson.example", one_time, kGood, kGood),
                    {{"Sec-Fetch-Site", "cross-site"}})
              .status == 403);
    base::HttpReply done = door.send("POST", "/password", form("binh@bimson.example", one_time, kGood, kGood),
                                     {{"Origin", "https://mail.bimson.example"}});
    CHECK(done.status == 200);
    CHECK(has(body_of(done), "Đã đổi mật khẩu"));
    CHECK(has(body_of(done), "10993"));
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
    for (const char* bad : {"", "[]", "{", "{\"address\":1}", "null"})
      CHECK(door.send("POST", "/api/password", bad).status == 400);
    base::HttpReply weak = door.send("POST", "/api/password", body(one_time, "abc"));
    CHECK(weak.status == 422);
    CHECK(has(body_of(weak), "\"failed\":[{"));
    CHECK(has(body_of(weak), "\"rule\":\""));
    CHECK(has(body_of(weak), "\"text_vi\":\""));
    base::HttpReply done = door.send("POST", "/api/password", body(one_time, kGood));
    CHECK(done.status == 204);
    CHECK(body_of(done).empty());
    for (int i = 0; i < 5; ++i) CHECK(door.send("POST", "/api/password", body("wrong", kGood)).status == 401);
    base::HttpReply locked = door.send("POST", "/api/password", body(kGood, "Nui-Xanh-99?"));
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
    base::HttpReply nobody = door.send("GET", "/api/account");
    CHECK(nobody.status == 401);
    CHECK(has(std::string(nobody.headers.get("WWW-Authenticate")), "Basic "));
    base::HttpReply initial =
        door.send("GET", "/api/account", "", {{"Authorization", basic("binh@bimson.example", one_time)}});
    CHECK(initial.status == 403);
    CHECK(has(body_of(initial), "\"reason\":\"password-change-required\""));
    CHECK(has(body_of(initial), "\"url\":\"https://mail.bimson.example/password\""));
    CHECK(office.change("binh@bimson.example", one_time, kGood).verdict == directory::ChangeVerdict::changed);
    base::HttpReply good =
        door.send("GET", "/api/account", "", {{"Authorization", basic("binh@bimson.example", kGood)}});
    CHECK(good.status == 200);
    CHECK(has(body_of(good), "\"address\":\"binh@bimson.example\""));
    CHECK(door.send("GET", "/api/account", "", {{"Authorization", basic("binh@bimson.example", "wrong")}}).status ==
          401);
    CHECK(door.send("GET", "/api/account", "", {{"Authorization", "Basic !!!"}}).status == 401);
    tests::must(office.admin->disable(binh, "test"));
    base::HttpReply closed =
        door.send("GET", "/api/account", "", {{"Authorization", basic("binh@bimson.example", kGood)}});
    CHECK(closed.status == 403);
    CHECK(has(body_of(closed), "\"reason\":\"disabled\""));
  });
}

TEST_CASE("webmail/names: pages are shown under our names only") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    SmallOffice office(std::move(db));
    Door door(office, {"thu.bimson.example"});
    for (const char* ours : {"mail.bimson.example", "MAIL.bimson.example:10443", "mail.bimson.example.",
                             "bimson.example", "thu.bimson.example", "localhost:10443", "127.0.0.1", "[::1]:443"}) {
      CAPTURE(ours);
      CHECK(door.send("GET", "/password", "", {}, ours).status == 200);
    }
    for (const char* foreign :
         {"evil.example", "mail.bimson.example.evil.example", "xbimson.example", "127.0.0.1.evil.example", "192.0.2.1",
          "mail.bimson.example@evil.example", "a b", "localhost:x", "[::2]", ""}) {
      CAPTURE(foreign);
      for (const char* path : {"/password", "/api/account", "/nowhere"}) {
        base::HttpReply refused = door.send("GET", path, "", {}, foreign);
        CHECK(refused.status == 421);
        CHECK(has(body_of(refused), "href=\"https://mail.bimson.example/password\""));
        CHECK(has(body_of(refused), "[http]"));
      }
      CHECK(door.send("POST", "/password", "address=x", {{"Origin", "https://" + std::string(foreign)}}, foreign)
                .status == 421);
    }
    base::HttpHead monitor;
    monitor.method = "GET";
    monitor.path = "/health";
    monitor.minor_version = 0;
    CHECK(std::holds_alternative<std::unique_ptr<base::HttpExchange>>(base::run_blocking(door.site.begin(monitor))));
    monitor.headers.add("Host", "");
    CHECK(std::get<base::HttpReply>(base::run_blocking(door.site.begin(monitor))).status == 421);
  });
}

TEST_CASE("webmail/limits: known before the body; only what changes a password takes one") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    SmallOffice office(std::move(db));
    Door door(office);
    auto limit = [&](const char* method, const char* path) {
      base::HttpHead head;
      head.method = method;
      head.path = path;
      head.host = "mail.bimson.example";
      base::HttpBegun begun = base::run_blocking(door.site.begin(std::move(head)));
      return std::get<std::unique_ptr<base::HttpExchange>>(begun)->limits().body;
    };
    CHECK(limit("POST", "/password") == 16384);
    CHECK(limit("POST", "/api/password") == 16384);
    for (const char* path : {"/", "/password", "/api/account", "/health", "/style.css"}) CHECK(limit("GET", path) == 0);
  });
}

TEST_CASE("webmail/limits: without memory for a body it is 503 with Retry-After, and memory is given back") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    SmallOffice office(std::move(db));
    Door door(office);
    CHECK(door.send("POST", "/api/password", "{}").status == 400);
    CHECK(door.pool.most() >= 2 * 12);
    CHECK(door.pool.held() == 0);
    auto hog = door.pool.lease({});
    REQUIRE(hog->cover((1 << 30) - 10));
    base::HttpReply busy = door.send("POST", "/api/password", "{}");
    CHECK(busy.status == 503);
    CHECK(busy.headers.get("Retry-After") == "2");
    CHECK(door.send("GET", "/password").status == 200);
    hog->release();
    CHECK(door.send("POST", "/api/password", "{}").status == 400);
  });
}

TEST_CASE("webmail/html: escaping") {
  CHECK(webmail::http::escape_html("<a b=\"c\">&'") == "&lt;a b=&quot;c&quot;&gt;&amp;&#39;");
  CHECK(webmail::http::escape_html("x\xff") == "x\xEF\xBF\xBD");
}

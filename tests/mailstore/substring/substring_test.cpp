// SEARCH by text answers the same with dictionaries as by looking at every message: needles cut at random from real and
// made-up texts, in every field, while dictionaries are made, merged, damaged, lost and killed.
#include <doctest/doctest.h>

#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <random>

#include "base/text/utf8.h"
#include "mailstore/substring/keeper.h"
#include "mailstore/substring/substring_search.h"
#include "tests/mailstore/mail_house.h"

using namespace mailstore;
using tests::MailHouse;
using tests::must;

namespace {

namespace fs = std::filesystem;
using Uids = std::vector<base::Uid>;

std::vector<std::string> corpus_lines() {
  std::ifstream in(fs::path(VANTHU_SOURCE_DIR) / ".." / "shared" / "corpus" / "vi-admin.txt");
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line) && out.size() < 3000;) {
    if (line.size() > 20) out.push_back(line);
  }
  if (out.empty()) {
    MESSAGE("no corpus beside the project: made-up lines only");
    out = {"Kính gửi Uỷ ban nhân dân xã, hoàn thành báo cáo quý III trước ngày 30/09/2026.",
           "Công văn số 147/BC-UBND về việc triển khai kế hoạch năm 2026; hoà giải ở cơ sở.",
           "Đề nghị các phòng, ban gửi ý kiến về Văn phòng (qua hộp thư vanthu@house.example)."};
  }
  return out;
}

// Text as other programs write it.
std::string disguised(const std::string& text, std::mt19937& random) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t from = at;
    const char32_t c = base::next_code_point(text, at);
    const unsigned dice = random() % 40;
    if (c == U'Đ' && dice < 20) out += "Ð";
    else if (c == U'đ' && dice < 20) out += "ð";
    else if (c == U'à' && dice < 20) out += "a\u0300";
    else if (c == U'ộ' && dice < 20) out += "o\u0323\u0302";
    else if (dice == 0) out += "\u00AD" + text.substr(from, at - from);
    else if (dice == 1) out += text.substr(from, at - from) + "\u200B";
    else out += text.substr(from, at - from);
  }
  return out;
}

std::string made_text(const std::vector<std::string>& lines, std::mt19937& random) {
  std::string out;
  for (unsigned n = 1 + random() % 12; n > 0; --n) {
    std::string line = lines[random() % lines.size()];
    const unsigned dice = random() % 10;
    if (dice < 3) line = disguised(line, random);
    if (dice == 4)
      line += " " + std::string(150 + random() % 100, static_cast<char>('a' + random() % 3)) + "Z9 中文公文";
    if (dice == 5)
      line += "<https://x.example/?id=" + std::to_string(random()) + "&t=" + std::to_string(random()) + ">";
    out += line + "\r\n";
  }
  return out;
}

std::string made_mail(const std::vector<std::string>& lines, std::mt19937& random, int number) {
  const std::string text = made_text(lines, random);
  const std::string subject = lines[random() % lines.size()].substr(0, 60);
  std::string head = "From: " + lines[random() % lines.size()].substr(0, 20) + " <u" + std::to_string(random() % 50) +
                     "@outside.example>\r\nTo: P <p0@house.example>\r\nSubject: " + base::sanitize_utf8(subject) +
                     "\r\nMessage-ID: <" + std::to_string(random()) + "." + std::to_string(number) +
                     "@outside.example>\r\nX-Note: Ghi chú " + std::to_string(number) + "\r\nMIME-Version: 1.0\r\n";
  head = base::sanitize_utf8(head);
  switch (number % 5) {
    case 0: return head + "Content-Type: text/html; charset=utf-8\r\n\r\n<p class=\"x\">" + text + "</p>\r\n";
    case 1:
      return head +
             "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n" +
             text + "\r\n--b\r\nContent-Type: application/pdf; name=\"biểu " + std::to_string(number) +
             ".pdf\"\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b--\r\n";
    case 2: return head + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + text + text + text + text + text;
    default: return head + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + text;
  }
}

// At most `most` code points from a random place of a text.
std::string cut(const std::string& text, std::mt19937& random, unsigned most) {
  if (text.empty()) return {};
  std::size_t at = random() % text.size();
  while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return std::string(base::utf8_prefix_code_points(std::string_view(text).substr(at), 1 + random() % most));
}

std::string without_returns(std::string text) {
  std::erase(text, '\r');
  return text;
}

struct Box {
  MailHouse& house;
  base::MailboxId id;

  Uids scan(const TextQuery& query) {
    const auto view = must(house.store->selected().view(id));
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < view->size(); ++i) entries.push_back(view->at(i));
    Uids out = must(house.store->selected().match(id, std::move(entries), query));
    std::sort(out.begin(), out.end());
    return out;
  }

  // As the IMAP server asks.
  Uids ask(SubstringSearch& search, const TextQuery& query) {
    const auto view = must(house.store->selected().view(id));
    std::vector<TextSubject> subjects;
    for (std::size_t i = 0; i < view->size(); ++i) subjects.push_back({view->at(i).email, view->at(i).content});
    const auto known = base::run_blocking(search.narrow(query, std::move(subjects)));
    REQUIRE(known.size() == view->size());
    Uids out;
    std::vector<Entry> entries;
    looked = 0;
    for (std::size_t i = 0; i < view->size(); ++i) {
      if (known[i] == TextKnown::yes) out.push_back(view->at(i).uid);
      if (known[i] == TextKnown::nothing) entries.push_back(view->at(i));
    }
    looked = entries.size();
    if (!entries.empty()) {
      const Uids more = must(house.store->selected().match(id, std::move(entries), query));
      out.insert(out.end(), more.begin(), more.end());
    }
    std::sort(out.begin(), out.end());
    return out;
  }
  std::size_t looked = 0;  // messages, by the last ask()
};

void deliver(MailHouse& house, std::string bytes, int number) {
  DeliverRequest request;
  request.reverse_path = "bounce" + std::to_string(number % 7) + "@outside.example";
  request.recipients.push_back({"p0@house.example", {}, {}});
  request.received = "Received: from relay.outside.example ([198.51.100." + std::to_string(number % 5) +
                     "])\r\n by house.example with ESMTP id Q" + std::to_string(number * 7919) +
                     ";\r\n Mon, 23 Nov 2026\r\n";
  request.bytes = std::move(bytes);
  (void)must(house.door->deliver(std::move(request)));
}

void migrate(MailHouse& house) { must(house.db->migrate(substring_migrations())); }

using enum TextField;

}  // namespace

TEST_CASE("substring: dictionaries answer as a scan of every message does") {
  const auto lines = corpus_lines();
  tests::for_each_storage_engine([&](const tests::StorageEngine& engine) {
    tests::TempDirectory dir;
    MailHouse house(engine, dir / "blobs");
    migrate(house);
    std::mt19937 random(11);
    std::vector<std::string> mails;
    Box box{house, house.mailbox(0).id};
    auto search = must(SubstringSearch::open(*house.store, *house.fs, dir / "substring"));
    std::size_t helped = 0, questions = 0, found = 0;
    for (int wave = 0; wave < 6; ++wave) {
      for (int i = 0; i < 60; ++i) {
        mails.push_back(made_mail(lines, random, static_cast<int>(mails.size())));
        if (i % 2 == 0) deliver(house, mails.back(), static_cast<int>(mails.size()));
        else house.append(house.mailbox(0), mails.back());
      }
      if (wave != 3) must(search->catch_up());  // then some are not entered
      for (int round = 0; round < 120; ++round) {
        const std::string& mail = mails[random() % mails.size()];
        const std::size_t body_at = mail.find("\r\n\r\n") + 4;
        const std::string part = round % 3 == 0 ? mail.substr(0, body_at) : mail.substr(body_at);
        TextQuery query;
        query.field = std::vector{subject, from, to, header, body, text, body, text}[random() % 8];
        if (query.field == header)
          query.header_name = std::vector<std::string>{"", "X-Note", "Message-ID", "Received", "Subject"}[random() % 5];
        query.needle = without_returns(cut(part, random, round % 2 == 0 ? 12 : 80));
        if (round % 10 == 0) query.needle = disguised(query.needle, random);
        if (round % 40 == 7)
          query.needle = std::vector<std::string>{
              "", " ", "/", "e", "\u00AD", "oà", "Q7919", "bounce3", "198.51.100.2"}[random() % 9];
        INFO(engine.name << " field " << static_cast<int>(query.field) << " name " << query.header_name << " needle ["
                         << query.needle << "]");
        const Uids answer = box.ask(*search, query);
        CHECK(answer == box.scan(query));
        found += !answer.empty();
        helped += box.looked < mails.size();
        ++questions;
      }
    }
    CHECK(helped * 2 > questions);
    CHECK(found * 3 > questions);
    // A word that stands in one mail is proved without looking at any.
    house.append(house.mailbox(0), tests::mail("x", "từduynhất 46b8c1"));
    must(search->catch_up());
    CHECK(box.ask(*search, {body, "", "DUYNHẤT"}).size() == 1);
    CHECK(box.looked == 0);
    CHECK(box.ask(*search, {text, "", "6b8c"}).size() == 1);
    CHECK(box.looked == 0);
    CHECK(box.ask(*search, {text, "", "không có ở đâu"}).empty());
    CHECK(box.looked < mails.size());
  });
}

TEST_CASE("substring: what a message has beyond the entries is looked at") {
  tests::for_each_storage_engine([&](const tests::StorageEngine& engine) {
    tests::TempDirectory dir;
    MailHouse house(engine, dir / "blobs");
    migrate(house);
    Box box{house, house.mailbox(0).id};
    std::string filler;
    while (filler.size() < (4u << 20) + 1000) filler += "xin chao moi nguoi\r\n";
    house.append(house.mailbox(0), tests::mail("dài", filler + "cuốicùng"));
    std::string different;
    for (int i = 0; i < 150'000; ++i) different += "t" + std::to_string(i) + (i % 10 == 9 ? "\r\n" : " ");
    house.append(house.mailbox(0), tests::mail("nhiều từ", different));
    std::string people;
    for (int i = 0; i < 10500; ++i)
      people += (i > 0 ? ",\r\n " : "") + std::string("n") + std::to_string(i) + "@x.example";
    house.append(house.mailbox(0), "From: a@outside.example\r\nCc: " + people + "\r\nSubject: x\r\n\r\nx\r\n");
    house.append(house.mailbox(0), tests::mail("ngắn", "x"));
    auto search = must(SubstringSearch::open(*house.store, *house.fs, dir / "substring"));
    must(search->catch_up());
    CHECK(box.ask(*search, {body, "", "cuốicùng"}) == Uids{base::Uid(1)});
    CHECK(box.ask(*search, {text, "", "T149999"}) == Uids{base::Uid(2)});
    CHECK(box.ask(*search, {cc, "", "n10499@X"}) == Uids{base::Uid(3)});
    CHECK(box.looked == 1);
    CHECK(box.ask(*search, {header, "Cc", ""}) == Uids{base::Uid(3)});
  });
}

TEST_CASE("substring: a damaged, foreign or missing dictionary costs time only, and is made anew") {
  tests::TempDirectory dir;
  tests::StorageEngine engine{"sqlite", {}};
  engine.options.url = "sqlite:" + dir / "vanthu.db";
  const TextQuery query{body, "", "từduynhất"};
  const auto words_files = [&] {
    std::vector<std::string> out;
    for (const auto& file : fs::directory_iterator(dir / "substring")) {
      if (file.path().extension() == ".words") out.push_back(file.path().string());
    }
    return out;
  };
  MailHouse house(engine, dir / "blobs");
  migrate(house);
  Box box{house, house.mailbox(0).id};
  for (int i = 0; i < 30; ++i) house.append(house.mailbox(0), tests::mail("x", i == 7 ? "từduynhất" : "khác"));
  {
    auto search = must(SubstringSearch::open(*house.store, *house.fs, dir / "substring"));
    must(search->catch_up());
    CHECK(box.ask(*search, query) == Uids{base::Uid(8)});
    CHECK(box.looked == 0);
    CHECK(words_files().size() == 2);
    for (const std::string& path : words_files()) {  // behind the back of the running server
      std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
      file.seekp(20);  // the first section: subjects, or trace lines
      file.write("????", 4);
    }
    CHECK(box.ask(*search, {subject, "", "x"}).size() == 30);
    CHECK(box.looked == 30);
    CHECK(box.ask(*search, {text, "", "từduynhất"}) == Uids{base::Uid(8)});
    CHECK(box.looked == 30);
    CHECK(words_files().empty());
    must(search->catch_up());
    CHECK(box.ask(*search, query) == Uids{base::Uid(8)});
    CHECK(box.looked == 0);
    fs::remove_all(dir / "substring");  // of the running server
    CHECK(box.ask(*search, query) == Uids{base::Uid(8)});
    must(search->catch_up());
    CHECK(words_files().size() == 2);
    CHECK(fs::exists(dir / "substring/store"));
    CHECK(box.ask(*search, query) == Uids{base::Uid(8)});
    CHECK(box.looked == 0);
    fs::resize_file(words_files().front(), 100);
    must(search->catch_up());
    CHECK(words_files().size() == 2);
    CHECK(box.ask(*search, query) == Uids{base::Uid(8)});
    CHECK(box.ask(*search, {subject, "", "x"}).size() == 30);
    CHECK(box.looked == 0);
  }
  {  // the marks are right: nothing is made anew
    auto search = must(SubstringSearch::open(*house.store, *house.fs, dir / "substring"));
    CHECK(box.ask(*search, query) == Uids{base::Uid(8)});
    CHECK(box.looked == 0);
  }
  fs::remove_all(dir / "substring");
  {
    auto search = must(SubstringSearch::open(*house.store, *house.fs, dir / "substring"));
    CHECK(box.ask(*search, query) == Uids{base::Uid(8)});
    CHECK(box.looked == 30);
    must(search->catch_up());
    CHECK(box.ask(*search, query) == Uids{base::Uid(8)});
    CHECK(box.looked == 0);
  }
  std::ofstream(dir / "substring/store") << "another store\n";
  auto search = must(SubstringSearch::open(*house.store, *house.fs, dir / "substring"));
  CHECK(words_files().empty());
  CHECK(box.ask(*search, query) == Uids{base::Uid(8)});
}

TEST_CASE("substring: the thread enters what comes and takes out what is gone") {
  tests::TempDirectory dir;
  tests::StorageEngine engine{"sqlite", {}};
  engine.options.url = "sqlite:" + dir / "vanthu.db";
  MailHouse house(engine, dir / "blobs");
  migrate(house);
  const MailboxInfo inbox = house.mailbox(0);
  Box box{house, inbox.id};
  auto search = must(SubstringSearch::open(*house.store, *house.fs, dir / "substring"));
  search->start();
  std::vector<AppendMessage> mails(substring::Keeper::kFresh + 10);
  for (std::size_t i = 0; i < mails.size(); ++i) mails[i].bytes = tests::mail("x", "thư w" + std::to_string(i) + "w");
  (void)must(house.door->append(inbox.id, std::move(mails)));
  bool entered = false;
  for (int i = 0; i < 300 && !entered; ++i) {
    CHECK(box.ask(*search, {text, "", "w77w"}).size() == 1);
    entered = box.looked == 0;
    if (!entered) ::usleep(100'000);
  }
  CHECK(entered);
  search->stop();
}

TEST_CASE("substring: a directory that cannot be made again keeps nobody from stopping") {
  tests::TempDirectory dir;
  tests::StorageEngine engine{"sqlite", {}};
  engine.options.url = "sqlite:" + dir / "vanthu.db";
  MailHouse house(engine, dir / "blobs", 3, substring_migrations());
  Box box{house, house.mailbox(0).id};
  auto search = must(SubstringSearch::open(*house.store, *house.fs, dir / "substring"));
  must(search->catch_up());
  fs::remove_all(dir / "substring");
  std::ofstream(dir / "substring") << "in the way\n";
  search->start();
  for (int i = 0; i < 3; ++i) {
    house.append(house.mailbox(0), tests::mail("x", "thư w" + std::to_string(i) + "w"));
    ::usleep(200'000);
  }
  CHECK(box.ask(*search, {text, "", "w1w"}).size() == 1);
  const auto began = std::chrono::steady_clock::now();
  search->stop();
  CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds(10));
}

TEST_CASE("substring: killed while dictionaries are made or merged, the answers stay the same") {
  tests::TempDirectory dir;
  tests::StorageEngine engine{"sqlite", {}};
  engine.options.url = "sqlite:" + dir / "vanthu.db";
  const std::vector<TextQuery> queries = {
      {body, "", "w17w"}, {text, "", "chẵn"}, {subject, "", "thư 3"}, {header, "Message-ID", "@outside"}};
  std::vector<Uids> before;
  {
    MailHouse house(engine, dir / "blobs", 3, substring_migrations());
    Box box{house, house.mailbox(0).id};
    for (int i = 0; i < 300; ++i)
      house.append(house.mailbox(0),
                   tests::mail("thư " + std::to_string(i), "w" + std::to_string(i) + "w " + (i % 2 ? "lẻ" : "chẵn")));
    for (const TextQuery& query : queries) before.push_back(box.scan(query));
    CHECK(before[1].size() == 150);
  }
  int killed = 0;
  for (int round = 0; round < 14; ++round) {
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      MailHouse house(engine, dir / "blobs", 3, substring_migrations());
      itimerval after{};
      after.it_value.tv_usec = 1 + round * 3000;  // its signal ends the process on the spot
      ::setitimer(ITIMER_REAL, &after, nullptr);
      for (int i = 0; i < 20; ++i) {
        fs::remove_all(dir / "substring");
        auto search = SubstringSearch::open(*house.store, *house.fs, dir / "substring");
        if (search) (void)(*search)->catch_up();
      }
      ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    killed += WIFSIGNALED(status) ? 1 : 0;
    MailHouse house(engine, dir / "blobs", 3, substring_migrations());
    Box box{house, house.mailbox(0).id};
    auto search = must(SubstringSearch::open(*house.store, *house.fs, dir / "substring"));
    for (std::size_t i = 0; i < queries.size(); ++i) CHECK(box.ask(*search, queries[i]) == before[i]);
    must(search->catch_up());
    for (std::size_t i = 0; i < queries.size(); ++i) CHECK(box.ask(*search, queries[i]) == before[i]);
    CHECK(box.looked <= 300);
    CHECK(box.ask(*search, queries[0]) == before[0]);
    CHECK(box.looked == 0);
  }
  CHECK(killed > 0);
}

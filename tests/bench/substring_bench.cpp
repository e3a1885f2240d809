// What does SEARCH by text cost in one large mailbox, and what do the dictionaries of mailstore/substring save? Fills a
// store by delivery (once; it is kept), brings the dictionaries up to date, then asks needles of 0, 20, 1 % and half of
// the messages in SUBJECT, BODY, TEXT and HEADER, and such as no dictionary helps. Times on the clock and of the
// processor. `scan` asks without dictionaries.
//   bench_substring_bench DIR [messages, default 20000] [scan]
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "base/text/utf8.h"
#include "mailstore/substring/substring_search.h"
#include "tests/bench/bench_office.h"

namespace {

using bench::must;
using bench::Took;

// Mail whose vocabulary grows with it: seven of a hundred words are new (names, numbers, addresses).
class Writer {
 public:
  Writer() {
    static const char* const kOnsets[] = {"b",  "c",  "ch", "d",  "đ", "gi", "h",  "kh", "l", "m", "n",
                                          "ng", "nh", "ph", "qu", "s", "t",  "th", "tr", "v", "x"};
    static const char* const kRimes[] = {"an", "ân",  "ang",  "ao",  "ầu", "ế", "iện", "ình", "oà",  "ọc", "ông", "ơn",
                                         "ư",  "ước", "uyết", "ạch", "ệm", "ỉ", "ổ",   "ả",   "ăng", "ấp", "iều"};
    for (const char* onset : kOnsets)
      for (const char* rime : kRimes) common_.push_back(std::string(onset) + rime);
    for (int i = 0; i < 6000; ++i) common_.push_back(random_letters(3 + i % 7));
  }

  std::string message(std::size_t number) {
    std::string out =
        "Received: from relay" + std::to_string(random_() % 9) + ".outside.example by mx.outside.example id " +
        token(14) +
        ";\r\n Mon, 23 Nov 2026 16:32:00 +0700\r\nDKIM-Signature: v=1; a=rsa-sha256; d=outside.example; bh=" +
        token(43) + "=;\r\n b=" + token(20) + "/" + token(60) + "+" + token(90) + "/" + token(80) + "==\r\n";
    out += "From: " + word() + " " + word() + " <u" + std::to_string(random_() % 3000) +
           "@outside.example>\r\nTo: P <p@bench.example>\r\n" + "Subject: " + sentence(7) + planted("s", number) +
           "\r\nDate: Mon, 23 Nov 2026 16:32:00 +0700\r\nMessage-ID: <" + token(22) +
           "@outside.example>\r\nX-Mailer: Thunderbird 128.4\r\nMIME-Version: 1.0\r\n";
    const bool html = number % 6 == 0;
    out += std::string("Content-Type: text/") + (html ? "html" : "plain") +
           "; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n";
    const std::size_t size = out.size() + 1000 + random_() % 5000;
    while (out.size() < size) {
      if (html)
        out += "<tr><td style=\"color:#" + std::to_string(random_() % 999) + "\"><a href=\"https://x.example/" +
               token(12) + "\">";
      out += sentence(10);
      if (html) out += "</a></td></tr>";
      out += "\r\n";
    }
    return out + planted("b", number) + "\r\n";
  }

 private:
  static std::string planted(const char* where, std::size_t number) {
    std::string out;
    if (number % 1000 == 7 && number < 20000) out += std::string(" zq") + where + "hai";
    if (number % 100 == 3) out += std::string(" zq") + where + "nghìn";
    if (number % 2 == 0) out += std::string(" zq") + where + "nửa";
    return out;
  }
  std::string random_letters(std::size_t n) {
    std::string out;
    while (out.size() < n) out += static_cast<char>('a' + random_() % 26);
    return out;
  }
  std::string token(std::size_t n) {
    static const char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    std::string out;
    while (out.size() < n) out += kLetters[random_() % 62];
    return out;
  }
  std::string word() {
    const unsigned kind = random_() % 100;
    if (kind < 3) return random_letters(4 + random_() % 6);
    if (kind < 4) return std::to_string(random_() % 1000000) + "/BC-UBND";
    const double u = std::uniform_real_distribution<double>(0, 1)(random_);
    return common_[static_cast<std::size_t>(static_cast<double>(common_.size() - 1) * u * u * u)];
  }
  std::string sentence(std::size_t words) {
    std::string out = word();
    for (std::size_t i = 1; i < words; ++i) out += " " + word();
    return out;
  }

  std::mt19937 random_{8};
  std::vector<std::string> common_;
};

base::Co<void> sender(mailstore::Delivery& door, Writer& writer, std::size_t& next, std::size_t end,
                      std::size_t& done) {
  while (next < end) {
    mailstore::DeliverRequest request;
    request.reverse_path = "a@outside.example";
    request.recipients.push_back({"p@bench.example", {}, {}});
    request.received =
        "Received: from relay.outside.example (relay.outside.example [198.51.100.7])\r\n by bench.example with ESMTP id Q" +
        std::to_string(next * 7919) + "\r\n for <p@bench.example>; Mon, 23 Nov 2026 16:32:00 +0700\r\n";
    request.bytes = writer.message(next++);
    must(co_await door.deliver(std::move(request)), "deliver");
    ++done;
  }
}

struct Question {
  const char* name;
  mailstore::TextField field;
  const char* header;
  const char* needle;
};
using enum mailstore::TextField;
constexpr Question kQuestions[] = {
    {"SUBJECT, none", subject, "", "khongcodau"},
    {"SUBJECT, 20", subject, "", "zqshai"},
    {"SUBJECT, 1 %", subject, "", "qsngh"},
    {"SUBJECT, half", subject, "", "zqsnửa"},
    {"BODY, none", body, "", "khongcodau"},
    {"BODY, 20", body, "", "ZQBHAI"},
    {"BODY, 1 %", body, "", "qbngh"},
    {"BODY, half", body, "", "zqbnửa"},
    {"BODY, two words", body, "", "BC-UBND zqb"},
    {"BODY, part of common", body, "", "ước"},
    {"TEXT, none", text, "", "khongcodau"},
    {"TEXT, 20", text, "", "zqbhai"},
    {"TEXT, 1 %", text, "", "qbngh"},
    {"TEXT, half", text, "", "zqbnửa"},
    {"HEADER Message-ID, part", header, "Message-ID", "qXz"},
    {"FROM, part", from, "", "u77"},
    {"BODY, blank", body, "", " "},
    {"BODY, one letter", body, "", "e"},
    {"BODY, mark", body, "", "/"},
    {"BODY, a b", body, "", "a b"},
    {"BODY, empty", body, "", ""},
    {"SUBJECT, one letter", subject, "", "e"},
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::fprintf(stderr, "usage: %s DIR [messages] [scan]\n", argv[0]), 64;
  const std::string dir = argv[1];
  const std::size_t messages = argc > 2 ? static_cast<std::size_t>(std::atoll(argv[2])) : 20000;
  bench::Office office(dir, 1, mailstore::substring_migrations());
  mailstore::SelectedMail& selected = office.store->selected();
  const base::MailboxId inbox = office.inbox();
  std::size_t have = must(base::run_blocking(selected.view(inbox)), "view")->size();
  if (have < messages) {
    Writer writer;
    for (std::size_t i = 0; i < have; ++i) (void)writer.message(i);
    const Took filling;
    std::size_t done = have;
    base::ManualExecutor executor;
    for (int i = 0; i < 40; ++i) base::spawn(executor, sender(*office.door, writer, have, messages, done));
    executor.run_until([&] { return done == messages; });
    std::printf("filled in %.0f ms (cpu %.0f)\n", filling.milliseconds(), filling.cpu_milliseconds());
  }
  const bool scan = argc > 3 && std::strcmp(argv[3], "scan") == 0;
  std::unique_ptr<mailstore::SubstringSearch> dictionaries;
  if (!scan) {
    const Took opening;
    dictionaries =
        must(mailstore::SubstringSearch::open(*office.store, *office.files, dir + "/substring"), "dictionaries");
    std::printf("dictionaries opened in %.1f ms (cpu %.1f)\n", opening.milliseconds(), opening.cpu_milliseconds());
    const Took entering;
    must(dictionaries->catch_up(), "catch up");
    std::printf("brought up to date in %.0f ms (cpu %.0f)\n", entering.milliseconds(), entering.cpu_milliseconds());
    std::uintmax_t octets = 0;
    for (const auto& file : std::filesystem::directory_iterator(dir + "/substring")) octets += file.file_size();
    std::printf("dictionaries: %.1f MiB\n", static_cast<double>(octets) / (1 << 20));
  }
  const auto view = must(base::run_blocking(selected.view(inbox)), "view");
  for (const int round : {1, 2}) {
    for (const Question& question : kQuestions) {
      const Took took;
      const mailstore::TextQuery query{question.field, question.header, question.needle};
      std::vector<mailstore::TextSubject> subjects;
      for (std::size_t i = 0; i < view->size(); ++i) subjects.push_back({view->at(i).email, view->at(i).content});
      std::vector<mailstore::TextKnown> known(subjects.size(), mailstore::TextKnown::nothing);
      if (dictionaries) known = base::run_blocking(dictionaries->narrow(query, std::move(subjects)));
      const double narrowed = took.cpu_milliseconds();
      std::vector<mailstore::Entry> entries;
      std::size_t hits = 0;
      for (std::size_t i = 0; i < view->size(); ++i) {
        if (known[i] == mailstore::TextKnown::nothing) entries.push_back(view->at(i));
        hits += known[i] == mailstore::TextKnown::yes;
      }
      const std::size_t looked = entries.size();
      hits += must(base::run_blocking(selected.match(inbox, std::move(entries), query)), question.name).size();
      std::printf("%d  %-26s %8zu hits, %8zu looked at %9.1f ms (cpu %9.1f, of dictionaries %9.1f)\n", round,
                  question.name, hits, looked, took.milliseconds(), took.cpu_milliseconds(), narrowed);
      std::fflush(stdout);
    }
  }
  return 0;
}

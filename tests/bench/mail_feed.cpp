// Puts generated mail (mail_maker.h) into any server, as its clients do. Texts are made before the clock runs when they
// take less than 256 MiB. Prints one JSON object: count, octets, seconds.
//   mail_feed append PORT PASSWORD MAILBOX PER FIRST COUNT PLANNED USER…
//   mail_feed deliver PORT|SOCKET lmtp|smtp CONNECTIONS FIRST COUNT PLANNED RCPT…
// append: a connection for each USER, PER messages a command (RFC 3502), with dates of arrival; nine of ten are seen.
// deliver: each message to one RCPT after the other; "all" before the RCPTs: each message to all of them.
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/bench/mail_maker.h"
#include "tests/bench/wire.h"

namespace {

using namespace bench;

constexpr std::uint64_t kInAdvance = 50'000;  // messages of about 5 KiB

class Texts {
 public:
  Texts(std::uint64_t first, std::uint64_t count, std::uint64_t planned)
      : maker_(read_corpus_words(), {.planned = planned}), first_(first) {
    if (count > kInAdvance) return;
    for (std::uint64_t i = 0; i < count; ++i) made_.push_back(maker_.message(first + i));
  }
  std::string text(std::uint64_t index) const {
    return index < made_.size() ? made_[index] : maker_.message(first_ + index);
  }
  std::uint64_t number(std::uint64_t index) const { return first_ + index; }
  std::int64_t unix_time(std::uint64_t index) const { return maker_.unix_time(first_ + index); }

 private:
  MailMaker maker_;
  std::uint64_t first_;
  std::vector<std::string> made_;
};

struct Work {
  const Texts& texts;
  std::uint64_t count;
  std::atomic<std::uint64_t> next{0}, octets{0};
};

std::string arrival(std::int64_t time) {
  const std::time_t local = time + 7 * 3600;
  std::tm parts{};
  ::gmtime_r(&local, &parts);
  char text[64];
  std::strftime(text, sizeof text, "\"%d-%b-%Y %H:%M:%S +0700\"", &parts);
  return text;
}

void append_some(Connection& c, Work& work, const std::string& mailbox, std::uint64_t per) {
  for (;;) {
    const std::uint64_t first = work.next.fetch_add(per), end = std::min(first + per, work.count);
    if (first >= end) return;
    std::string command = "T9 APPEND " + mailbox;
    for (std::uint64_t i = first; i < end; ++i) {
      const std::string text = work.texts.text(i);
      work.octets += text.size();
      command += (work.texts.number(i) % 10 == 0 ? " () " : " (\\Seen) ") + arrival(work.texts.unix_time(i));
      command += " {" + std::to_string(text.size()) + (per > 1 ? "+}\r\n" : "}\r\n");
      if (per == 1) {
        c.send(command);
        command.clear();
        if (c.line()[0] != '+') die("no continuation for APPEND");
      }
      command += text;
      if (command.size() > 1u << 20) {
        c.send(command);
        command.clear();
      }
    }
    c.send(command + "\r\n");
    const std::string answer = c.until_tagged("T9 ");
    if (!answer.starts_with("T9 OK")) die("APPEND was answered " + answer);
  }
}

void deliver_some(Connection& c, Work& work, bool lmtp, bool all, const std::vector<std::string>& to) {
  for (;;) {
    const std::uint64_t i = work.next.fetch_add(1);
    if (i >= work.count) break;
    const std::string text = work.texts.text(i);
    work.octets += text.size();
    const std::vector<std::string> one{to[i % to.size()]};
    const std::vector<std::string>& names = all ? to : one;
    std::string command = "MAIL FROM:<outside@elsewhere.example>\r\n";
    for (const std::string& name : names) command += "RCPT TO:<" + name + ">\r\n";
    c.send(command + "DATA\r\n");
    for (std::size_t k = 0; k <= names.size(); ++k) smtp_expect(c, '2');
    smtp_expect(c, '3');
    std::string stuffed;
    stuffed.reserve(text.size() + 64);
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size() - 1) + 1;
      if (text[at] == '.') stuffed += '.';
      stuffed.append(text, at, end - at);
      at = end;
    }
    c.send(stuffed + ".\r\n");
    for (std::size_t k = 0; k < (lmtp ? names.size() : 1); ++k) smtp_expect(c, '2');
  }
  c.send("QUIT\r\n");
  smtp_expect(c, '2');
}

int tell(const Work& work, double seconds) {
  std::printf("{\"count\": %llu, \"octets\": %llu, \"seconds\": %.4f, \"per_second\": %.1f}\n",
              static_cast<unsigned long long>(work.count), static_cast<unsigned long long>(work.octets.load()), seconds,
              static_cast<double>(work.count) / seconds);
  return 0;
}

template <typename Open, typename Run>
int in_threads(Work& work, std::size_t connections, const Open& open, const Run& run) {
  std::vector<std::unique_ptr<Connection>> clients;
  for (std::size_t i = 0; i < connections; ++i) clients.push_back(open(i));
  const auto began = SteadyClock::now();
  std::vector<std::thread> threads;
  for (auto& client : clients) threads.emplace_back([&run, &client] { run(*client); });
  for (std::thread& thread : threads) thread.join();
  return tell(work, seconds_since(began));
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> a(argv + 1, argv + argc);
  const auto number = [&](std::size_t i) { return std::strtoull(a.at(i).c_str(), nullptr, 10); };
  if (a.size() >= 9 && a[0] == "append") {
    const Texts texts(number(5), number(6), number(7));
    Work work{texts, number(6)};
    const std::uint64_t per = std::max<std::uint64_t>(1, number(4));
    return in_threads(
        work, a.size() - 8,
        [&](std::size_t i) {
          auto c = std::make_unique<Connection>(a[1]);
          imap_login(*c, a[8 + i], a[2]);
          return c;
        },
        [&](Connection& c) { append_some(c, work, a[3], per); });
  }
  if (a.size() >= 8 && a[0] == "deliver") {
    const Texts texts(number(4), number(5), number(6));
    Work work{texts, number(5)};
    const bool lmtp = a[2] == "lmtp", all = a[7] == "all";
    const std::vector<std::string> to(a.begin() + (all ? 8 : 7), a.end());
    if (to.empty()) die("nobody to deliver to");
    return in_threads(
        work, number(3),
        [&](std::size_t) {
          auto c = std::make_unique<Connection>(a[1]);
          smtp_expect(*c, '2');
          c->send(lmtp ? "LHLO elsewhere.example\r\n" : "EHLO elsewhere.example\r\n");
          smtp_expect(*c, '2');
          return c;
        },
        [&](Connection& c) { deliver_some(c, work, lmtp, all, to); });
  }
  die("see the head of tests/bench/mail_feed.cpp for the usage");
}

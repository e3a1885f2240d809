// A mail client made for measuring: blocking sockets, one thread per connection, nothing but the protocol. Speaks plain
// SMTP and IMAP on loopback to any server; prints one JSON object. Used by side_by_side.py on both sides alike.
//   mail_load deliver PORT CONNECTIONS COUNT SIZE RCPT…
//   mail_load append PORT USER PASSWORD COUNT SIZE
//   mail_load command PORT USER PASSWORD REPEAT MAILBOX COMMAND…     time of one tagged command in a selected mailbox
//   mail_load idle-latency SMTPPORT IMAPPORT USER PASSWORD COUNT RCPT  from the final dot to the untagged EXISTS
//   mail_load hold PORT USER PASSWORD SESSIONS MAILBOX                 opens idle sessions, prints "held", waits for
//   end of input
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/bench/wire.h"

namespace {

using namespace bench;

// Text of a vocabulary of 4,000 made-up words, so that compression and index meet what mail looks like.
std::string words(std::size_t size, unsigned seed) {
  static const char* const kSyllables[] = {"cong",  "van",    "bao", "cao",   "quyet", "dinh",  "thi",
                                           "xa",    "phuong", "ban", "hanh",  "ke",    "hoach", "giao",
                                           "nhiem", "vu",     "han", "trinh", "ky",    "so"};
  std::string text;
  unsigned state = seed;
  std::size_t line = 0;
  while (text.size() < size) {
    state = state * 1664525u + 1013904223u;
    unsigned word = (state >> 12) % 4000;
    std::string next = kSyllables[word % 20];
    if (word >= 20) next += kSyllables[word / 20 % 20];
    if (word >= 400) next += kSyllables[word / 400 % 20];
    text += next;
    line += next.size() + 1;
    text += line > 65 ? "\r\n" : " ";
    if (line > 65) line = 0;
  }
  return text + "\r\n";
}

// The load must not eat the cores of the server it measures: texts are made before the clock runs, and every message is
// one of them under a header of its own (no two messages have the same bytes).
std::vector<std::string> make_texts(std::size_t size) {
  std::vector<std::string> texts;
  for (unsigned seed = 1; seed <= 64; ++seed) texts.push_back(words(size, seed * 7919));
  return texts;
}

std::string message(const std::vector<std::string>& texts, int thread, int number, const std::string& to) {
  std::string text = "From: load@outside.example\r\nTo: " + to + "\r\nSubject: load " + std::to_string(thread) + "." +
                     std::to_string(number) + "\r\nMessage-ID: <" + std::to_string(thread) + "." +
                     std::to_string(number) + "." + std::to_string(::getpid()) +
                     "@outside.example>\r\nDate: Mon, 23 Nov 2026 16:32:00 +0700\r\n\r\n";
  return text + texts[static_cast<std::size_t>(thread * 7 + number) % texts.size()];
}

int deliver(int port, int connections, int count, std::size_t size, std::vector<std::string> recipients) {
  std::atomic<int> next{0};
  const std::vector<std::string> texts = make_texts(size);
  auto began = SteadyClock::now();
  std::vector<std::thread> threads;
  for (int t = 0; t < connections; ++t) {
    threads.emplace_back([&, t] {
      Connection c(port);
      smtp_expect(c, '2');
      c.send("EHLO outside.example\r\n");
      smtp_expect(c, '2');
      for (int i = next++; i < count; i = next++) {
        const std::string& to = recipients[static_cast<std::size_t>(i) % recipients.size()];
        std::string body = message(texts, t, i, to);
        c.send("MAIL FROM:<load@outside.example>\r\nRCPT TO:<" + to + ">\r\nDATA\r\n");
        smtp_expect(c, '2');
        smtp_expect(c, '2');
        smtp_expect(c, '3');
        c.send(body + ".\r\n");
        smtp_expect(c, '2');
      }
      c.send("QUIT\r\n");
    });
  }
  for (auto& thread : threads) thread.join();
  double took = seconds_since(began);
  std::printf("{\"count\": %d, \"seconds\": %.4f, \"per_second\": %.1f}\n", count, took, count / took);
  return 0;
}

int append(int port, const std::string& user, const std::string& password, int count, std::size_t size) {
  const std::vector<std::string> texts = make_texts(size);
  Connection c(port);
  imap_login(c, user, password);
  auto began = SteadyClock::now();
  for (int i = 0; i < count; ++i) {
    std::string body = message(texts, 99, i, user);
    c.send("T9 APPEND INBOX {" + std::to_string(body.size()) + "}\r\n");
    if (c.line()[0] != '+') die("no continuation for APPEND");
    c.send(body + "\r\n");
    std::string answer = c.until_tagged("T9 ");
    if (answer.compare(0, 5, "T9 OK") != 0) die("APPEND was answered " + answer);
  }
  double took = seconds_since(began);
  std::printf("{\"count\": %d, \"seconds\": %.4f, \"per_second\": %.1f}\n", count, took, count / took);
  return 0;
}

int command(int port, const std::string& user, const std::string& password, int repeat, const std::string& mailbox,
            const std::vector<std::string>& commands) {
  Connection c(port);
  imap_login(c, user, password);
  imap_command(c, "SELECT \"" + mailbox + "\"");
  std::vector<double> times;
  std::size_t before = c.octets();
  for (int i = 0; i < repeat; ++i) {
    auto began = SteadyClock::now();
    imap_command(c, commands[static_cast<std::size_t>(i) % commands.size()]);
    times.push_back(seconds_since(began));
  }
  std::sort(times.begin(), times.end());
  std::printf("{\"median_seconds\": %.6f, \"best_seconds\": %.6f, \"octets\": %zu}\n", times[times.size() / 2],
              times[0], (c.octets() - before) / static_cast<std::size_t>(repeat));
  return 0;
}

int idle_latency(int smtp_port, int imap_port, const std::string& user, const std::string& password, int count,
                 const std::string& to) {
  Connection watcher(imap_port), sender(smtp_port);
  imap_login(watcher, user, password);
  imap_command(watcher, "SELECT INBOX");
  smtp_expect(sender, '2');
  sender.send("EHLO outside.example\r\n");
  smtp_expect(sender, '2');
  const std::vector<std::string> texts = make_texts(2000);
  std::vector<double> times;
  for (int i = 0; i < count; ++i) {
    watcher.send("T9 IDLE\r\n");
    while (watcher.line()[0] != '+') continue;
    sender.send("MAIL FROM:<load@outside.example>\r\nRCPT TO:<" + to + ">\r\nDATA\r\n");
    for (int k = 0; k < 3; ++k) smtp_expect(sender, k == 2 ? '3' : '2');
    std::string body = message(texts, 98, i, to);
    auto began = SteadyClock::now();
    sender.send(body + ".\r\n");
    while (watcher.line().find("EXISTS") == std::string::npos) continue;
    times.push_back(seconds_since(began));
    smtp_expect(sender, '2');
    watcher.send("DONE\r\n");
    watcher.until_tagged("T9 ");
  }
  std::sort(times.begin(), times.end());
  std::printf("{\"median_seconds\": %.6f, \"worst_seconds\": %.6f}\n", times[times.size() / 2], times.back());
  return 0;
}

int hold(int port, const std::string& user, const std::string& password, int sessions, const std::string& mailbox) {
  std::vector<std::unique_ptr<Connection>> held;
  for (int i = 0; i < sessions; ++i) {
    held.push_back(std::make_unique<Connection>(port));
    imap_login(*held.back(), user, password);
    imap_command(*held.back(), "SELECT \"" + mailbox + "\"");
    held.back()->send("T9 IDLE\r\n");
    while (held.back()->line()[0] != '+') continue;
  }
  std::printf("held\n");
  std::fflush(stdout);
  char byte = 0;
  while (::read(0, &byte, 1) > 0) continue;
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> a(argv + 1, argv + argc);
  auto number = [&](std::size_t i) { return std::atoi(a.at(i).c_str()); };
  if (a.size() >= 6 && a[0] == "deliver")
    return deliver(number(1), number(2), number(3), static_cast<std::size_t>(number(4)), {a.begin() + 5, a.end()});
  if (a.size() == 6 && a[0] == "append")
    return append(number(1), a[2], a[3], number(4), static_cast<std::size_t>(number(5)));
  if (a.size() >= 7 && a[0] == "command")
    return command(number(1), a[2], a[3], number(4), a[5], {a.begin() + 6, a.end()});
  if (a.size() == 7 && a[0] == "idle-latency") return idle_latency(number(1), number(2), a[3], a[4], number(5), a[6]);
  if (a.size() == 6 && a[0] == "hold") return hold(number(1), a[2], a[3], number(4), a[5]);
  die("see the head of tests/bench/mail_load.cpp for the usage");
}

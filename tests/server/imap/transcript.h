// Transcript: plays clients against an IMAP service from a script and compares what comes back. One statement per line:
//   "C: text"      connection 1 sends text and CRLF; "2 C: text" connection 2 does (connections open when first named
//   and
//                  are signed in as the script's "user" says; "0" or other digits likewise)
//   "S: pattern"   the server's next line must match
//   "S~ pattern"   skips lines until one matches
//   "S! pattern"   as "S~", but none of the lines skipped may match the last "NOT pattern"
//   "M name"       defines a message from the lines "| …" that follow; "{@name}" is its size, "C@ name" sends it and
//   CRLF "RAW text"     sends text with \r \n \0 \\ translated and nothing added "EOF"          the server has closed
//   "DO name"      runs what on("name", …) gave
// In patterns "<*>" stands for anything, "<=x>" remembers a word as x, "<x>" repeats it (in "C:" lines too).
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/async/executor.h"
#include "base/async/stream.h"
#include "server/imap/session/imap_service.h"

namespace tests {

struct TranscriptPeer {
  std::unique_ptr<base::Stream> stream;
  std::string in;
};

class Transcript {
 public:
  // piece: octets per write, 0 = all at once.
  Transcript(server::imap::ImapService& service, std::size_t piece = 0) : service_(service), piece_(piece) {}

  // "" or what went wrong, with the line's number.
  std::string play(const std::string& script) {
    base::ManualExecutor executor;
    executor_ = &executor;
    std::string problem;
    bool done = false;
    base::spawn(executor, run(script, problem, done));
    executor.run_until([&] { return done && service_.sessions() == 0; });
    return problem;
  }
  int statements() const { return statements_; }
  void on(const std::string& name, std::function<void()> action) { actions_[name] = std::move(action); }

 private:
  base::Co<void> run(const std::string& script, std::string& problem, bool& done) {
    std::string_view rest = script;
    int number = 0;
    while (!rest.empty() && problem.empty()) {
      const std::size_t end = rest.find('\n');
      const std::string line(rest.substr(0, end));
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
      ++number;
      problem = co_await step(line);
      if (!problem.empty()) problem = "line " + std::to_string(number) + ": " + problem;
    }
    for (auto& [name, peer] : peers_) peer.stream->close();
    done = true;
  }

  base::Co<std::string> step(std::string line) {
    if (line.empty() || line.front() == '#') co_return std::string();
    if (line.starts_with("M ")) {
      message_ = &messages_[line.substr(2)];
      message_->clear();
      co_return std::string();
    }
    if (line.front() == '|') {
      *message_ += line.size() > 2 ? line.substr(2) : std::string();
      *message_ += "\r\n";
      co_return std::string();
    }
    if (line.starts_with("NOT ")) {
      never_ = line.substr(4);
      co_return std::string();
    }
    ++statements_;
    if (line.starts_with("DO ")) {
      const auto action = actions_.find(line.substr(3));
      if (action == actions_.end()) co_return "nothing is given for " + line;
      action->second();
      co_return std::string();
    }
    char who = '1';
    if (line.size() > 2 && line[0] >= '0' && line[0] <= '9' && line[1] == ' ') {
      who = line[0];
      line.erase(0, 2);
    }
    TranscriptPeer& peer = connect(who);
    if (line.starts_with("C: ")) {
      std::string bytes = substitute(line.substr(3)) + "\r\n";
      co_return co_await send(peer, std::move(bytes));
    }
    if (line.starts_with("C@ ")) {
      std::string bytes = messages_[line.substr(3)] + "\r\n";
      co_return co_await send(peer, std::move(bytes));
    }
    if (line.starts_with("RAW ")) {
      std::string bytes = unescape(line.substr(4));
      co_return co_await send(peer, std::move(bytes));
    }
    if (line == "EOF") {
      for (;;) {
        const std::string got = co_await receive(peer);
        if (got == "<end>") co_return std::string();
        if (got == "<error>") co_return std::string("no end, but an error");
      }
    }
    if (line.starts_with("S: ") || line.starts_with("S~ ") || line.starts_with("S! ")) {
      co_return co_await expect(peer, line.substr(3), line[1]);
    }
    co_return "not understood: " + line;
  }

  base::Co<std::string> expect(TranscriptPeer& peer, std::string pattern, char how) {
    std::string seen;
    for (;;) {
      const std::string got = co_await receive(peer);
      if (matches(pattern, got)) co_return std::string();
      seen += "\n      " + got;
      if (how == ':' || got == "<end>" || got == "<error>") co_return "expected [" + pattern + "] but got" + seen;
      if (how == '!' && matches(never_, got)) co_return "must not come:" + seen;
    }
  }

  TranscriptPeer& connect(char who) {
    const auto [row, fresh] = peers_.try_emplace(who);
    if (fresh) {
      auto [server, client] = base::make_memory_pipe(64 * 1024, {"127.0.0.1", 40000, true});
      client->set_read_timeout(std::chrono::seconds(20));
      row->second.stream = std::move(client);
      base::spawn(*executor_, service_.serve(std::move(server)));
    }
    return row->second;
  }

  base::Co<std::string> send(TranscriptPeer& peer, std::string bytes) {
    std::string_view rest = bytes;
    while (!rest.empty()) {
      const std::string_view part = rest.substr(0, piece_ == 0 ? rest.size() : piece_);
      const auto done = co_await peer.stream->write(part);
      if (!done) co_return std::string();  // what the server said before tells why
      rest.remove_prefix(part.size());
    }
    co_return std::string();
  }

  base::Co<std::string> receive(TranscriptPeer& peer) {
    for (;;) {
      const std::size_t lf = peer.in.find('\n');
      if (lf != std::string::npos) {
        std::string line = peer.in.substr(0, lf);
        peer.in.erase(0, lf + 1);
        if (!line.empty() && line.back() == '\r') line.pop_back();
        co_return line;
      }
      std::string buffer(4096, '\0');
      const auto count = co_await peer.stream->read(buffer.data(), buffer.size());
      if (!count) co_return std::string("<error>");
      if (*count == 0) co_return peer.in.empty() ? std::string("<end>") : std::exchange(peer.in, {});
      peer.in.append(buffer, 0, *count);
    }
  }

  std::string substitute(std::string text) {
    for (std::size_t at = text.find("{@"); at != std::string::npos; at = text.find("{@", at)) {
      const std::size_t end = text.find_first_of("+}", at);
      text.replace(at + 1, end - at - 1, std::to_string(messages_[text.substr(at + 2, end - at - 2)].size()));
      ++at;
    }
    for (const auto& [name, value] : words_) {
      const std::string mark = "<" + name + ">";
      for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark))
        text.replace(at, mark.size(), value);
    }
    return text;
  }

  bool matches(std::string_view pattern, std::string_view text) {
    const std::size_t open = pattern.find('<');
    const std::size_t close = open == std::string_view::npos ? open : pattern.find('>', open);
    if (close == std::string_view::npos) return pattern == text;
    if (text.substr(0, open) != pattern.substr(0, open)) return false;
    const std::string_view mark = pattern.substr(open + 1, close - open - 1);
    pattern.remove_prefix(close + 1);
    text.remove_prefix(open);
    if (mark == "*") {
      for (std::size_t i = 0; i <= text.size(); ++i) {
        if (matches(pattern, text.substr(i))) return true;
      }
      return false;
    }
    if (mark.starts_with('=')) {
      std::size_t end = 0;
      while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) || text[end] == ':')) ++end;
      if (!matches(pattern, text.substr(end))) return false;
      words_[std::string(mark.substr(1))] = text.substr(0, end);
      return true;
    }
    const auto word = words_.find(std::string(mark));
    const std::string value = word == words_.end() ? "<" + std::string(mark) + ">" : word->second;
    return text.starts_with(value) && matches(pattern, text.substr(value.size()));
  }

  static std::string unescape(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '\\' || i + 1 == text.size()) {
        out += text[i];
        continue;
      }
      const char c = text[++i];
      out += c == 'r' ? '\r' : c == 'n' ? '\n' : c == '0' ? '\0' : c;
    }
    return out;
  }

  server::imap::ImapService& service_;
  std::size_t piece_;
  base::Executor* executor_ = nullptr;
  std::map<char, TranscriptPeer> peers_;
  std::map<std::string, std::string> messages_;
  std::map<std::string, std::string> words_;
  std::map<std::string, std::function<void()>> actions_;
  std::string* message_ = &messages_["?"];
  std::string never_ = "<never>";
  int statements_ = 0;
};

}  // namespace tests

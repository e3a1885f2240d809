// Dialogue: plays a client against a stream from a script and compares what comes back. Lines:
//   "C: text"   send text and CRLF
//   "RAW: text" send text with \r \n \t \0 \\ \xHH translated, nothing added
//   "S: glob"   the server's next line must match; '*' matches anything
//   "S- glob"   as "S:", but the reply's first three characters and the rest may be followed by more lines: skips lines
//               until one matches
//   "TLS"       tell the pipe's client end nothing; only marks where the handshake happened
//   "EOF"       the server has closed
// Blank lines and lines beginning with '#' are skipped. Answers "" or what went wrong.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/async/co.h"
#include "base/async/stream.h"

namespace tests {

inline bool glob_matches(std::string_view glob, std::string_view text) {
  if (glob.empty()) return text.empty();
  if (glob.front() == '*') {
    for (std::size_t i = 0; i <= text.size(); ++i) {
      if (glob_matches(glob.substr(1), text.substr(i))) return true;
    }
    return false;
  }
  return !text.empty() && glob.front() == text.front() && glob_matches(glob.substr(1), text.substr(1));
}

inline std::string translate_escapes(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\\' || i + 1 >= text.size()) {
      out += text[i];
      continue;
    }
    char c = text[++i];
    if (c == 'r') out += '\r';
    else if (c == 'n') out += '\n';
    else if (c == 't') out += '\t';
    else if (c == '0') out += '\0';
    else if (c == 'x' && i + 2 < text.size()) {
      out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else out += c;
  }
  return out;
}

class Dialogue {
 public:
  // piece: bytes per write, 0 = all at once.
  explicit Dialogue(base::Stream& stream, std::size_t piece = 0) : stream_(stream), piece_(piece) {
    stream_.set_read_timeout(std::chrono::seconds(20));
  }

  base::Co<std::string> play(std::string script) {
    std::string_view rest = script;
    while (!rest.empty()) {
      std::size_t end = rest.find('\n');
      std::string line(rest.substr(0, end));
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
      line.erase(0, line.find_first_not_of(' ') == std::string::npos ? line.size() : line.find_first_not_of(' '));
      if (line.empty() || line.front() == '#' || line == "TLS") continue;
      std::string problem = co_await step(line);
      if (!problem.empty()) co_return problem;
    }
    co_return std::string();
  }

 private:
  base::Co<std::string> step(std::string line) {
    std::string bytes;  // named first: GCC 12 destroys temporaries inside a co_await expression twice
    if (line.starts_with("C:")) bytes = (line.size() > 3 ? line.substr(3) : "") + "\r\n";
    if (line.starts_with("RAW: ")) bytes = translate_escapes(line.substr(5));
    if (!bytes.empty()) co_return co_await send(std::move(bytes));
    bool skip = line.starts_with("S- ");
    std::string glob = line == "EOF" ? line : line.substr(3);
    for (;;) {
      std::string got = co_await receive();
      if (line == "EOF" ? got == "<end>" : glob_matches(glob, got)) co_return std::string();
      if (!skip || got == "<end>" || got == "<error>") co_return "expected [" + glob + "] but got [" + got + "]";
    }
  }

  base::Co<std::string> send(std::string bytes) {
    std::string_view rest = bytes;
    while (!rest.empty()) {
      std::string_view part = rest.substr(0, piece_ == 0 ? rest.size() : piece_);
      base::Result<void> done = co_await stream_.write(part);
      if (!done) co_return std::string();  // the server is gone: what it said before tells why
      rest.remove_prefix(part.size());
    }
    co_return std::string();
  }

  base::Co<std::string> receive() {
    for (;;) {
      std::size_t lf = in_.find('\n');
      if (lf != std::string::npos) {
        std::string line = in_.substr(0, lf);
        in_.erase(0, lf + 1);
        if (!line.empty() && line.back() == '\r') line.pop_back();
        co_return line;
      }
      char buffer[4096];
      base::Result<std::size_t> count = co_await stream_.read(buffer, sizeof buffer);
      if (!count) co_return std::string("<error>");
      if (*count == 0) co_return in_.empty() ? std::string("<end>") : std::exchange(in_, {});
      in_.append(buffer, *count);
    }
  }

  base::Stream& stream_;
  std::size_t piece_;
  std::string in_;
};

}  // namespace tests

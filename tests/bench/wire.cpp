#include "tests/bench/wire.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace bench {

double seconds_since(SteadyClock::time_point began) {
  return std::chrono::duration<double>(SteadyClock::now() - began).count();
}

void die(const std::string& what) {
  std::fprintf(stderr, "bench: %s\n", what.c_str());
  std::exit(1);
}

Connection::Connection(const std::string& where) {
  if (where.starts_with('/')) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (where.size() >= sizeof address.sun_path) die("too long a path: " + where);
    std::memcpy(address.sun_path, where.data(), where.size());
    fd_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
    if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) die("cannot connect to " + where);
    return;
  }
  fd_ = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(where.c_str())));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    die("cannot connect to port " + where);
  int on = 1;
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

Connection::~Connection() { ::close(fd_); }

void Connection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (n <= 0) die("the server closed the connection");
    bytes.remove_prefix(static_cast<std::size_t>(n));
  }
}

std::string Connection::line() {
  for (;;) {
    const std::size_t end = buffer_.find('\n', position_);
    if (end != std::string::npos) {
      std::string out = buffer_.substr(position_, end + 1 - position_);
      position_ = end + 1;
      return out;
    }
    fill();
  }
}

std::string Connection::until_tagged(const std::string& tag) {
  for (;;) {
    std::string text = line();
    octets_ += text.size();
    if (text.starts_with(tag)) return text;
  }
}

void Connection::fill() {
  if (position_ > 0) {
    buffer_.erase(0, position_);
    position_ = 0;
  }
  char chunk[65536];
  const ssize_t n = ::recv(fd_, chunk, sizeof chunk, 0);
  if (n <= 0) die("the server closed the connection");
  buffer_.append(chunk, static_cast<std::size_t>(n));
}

void smtp_expect(Connection& c, char digit) {
  std::string text;
  do text = c.line();
  while (text.size() > 3 && text[3] == '-');
  if (text.empty() || text[0] != digit) die("SMTP answered " + text);
}

void imap_login(Connection& c, const std::string& user, const std::string& password) {
  c.line();
  c.send("a LOGIN \"" + user + "\" \"" + password + "\"\r\n");
  std::string answer = c.until_tagged("a ");
  if (answer.compare(0, 4, "a OK") != 0) die("IMAP answered " + answer);
}

void imap_command(Connection& c, const std::string& command) {
  c.send("T9 " + command + "\r\n");
  std::string answer = c.until_tagged("T9 ");
  if (answer.compare(0, 5, "T9 OK") != 0) die(command + " was answered " + answer);
}

}  // namespace bench

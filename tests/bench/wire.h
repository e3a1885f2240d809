// Blocking sockets on loopback for programs that measure: nothing but lines and bytes. Any failure ends the program.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace bench {

using SteadyClock = std::chrono::steady_clock;

double seconds_since(SteadyClock::time_point began);
[[noreturn]] void die(const std::string& what);

class Connection {
 public:
  // A port on 127.0.0.1, or the path of a socket.
  explicit Connection(const std::string& where);
  explicit Connection(int port) : Connection(std::to_string(port)) {}
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void send(std::string_view bytes);
  std::string line();
  // Reads until a line begins with `tag`; counts octets. Literals need no care: a tag is not in our mail.
  std::string until_tagged(const std::string& tag);
  std::size_t octets() const { return octets_; }

 private:
  void fill();
  int fd_ = -1;
  std::string buffer_;
  std::size_t position_ = 0, octets_ = 0;
};

// A reply of SMTP or LMTP that begins with `digit`.
void smtp_expect(Connection& c, char digit);
// Greeting and LOGIN.
void imap_login(Connection& c, const std::string& user, const std::string& password);
// A command that must be answered OK.
void imap_command(Connection& c, const std::string& command);

}  // namespace bench

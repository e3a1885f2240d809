// What the checks at the door need of a message: counted and cut in one walk over its header, so that nothing after it
// grows with the message. Pure.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace server::smtp {

inline constexpr std::size_t kMaxSenderField =
    16 * 1024;  // octets of a From or Sender field that are looked at; longer ones are refused
inline constexpr std::size_t kMaxSenderAddresses = 100;  // of one such field; more are refused

struct SenderFields {
  struct Field {
    std::size_t count = 0;  // fields of that name
    std::string value;      // of the first one, raw
    bool too_long = false;  // the value is cut
  };
  Field from, sender;
  std::size_t received = 0;
  bool has_8bit = false;  // anywhere in the message
};

// Linear in the message: over kLookInline octets the work belongs on a pool.
inline constexpr std::size_t kLookInline = 64 * 1024;
SenderFields read_sender_fields(std::string_view message);

}  // namespace server::smtp

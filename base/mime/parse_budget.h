// Internal to base/mime: what a whole message may still spend (ParseLimits), counted while it is parsed, so that limits
// of its elements add up and never multiply. One budget serves a message and every message decoded out of it. Not
// thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/mime/message.h"

namespace base {

class ParseBudget {
 public:
  // Where a value is written: ENVELOPE of the message itself stands once, what is embedded in BODY and in
  // BODYSTRUCTURE.
  enum class Written : std::uint8_t {
    once = 1,
    twice = 2,
    from_once = 3,
    from_twice = 6
  };  // From stands for Sender and Reply-To too

  ParseBudget(const ParseLimits& limits, std::uint64_t message_size);

  // No further part or embedded message is opened.
  bool is_spent() const;
  // Something did not fit.
  bool is_hit() const { return hit_; }

  void take_part();
  bool take_field();                                     // false: this field is not looked at
  bool take_decoded(std::uint64_t octets);               // false: this embedded message stays encoded
  std::string text(std::string value, Written written);  // the value, cut to what fits
  void texts(std::vector<std::string>& values, Written written);
  std::vector<Address> addresses(std::string_view value, Written written);
  void parameters(std::vector<Parameter>& list);

  std::size_t parts() const { return parts_; }

 private:
  std::size_t octet_room(Written written) const { return octets_left_ / 4 * 3 / static_cast<std::size_t>(written); }
  void charge(std::size_t octets, Written written);

  ParseLimits limits_;
  std::size_t octets_left_;
  std::size_t addresses_left_;
  std::size_t parameters_left_;
  std::size_t fields_left_;
  std::size_t decoded_left_;
  std::size_t parts_ = 0;
  bool hit_ = false;
};

}  // namespace base

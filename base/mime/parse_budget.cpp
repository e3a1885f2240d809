#include "base/mime/parse_budget.h"

#include <algorithm>
#include <utility>

#include "base/mime/header_scan.h"
#include "base/text/utf8.h"

namespace base {

namespace {

constexpr std::size_t kPerPart =
    130;  // `("text" "plain" NIL NIL NIL "7bit" 0 0 NIL NIL NIL NIL)` in both texts, and the stored form
constexpr std::size_t kPerValue = 4;  // quotes, blank, length
constexpr std::size_t kSpent = 1024;  // with less than this nothing is opened any more

// How many octets of the text are rendered in so many.
std::size_t rendered_prefix(std::string_view text, std::size_t room) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    const std::size_t more = rendered_octets(text.substr(at, 1));
    if (more > room) break;
    room -= more;
  }
  return at;
}

}  // namespace

ParseBudget::ParseBudget(const ParseLimits& limits, std::uint64_t message_size)
    : limits_(limits),
      octets_left_(std::min(limits.structure_octets,
                            std::max(limits.structure_floor, static_cast<std::size_t>(message_size / 4)))),
      addresses_left_(limits.addresses),
      parameters_left_(limits.parameters),
      fields_left_(limits.all_header_fields),
      decoded_left_(limits.decoded_octets) {}

bool ParseBudget::is_spent() const {
  return octets_left_ < kSpent || addresses_left_ == 0 || parameters_left_ == 0 || fields_left_ == 0;
}

void ParseBudget::charge(std::size_t octets, Written written) {
  octets_left_ -= std::min(octets_left_, octets * static_cast<std::size_t>(written));
}

void ParseBudget::take_part() {
  ++parts_;
  charge(kPerPart, Written::once);
}

bool ParseBudget::take_field() {
  if (fields_left_ == 0) {
    hit_ = true;
    return false;
  }
  --fields_left_;
  return true;
}

bool ParseBudget::take_decoded(std::uint64_t octets) {
  if (octets > limits_.decoded_message || octets > decoded_left_) {
    hit_ = true;
    return false;
  }
  decoded_left_ -= static_cast<std::size_t>(octets);
  return true;
}

std::string ParseBudget::text(std::string value, Written written) {
  std::size_t octets = rendered_octets(value) + kPerValue;
  if (const std::size_t room = octet_room(written); octets > room) {
    hit_ = true;
    value.resize(utf8_prefix_bytes(value, rendered_prefix(value, room > kPerValue ? room - kPerValue : 0)).size());
    octets = rendered_octets(value) + kPerValue;
  }
  charge(octets, written);
  return value;
}

void ParseBudget::texts(std::vector<std::string>& values, Written written) {
  for (std::string& value : values) value = text(std::move(value), written);
}

std::vector<Address> ParseBudget::addresses(std::string_view value, Written written) {
  const std::size_t share = addresses_left_ - addresses_left_ / 4;
  AddressList read = read_address_list(value, {std::min(kMaxAddresses, share), octet_room(written)});
  if (read.cut) hit_ = true;
  addresses_left_ -= std::min(addresses_left_, read.list.size());
  charge(read.octets, written);
  return std::move(read.list);
}

void ParseBudget::parameters(std::vector<Parameter>& list) {
  const std::size_t room = octet_room(Written::twice);
  std::size_t octets = 0;
  std::size_t kept = 0;
  for (; kept < list.size() && kept < parameters_left_; ++kept) {
    const std::size_t more = rendered_octets(list[kept].name) + rendered_octets(list[kept].value) + 2 * kPerValue;
    if (more > room - octets) break;
    octets += more;
  }
  if (kept < list.size()) {
    hit_ = true;
    list.resize(kept);
  }
  parameters_left_ -= kept;
  charge(octets, Written::twice);
}

}  // namespace base

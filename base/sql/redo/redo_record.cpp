#include "base/sql/redo/redo_record.h"

#include <algorithm>

namespace base::sql {
namespace {

constexpr std::size_t kBehind = 28, kCheck = 30, kSum = 32;  // places in the head
constexpr std::uint32_t kSaysNothing = 0xffff;

std::uint16_t check_of(std::string_view first_sixteen) {
  return static_cast<std::uint16_t>(redo_sum(first_sixteen, 0) * 0x9E3779B97F4A7C15u >> 48);
}

std::string first_sixteen(std::string_view magic, std::uint32_t number, std::uint64_t generation) {
  std::string out(magic);
  put_number(out, number, 4);
  put_number(out, generation, 8);
  return out;
}

}  // namespace

std::uint64_t get_number(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint64_t out = 0;
  for (std::size_t i = size; i-- > 0;) out = out << 8 | static_cast<unsigned char>(bytes[at + i]);
  return out;
}

void put_number(std::string& out, std::uint64_t value, std::size_t size) {
  for (std::size_t i = 0; i < size; ++i) out += static_cast<char>(value >> (8 * i));
}

std::uint64_t redo_sum(std::string_view bytes, std::uint64_t sum) {
  while (!bytes.empty()) {
    const std::size_t size = std::min<std::size_t>(8, bytes.size());
    sum = (sum ^ get_number(bytes, 0, size) ^ size << 56) * 0x9E3779B97F4A7C15u;
    sum ^= sum >> 32;
    bytes.remove_prefix(size);
  }
  return sum;
}

std::string summed_part(const RedoHead& head) {
  std::string out = first_sixteen(kRecordMagic, head.number, head.generation);
  const std::uint16_t check = check_of(out);
  put_number(out, head.packed, 4);
  put_number(out, head.unpacked, 4);
  put_number(out, head.carried, 4);
  put_number(out, std::min(head.number - std::min(head.durable, head.number) + 1, kSaysNothing), 2);
  put_number(out, check, 2);
  return out;
}

std::string octets_of(const RedoHead& head) {
  std::string out = summed_part(head);
  put_number(out, head.sum, 8);
  return out;
}

RedoHead head_of(std::string_view octets) {
  RedoHead head;
  head.number = static_cast<std::uint32_t>(get_number(octets, 4, 4));
  head.generation = get_number(octets, 8, 8);
  head.packed = static_cast<std::uint32_t>(get_number(octets, 16, 4));
  head.unpacked = static_cast<std::uint32_t>(get_number(octets, 20, 4));
  head.carried = static_cast<std::uint32_t>(get_number(octets, 24, 4));
  const auto behind = static_cast<std::uint32_t>(get_number(octets, kBehind, 2));
  const bool says = behind != 0 && behind != kSaysNothing && behind - 1 <= head.number;
  head.durable = says ? head.number - (behind - 1) : 0;
  head.sum = get_number(octets, kSum, 8);
  return head;
}

std::string marker_of(std::uint64_t generation) {
  std::string out = first_sixteen(kMarkerMagic, 0, generation);
  const std::uint16_t check = check_of(out);
  out.resize(kCheck, '\0');
  put_number(out, check, 2);
  out.resize(kRedoHead, '\0');
  return out;
}

// The first record is written over a marker of its generation, so each octet of a torn head is one of the two's.
Beginning beginning_of(std::string_view octets, std::uint64_t& generation) {
  const std::string_view magic = octets.substr(0, 4);
  if (magic != kRecordMagic && magic != kMarkerMagic) return Beginning::odd;
  generation = get_number(octets, 8, 8);
  const std::uint16_t of_marker = check_of(first_sixteen(kMarkerMagic, 0, generation));
  const std::uint16_t of_record = check_of(first_sixteen(kRecordMagic, 0, generation));
  const bool first = get_number(octets, 4, 4) == 0;
  if (magic == kMarkerMagic) {
    return first && get_number(octets, kCheck, 2) == of_marker ? Beginning::known : Beginning::hidden;
  }
  const auto has = [&](std::size_t i) {
    const auto octet = static_cast<std::uint8_t>(octets[kCheck + i]);
    return octet == static_cast<std::uint8_t>(of_marker >> (8 * i)) ||
           octet == static_cast<std::uint8_t>(of_record >> (8 * i));
  };
  return first && has(0) && has(1) ? Beginning::known : Beginning::odd;
}

}  // namespace base::sql

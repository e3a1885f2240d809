// The head of a record of the redo log (redo_log.h), and the marker that hides the records of an older generation.
// Pure.
//
//   head   = "VRD1" number:u32 generation:u64 entries:u32 unpacked:u32 carried:u32 behind:u16 check:u16 sum:u64
//   marker = "VRDN" 0:u32 generation:u64 0:u96 0:u16 check:u16 0:u64
//
// behind: one more than the records right before this one that no fsync had made durable when it was written; all older
// ones of its generation were. 0 (programs before this field), 65535: it says nothing. check: over magic, number and
// generation, by which recovery knows a head that was torn over a marker from one that was damaged (redo_damage.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace base::sql {

inline constexpr std::size_t kRedoHead = 40;
inline constexpr std::string_view kRecordMagic = "VRD1", kMarkerMagic = "VRDN";  // one octet, torn by nothing
inline constexpr std::uint32_t kLargestPart = 256u << 20;                        // octets of a part of a record

struct RedoHead {
  std::uint32_t number = 0;
  std::uint64_t generation = 0;
  std::uint32_t packed = 0, unpacked = 0, carried = 0;  // octets
  std::uint32_t durable = 0;                            // records of the generation, the first ones
  std::uint64_t sum = 0;

  std::int64_t body() const { return std::int64_t{packed} + carried; }
};

// Its octets up to the sum, which is over them and the body; and with the sum.
std::string summed_part(const RedoHead& head);
std::string octets_of(const RedoHead& head);
// Of 40 octets that begin with kRecordMagic.
RedoHead head_of(std::string_view octets);
std::string marker_of(std::uint64_t generation);
std::uint64_t redo_sum(std::string_view bytes, std::uint64_t sum);  // of pieces of a multiple of 8 octets, but the last

// What may stand at the beginning of a log whose first record cannot be read.
enum class Beginning {
  known,   // a marker or a head of the generation that `generation` names, whole or torn
  hidden,  // a marker that was torn itself
  odd,     // nothing that this program leaves there; one before the check may
};
Beginning beginning_of(std::string_view octets, std::uint64_t& generation);

std::uint64_t get_number(std::string_view bytes, std::size_t at, std::size_t size);
void put_number(std::string& out, std::uint64_t value, std::size_t size);

}  // namespace base::sql

#include "mailstore/substring/octet_find.h"

#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>

#include <bit>
#endif

namespace mailstore::substring {
namespace {

std::size_t find_plainly(std::string_view text, std::string_view needle, std::size_t from) {
  const void* at = memmem(text.data() + from, text.size() - from, needle.data(), needle.size());
  return at == nullptr ? std::string_view::npos : static_cast<std::size_t>(static_cast<const char*>(at) - text.data());
}

}  // namespace

// Sixteen places at once are asked for the needle's first and last octet; memmem walks several times slower over words
// of which hardly any matches.
std::size_t find_octets(std::string_view text, std::string_view needle, std::size_t from) {
  if (from > text.size() || needle.size() > text.size() - from) return std::string_view::npos;
#if defined(__SSE2__)
  const __m128i first = _mm_set1_epi8(needle.front()), last = _mm_set1_epi8(needle.back());
  const std::size_t span = needle.size() - 1;
  const auto load = [&](std::size_t at) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at)); };
  for (; from + span + 16 <= text.size(); from += 16) {
    const __m128i both = _mm_and_si128(_mm_cmpeq_epi8(load(from), first), _mm_cmpeq_epi8(load(from + span), last));
    for (auto hits = static_cast<unsigned>(_mm_movemask_epi8(both)); hits != 0; hits &= hits - 1) {
      const std::size_t at = from + static_cast<std::size_t>(std::countr_zero(hits));
      if (std::memcmp(text.data() + at, needle.data(), needle.size()) == 0) return at;
    }
  }
#endif
  return find_plainly(text, needle, from);
}

}  // namespace mailstore::substring

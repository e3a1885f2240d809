#include "mailstore/search/shards/word_row.h"

#include <algorithm>
#include <bit>

namespace mailstore::search {
namespace {

constexpr unsigned kExactBits = 16;
constexpr unsigned kMarkBits = 36;

base::Error damaged() {
  return base::Error::permanent(base::ErrorCode::corrupt,
                                {"Chỉ mục hỏng: hãy chạy \"vanthu rebuild search\".",
                                 "The search index is damaged: run \"vanthu rebuild search\"."},
                                "word row");
}

// FNV-1a, then its bits mixed (the finalizer of MurmurHash3): on disk, so it must never change.
std::uint64_t hash(std::string_view bytes) {
  std::uint64_t h = 0xcbf29ce484222325u;
  for (char c : bytes) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  h = (h ^ h >> 33) * 0xff51afd7ed558ccdu;
  h = (h ^ h >> 33) * 0xc4ceb9fe1a85ec53u;
  return h ^ h >> 33;
}

void put_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7) out += static_cast<char>(value | 0x80);
  out += static_cast<char>(value);
}

class BitWriter {
 public:
  explicit BitWriter(std::string& out) : out_(out) {}
  // What does not fill an octet yet.
  void finish() {
    if (filled_ > 0) put(0, 8 - filled_);
  }
  // REQUIRES: count <= 40, value below 2^count.
  void put(std::uint64_t value, unsigned count) {
    held_ = held_ << count | value;
    for (filled_ += count; filled_ >= 8; filled_ -= 8) out_ += static_cast<char>(held_ >> (filled_ - 8));
    held_ &= (std::uint64_t{1} << filled_) - 1;
  }

 private:
  std::string& out_;
  std::uint64_t held_ = 0;
  unsigned filled_ = 0;
};

class RowReader {
 public:
  explicit RowReader(std::string_view row) : row_(row) {}

  bool failed() const { return failed_; }
  std::size_t left() const { return row_.size() * 8 - at_; }  // bits
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 35; shift += 7) {
      const std::uint64_t byte = bits(8);
      value |= (byte & 0x7F) << shift;
      if (byte < 0x80) return value;
    }
    failed_ = true;
    return 0;
  }
  // REQUIRES: count <= 40.
  std::uint64_t bits(unsigned count) {
    if (count > left()) {
      failed_ = true;
      return 0;
    }
    std::uint64_t value = 0;
    const std::size_t last = (at_ + count + 7) / 8;
    for (std::size_t i = at_ / 8; i < last; ++i) value = value << 8 | static_cast<unsigned char>(row_[i]);
    value >>= last * 8 - at_ - count;
    at_ += count;
    return value & ((std::uint64_t{1} << count) - 1);
  }
  std::uint64_t ones() {
    std::uint64_t count = 0;
    while (bits(1) == 1) ++count;
    return count;
  }
  void skip(std::uint64_t count) {
    if (count > left()) failed_ = true;
    else at_ += count;
  }

 private:
  std::string_view row_;
  std::size_t at_ = 0;  // bits
  bool failed_ = false;
};

struct RowHead {
  std::vector<WordMark> marks;
  std::array<std::uint64_t, kRowFields.size()> words{};
  unsigned width = 0;
};

// Leaves the reader where the numbers begin.
bool read_head(RowReader& reader, RowHead& head) {
  const std::uint64_t distinct = reader.varint();
  const auto rice = static_cast<unsigned>(reader.bits(8));
  std::uint64_t all = 0;
  for (std::uint64_t& words : head.words) all += words = reader.varint();
  if (reader.failed() || rice > kMarkBits || distinct == 0 || distinct > reader.left()) return false;
  head.marks.reserve(distinct);
  WordMark next = 0;
  for (std::uint64_t i = 0; i < distinct; ++i) {
    const std::uint64_t quotient = reader.ones();
    const std::uint64_t mark = next + (quotient << rice | reader.bits(rice));
    if (reader.failed() || mark >> kMarkBits != 0) return false;
    head.marks.push_back(mark);
    next = mark + 1;
  }
  head.width = static_cast<unsigned>(std::bit_width(distinct));
  return all * head.width <= reader.left();
}

// Numbers of the marks [first, last) that one word of a phrase stands for.
struct Wanted {
  std::uint64_t first = 0, last = 0;
};

}  // namespace

WordMark word_mark(const WordForm& form) {
  return hash(form.folded) >> 44 << kExactBits | (hash(form.exact) & ((1u << kExactBits) - 1));
}

std::string encode_row(const RowWords& words) {
  std::vector<WordMark> marks;
  for (const std::vector<WordMark>& field : words) marks.insert(marks.end(), field.begin(), field.end());
  if (marks.empty()) return {};
  std::sort(marks.begin(), marks.end());
  marks.erase(std::unique(marks.begin(), marks.end()), marks.end());
  if (marks.back() == kNoNeighbour) marks.pop_back();
  if (marks.empty()) return {};  // nothing but gaps
  const std::size_t distinct = marks.size();
  // The mean distance in bits, and a little less: what a Rice code is best at.
  const std::uint64_t mean = (std::uint64_t{1} << kMarkBits) / distinct;
  const unsigned rice = mean < 4 ? 0 : static_cast<unsigned>(std::bit_width(mean)) - 2;

  std::string out;
  put_varint(out, distinct);
  out += static_cast<char>(rice);
  for (const std::vector<WordMark>& field : words) put_varint(out, field.size());
  BitWriter bits(out);
  WordMark next = 0;
  for (WordMark mark : marks) {
    std::uint64_t delta = mark - next;
    for (; delta >> rice > 0; delta -= std::uint64_t{1} << rice) bits.put(1, 1);
    bits.put(delta, rice + 1);
    next = mark + 1;
  }
  const auto width = static_cast<unsigned>(std::bit_width(distinct));
  for (const std::vector<WordMark>& field : words) {
    for (WordMark mark : field) {
      bits.put(static_cast<std::uint64_t>(std::lower_bound(marks.begin(), marks.end(), mark) - marks.begin()), width);
    }
  }
  bits.finish();
  return out;
}

base::Result<RowWords> decode_row(std::string_view row) {
  RowWords out;
  if (row.empty()) return out;
  RowReader reader(row);
  RowHead head;
  if (!read_head(reader, head)) return damaged();
  for (std::size_t field = 0; field < out.size(); ++field) {
    out[field].reserve(head.words[field]);
    for (std::uint64_t i = 0; i < head.words[field]; ++i) {
      const std::uint64_t number = reader.bits(head.width);
      if (number > head.marks.size()) return damaged();
      out[field].push_back(number == head.marks.size() ? kNoNeighbour : head.marks[number]);
    }
  }
  return out;
}

base::Result<bool> row_holds(std::string_view row, Field field, const std::vector<WordForm>& phrase, bool exact) {
  if (row.empty()) return false;
  RowReader reader(row);
  RowHead head;
  if (!read_head(reader, head)) return damaged();
  std::vector<Wanted> wanted;
  for (const WordForm& form : phrase) {
    const WordMark mark = word_mark(form);
    const WordMark first = exact ? mark : mark >> kExactBits << kExactBits;
    const WordMark last = exact ? mark : first | ((WordMark{1} << kExactBits) - 1);
    const auto from = std::lower_bound(head.marks.begin(), head.marks.end(), first);
    const auto until = std::upper_bound(from, head.marks.end(), last);
    if (from == until) return false;
    wanted.push_back({static_cast<std::uint64_t>(from - head.marks.begin()),
                      static_cast<std::uint64_t>(until - head.marks.begin())});
  }
  std::size_t place = 0;
  for (; kRowFields[place] != field; ++place) reader.skip(head.words[place] * head.width);
  std::vector<std::uint64_t> numbers(head.words[place]);
  for (std::uint64_t& number : numbers) number = reader.bits(head.width);
  const auto same = [](std::uint64_t number, const Wanted& one) { return number >= one.first && number < one.last; };
  return std::search(numbers.begin(), numbers.end(), wanted.begin(), wanted.end(), same) != numbers.end();
}

}  // namespace mailstore::search

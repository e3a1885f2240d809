#include "mailstore/substring/format.h"

#include <cstring>

namespace mailstore::substring {
namespace {

constexpr std::uint8_t kGaps = 0, kBits = 1, kAll = 2;
constexpr std::size_t kMaxChunks = 1u << 20;
constexpr std::size_t kMaxReplaced = 10000;

template <class T>
void put(std::string& out, T value) {
  for (std::size_t i = 0; i < sizeof value; ++i)
    out += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xFF);
}

template <class T>
bool take(std::string_view& in, T& value) {
  if (in.size() < sizeof value) return false;
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < sizeof value; ++i)
    sum |= static_cast<std::uint64_t>(static_cast<unsigned char>(in[i])) << (8 * i);
  value = static_cast<T>(sum);
  in.remove_prefix(sizeof value);
  return true;
}

bool take_short(std::string_view& in, std::string& text) {
  std::uint8_t length = 0;
  if (!take(in, length) || length > in.size()) return false;
  text = in.substr(0, length);
  in.remove_prefix(length);
  return true;
}

// What follows the length of a list of several.
template <class Add, class AddAll, class AddBits>
bool take_several(std::string_view body, std::uint32_t of, const Add& add, const AddAll& add_all,
                  const AddBits& add_bits) {
  if (body.empty()) return true;  // none
  const auto kind = static_cast<std::uint8_t>(body[0]);
  body.remove_prefix(1);
  if (kind == kAll) {
    add_all();
    return body.empty();
  }
  if (kind == kBits) {
    if (body.size() != (of + 7) / 8) return false;
    if (of % 8 != 0 && static_cast<unsigned char>(body.back()) >> (of % 8) != 0) return false;
    add_bits(body);
    return true;
  }
  if (kind != kGaps) return false;
  std::uint64_t next = 0;
  while (!body.empty()) {
    std::uint64_t gap = 0;
    if (!take_varint(body, gap) || gap >= of || (next += gap) >= of) return false;
    add(static_cast<std::uint32_t>(next++));
  }
  return true;
}

bool take_list_body(std::string_view& in, std::uint64_t& head, std::string_view& body) {
  if (!take_varint(in, head)) return false;
  body = {};
  if (head % 2 == 0) return true;
  if (head / 2 > in.size()) return false;
  body = in.substr(0, head / 2);
  in.remove_prefix(body.size());
  return true;
}

}  // namespace

void DocumentSet::add_all() {
  for (std::uint64_t& word : bits_) word = ~std::uint64_t{0};
  if (documents_ % 64 != 0) bits_.back() = (std::uint64_t{1} << (documents_ % 64)) - 1;
}

void DocumentSet::keep_common(const DocumentSet& other) {
  for (std::size_t i = 0; i < bits_.size(); ++i) bits_[i] &= other.bits_[i];
}

void DocumentSet::add(const DocumentSet& other) {
  for (std::size_t i = 0; i < bits_.size(); ++i) bits_[i] |= other.bits_[i];
}

std::uint32_t DocumentSet::count() const {
  std::uint32_t sum = 0;
  for (const std::uint64_t word : bits_) sum += static_cast<std::uint32_t>(std::popcount(word));
  return sum;
}

std::uint64_t checksum(std::string_view octets) {
  constexpr std::uint64_t kPrime = 0x9E3779B185EBCA87;
  std::uint64_t lanes[4] = {kPrime, ~kPrime, 0x5851F42D4C957F2D, octets.size()};
  const auto mix = [&](std::uint64_t lane, std::uint64_t word) { return std::rotl((lane ^ word) * kPrime, 29); };
  while (octets.size() >= sizeof lanes) {
    std::uint64_t words[4];
    std::memcpy(words, octets.data(), sizeof words);
    for (int i = 0; i < 4; ++i) lanes[i] = mix(lanes[i], words[i]);
    octets.remove_prefix(sizeof words);
  }
  for (const char c : octets) lanes[0] = mix(lanes[0], static_cast<unsigned char>(c) + 1u);
  std::uint64_t sum = 0;
  for (const std::uint64_t lane : lanes) sum = mix(sum ^ lane >> 31, lane);
  return sum;
}

void put_varint(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out += static_cast<char>(value | 0x80);
    value >>= 7;
  }
  out += static_cast<char>(value);
}

bool take_varint(std::string_view& in, std::uint64_t& value) {
  value = 0;
  for (std::size_t i = 0; i < in.size() && i < 9; ++i) {
    const auto octet = static_cast<unsigned char>(in[i]);
    value |= static_cast<std::uint64_t>(octet & 0x7F) << (7 * i);
    if (octet < 0x80) {
      in.remove_prefix(i + 1);
      return true;
    }
  }
  return false;
}

void put_list(std::string& out, std::span<const std::uint32_t> documents, std::uint32_t of) {
  if (documents.empty()) return put_varint(out, 1);
  if (documents.size() == 1) return put_varint(out, std::uint64_t{documents[0]} * 2);
  std::string body;
  if (documents.size() == of) {
    body += static_cast<char>(kAll);
  } else {
    const std::size_t bits = 1 + (of + 7) / 8;
    body += static_cast<char>(kGaps);
    std::uint32_t next = 0;
    for (const std::uint32_t document : documents) {
      if (body.size() >= bits) break;
      put_varint(body, document - next);
      next = document + 1;
    }
    if (body.size() >= bits) {
      body.assign(bits, '\0');
      body[0] = static_cast<char>(kBits);
      for (const std::uint32_t document : documents)
        body[1 + document / 8] =
            static_cast<char>(static_cast<unsigned char>(body[1 + document / 8]) | 1u << (document % 8));
    }
  }
  put_varint(out, std::uint64_t{body.size()} * 2 + 1);
  out += body;
}

bool skip_list(std::string_view& in) {
  std::uint64_t head = 0;
  std::string_view body;
  return take_list_body(in, head, body);
}

bool take_list(std::string_view& in, DocumentSet& out) {
  std::uint64_t head = 0;
  std::string_view body;
  if (!take_list_body(in, head, body)) return false;
  if (head % 2 == 0) {
    if (head / 2 >= out.documents()) return false;
    out.add(static_cast<std::uint32_t>(head / 2));
    return true;
  }
  return take_several(
      body, out.documents(), [&](std::uint32_t document) { out.add(document); }, [&] { out.add_all(); },
      [&](std::string_view bits) {
        for (std::size_t i = 0; i < bits.size(); ++i)
          out.words()[i / 8] |= static_cast<std::uint64_t>(static_cast<unsigned char>(bits[i])) << (8 * (i % 8));
      });
}

bool take_list(std::string_view& in, std::uint32_t of, std::vector<std::uint32_t>& out) {
  out.clear();
  std::uint64_t head = 0;
  std::string_view body;
  if (!take_list_body(in, head, body)) return false;
  if (head % 2 == 0) {
    if (head / 2 >= of) return false;
    out.push_back(static_cast<std::uint32_t>(head / 2));
    return true;
  }
  return take_several(
      body, of, [&](std::uint32_t document) { out.push_back(document); },
      [&] {
        for (std::uint32_t i = 0; i < of; ++i) out.push_back(i);
      },
      [&](std::string_view bits) {
        for (std::uint32_t i = 0; i < of; ++i) {
          if ((static_cast<unsigned char>(bits[i / 8]) >> (i % 8) & 1) != 0) out.push_back(i);
        }
      });
}

std::string encode_index(const FileIndex& index) {
  std::string out;
  put<std::uint32_t>(out, index.documents);
  put<std::uint8_t>(out, static_cast<std::uint8_t>(index.sections.size()));
  for (const SectionIndex& section : index.sections) {
    put<std::uint8_t>(out, static_cast<std::uint8_t>(section.section));
    put<std::uint32_t>(out, static_cast<std::uint32_t>(section.chunks.size()));
    for (const ChunkPlace& chunk : section.chunks) {
      put(out, chunk.offset);
      put(out, chunk.words);
      put(out, chunk.posts);
      put(out, chunk.count);
      put(out, chunk.words_sum);
      put(out, chunk.posts_sum);
      put<std::uint8_t>(out, static_cast<std::uint8_t>(chunk.first.size()));
      out += chunk.first;
    }
    put_list(out, section.open, index.documents);
  }
  put<std::uint32_t>(out, static_cast<std::uint32_t>(index.replaced.size()));
  for (const std::uint64_t number : index.replaced) put(out, number);
  return out;
}

base::Result<FileIndex> decode_index(std::string_view in, std::uint64_t ids_at) {
  FileIndex out;
  std::uint8_t sections = 0;
  if (!take(in, out.documents) || !take(in, sections)) return damaged("index");
  if (out.documents > kMaxDocuments || sections > kSections) return damaged("index: size");
  for (unsigned i = 0; i < sections; ++i) {
    SectionIndex section;
    std::uint8_t name = 0;
    std::uint32_t chunks = 0;
    if (!take(in, name) || !take(in, chunks) || name >= kSections || chunks > kMaxChunks || chunks > in.size())
      return damaged("index: section");
    section.section = static_cast<Section>(name);
    for (std::uint32_t c = 0; c < chunks; ++c) {
      ChunkPlace place;
      if (!take(in, place.offset) || !take(in, place.words) || !take(in, place.posts) || !take(in, place.count) ||
          !take(in, place.words_sum) || !take(in, place.posts_sum) || !take_short(in, place.first))
        return damaged("index: chunk");
      const std::uint64_t size = std::uint64_t{place.words} + place.posts;
      if (place.offset < kHeadSize || place.offset > ids_at || size > ids_at - place.offset)
        return damaged("index: place of a chunk");
      if (place.words > 2 * kChunkWords || place.posts > 2 * kChunkPosts) return damaged("index: size of a chunk");
      section.chunks.push_back(std::move(place));
    }
    if (!take_list(in, out.documents, section.open)) return damaged("index: open documents");
    out.sections.push_back(std::move(section));
  }
  std::uint32_t replaced = 0;
  if (!take(in, replaced) || replaced > kMaxReplaced) return damaged("index: replaced files");
  for (std::uint32_t i = 0; i < replaced; ++i) {
    if (!take(in, out.replaced.emplace_back())) return damaged("index: replaced files");
  }
  if (!in.empty()) return damaged("index: more than there is");
  return out;
}

std::string encode_head(Family family) {
  std::string out(kHeadMagic);
  put<std::uint16_t>(out, kFormatVersion);
  put<std::uint8_t>(out, static_cast<std::uint8_t>(family));
  out.resize(kHeadSize, '\0');
  return out;
}

base::Result<Family> decode_head(std::string_view in) {
  std::uint16_t version = 0;
  std::uint8_t family = 0;
  if (in.size() < kHeadSize || !in.starts_with(kHeadMagic)) return damaged("head");
  in.remove_prefix(kHeadMagic.size());
  if (!take(in, version) || !take(in, family) || family > 1) return damaged("head");
  if (version != kFormatVersion) return damaged("head: another version");
  return static_cast<Family>(family);
}

std::string encode_foot(const Foot& foot) {
  std::string out;
  put(out, foot.ids_at);
  put(out, foot.index_at);
  put(out, foot.ids_sum);
  put(out, foot.index_sum);
  return out + std::string(kFootMagic);
}

base::Result<Foot> decode_foot(std::string_view in) {
  Foot out;
  if (in.size() != kFootSize || !in.ends_with(kFootMagic) || !take(in, out.ids_at) || !take(in, out.index_at) ||
      !take(in, out.ids_sum) || !take(in, out.index_sum))
    return damaged("foot");
  if (out.ids_at < kHeadSize || out.index_at < out.ids_at) return damaged("foot");
  return out;
}

base::Error damaged(std::string_view what) {
  return base::Error::permanent(base::ErrorCode::corrupt,
                                {"Một từ điển của việc tìm kiếm bị hỏng; nó được lập lại, thư vẫn nguyên vẹn.",
                                 "A dictionary of the search is damaged and is made anew. Mail is not affected."},
                                std::string(what));
}

}  // namespace mailstore::substring

// How a dictionary lies in its file. All integers little-endian; nothing is aligned. Version 1.
//
//   file   = head chunk* ids index foot
//   head   = "VTHUWORD" version:u16 family:u8 zero:u8[5]                                             ; 16 octets
//   chunk  = words posts
//   words  = LF (word LF)+        ; ascending over all chunks of a section, each once; no word holds an LF
//   posts  = list+                ; of each word in turn: the documents that have it, by their place in `ids`
//   list   = varint: even: twice the only document; odd: 2 × length + 1, followed by `length` octets of
//              0 gap:varint+      ; gap to the document before it, less one; the first counts from 0
//              1 octet+           ; a bit for each document, lowest first
//              2                  ; all documents
//   ids    = i64 × documents      ; ascending: what the dictionary speaks for
//   index  = documents:u32 sections:u8 section* replaced:u32 number:u64*
//   section = name:u8 chunks:u32 chunk_place* open:list
//   chunk_place = offset:u64 words:u32 posts:u32 count:u32 words_sum:u64 posts_sum:u64 length:u8 first_word
//   foot   = ids_at:u64 index_at:u64 ids_sum:u64 index_sum:u64 "VTHUWEND"                              ; 40 octets
//
// open: documents that hold more than is entered here (list as above, or varint 1: none). replaced: files that this one
// was merged from; whoever finds one of them beside it removes it. Sums: checksum() of the octets; each is looked at
// whenever the octets are read.
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mailstore::substring {

enum class Family : std::uint8_t { contents, emails };
// What is searched apart. The first seven belong to contents, the last to emails: the trace lines of a delivery.
enum class Section : std::uint8_t { subject, from, to, cc, bcc, header, body, prefix };
inline constexpr std::size_t kSections = 8;

inline constexpr std::size_t kChunkWords = 64 << 10;    // octets of words in a chunk, about
inline constexpr std::size_t kChunkPosts = 1 << 20;     // octets of its lists, about
inline constexpr std::size_t kMaxDocuments = 1u << 20;  // of one dictionary
inline constexpr std::string_view kHeadMagic = "VTHUWORD", kFootMagic = "VTHUWEND";
inline constexpr std::size_t kHeadSize = 16, kFootSize = 40;
inline constexpr std::uint16_t kFormatVersion = 1;

// A set of documents of one dictionary.
class DocumentSet {
 public:
  explicit DocumentSet(std::uint32_t documents) : documents_(documents), bits_((documents + 63) / 64) {}
  // REQUIRES: document < documents().
  void add(std::uint32_t document) { bits_[document / 64] |= std::uint64_t{1} << (document % 64); }
  bool has(std::uint32_t document) const { return (bits_[document / 64] >> (document % 64) & 1) != 0; }
  void add_all();
  void keep_common(const DocumentSet& other);
  void add(const DocumentSet& other);
  std::uint32_t count() const;
  std::uint32_t documents() const { return documents_; }
  std::span<std::uint64_t> words() { return bits_; }

 private:
  std::uint32_t documents_;
  std::vector<std::uint64_t> bits_;
};

// Damage, not an attacker: four lanes of multiplications, as fast as memory.
std::uint64_t checksum(std::string_view octets);

void put_varint(std::string& out, std::uint64_t value);
bool take_varint(std::string_view& in, std::uint64_t& value);

// documents: ascending, each once.
void put_list(std::string& out, std::span<const std::uint32_t> documents, std::uint32_t of);
// Moves past a list; false: damaged.
bool skip_list(std::string_view& in);
// Adds the list's documents; false: damaged (the set may hold some of it).
bool take_list(std::string_view& in, DocumentSet& out);
// The same into a vector, which is cleared.
bool take_list(std::string_view& in, std::uint32_t of, std::vector<std::uint32_t>& out);

struct ChunkPlace {
  std::uint64_t offset = 0;
  std::uint32_t words = 0, posts = 0, count = 0;
  std::uint64_t words_sum = 0, posts_sum = 0;
  std::string first;  // its first word
};

struct SectionIndex {
  Section section = Section::subject;
  std::vector<ChunkPlace> chunks;
  std::vector<std::uint32_t> open;
};

struct FileIndex {
  std::uint32_t documents = 0;
  std::vector<SectionIndex> sections;
  std::vector<std::uint64_t> replaced;
};

std::string encode_index(const FileIndex& index);
// Takes any bytes. ids_at: where the chunks must end. Errors: corrupt.
base::Result<FileIndex> decode_index(std::string_view bytes, std::uint64_t ids_at);

struct Foot {
  std::uint64_t ids_at = 0, index_at = 0, ids_sum = 0, index_sum = 0;
};
std::string encode_head(Family family);
base::Result<Family> decode_head(std::string_view bytes);
std::string encode_foot(const Foot& foot);
base::Result<Foot> decode_foot(std::string_view bytes);

base::Error damaged(std::string_view what);

}  // namespace mailstore::substring

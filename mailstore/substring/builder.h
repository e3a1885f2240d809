// Collects the words of some documents in memory and writes them as one dictionary. Not thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/fs/file_system.h"
#include "mailstore/substring/format.h"

namespace mailstore::substring {

class Builder {
 public:
  // One dictionary holds at most so many documents; fewer when their words take the room below.
  static constexpr std::size_t kMaxDocumentsAtOnce = 4096;
  static constexpr std::size_t kRoom = 48u << 20;  // octets of memory, about
  // Different words of one document in one section; a document with more is entered as open.
  static constexpr std::size_t kMaxWordsOfDocument = 100'000;

  explicit Builder(Family family) : family_(family) {}

  // The next document. REQUIRES: ids are each once; !full().
  void begin_document(std::int64_t id);
  // A text of it, UTF-8 as it is searched (not in search form). False: no more is entered, the section is open.
  bool add_text(Section section, std::string_view utf8);
  // The document's section may hold more than the texts that were given.
  void mark_open(Section section);

  std::size_t documents() const { return ids_.size(); }
  bool full() const { return ids_.size() >= kMaxDocumentsAtOnce || room_ >= kRoom; }
  // Durable when it returns. The builder is empty afterwards, also after an error: io, disk_full.
  base::Result<void> write(base::FileSystem& files, const std::string& path);

 private:
  struct Words {
    std::unordered_map<std::string_view, std::uint32_t> numbers;   // into the arena
    std::vector<std::string_view> texts;                           // by number
    std::vector<std::uint32_t> last;                               // by number: 1 + the document that had it last
    std::vector<std::pair<std::uint32_t, std::uint32_t>> entries;  // word, document
    std::vector<std::uint32_t> open;                               // documents, in order of coming
    std::size_t of_document = 0;
  };
  bool enter(Words& words, std::string_view word);
  std::string_view keep(std::string_view word);
  void clear();

  const Family family_;
  std::vector<std::int64_t> ids_;  // in order of coming
  std::array<Words, kSections> sections_;
  std::vector<std::unique_ptr<char[]>> arena_;
  std::size_t arena_left_ = 0;
  std::size_t room_ = 0;
};

}  // namespace mailstore::substring

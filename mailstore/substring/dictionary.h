// One finished dictionary: which documents it speaks for and which words each holds. Immutable; thread-safe. Every
// octet that is read is held against its checksum. Errors of all: corrupt, io.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/fs/file_system.h"
#include "mailstore/substring/format.h"
#include "mailstore/substring/words.h"

namespace mailstore::substring {

class Dictionary {
 public:
  static base::Result<std::shared_ptr<const Dictionary>> open(base::FileSystem& files, const std::string& path,
                                                              std::uint64_t number);

  std::uint64_t number() const { return number_; }  // of its file
  Family family() const { return family_; }
  std::uint32_t documents() const { return index_.documents; }
  std::int64_t first() const { return first_; }  // of the ids
  std::int64_t last() const { return last_; }
  const std::vector<std::uint64_t>& replaced() const { return index_.replaced; }
  // Ascending, each once.
  base::Result<std::vector<std::int64_t>> ids() const;
  // What look() has to read.
  std::uint64_t octets_of_words(Section section) const;
  // Documents that may hold more in the section than is entered.
  std::span<const std::uint32_t> open_documents(Section section) const;
  // For each term the documents of which an entry of the section holds it. Reads all words, and lists where words are
  // found; memory: one chunk and the sets.
  base::Result<std::vector<DocumentSet>> look(Section section, std::span<const Term> terms) const;
  // Reads everything.
  base::Result<void> check() const;

  // All words of a section with their documents, ascending: for merging. The dictionary outlives the walk.
  class Walk {
   public:
    Walk(const Dictionary& dictionary, Section section);
    // False at the end.
    base::Result<bool> next();
    std::string_view word() const { return word_; }
    const std::vector<std::uint32_t>& documents() const { return documents_; }

   private:
    const Dictionary& dictionary_;
    const SectionIndex* section_;
    std::size_t chunk_ = 0;
    std::string words_, posts_;
    std::string_view words_left_, posts_left_, word_;
    std::vector<std::uint32_t> documents_;
  };

 private:
  class ChunkReader;
  Dictionary() = default;
  const SectionIndex* find(Section section) const;
  base::Result<void> read(std::uint64_t offset, std::size_t size, std::uint64_t sum, std::string& out) const;

  std::unique_ptr<base::File> file_;
  std::uint64_t number_ = 0;
  Family family_ = Family::contents;
  FileIndex index_;
  Foot foot_;
  std::int64_t first_ = 0, last_ = 0;
};

}  // namespace mailstore::substring

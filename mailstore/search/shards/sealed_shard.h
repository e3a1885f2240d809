// A sealed shard of the index: a directory that holds the terms of some documents (Xapian's tables), their contents and
// word rows (file "documents"). It never changes: merging makes a new one and
// removes those it was made of. Documents are numbered from 0 within the shard; a merge gives them new numbers, the
// content id stays the name. Thread-safe; whoever holds one may read it, also after it was replaced.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/fs/file_system.h"
#include "base/ids.h"
#include "base/result.h"
#include "mailstore/search/shards/document_numbers.h"

namespace mailstore::search {

class SealedShard {
 public:
  // Errors: not_found, corrupt, io.
  static base::Result<std::shared_ptr<SealedShard>> open(base::FileSystem& files, std::string directory);
  ~SealedShard();  // removes the directory when the shard was replaced
  SealedShard(const SealedShard&) = delete;
  SealedShard& operator=(const SealedShard&) = delete;

  const std::string& directory() const { return directory_; }
  std::size_t size() const { return contents_.size(); }
  // By the documents' numbers; mostly, not always, ascending.
  std::span<const base::ContentId> contents() const { return contents_; }
  bool holds(base::ContentId content) const;
  // The documents of those contents. REQUIRES: contents ascending.
  DocumentNumbers among(std::span<const base::ContentId> contents) const;

  // Of the documents `within`, those with the term. Errors: corrupt, io.
  base::Result<DocumentNumbers> with_term(const std::string& term, const DocumentNumbers& within) const;
  // Those with any term that begins so. Errors: bad_input (more than `limit` terms do), corrupt, io.
  base::Result<DocumentNumbers> with_beginning(const std::string& beginning, const DocumentNumbers& within,
                                               std::size_t limit) const;
  // Every document with the term.
  base::Result<DocumentNumbers> with_term(const std::string& term) const;
  // How many documents have it.
  base::Result<std::size_t> frequency(const std::string& term) const;
  // All terms that begin so, ascending, and how many documents have each; stop by answering false.
  base::Result<void> terms(const std::string& beginning,
                           const std::function<bool(std::string_view term, std::size_t documents)>& visit) const;
  // The word row of a document (word_row.h). Errors: corrupt, io.
  base::Result<std::string> row(DocumentNumber document) const;

  // The directory goes with the last who holds the shard.
  void replaced() { replaced_ = true; }

 private:
  struct State;
  SealedShard(std::string directory, std::unique_ptr<State> state);

  std::string directory_;
  std::vector<base::ContentId> contents_;
  std::vector<DocumentNumber> by_content_;  // empty: contents_ ascend
  std::unique_ptr<State> state_;
  std::atomic<bool> replaced_{false};
};

}  // namespace mailstore::search

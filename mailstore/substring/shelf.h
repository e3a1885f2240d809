// The dictionaries of a directory: files "NNN.words". What is damaged, of another version or replaced by another one is
// removed: its documents count as not entered. Readers hold what they took, whatever happens meanwhile. Thread-safe.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/fs/file_system.h"
#include "base/thread_annotations.h"
#include "mailstore/substring/dictionary.h"

namespace mailstore::substring {

class Shelf {
 public:
  using Dictionaries = std::vector<std::shared_ptr<const Dictionary>>;

  // Makes the directory when needed. Errors: io.
  static base::Result<std::unique_ptr<Shelf>> open(base::FileSystem& files, std::string directory);

  base::FileSystem& files() const { return files_; }
  Dictionaries all(Family family) const;
  // Where the next one is to be written. One writer at a time.
  std::string next_path();
  // Takes up what was written at next_path(), and puts away what it replaces.
  base::Result<void> add();
  void remove(const std::shared_ptr<const Dictionary>& dictionary);
  // One that was found damaged; answers whether it was still here.
  bool remove_damaged(const std::shared_ptr<const Dictionary>& dictionary, const base::Error& why);
  void remove_all();
  // The file `store` beside them names whose they are: put there, and again whenever it is gone. Errors: io, disk_full.
  base::Result<void> keep_mark(std::string mark);
  // Looks whether the files are still there and as long as they were made. Forgets those that are not, and makes the
  // directory again; answers how many were lost. Errors: io, disk_full.
  base::Result<std::size_t> mend();

 private:
  Shelf(base::FileSystem& files, std::string directory) : files_(files), directory_(std::move(directory)) {}
  std::string path_of(std::uint64_t number) const;
  base::Result<void> read();

  base::FileSystem& files_;
  const std::string directory_;
  mutable base::Mutex mutex_;
  base::Result<void> write_mark() REQUIRES_LOCK(mutex_);
  base::Result<std::int64_t> size_of(std::uint64_t number) const;

  Dictionaries dictionaries_ GUARDED_BY(mutex_);
  std::map<std::uint64_t, std::int64_t> sizes_ GUARDED_BY(mutex_);  // of their files, as they were opened
  std::string mark_ GUARDED_BY(mutex_);
  std::uint64_t next_ GUARDED_BY(mutex_) = 1;
};

}  // namespace mailstore::substring

// The directory of the index and what of it questions see: sealed shards "shard-<number>", the list "hidden-<number>"
// and the manifest that says which of them count. New documents are kept in memory ("fresh") and seen at once; seal()
// makes a shard of them, merge() one shard of several: the shard is written whole and synced, then the manifest, then
// questions see it. A stop between leaves a directory that nobody knows, removed by the next writer.
// Thread-safe; who calls anything but view(), known() and hidden() holds the lock.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/fs/file_system.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/thread_annotations.h"
#include "mailstore/search/shards/index_view.h"
#include "mailstore/search/shards/manifest.h"
#include "mailstore/search/shards/shard_writer.h"

namespace mailstore::search {

using Documents = std::vector<std::shared_ptr<const IndexedDocument>>;

class ShardSet {
 public:
  ShardSet(std::unique_ptr<base::FileSystem> files, std::string directory);
  ~ShardSet();

  // Takes up what the manifest names. The id of a whole index of this format; "" when there is none: it must be begun
  // anew. What was fresh is forgotten.
  std::string open();
  // Removes everything and begins an empty index. REQUIRES: locked. Errors: io, disk_full.
  base::Result<void> begin_anew(const std::string& id);

  // One process writes. The first lock removes what was begun and never finished. `changed`: another process has
  // written since; open() must follow. Errors: busy (another process holds it), io.
  base::Result<void> lock(bool& changed);
  void unlock();

  std::shared_ptr<const IndexView> view() const;
  // Whether the files are still those that were opened: nobody but this class changes them. What has gone wrong since,
  // empty when nothing has.
  std::string damage_on_disk() const;
  // In a shard or fresh.
  bool known(base::ContentId content) const;

  void add_fresh(Documents documents);
  // Makes a shard of documents that are fresh. Errors: io, disk_full; they stay fresh then.
  base::Result<void> seal(const Documents& documents);
  // Merges what choose_merge() says; false when there is nothing to merge, or no room on the disk for it.
  base::Result<bool> merge();
  // Writes the list of what is hidden, when it has changed. seal() and merge() do it too.
  base::Result<void> write_hidden();

  // Documents of contents that nobody holds any more: not counted, and a shard with many of them is made anew.
  void hide(std::span<const base::ContentId> contents);
  void show(std::span<const base::ContentId> contents);
  bool hidden(base::ContentId content) const;
  // The shard with the largest share of hidden documents, when that is worth it.
  std::shared_ptr<const SealedShard> to_renew() const;
  // Takes some from the front of `left` and makes documents of them; fewer, or none, when contents are gone.
  using DocumentsOf = std::function<base::Result<Documents>(std::span<const base::ContentId>& left)>;
  // Puts shards of those documents of `old` that are not hidden into its place. The others count as unknown from its
  // beginning on: one that is held again meanwhile is indexed as if it were new.
  base::Result<void> renew(const SealedShard& old, const DocumentsOf& documents_of);

 private:
  struct Member {
    std::uint64_t number = 0;
    std::uint64_t bytes = 0;
    std::string files;  // names, sizes and times, by which a change from outside is seen
    std::shared_ptr<SealedShard> shard;
  };

  std::string shard_path(std::uint64_t number) const;
  std::string hidden_path(std::uint64_t number) const;
  base::Result<Manifest> read_manifest() const;
  base::Result<Member> open_member(std::uint64_t number) const;
  void remove_unknown() const;
  // A new shard: `write` fills the directory it is given. Removed again when that fails.
  base::Result<Member> make(const std::function<base::Result<void>(const std::string&)>& write)
      REQUIRES_LOCK(changing_);
  // Makes `made` count instead of the members with the numbers `replaced`: manifest, then view. sealed: no longer
  // fresh.
  base::Result<void> publish(std::vector<Member> made, const std::vector<std::uint64_t>& replaced,
                             const Documents& sealed) REQUIRES_LOCK(changing_);
  std::uint64_t take_number() REQUIRES_LOCK(changing_);
  std::vector<Member> members() const;
  // The contents of the shard that are not hidden, ascending; the others are unknown until renew() has ended.
  std::vector<base::ContentId> begin_leaving(const SealedShard& old);

  const std::unique_ptr<base::FileSystem> files_;
  const std::string directory_;
  base::Mutex changing_;  // one change of the directory at a time; taken before mutex_
  int lock_ GUARDED_BY(changing_) = -1;
  std::string told_ GUARDED_BY(changing_);  // what the log has said of the index: each damage once

  mutable base::Mutex mutex_;
  Manifest manifest_ GUARDED_BY(mutex_);  // as it lies on the disk
  std::vector<Member> members_ GUARDED_BY(mutex_);
  std::shared_ptr<const IndexView> view_ GUARDED_BY(mutex_);
  std::unordered_set<base::ContentId> fresh_ GUARDED_BY(mutex_);
  std::unordered_set<base::ContentId> hidden_ GUARDED_BY(mutex_);
  std::unordered_set<base::ContentId> leaving_ GUARDED_BY(mutex_);  // of the shard that is made anew
  bool hidden_changed_ GUARDED_BY(mutex_) = false;
};

}  // namespace mailstore::search

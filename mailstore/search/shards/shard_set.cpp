#include "mailstore/search/shards/shard_set.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <set>

#include "base/log.h"
#include "mailstore/search/shards/content_list.h"
#include "mailstore/search/shards/merge_plan.h"

namespace mailstore::search {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kManifestLimit = 16 << 20;
constexpr std::int64_t kDiskReserve = 256 << 20;  // left free by a merge
// Of hidden documents that a shard may carry before it is made anew; small shards are merged soon anyway.
constexpr std::size_t kRenewFrom = 1000;
constexpr std::size_t kRenewShare = 3;  // one in so many

std::uint64_t bytes_in(const std::string& directory) {
  std::uint64_t bytes = 0;
  std::error_code error;
  for (fs::directory_iterator it(directory, error), end; !error && it != end; it.increment(error)) {
    const std::uintmax_t size = it->file_size(error);
    if (!error) bytes += size;
    error.clear();
  }
  return bytes;
}

// Name, size and time of every file. None: they cannot be told now (no descriptor left, a disk that does not answer),
// which says nothing of them. "": there is no such directory.
std::optional<std::string> files_in(const std::string& directory) {
  std::vector<std::string> files;
  std::error_code error;
  const auto missing = [](int code) { return code == ENOENT || code == ENOTDIR; };
  fs::directory_iterator it(directory, error);
  for (const fs::directory_iterator end; !error && it != end; it.increment(error)) {
    struct stat seen {};
    if (::stat(it->path().c_str(), &seen) != 0) {
      if (missing(errno)) continue;
      return std::nullopt;
    }
    files.push_back(it->path().filename().string() + " " + std::to_string(seen.st_size) + " " +
                    std::to_string(seen.st_mtim.tv_sec) + "." + std::to_string(seen.st_mtim.tv_nsec));
  }
  if (error && !missing(error.value())) return std::nullopt;
  std::sort(files.begin(), files.end());
  std::string out;
  for (const std::string& file : files) out += file + "\n";
  return out;
}

base::Error io_error(const std::string& path, const std::string& what) {
  return base::Error::transient(base::ErrorCode::io,
                                {"Không ghi được thư mục chỉ mục.", "The search directory cannot be written."},
                                path + ": " + what);
}

}  // namespace

ShardSet::ShardSet(std::unique_ptr<base::FileSystem> files, std::string directory)
    : files_(std::move(files)), directory_(std::move(directory)), view_(std::make_shared<const IndexView>()) {}

ShardSet::~ShardSet() { unlock(); }

std::string ShardSet::shard_path(std::uint64_t number) const { return directory_ + "/shard-" + std::to_string(number); }
std::string ShardSet::hidden_path(std::uint64_t number) const {
  return directory_ + "/hidden-" + std::to_string(number);
}

base::Result<Manifest> ShardSet::read_manifest() const {
  const base::Result<std::string> bytes = base::read_file(*files_, directory_ + "/manifest", kManifestLimit);
  if (!bytes) return bytes.error();
  std::optional<Manifest> manifest = decode_manifest(*bytes);
  if (!manifest)
    return base::Error::permanent(base::ErrorCode::corrupt, {"Chỉ mục hỏng.", "The search index is damaged."},
                                  "manifest");
  return std::move(*manifest);
}

base::Result<ShardSet::Member> ShardSet::open_member(std::uint64_t number) const {
  base::Result<std::shared_ptr<SealedShard>> shard = SealedShard::open(*files_, shard_path(number));
  if (!shard) return std::move(shard).error();
  auto files = files_in(shard_path(number));
  if (!files) return io_error(shard_path(number), "its files cannot be told");
  return Member{number, bytes_in(shard_path(number)), *std::move(files), std::move(*shard)};
}

std::string ShardSet::open() {
  base::MutexLock changing(changing_);
  base::Result<Manifest> manifest = read_manifest();
  std::vector<Member> members;
  std::vector<base::ContentId> hidden;
  base::Result<void> outcome = manifest ? base::Result<void>() : base::Result<void>(manifest.error());
  for (std::size_t i = 0; outcome && i < manifest->shards.size(); ++i) {
    base::Result<Member> member = open_member(manifest->shards[i].number);
    if (!member) outcome = std::move(member).error();
    else members.push_back(std::move(*member));
  }
  if (outcome && manifest->hidden != 0) {
    base::Result<std::vector<base::ContentId>> read = read_content_list(*files_, hidden_path(manifest->hidden));
    if (!read) outcome = std::move(read).error();
    else hidden = std::move(*read);
  }
  const std::string wrong =
      outcome || outcome.error().code == base::ErrorCode::not_found ? "" : base::describe(outcome.error());
  if (!wrong.empty() && wrong != told_) {
    base::log(base::LogLevel::warning, "SEARCH-0003",
              "the search index is damaged, it is made anew in the background; mail goes on meanwhile",
              {{"error", wrong}});
  }
  told_ = wrong;
  base::MutexLock lock(mutex_);
  fresh_.clear();
  hidden_.clear();
  hidden_changed_ = false;
  auto view = std::make_shared<IndexView>();
  if (outcome) {
    for (const Member& member : members) view->shards.push_back(member.shard);
    hidden_.insert(hidden.begin(), hidden.end());
    manifest_ = std::move(*manifest);
    members_ = std::move(members);
  } else {
    manifest_ = {};
    members_.clear();
  }
  view_ = std::move(view);
  return manifest_.id;
}

base::Result<void> ShardSet::begin_anew(const std::string& id) {
  base::MutexLock changing(changing_);
  if (base::Result<void> made = files_->create_directories(directory_); !made) return made;
  std::error_code error;
  fs::remove(directory_ + "/manifest", error);
  std::uint64_t next = 0;  // a question may still hold an old shard, which removes its directory when it goes
  {
    base::MutexLock lock(mutex_);
    next = manifest_.next;
    for (Member& member : members_) member.shard->replaced();
    members_.clear();
    fresh_.clear();
    hidden_.clear();
    hidden_changed_ = false;
    manifest_ = {};
    view_ = std::make_shared<const IndexView>();
  }
  // Also what earlier formats left: monthly shards and the file "version".
  for (fs::directory_iterator it(directory_, error), end; !error && it != end; it.increment(error)) {
    if (it->path().filename() == "lock") continue;
    std::error_code failed;
    fs::remove_all(it->path(), failed);
    if (failed) return io_error(it->path().string(), failed.message());
  }
  Manifest manifest;
  manifest.id = id;
  manifest.next = std::max(manifest.next, next);
  if (base::Result<void> written = base::write_file_atomically(*files_, directory_ + "/manifest", encode(manifest));
      !written)
    return written;
  base::MutexLock lock(mutex_);
  manifest_ = std::move(manifest);
  return {};
}

base::Result<void> ShardSet::lock(bool& changed) {
  base::MutexLock changing(changing_);
  changed = false;
  if (lock_ >= 0) return {};
  if (base::Result<void> made = files_->create_directories(directory_); !made) return made;
  const std::string path = directory_ + "/lock";
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return io_error(path, std::strerror(errno));
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    ::close(fd);
    return base::Error::transient(
        base::ErrorCode::busy,
        {"Chỉ mục đang được tiến trình khác ghi.", "The index is being written by another process."}, path);
  }
  lock_ = fd;
  const base::Result<Manifest> manifest = read_manifest();
  {
    base::MutexLock lock(mutex_);
    changed = manifest ? !(*manifest == manifest_) : !manifest_.id.empty();
  }
  if (manifest && !changed) remove_unknown();
  return {};
}

void ShardSet::unlock() {
  base::MutexLock changing(changing_);
  if (lock_ >= 0) ::close(lock_);
  lock_ = -1;
}

void ShardSet::remove_unknown() const {
  std::set<std::string> wanted = {"lock", "manifest"};
  {
    base::MutexLock lock(mutex_);
    for (const Member& member : members_) wanted.insert(fs::path(shard_path(member.number)).filename());
    wanted.insert(fs::path(hidden_path(manifest_.hidden)).filename());
  }
  std::error_code error;
  for (fs::directory_iterator it(directory_, error), end; !error && it != end; it.increment(error)) {
    std::error_code ignored;  // tried again at the next lock
    if (!wanted.contains(it->path().filename())) fs::remove_all(it->path(), ignored);
  }
}

std::shared_ptr<const IndexView> ShardSet::view() const {
  base::MutexLock lock(mutex_);
  return view_;
}

std::string ShardSet::damage_on_disk() const {
  const auto id = [&] {
    base::MutexLock lock(mutex_);
    return manifest_.id;
  };
  const std::string began = id();
  if (began.empty()) return {};  // none was taken up
  const base::Result<Manifest> manifest = read_manifest();
  if (!manifest) {
    const base::ErrorCode code = manifest.error().code;
    if (code != base::ErrorCode::not_found && code != base::ErrorCode::corrupt) return {};  // says nothing of the file
    return id() == began ? base::describe(manifest.error()) : "";  // or it is begun anew just now
  }
  for (const Member& member : members()) {
    const auto files = files_in(shard_path(member.number));
    if (!files || *files == member.files) continue;
    const std::vector<Member> now = members();  // or it was merged meanwhile
    if (std::any_of(now.begin(), now.end(), [&](const Member& one) { return one.number == member.number; }))
      return shard_path(member.number) + " was changed or removed by somebody else";
  }
  return {};
}

bool ShardSet::known(base::ContentId content) const {
  base::MutexLock lock(mutex_);
  return fresh_.contains(content) || (!leaving_.contains(content) && view_->sealed(content));
}

void ShardSet::add_fresh(Documents documents) {
  if (documents.empty()) return;
  base::MutexLock lock(mutex_);
  auto view = std::make_shared<IndexView>(*view_);
  for (std::shared_ptr<const IndexedDocument>& document : documents) {
    fresh_.insert(document->content);
    view->fresh.push_back(std::move(document));
  }
  view_ = std::move(view);
}

std::uint64_t ShardSet::take_number() {
  base::MutexLock lock(mutex_);
  return manifest_.next++;  // a number that was taken and not used is never used again by this process
}

base::Result<ShardSet::Member> ShardSet::make(const std::function<base::Result<void>(const std::string&)>& write) {
  const std::uint64_t number = take_number();
  base::Result<void> outcome = write(shard_path(number));
  if (outcome) {
    base::Result<Member> member = open_member(number);
    if (member) return member;
    outcome = std::move(member).error();
  }
  // A full disk must not fill with what was begun.
  const base::Result<std::vector<std::string>> names = files_->list(shard_path(number));
  for (std::size_t i = 0; names && i < names->size(); ++i) (void)files_->unlink(shard_path(number) + "/" + (*names)[i]);
  std::error_code ignored;  // what is left is removed by the next writer
  fs::remove(shard_path(number), ignored);
  return std::move(outcome).error();
}

base::Result<void> ShardSet::publish(std::vector<Member> made, const std::vector<std::uint64_t>& replaced,
                                     const Documents& sealed) {
  Manifest manifest;
  std::vector<Member> members;
  std::vector<base::ContentId> hidden;
  bool write_list = false;
  {
    base::MutexLock lock(mutex_);
    manifest = manifest_;
    write_list = hidden_changed_;
    if (write_list) hidden.assign(hidden_.begin(), hidden_.end());
    hidden_changed_ = false;
    for (const Member& member : members_) {
      if (std::find(replaced.begin(), replaced.end(), member.number) == replaced.end()) members.push_back(member);
    }
  }
  const std::uint64_t old_list = manifest.hidden;
  std::vector<std::shared_ptr<SealedShard>> added;
  for (const Member& member : made) added.push_back(member.shard);
  members.insert(members.end(), std::make_move_iterator(made.begin()), std::make_move_iterator(made.end()));
  std::sort(members.begin(), members.end(),
            [](const Member& a, const Member& b) { return a.shard->contents().front() < b.shard->contents().front(); });
  manifest.shards.clear();
  for (const Member& member : members) manifest.shards.push_back({member.number, member.shard->size()});
  base::Result<void> written;
  if (write_list) {
    manifest.hidden = hidden.empty() ? 0 : manifest.next++;
    if (!hidden.empty()) written = write_content_list(*files_, hidden_path(manifest.hidden), std::move(hidden));
  }
  if (written) written = base::write_file_atomically(*files_, directory_ + "/manifest", encode(manifest));
  const base::Result<Manifest> there = written ? base::Result<Manifest>(manifest) : read_manifest();
  base::MutexLock lock(mutex_);
  if (!written) {
    hidden_changed_ = hidden_changed_ || write_list;
    // What was made is not known. It goes, unless the new manifest may have reached the disk.
    const bool old = there && there->shards == manifest_.shards && there->hidden == manifest_.hidden;
    for (std::size_t i = 0; old && i < added.size(); ++i) added[i]->replaced();
    return written;
  }
  for (Member& member : members_) {
    if (std::find(replaced.begin(), replaced.end(), member.number) != replaced.end()) member.shard->replaced();
  }
  auto view = std::make_shared<IndexView>();
  for (const Member& member : members) view->shards.push_back(member.shard);
  std::unordered_set<base::ContentId> gone;
  for (const std::shared_ptr<const IndexedDocument>& document : sealed) gone.insert(document->content);
  for (const std::shared_ptr<const IndexedDocument>& document : view_->fresh) {
    if (!gone.contains(document->content)) view->fresh.push_back(document);
  }
  for (base::ContentId content : gone) fresh_.erase(content);
  manifest_ = std::move(manifest);
  members_ = std::move(members);
  view_ = std::move(view);
  if (write_list && old_list != 0) (void)files_->unlink(hidden_path(old_list));
  return {};
}

base::Result<void> ShardSet::seal(const Documents& documents) {
  if (documents.empty()) return write_hidden();
  base::MutexLock changing(changing_);
  Documents sorted = documents;
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a->content < b->content; });
  base::Result<Member> member = make([&](const std::string& path) { return write_shard(*files_, path, sorted); });
  if (!member) return std::move(member).error();
  std::vector<Member> made;
  made.push_back(std::move(*member));
  return publish(std::move(made), {}, sorted);
}

std::vector<ShardSet::Member> ShardSet::members() const {
  base::MutexLock lock(mutex_);
  return members_;
}

base::Result<bool> ShardSet::merge() {
  base::MutexLock changing(changing_);
  const std::vector<Member> all = members();
  std::vector<ShardSize> sizes;
  for (const Member& member : all) sizes.push_back({member.shard->size(), member.bytes});
  std::vector<std::shared_ptr<const SealedShard>> sources;
  std::vector<std::uint64_t> numbers;
  std::uint64_t bytes = 0;
  for (std::size_t place : choose_merge(sizes)) {
    sources.push_back(all[place].shard);
    numbers.push_back(all[place].number);
    bytes += all[place].bytes;
  }
  if (sources.empty()) return false;
  const base::Result<std::int64_t> room = files_->free_space(directory_);
  if (room && *room < static_cast<std::int64_t>(bytes) + kDiskReserve) return false;
  base::Result<Member> member = make([&](const std::string& path) { return merge_shards(*files_, path, sources); });
  if (!member) return std::move(member).error();
  std::vector<Member> made;
  made.push_back(std::move(*member));
  if (base::Result<void> published = publish(std::move(made), numbers, {}); !published)
    return std::move(published).error();
  return true;
}

base::Result<void> ShardSet::write_hidden() {
  base::MutexLock changing(changing_);
  {
    base::MutexLock lock(mutex_);
    if (!hidden_changed_) return {};
  }
  return publish({}, {}, {});
}

void ShardSet::hide(std::span<const base::ContentId> contents) {
  base::MutexLock lock(mutex_);
  for (base::ContentId content : contents) hidden_changed_ = hidden_.insert(content).second || hidden_changed_;
}

void ShardSet::show(std::span<const base::ContentId> contents) {
  base::MutexLock lock(mutex_);
  for (base::ContentId content : contents) hidden_changed_ = hidden_.erase(content) > 0 || hidden_changed_;
}

bool ShardSet::hidden(base::ContentId content) const {
  base::MutexLock lock(mutex_);
  return hidden_.contains(content);
}

std::shared_ptr<const SealedShard> ShardSet::to_renew() const {
  base::MutexLock lock(mutex_);
  if (hidden_.empty()) return nullptr;
  std::shared_ptr<const SealedShard> worst;
  double worst_share = 1.0 / kRenewShare;
  for (const Member& member : members_) {
    if (member.shard->size() < kRenewFrom) continue;
    const auto contents = member.shard->contents();
    std::size_t dead = 0;
    for (base::ContentId content : contents) dead += hidden_.contains(content) ? 1 : 0;
    const double share = static_cast<double>(dead) / static_cast<double>(contents.size());
    if (share <= worst_share) continue;
    worst_share = share;
    worst = member.shard;
  }
  return worst;
}

std::vector<base::ContentId> ShardSet::begin_leaving(const SealedShard& old) {
  std::vector<base::ContentId> living;
  base::MutexLock lock(mutex_);
  for (base::ContentId content : old.contents()) {
    if (hidden_.contains(content)) leaving_.insert(content);
    else living.push_back(content);
  }
  std::sort(living.begin(), living.end());
  return living;
}

base::Result<void> ShardSet::renew(const SealedShard& old, const DocumentsOf& documents_of) {
  base::MutexLock changing(changing_);
  std::vector<std::uint64_t> replaced;
  for (const Member& member : members()) {
    if (member.shard.get() == &old) replaced.push_back(member.number);
  }
  if (replaced.empty()) return {};  // merged meanwhile
  const std::vector<base::ContentId> living = begin_leaving(old);
  std::vector<Member> made;
  base::Result<void> outcome;
  for (std::span<const base::ContentId> left(living); outcome && !left.empty();) {
    base::Result<Documents> documents = documents_of(left);
    if (!documents) {
      outcome = std::move(documents).error();
    } else if (!documents->empty()) {
      base::Result<Member> member =
          make([&](const std::string& path) { return write_shard(*files_, path, *documents); });
      if (member) made.push_back(std::move(*member));
      else outcome = std::move(member).error();
    }
  }
  if (outcome) {
    outcome = publish(std::move(made), replaced, {});
  } else {
    for (Member& member : made) member.shard->replaced();
  }
  base::MutexLock lock(mutex_);
  if (outcome) {
    for (base::ContentId content : leaving_) hidden_changed_ = hidden_.erase(content) > 0 || hidden_changed_;
  }
  leaving_.clear();
  return outcome;
}

}  // namespace mailstore::search

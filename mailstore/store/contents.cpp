#include "mailstore/store/contents.h"

#include <functional>
#include <utility>

#include "mailstore/store/store_core.h"

namespace mailstore {
namespace {

base::Error gone() {
  return base::Error::permanent(base::ErrorCode::not_found, {"Thư này không còn nữa.", "This message is gone."});
}

}  // namespace

base::Co<base::Result<BlobRef>> Contents::blob_ref(base::ContentId content) const {
  auto query = [content](base::SqlSnapshot& snapshot) -> base::Result<BlobRef> {
    base::Result<BlobRef> out = gone();
    auto read =
        snapshot.query("SELECT blob_ref FROM content WHERE id = ?", {content.value}, [&](const base::SqlRow& row) {
          out = BlobRef::decode(row.text(0));
          return false;
        });
    if (!read) return read.error();
    return out;
  };
  auto ref = co_await core_.db.read(query);
  if (ref) core_.blob_refs.put(content, *ref);
  co_return ref;
}

base::Co<base::Result<std::string>> Contents::read(base::ContentId content, std::int64_t offset,
                                                   std::int64_t length) const {
  if (length <= 0) co_return std::string();
  for (int attempt = 0;; ++attempt) {
    base::Result<BlobRef> ref = gone();
    if (auto known = core_.blob_refs.find(content)) {
      ref = *known;
    } else {
      ref = co_await blob_ref(content);
    }
    if (!ref) co_return ref.error();
    auto job = [this, where = *ref, offset, length]() -> base::Result<std::string> {
      return core_.blobs.read(where, offset, length);
    };
    auto bytes = co_await core_.file_pool.run(job);
    // A reference kept in memory may be older than a compaction: look once more in the row.
    if (bytes || attempt > 0 || bytes.error().code == base::ErrorCode::busy) co_return bytes;
    core_.blob_refs.drop(content);
  }
}

base::Co<base::Result<std::vector<std::optional<std::string>>>> Contents::read_many(
    std::vector<base::ContentId> contents, std::vector<std::int64_t> octets) const {
  using Slots = std::vector<std::optional<std::string>>;
  std::vector<BlobRef> refs(contents.size());
  for (std::size_t i = 0; i < contents.size(); ++i) {
    if (auto known = core_.blob_refs.find(contents[i])) refs[i] = *known;  // meta() has just put them there
  }
  auto job = [this, refs = std::move(refs), octets = std::move(octets)]() -> base::Result<Slots> {
    Slots out(refs.size());
    for (std::size_t i = 0; i < refs.size(); ++i) {
      if (!refs[i]) continue;
      const std::int64_t length = octets.empty() ? refs[i].length : octets[i];
      if (auto bytes = core_.blobs.read(refs[i], 0, length)) out[i] = *std::move(bytes);
    }
    return out;
  };
  co_return co_await core_.file_pool.run(job);
}

}  // namespace mailstore

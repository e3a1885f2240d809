#include "mailstore/store/selected/content_look.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <optional>
#include <string>

#include "base/text/case.h"
#include "base/text/utf8.h"
#include "mailstore/store/contents/content_text.h"
#include "mailstore/store/store_core.h"

namespace mailstore {
namespace {

constexpr std::int64_t kLargeText = 1 << 20;  // octets of a message, beyond: on its own
constexpr std::int64_t kJobOctets = 4 << 20;  // of small ones, a job

const char* field_of(TextField field) {
  switch (field) {
    case TextField::subject: return "Subject";
    case TextField::from: return "From";
    case TextField::to: return "To";
    case TextField::cc: return "Cc";
    case TextField::bcc: return "Bcc";
    default: return "";
  }
}

MessageSearch where_of(const TextQuery& query) {
  switch (query.field) {
    case TextField::body: return {true, false, {}, false};
    case TextField::text: return {true, true, {}, false};
    case TextField::header: return {false, true, query.header_name, false};
    default: return {false, true, field_of(query.field), true};
  }
}

// Decoding such a text changes line ends, no more: a needle of one line that is nowhere in the message is not in its
// text either. That needs neither parsing nor decoding.
bool may_hold(std::string_view message_bytes, const base::CasemapFinder& finder) {
  const bool unchanged = message_bytes.find('\0') == std::string_view::npos && base::is_valid_utf8(message_bytes);
  return !unchanged || finder.contains_in_raw(message_bytes);
}

base::Error damaged() {
  return base::Error::permanent(
      base::ErrorCode::corrupt,
      {"Ghi chép của kho về chỗ lưu một thư bị hỏng; các thư khác không bị ảnh hưởng. "
       "Hãy giữ một bản sao của thư mục dữ liệu và xem ổ đĩa, rồi phục hồi bản sao lưu vào một thư mục mới.",
       "The store's note of where a message lies is damaged. All others are not affected. "
       "Keep a copy of the data directory and look at the disk, then restore a backup into a new directory."},
      "its blob reference is damaged");
}

// Others' mail and questions go first; 10 as for the index (mailstore/search/indexer.cpp).
void give_way() {
  thread_local bool done = false;
  if (!done) ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 10);
  done = true;
}

}  // namespace

base::Result<std::optional<BlobRef>> ContentLook::place_of(base::ContentId content) const {
  if (auto known = core_.blob_refs.find(content)) return known;
  std::optional<BlobRef> out;
  auto query = [&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    bool decodes = true;
    out = {};
    auto read =
        snapshot.query("SELECT blob_ref FROM content WHERE id = ?", {content.value}, [&](const base::SqlRow& row) {
          const auto ref = BlobRef::decode(row.text(0));
          decodes = ref.has_value();
          if (ref) out = *ref;
          return true;
        });
    return read && !decodes ? damaged() : read;
  };
  if (auto read = core_.db.read_blocking(query); !read) return read.error();
  if (out) core_.blob_refs.put(content, *out);
  return out;
}

// Time has passed since the snapshot: compaction may have moved the bytes (a reference kept in memory may be older than
// that), retention may have removed them.
base::Result<bool> ContentLook::look(const OpenMessage& message, const TextQuery& query,
                                     const std::atomic<bool>& stop) const {
  for (int attempt = 0; !stop; ++attempt) {
    const auto ref = place_of(message.content);
    if (!ref) return ref.error();
    if (!*ref) return false;
    const auto bytes = core_.blobs.read_all(**ref);
    if (bytes) {
      const base::CasemapFinder finder(query.needle);
      if (message.as_it_stands && !may_hold(*bytes, finder)) return false;
      return look_into_message(*bytes, where_of(query), finder, [&] { return !stop; });
    }
    if (attempt > 1) return bytes.error();
    core_.blob_refs.drop(message.content);
  }
  return false;
}

base::Co<base::Result<std::vector<base::Uid>>> ContentLook::find(base::MailboxId mailbox,
                                                                 std::vector<OpenMessage> messages,
                                                                 const TextQuery& query,
                                                                 const std::atomic<bool>& stop) {
  std::vector<base::Uid> out;
  if (messages.empty()) co_return out;
  const auto first_large = std::stable_partition(messages.begin(), messages.end(),
                                                 [](const OpenMessage& message) { return message.size <= kLargeText; });
  const auto small_ones = static_cast<std::size_t>(first_large - messages.begin());
  std::size_t at = 0, end = 0;
  auto job = [&]() -> base::Result<std::vector<base::Uid>> {
    std::vector<base::Uid> found;
    for (std::size_t i = at; i < end; ++i) {
      auto holds = look(messages[i], query, stop);
      if (!holds) return holds.error();
      if (*holds) found.push_back(messages[i].uid);
    }
    return found;
  };
  for (; at < small_ones && !stop; at = end) {
    std::int64_t taken = 0;
    for (end = at; end < small_ones && (end == at || taken < kJobOctets); ++end) taken += messages[end].size;
    auto found = co_await small_.run(job);
    if (!found) co_return found;
    out.insert(out.end(), found->begin(), found->end());
  }
  if (at == messages.size() || stop) co_return out;
  auto query_owner = [mailbox](base::SqlSnapshot& snapshot) -> base::Result<std::int64_t> {
    return snapshot.query_i64("SELECT account FROM mailbox WHERE id = ?", {mailbox.value});
  };
  const auto owner = co_await core_.db.read(query_owner);
  if (!owner) co_return owner.error();
  const base::AccountId account(*owner);
  auto large_job = [&]() -> base::Result<std::vector<base::Uid>> {
    give_way();
    return job();
  };
  for (at = small_ones; at < messages.size() && !stop; at = end) {
    end = at + 1;
    co_await turns_.wait(account);
    const Turns::Turn turn(turns_, account);
    auto found = co_await large_.run(large_job);
    if (!found) co_return found;
    out.insert(out.end(), found->begin(), found->end());
  }
  co_return out;
}

}  // namespace mailstore

#include "mailstore/store/view_copy.h"

#include <algorithm>
#include <cstring>
#include <unordered_map>

#include "base/crypto/hash.h"

namespace mailstore {
namespace {

constexpr std::string_view kMagic = "VTHUVIEW";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kDigestSize = 32;
constexpr std::size_t kMaxSetBytes = kMaxKeywords * (kMaxKeywordBytes + 1);

template <class T>
void put(std::string& out, T value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out.append(bytes, sizeof bytes);
}

base::Error damaged(const char* what) {
  return base::Error::permanent(
      base::ErrorCode::corrupt,
      {"Bản sao danh sách thư của hộp thư bị hỏng.", "The copy of a mailbox's list of messages is damaged."}, what);
}

// Numbers from the front; remembers that there were too few octets.
class Cutter {
 public:
  explicit Cutter(std::string_view bytes) : bytes_(bytes) {}
  template <class T>
  T number() {
    T value{};
    const std::string_view piece = take(sizeof value);
    if (piece.size() == sizeof value) std::memcpy(&value, piece.data(), sizeof value);
    return value;
  }
  std::string_view take(std::size_t count) {
    if (bytes_.size() < count) {
      good_ = false;
      bytes_ = {};
      return {};
    }
    const std::string_view piece = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return piece;
  }
  std::string_view& rest() { return bytes_; }
  bool good() const { return good_; }

 private:
  std::string_view bytes_;
  bool good_ = true;
};

std::string stored_form(const KeywordTable& keywords, std::uint32_t set) {
  std::string out;
  if (const auto names = keywords.get(set)) {
    for (const std::string& name : *names) out.append(out.empty() ? "" : " ").append(name);
  }
  return out;
}

// What follows the head; `copy` has it already.
base::Result<void> take_chunks(Cutter& cutter, KeywordTable& keywords, ViewCopy& copy) {
  const auto kinds = cutter.number<std::uint32_t>();
  std::vector<std::uint32_t> sets;
  for (std::uint32_t i = 0; i < kinds && cutter.good(); ++i) {
    const auto length = cutter.number<std::uint32_t>();
    if (length > kMaxSetBytes || (i == 0 && length != 0)) return damaged("a set of keywords");
    const std::string_view stored = cutter.take(length);
    if (!cutter.good()) break;
    sets.push_back(keywords.intern(stored));
    if (stored_form(keywords, sets.back()) != stored || (i != 0 && length == 0)) return damaged("a set of keywords");
  }
  const auto count = cutter.number<std::uint32_t>();
  if (!cutter.good()) return damaged("cut off");
  base::Uid last;
  for (std::uint32_t i = 0; i < count; ++i) {
    auto chunk = EntryChunk::take(cutter.rest(), sets);
    if (!chunk) return damaged("a chunk");
    if (chunk->first_uid() <= last || chunk->last_uid() >= copy.uid_next) return damaged("UIDs do not ascend");
    if (chunk->highest_modseq() > copy.highest_modseq) return damaged("a modseq beyond the highest");
    last = chunk->last_uid();
    copy.chunks.push_back(std::move(chunk));
  }
  if (!cutter.rest().empty()) return damaged("something behind the end");
  return {};
}

}  // namespace

std::string encode_view_copy(const MailboxView& view, std::int64_t token, const KeywordTable& keywords) {
  const MailboxInfo& info = view.info();
  std::string body;
  body.reserve(view.bytes() + 4096);
  put(body, kVersion);
  put(body, token);
  put(body, info.id.value);
  put(body, info.uid_validity);
  put(body, info.uid_next.value);
  put(body, info.highest_modseq.value);
  const std::vector<std::uint32_t> known = view.keyword_sets();
  std::unordered_map<std::uint32_t, std::uint32_t> numbers{{0, 0}};
  put(body, static_cast<std::uint32_t>(known.size() + 1));
  put(body, std::uint32_t{0});
  for (const std::uint32_t set : known) {
    numbers.emplace(set, static_cast<std::uint32_t>(numbers.size()));
    const std::string stored = stored_form(keywords, set);
    put(body, static_cast<std::uint32_t>(stored.size()));
    body += stored;
  }
  put(body, static_cast<std::uint32_t>(view.chunks().size()));
  std::vector<std::uint32_t> sets;
  for (const auto& chunk : view.chunks()) {
    sets.clear();
    for (const std::uint32_t set : chunk->keyword_sets()) sets.push_back(numbers.at(set));
    chunk->append_to(body, sets);
  }
  std::string out(kMagic);
  out.reserve(kMagic.size() + kDigestSize + body.size());
  out += base::to_bytes(base::sha256(body));
  out += body;
  return out;
}

base::Result<ViewCopy> decode_view_copy(std::string_view bytes, KeywordTable& keywords) {
  if (!bytes.starts_with(kMagic) || bytes.size() < kMagic.size() + kDigestSize) return damaged("no copy of a view");
  const std::string_view digest = bytes.substr(kMagic.size(), kDigestSize);
  const std::string_view body = bytes.substr(kMagic.size() + kDigestSize);
  if (base::to_bytes(base::sha256(body)) != digest) return damaged("checksum");
  Cutter cutter(body);
  if (cutter.number<std::uint32_t>() != kVersion) return damaged("another version");
  ViewCopy copy;
  copy.token = cutter.number<std::int64_t>();
  copy.mailbox = base::MailboxId(cutter.number<std::int64_t>());
  copy.uid_validity = cutter.number<std::uint32_t>();
  copy.uid_next = base::Uid(cutter.number<std::uint32_t>());
  copy.highest_modseq = base::ModSeq(cutter.number<std::int64_t>());
  if (!cutter.good()) return damaged("cut off");
  auto taken = take_chunks(cutter, keywords, copy);
  if (!taken) return taken.error();
  return copy;
}

}  // namespace mailstore

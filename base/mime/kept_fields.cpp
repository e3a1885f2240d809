// Format, version 1. Numbers are LEB128.
//   kept = version:1 others field_count *( name:1 size ) *octet
//   others = count *hash:u16le     names that the header has and that are not kept, by hash, ascending, each once
//   name: place in kNames; the octets of the fields follow one another as they stand in the header, in its order
#include "base/mime/kept_fields.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/mime/field_selector.h"
#include "base/mime/header_scan.h"
#include "base/text/case.h"

namespace base {
namespace {

constexpr char kVersion = 1;
constexpr std::size_t kMaxFields = 1000;  // that are kept

// Only ever appended to: rows name them by place.
constexpr std::string_view kNames[] = {"from",
                                       "to",
                                       "cc",
                                       "subject",
                                       "date",
                                       "message-id",
                                       "in-reply-to",
                                       "references",
                                       "reply-to",
                                       "content-type",
                                       "mime-version",
                                       "content-transfer-encoding",
                                       "sender",
                                       "bcc",
                                       "priority",
                                       "x-priority",
                                       "importance",
                                       "x-msmail-priority",
                                       "newsgroups",
                                       "followup-to",
                                       "lines",
                                       "list-id",
                                       "list-post",
                                       "list-unsubscribe",
                                       "list-subscribe",
                                       "content-description",
                                       "content-disposition",
                                       "content-language",
                                       "x-label",
                                       "x-original-to",
                                       "x-tuid",
                                       "auto-submitted",
                                       "precedence",
                                       "disposition-notification-to",
                                       "return-receipt-to",
                                       "mail-followup-to",
                                       "mail-reply-to",
                                       "resent-message-id",
                                       "resent-from",
                                       "resent-to",
                                       "resent-cc",
                                       "resent-date",
                                       "status",
                                       "x-status",
                                       "x-keywords",
                                       "keywords",
                                       "x-spam-flag",
                                       "x-spam-level",
                                       "expires",
                                       "expiry-date",
                                       "sensitivity"};
static_assert(std::size(kNames) <= kMaxKeptNames);

// FNV-1a of the name in lower case, folded.
std::uint16_t hash_of(std::string_view name) {
  std::uint32_t hash = 2166136261u;
  for (const char c : name) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    hash = (hash ^ static_cast<unsigned char>(lower)) * 16777619u;
  }
  return static_cast<std::uint16_t>(hash ^ hash >> 16);
}

// The place of a name in kNames; -1: it is not kept.
int id_of(std::string_view name, std::uint16_t hash) {
  using ByHash = std::vector<std::pair<std::uint16_t, int>>;
  static const ByHash kByHash = [] {
    ByHash out;
    for (std::size_t i = 0; i < std::size(kNames); ++i) out.emplace_back(hash_of(kNames[i]), static_cast<int>(i));
    std::sort(out.begin(), out.end());
    return out;
  }();
  auto at = std::lower_bound(kByHash.begin(), kByHash.end(), std::pair{hash, 0});
  for (; at != kByHash.end() && at->first == hash; ++at) {
    if (equals_ignoring_case(kNames[at->second], name)) return at->second;
  }
  return -1;
}

struct Field {
  std::string_view text;  // with folded lines and line ends
  std::uint16_t hash = 0;
  int id = -1;  // in kNames, while it is kept
};

// Judged line by line as FieldSelector does it; lines that are no field belong to none.
std::vector<Field> fields_of(std::string_view header) {
  std::vector<Field> out;
  bool inside = false;
  for (std::size_t at = 0; at < header.size();) {
    const std::size_t end = line_end(header, at);
    const std::string_view line = header.substr(at, end - at);
    if (is_blank_line(line)) break;
    if (is_wsp(line.front())) {
      if (inside) out.back().text = std::string_view(out.back().text.data(), out.back().text.size() + line.size());
    } else {
      const FieldStart start = read_field_start(line);
      inside = start.valid && start.colon < FieldSelector::kMaxStart;
      if (inside) {
        const std::string_view name = line.substr(0, start.name_size);
        const std::uint16_t hash = hash_of(name);
        out.push_back({line, hash, id_of(name, hash)});
      }
    }
    at = end;
  }
  return out;
}

void put_number(std::string& out, std::size_t n) {
  for (; n >= 0x80; n >>= 7) out += static_cast<char>(n | 0x80);
  out += static_cast<char>(n);
}

// Reads what encode_kept_fields() wrote; a wrong byte ends it.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}
  bool number(std::size_t& out) {
    out = 0;
    for (unsigned shift = 0; shift < 28 && !bytes_.empty(); shift += 7) {
      const auto octet = static_cast<unsigned char>(bytes_.front());
      bytes_.remove_prefix(1);
      out |= static_cast<std::size_t>(octet & 0x7F) << shift;
      if (octet < 0x80) return true;
    }
    return false;
  }
  bool take(std::size_t size, std::string_view& out) {
    if (size > bytes_.size()) return false;
    out = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return true;
  }
  std::string_view rest() const { return bytes_; }

 private:
  std::string_view bytes_;
};

// Takes the id from those that are too long to be kept.
void choose(std::vector<Field>& fields) {
  std::array<std::size_t, std::size(kNames)> octets{};
  for (const Field& field : fields) {
    if (field.id >= 0) octets[static_cast<std::size_t>(field.id)] += field.text.size();
  }
  std::size_t all = 0, count = 0;
  for (Field& field : fields) {
    if (field.id < 0) continue;
    if (octets[static_cast<std::size_t>(field.id)] > kMaxKeptOfName) {
      field.id = -1;
    } else {
      all += field.text.size();
      ++count;
    }
  }
  if (all <= kMaxKeptFields && count <= kMaxFields) return;
  for (Field& field : fields) field.id = -1;
}

}  // namespace

std::string encode_kept_fields(std::string_view header) {
  if (!header.empty() && is_wsp(header.front())) return {};
  std::vector<Field> fields = fields_of(header);
  choose(fields);
  std::vector<std::uint16_t> others;
  std::size_t kept = 0, octets = 0;
  for (const Field& field : fields) {
    if (field.id >= 0) {
      ++kept;
      octets += field.text.size();
    } else {
      others.push_back(field.hash);
    }
  }
  std::sort(others.begin(), others.end());
  others.erase(std::unique(others.begin(), others.end()), others.end());
  if (others.size() > kMaxOtherNames) return {};
  std::string out(1, kVersion);
  out.reserve(8 + 2 * others.size() + 3 * kept + octets);
  put_number(out, others.size());
  for (const std::uint16_t hash : others) {
    out += static_cast<char>(hash & 0xFF);
    out += static_cast<char>(hash >> 8);
  }
  put_number(out, kept);
  for (const Field& field : fields) {
    if (field.id < 0) continue;
    out += static_cast<char>(field.id);
    put_number(out, field.text.size());
  }
  for (const Field& field : fields) {
    if (field.id >= 0) out += field.text;
  }
  return out;
}

KeptQuestion::KeptQuestion(const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    hashes_.push_back(hash_of(name));
    const int id = id_of(name, hashes_.back());
    if (id >= 0) wanted_.set(static_cast<std::size_t>(id));
  }
  std::sort(hashes_.begin(), hashes_.end());
  hashes_.erase(std::unique(hashes_.begin(), hashes_.end()), hashes_.end());
}

bool KeptQuestion::is_told_by(std::string_view kept) const { return pass_others(kept); }

// Moves `kept` behind the names that are not kept; false when one of them is asked for.
bool KeptQuestion::pass_others(std::string_view& kept) const {
  Reader in(kept);
  std::string_view version, others;
  std::size_t count = 0;
  if (!in.take(1, version) || version[0] != kVersion || !in.number(count) || !in.take(2 * count, others)) return false;
  auto asked = hashes_.begin();
  for (std::size_t i = 0; i < others.size(); i += 2) {
    const auto hash = static_cast<std::uint16_t>(static_cast<unsigned char>(others[i]) |
                                                 static_cast<unsigned char>(others[i + 1]) << 8);
    while (asked != hashes_.end() && *asked < hash) ++asked;
    if (asked == hashes_.end()) break;
    if (*asked == hash) return false;
  }
  kept = in.rest();
  return true;
}

bool KeptQuestion::answer(std::string_view kept, std::string& out) const {
  if (!pass_others(kept)) return false;
  Reader in(kept);
  std::string_view entry;
  std::size_t count = 0;
  if (!in.number(count) || count > kMaxFields) return false;
  // The texts stand behind the directory: once to find where they begin, once to copy what is wanted.
  Reader directory = in;
  for (std::size_t i = 0, size = 0; i < count; ++i) {
    if (!in.take(1, entry) || !in.number(size)) return false;
  }
  const std::size_t before = out.size();
  for (std::size_t i = 0, size = 0; i < count; ++i) {
    std::string_view name, text;
    if (!directory.take(1, name) || !directory.number(size) || !in.take(size, text)) {
      out.resize(before);
      return false;
    }
    const auto id = static_cast<unsigned char>(name[0]);
    if (id < kMaxKeptNames && wanted_[id]) out += text;
  }
  if (out.size() > before && out.back() != '\n') out += "\r\n";
  return true;
}

}  // namespace base

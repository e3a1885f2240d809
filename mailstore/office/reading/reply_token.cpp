#include "mailstore/office/reading/reply_token.h"

#include <charconv>

#include "base/crypto/hash.h"
#include "base/crypto/random.h"
#include "base/text/case.h"

namespace mailstore::office {

namespace {

constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz234567";  // RFC 4648 §6, lower case
constexpr std::size_t kMacLetters = 20;                                     // 100 bits
constexpr int kMaxKeys = 32;
constexpr std::string_view kQuestionReply = "hoi+", kQuestionMessage = "hoi.";

// The first `letters` letters of base32 over the bytes.
std::string base32(std::string_view bytes, std::size_t letters) {
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (unsigned char byte : bytes) {
    bits = bits << 8 | byte;
    for (count += 8; count >= 5 && out.size() < letters;) {
      count -= 5;
      out += kAlphabet[bits >> count & 31];
    }
    bits &= 0xFF;
  }
  return out;
}

std::string mac(const ReplyKey& key, std::string_view purpose, std::string_view content) {
  const std::string text = std::string(purpose) + "|" + std::to_string(key.id) + "|" + std::string(content);
  return kAlphabet[static_cast<std::size_t>(key.id)] +
         base32(base::to_bytes(base::hmac_sha256(key.secret, text)), kMacLetters);
}

std::string base36(std::int64_t value) {
  char buffer[16];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, 36).ptr;
  return {buffer, end};
}

std::optional<std::int64_t> number(std::string_view text, int base) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

// Parts between dots; more than `count` or fewer: nothing.
std::optional<std::vector<std::string_view>> split(std::string_view text, std::size_t count) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto dot = text.find('.');
    parts.push_back(text.substr(0, dot));
    if (dot == std::string_view::npos) break;
    text.remove_prefix(dot + 1);
    if (parts.size() > count) return std::nullopt;
  }
  if (parts.size() != count) return std::nullopt;
  return parts;
}

}  // namespace

const ReplyKey* ReplyKeys::find(char letter) const {
  for (const ReplyKey& key : keys_) {
    if (kAlphabet[static_cast<std::size_t>(key.id)] == letter) return &key;
  }
  return nullptr;
}

std::string ReplyKeys::local_part(const ReplyToken& token) const {
  const std::string content = base36(token.task) + "." + std::to_string(token.party);
  return "nv+" + content + "." + mac(keys_.back(), "reply", content);
}

std::optional<ReplyToken> ReplyKeys::read_local_part(std::string_view local) const {
  const std::string lower = base::to_ascii_lower(local);
  if (!lower.starts_with("nv+") || lower.size() > 64) return std::nullopt;
  auto parts = split(std::string_view(lower).substr(3), 3);
  if (!parts || (*parts)[2].empty()) return std::nullopt;
  const auto task = number((*parts)[0], 36), party = number((*parts)[1], 10);
  const ReplyKey* key = find((*parts)[2].front());
  if (!task || !party || *party > 100000 || key == nullptr) return std::nullopt;
  const std::string content = std::string((*parts)[0]) + "." + std::string((*parts)[1]);
  if (!base::equal_constant_time(mac(*key, "reply", content), (*parts)[2])) return std::nullopt;
  return ReplyToken{*task, static_cast<int>(*party)};
}

std::string ReplyKeys::message_id_left(const ReplyToken& token, std::int64_t seq) const {
  const std::string content = base36(token.task) + "." + std::to_string(seq) + "." + std::to_string(token.party);
  return "nv." + content + "." + mac(keys_.back(), "message", content);
}

std::optional<MessageToken> ReplyKeys::read_message_id(std::string_view message_id) const {
  // What stands behind '-' tells several mails of one event apart.
  const std::string lower = base::to_ascii_lower(message_id.substr(0, message_id.find_first_of("-@")));
  if (!lower.starts_with("nv.") || lower.size() > 100) return std::nullopt;
  auto parts = split(std::string_view(lower).substr(3), 4);
  if (!parts || (*parts)[3].empty()) return std::nullopt;
  const auto task = number((*parts)[0], 36), seq = number((*parts)[1], 10), party = number((*parts)[2], 10);
  const ReplyKey* key = find((*parts)[3].front());
  if (!task || !seq || !party || *party > 100000 || key == nullptr) return std::nullopt;
  const std::string content =
      std::string((*parts)[0]) + "." + std::string((*parts)[1]) + "." + std::string((*parts)[2]);
  if (!base::equal_constant_time(mac(*key, "message", content), (*parts)[3])) return std::nullopt;
  return MessageToken{{*task, static_cast<int>(*party)}, *seq};
}

namespace {

std::string question_content(const QuestionToken& token) {
  return base36(token.office) + "." + std::to_string(token.seq);
}

}  // namespace

std::string ReplyKeys::question_local_part(const QuestionToken& token) const {
  const std::string content = question_content(token);
  return std::string(kQuestionReply) + content + "." + mac(keys_.back(), "question-reply", content);
}

std::string ReplyKeys::question_message_id_left(const QuestionToken& token) const {
  const std::string content = question_content(token);
  return std::string(kQuestionMessage) + content + "." + mac(keys_.back(), "question-message", content);
}

std::optional<QuestionToken> ReplyKeys::read_question(std::string_view text, std::string_view prefix,
                                                      std::string_view purpose) const {
  const std::string lower = base::to_ascii_lower(text);
  if (!lower.starts_with(prefix) || lower.size() > 100) return std::nullopt;
  auto parts = split(std::string_view(lower).substr(prefix.size()), 3);
  if (!parts || (*parts)[2].empty()) return std::nullopt;
  const auto office = number((*parts)[0], 36), seq = number((*parts)[1], 10);
  const ReplyKey* key = find((*parts)[2].front());
  if (!office || !seq || key == nullptr) return std::nullopt;
  const std::string content = std::string((*parts)[0]) + "." + std::string((*parts)[1]);
  if (!base::equal_constant_time(mac(*key, purpose, content), (*parts)[2])) return std::nullopt;
  return QuestionToken{*office, *seq};
}

std::optional<QuestionToken> ReplyKeys::read_question_local_part(std::string_view local) const {
  return read_question(local, kQuestionReply, "question-reply");
}

std::optional<QuestionToken> ReplyKeys::read_question_message_id(std::string_view message_id) const {
  return read_question(message_id.substr(0, message_id.find_first_of("-@")), kQuestionMessage, "question-message");
}

bool looks_like_reply(std::string_view local) {
  const std::string head = base::to_ascii_lower(local.substr(0, kQuestionReply.size()));
  return (local.size() > 3 && head.starts_with("nv+")) ||
         (local.size() > kQuestionReply.size() && head == kQuestionReply);
}

std::string digest_message_id(base::AccountId account, base::Timestamp at, std::string_view domain) {
  return "nhac." + std::to_string(account.value) + "." + std::to_string(at.us) + "@" + std::string(domain);
}

bool is_digest_message_id(std::string_view message_id) { return message_id.starts_with("nhac."); }

bool is_digest_of(std::string_view message_id, base::AccountId account) {
  return message_id.starts_with("nhac." + std::to_string(account.value) + ".");
}

std::string series_message_id(base::UnitId office, std::int64_t series, std::int64_t seq, std::size_t index,
                              std::string_view domain) {
  return "ck." + std::to_string(office.value) + "." + std::to_string(series) + "." + std::to_string(seq) + "-" +
         std::to_string(index) + "@" + std::string(domain);
}

std::optional<SeriesReference> read_series_message_id(std::string_view message_id) {
  message_id = message_id.substr(0, message_id.find_first_of("-@"));
  if (!message_id.starts_with("ck.") || message_id.size() > 100) return std::nullopt;
  const auto parts = split(message_id.substr(3), 3);
  if (!parts) return std::nullopt;
  const auto office = number((*parts)[0], 10), series = number((*parts)[1], 10);
  if (!office || !series) return std::nullopt;
  return SeriesReference{base::UnitId(*office), *series};
}

base::Result<ReplyKeys> load_reply_keys(base::Database& db, base::Timestamp now, base::Duration lifetime) {
  std::vector<ReplyKey> keys;
  auto done = db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    keys.clear();
    base::Timestamp newest;
    auto read = tx.query("SELECT id, secret, created_us FROM reply_key ORDER BY created_us, id", {},
                         [&](const base::SqlRow& row) {
                           keys.push_back({static_cast<int>(row.i64(0)), row.str(1)});
                           newest = base::Timestamp(row.i64(2));
                           return true;
                         });
    if (!read) return read;
    if (!keys.empty() && now < newest + lifetime) return {};
    ReplyKey fresh{keys.empty() ? 0 : (keys.back().id + 1) % kMaxKeys, base::random_bytes(32)};
    std::erase_if(keys, [&](const ReplyKey& key) { return key.id == fresh.id; });
    auto dropped = tx.execute("DELETE FROM reply_key WHERE id = ?", {fresh.id});
    if (!dropped) return dropped.error();
    auto added = tx.execute("INSERT INTO reply_key (id, secret, created_us) VALUES (?, ?, ?)",
                            {fresh.id, base::SqlBlob{fresh.secret}, now.us});
    if (!added) return added.error();
    keys.push_back(std::move(fresh));
    return {};
  });
  if (!done) return done.error();
  return ReplyKeys(std::move(keys));
}

}  // namespace mailstore::office

// Reply tokens: which task and which party an answer is about; never who speaks (structured-mail.md 5, rule 1). The mac
// keeps others from making them up. Keys rotate: the newest signs, older ones still verify. A value; thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/sql/database.h"

namespace mailstore::office {

struct ReplyToken {
  std::int64_t task = 0;
  int party = 0;  // or kWholeCard
  bool operator==(const ReplyToken&) const = default;
};
// As the party of a token: a message about the whole of a task in which each answers for itself.
inline constexpr int kWholeCard = 100000;
// Between tokens and cards (policies::tasks::kWholeTask).
inline int token_party(int card) { return card < 0 ? kWholeCard : card; }
inline int card_of(const ReplyToken& token) { return token.party == kWholeCard ? -1 : token.party; }
struct MessageToken {
  ReplyToken token;
  std::int64_t seq = 0;  // of the event that the message told of
};

// Which question of which office an answer is about (journal/question.h).
struct QuestionToken {
  std::int64_t office = 0;
  std::int64_t seq = 0;
  bool operator==(const QuestionToken&) const = default;
};

struct ReplyKey {
  int id = 0;          // 0 … 31
  std::string secret;  // 32 octets
};

class ReplyKeys {
 public:
  explicit ReplyKeys(std::vector<ReplyKey> keys) : keys_(std::move(keys)) {}  // newest last; REQUIRES: not empty

  // "nv+<task>.<party>.<mac>": at most 64 octets, letters, digits, '+' and '.', any case on the way back.
  std::string local_part(const ReplyToken& token) const;
  std::optional<ReplyToken> read_local_part(std::string_view local) const;
  // "nv.<task>.<seq>.<party>.<mac>": the left side of our Message-IDs.
  std::string message_id_left(const ReplyToken& token, std::int64_t seq) const;
  std::optional<MessageToken> read_message_id(std::string_view message_id) const;  // with or without "@domain"
  // "hoi+<office>.<seq>.<mac>" of the reply address, "hoi.<office>.<seq>.<mac>" of the Message-ID of a question.
  std::string question_local_part(const QuestionToken& token) const;
  std::optional<QuestionToken> read_question_local_part(std::string_view local) const;
  std::string question_message_id_left(const QuestionToken& token) const;
  std::optional<QuestionToken> read_question_message_id(std::string_view message_id) const;

 private:
  const ReplyKey* find(char letter) const;
  std::optional<QuestionToken> read_question(std::string_view text, std::string_view prefix,
                                             std::string_view purpose) const;
  std::vector<ReplyKey> keys_;
};

// The Message-ID of a mail about a series, with "@domain": its answers name the series. It proves nothing: who answers
// is known by his submission, and what he may do by his posts.
std::string series_message_id(base::UnitId office, std::int64_t series, std::int64_t seq, std::size_t index,
                              std::string_view domain);
struct SeriesReference {
  base::UnitId office;
  std::int64_t series = 0;
};
std::optional<SeriesReference> read_series_message_id(std::string_view message_id);

// The Message-ID of the morning's mail to a person: an answer to it names no task.
std::string digest_message_id(base::AccountId account, base::Timestamp at, std::string_view domain);
bool is_digest_message_id(std::string_view message_id);
bool is_digest_of(std::string_view message_id, base::AccountId account);  // the morning's mail to this person

// Is this the local part of a reply address, right or forged ("nv+…", "hoi+…")?
bool looks_like_reply(std::string_view local);

// Reads the keys; makes the first one, and a new one when the newest is older than `lifetime`. Blocking.
base::Result<ReplyKeys> load_reply_keys(base::Database& db, base::Timestamp now, base::Duration lifetime);

}  // namespace mailstore::office

// IMAP SEARCH by text (RFC 9051 §6.4.4): case-insensitive substrings of decoded text; marks count, forms (NFC, NFD) do
// not.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/async/executor.h"
#include "base/async/parking.h"
#include "base/text/case.h"
#include "base/text/utf8.h"
#include "mailstore/store/contents/content_rows.h"
#include "mailstore/store/contents/content_text.h"
#include "mailstore/store/contents/message_ids.h"
#include "mailstore/store/contents/trace_fields.h"
#include "mailstore/store/id_batch.h"
#include "mailstore/store/searched_texts.h"
#include "mailstore/store/selected/content_look.h"
#include "mailstore/store/selected/selected_mail.h"
#include "mailstore/store/store_core.h"

namespace mailstore {
namespace {

using Uids = std::vector<base::Uid>;

constexpr std::size_t kEntriesPerRead = 500;  // one snapshot's share
constexpr std::chrono::milliseconds kAskEvery{500};

// What one snapshot says of a share.
struct MatchShare {
  Uids found;
  std::vector<OpenMessage> open;  // to be looked into: only the message tells
};

const char* column_of(TextField field) {
  switch (field) {
    case TextField::subject: return "subject";
    case TextField::from: return "from_text";
    case TextField::to: return "to_text";
    case TextField::cc: return "cc_text";
    case TextField::bcc: return "bcc_text";
    default: return nullptr;
  }
}

// The text of Message-ID fields is kept apart. An empty needle asks whether there is such a field: only headers tell.
bool asks_message_id(const TextQuery& query) {
  return query.field == TextField::header && !query.needle.empty() &&
         base::equals_ignoring_case(query.header_name, kMessageIdName);
}

IdReader rows_of(base::SqlReader& reader, TextField field) {
  if (const char* column = column_of(field))
    return {reader, std::string("SELECT id, ") + column + " FROM content", "id"};
  return {reader, "SELECT content, packed FROM content_text", "content"};
}

// Whether the header names no charset but UTF-8 or US-ASCII, and no other line breaks than those that stand there: then
// valid UTF-8 is its own decoding. Anything unusual says no.
bool is_text_as_it_stands(std::string_view header_lines) {
  if (base::find_ignoring_case(header_lines, "flowed") != std::string_view::npos) return false;
  constexpr std::string_view kWord = "charset";
  for (std::size_t at = 0; (at = base::find_ignoring_case(header_lines, kWord, at)) != std::string_view::npos;) {
    at += kWord.size();
    std::string_view value = header_lines.substr(at);
    if (!value.starts_with('=')) return false;
    value.remove_prefix(1);
    if (value.starts_with('"')) value.remove_prefix(1);
    const std::string_view name = value.substr(0, value.find_first_of("\"; \t\n"));
    if (!base::equals_ignoring_case(name, "utf-8") && !base::equals_ignoring_case(name, "us-ascii")) return false;
  }
  return true;
}

class Matcher {
 public:
  Matcher(base::SqlReader& reader, StoreCore& core, base::MailboxId mailbox, const TextQuery& query)
      : reader_(reader),
        core_(core),
        mailbox_(mailbox),
        query_(query),
        finder_(query.needle),
        one_line_(query.needle.find_first_of("\r\n") == std::string::npos),
        rows_(rows_of(reader, query.field)) {
    if (asks_message_id(query))
      ids_reader_.emplace(reader, "SELECT content, id_key, ids FROM content_message_id", "content");
  }

  // `stop`: the answer is not wanted any more.
  base::Result<MatchShare> run(std::span<const Entry> entries, const std::atomic<bool>& stop) {
    for (std::size_t at = 0; at < entries.size() && !stop; at += kIdBatch) {
      auto done = batch(entries.subspan(at, std::min(kIdBatch, entries.size() - at)));
      if (!done) return done.error();
    }
    return std::move(out_);
  }

 private:
  bool looks_at_text() const { return query_.field == TextField::body || query_.field == TextField::text; }
  bool looks_at_prefix() const {
    if (query_.field == TextField::header) return query_.header_name.empty() || is_trace_field(query_.header_name);
    return query_.field == TextField::text;
  }

  base::Result<void> batch(std::span<const Entry> entries) {
    ids_.clear();
    for (const Entry& entry : entries) ids_.push_back(entry.content.value);
    std::sort(ids_.begin(), ids_.end());
    ids_.erase(std::unique(ids_.begin(), ids_.end()), ids_.end());
    hits_.assign(ids_.size(), false);
    next_ = 0;
    in_content_.clear();
    auto read = column_of(query_.field) != nullptr ? look_in_columns(ids_)
                : ids_reader_                      ? look_in_message_ids(ids_)
                                                   : look_in_texts(ids_);
    if (!read) return read;
    prefix_hits_.clear();
    if (looks_at_prefix()) {
      std::vector<std::int64_t> unmatched;  // emails
      for (const Entry& entry : entries) {
        if (!hit(entry.content.value)) unmatched.push_back(entry.email.value);
      }
      if (auto done = look_in_prefixes(unmatched); !done) return done;
    }
    std::unordered_map<std::int64_t, bool> open(in_content_.begin(), in_content_.end());
    for (const Entry& entry : entries) {
      if (hit(entry.content.value) || prefix_hits_.contains(entry.email.value)) {
        out_.found.push_back(entry.uid);
      } else if (const auto in_content = open.find(entry.content.value); in_content != open.end()) {
        out_.open.push_back({entry.uid, entry.content, in_content->second, entry.size});
      }
    }
    return {};
  }

  // The batch's answer for a content. Asked in ascending order it costs one comparison.
  std::vector<bool>::reference hit(std::int64_t content) {
    if (next_ >= ids_.size() || ids_[next_] != content) {
      next_ = static_cast<std::size_t>(std::lower_bound(ids_.begin(), ids_.end(), content) - ids_.begin());
    }
    return hits_[next_++];
  }

  base::Result<void> look_in_columns(std::span<const std::int64_t> ids) {
    // An empty needle asks whether the field is there at all: an empty column stands for an absent field.
    const bool presence = query_.needle.empty();
    auto read = rows_.read(ids, [&](const base::SqlRow& row) {
      const std::string_view text = row.text(1);
      const bool yes = presence ? !text.empty() : finder_.contains_in_raw(text);
      hit(row.i64(0)) = yes;
      if (!yes && text.ends_with(kCutMark)) in_content_.push_back({row.i64(0), false});
    });
    return read;
  }

  // Where they are not kept the header lines are looked at.
  base::Result<void> look_in_message_ids(std::span<const std::int64_t> ids) {
    std::vector<bool> known(ids.size());
    auto read = ids_reader_->read(ids, [&](const base::SqlRow& row) {
      if (row.i64(1) == MessageIds::kNotKept) return;
      const std::int64_t content = row.i64(0);
      known[static_cast<std::size_t>(std::lower_bound(ids.begin(), ids.end(), content) - ids.begin())] = true;
      for (std::string_view text = row.text(2); !text.empty();) {
        const std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (!finder_.contains_in_raw(line)) continue;
        hit(content) = true;
        break;
      }
    });
    if (!read) return read;
    std::vector<std::int64_t> others;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      if (!known[i]) others.push_back(ids[i]);
    }
    return others.empty() ? read : look_in_texts(others);
  }

  base::Result<void> look_in_texts(std::span<const std::int64_t> ids) {
    base::Result<void> unpacked;
    auto read = rows_.read(ids, [&](const base::SqlRow& row) {
      auto text = view_text(row.text(1), inflated_);
      if (!text) {
        unpacked = text.error();
        return;
      }
      const bool yes = text_matches(*text);
      hit(row.i64(0)) = yes;
      if (yes) return;
      const bool lacks_body = looks_at_text() && (text->text_in_content || text->body_cut);
      const bool lacks_header = query_.field != TextField::body && text->header_cut;
      const bool as_it_stands =
          one_line_ && text->text_in_content && !text->header_cut && is_text_as_it_stands(text->header);
      if (lacks_body || lacks_header) in_content_.push_back({row.i64(0), as_it_stands});
    });
    return read ? unpacked : read;
  }

  bool text_matches(const PackedTextView& text) const {
    switch (query_.field) {
      case TextField::header: return header_matches(text.header, query_.header_name, finder_);
      case TextField::body: return finder_.contains_in_raw(text.searchable());
      default: return finder_.contains_in_raw(text.searchable()) || finder_.contains_in_raw(text.header);
    }
  }

  // Our own trace lines belong to the delivery, not to the content. Finds the emails whose lines match.
  base::Result<void> look_in_prefixes(std::span<const std::int64_t> emails) {
    if (emails.empty()) return {};
    if (account_ == 0) {
      auto account = reader_.query_i64("SELECT account FROM mailbox WHERE id = ?", {mailbox_.value});
      if (!account) return account.error();
      account_ = *account;
    }
    const std::size_t marks = marks_for(emails.size());
    std::vector<base::SqlParam> params{account_};
    append_ids(params, emails, marks);
    const std::string_view name = query_.field == TextField::header ? std::string_view(query_.header_name) : "";
    return reader_.query("SELECT id, prefix FROM email WHERE account = ? AND id IN " + mark_list(marks), params,
                         [&](const base::SqlRow& row) {
                           const std::string lines = unfolded_lines(row.text(1));
                           if (!lines.empty() && header_matches(lines, name, finder_)) prefix_hits_.insert(row.i64(0));
                           return true;
                         });
  }

  base::SqlReader& reader_;
  StoreCore& core_;
  const base::MailboxId mailbox_;
  const TextQuery& query_;
  const base::CasemapFinder finder_;
  const bool one_line_;
  IdReader rows_;                       // (content, text)
  std::optional<IdReader> ids_reader_;  // for questions about Message-ID
  std::int64_t account_ = 0;
  // Of the batch:
  std::vector<std::int64_t> ids_;                          // contents, ascending
  std::vector<bool> hits_;                                 // for each of ids_
  std::size_t next_ = 0;                                   // in ids_: where the next row is expected
  std::vector<std::pair<std::int64_t, bool>> in_content_;  // content; whether its text is as it stands
  std::unordered_set<std::int64_t> prefix_hits_;           // emails
  std::string inflated_;
  MatchShare out_;
};

}  // namespace

struct SelectedMail::MatchShares {
  std::vector<Entry> entries;
  TextQuery query;
  base::MailboxId mailbox;
  std::size_t next = 0;     // share that nobody has taken
  std::vector<Uids> found;  // of each share
  std::optional<base::Error> failed;
  unsigned walkers = 0;           // at work
  base::ParkingSpot all_done;     // their caller
  std::atomic<bool> stop{false};  // nobody wants the answer any more; read by other threads too

  // Puts these to what was found of the share, in the order of its entries.
  void add(std::size_t share, const Uids& more) {
    std::unordered_set<std::uint32_t> all;
    for (const Uids* uids : {&std::as_const(found[share]), &more}) {
      for (const base::Uid uid : *uids) all.insert(uid.value);
    }
    found[share].clear();
    const std::size_t at = share * kEntriesPerRead, end = std::min(entries.size(), at + kEntriesPerRead);
    for (std::size_t i = at; i < end; ++i) {
      if (all.contains(entries[i].uid.value)) found[share].push_back(entries[i].uid);
    }
  }
};

// Counts one walker, also when an exception ends it.
struct SelectedMail::MatchWalker {
  explicit MatchWalker(MatchShares& of) : shares(of) {}
  ~MatchWalker() {
    if (!finished && !shares.failed) {
      shares.failed = base::Error::permanent(
          base::ErrorCode::internal,
          {"Lỗi của chương trình; những gì đã ghi vẫn còn. Xin báo cho người phát triển.", "Internal error."},
          "a walker of SEARCH ended by an exception");
    }
    if (--shares.walkers == 0) shares.all_done.wake(base::ParkingSpot::Woken::event);
  }
  MatchWalker(const MatchWalker&) = delete;
  MatchWalker& operator=(const MatchWalker&) = delete;
  MatchShares& shares;
  bool finished = false;
};

// Takes one share after the other until none is left.
base::Co<void> SelectedMail::match_shares(std::shared_ptr<MatchShares> shares) {
  MatchWalker walker(*shares);
  while (shares->next < shares->found.size() && !shares->failed && !shares->stop) {
    const std::size_t share = shares->next++;
    auto look = [this, shares, share](base::SqlSnapshot& snapshot) -> base::Result<MatchShare> {
      const std::span<const Entry> all(shares->entries);
      const std::size_t at = share * kEntriesPerRead;
      return Matcher(snapshot, core_, shares->mailbox, shares->query)
          .run(all.subspan(at, std::min(kEntriesPerRead, all.size() - at)), shares->stop);
    };
    auto answer = co_await core_.db.read(look);
    std::optional<base::Error> failed;
    if (answer) {
      shares->found[share] = std::move(answer->found);
      auto more = co_await look_.find(shares->mailbox, std::move(answer->open), shares->query, shares->stop);
      if (!more) failed = more.error();
      else if (!more->empty()) shares->add(share, *more);
    } else {
      failed = answer.error();
    }
    if (failed && !shares->failed) shares->failed = *std::move(failed);
  }
  walker.finished = true;
}

// Two walkers, so that a reader works while the other's answer is on its way and a second core helps. Others' questions
// to the database come in between two shares.
base::Co<base::Result<Uids>> SelectedMail::match(base::MailboxId mailbox, std::vector<Entry> entries, TextQuery query,
                                                 SearchPause* pause) {
  auto shares = std::make_shared<MatchShares>();
  shares->entries = std::move(entries);
  shares->query = std::move(query);
  shares->mailbox = mailbox;
  shares->found.resize((shares->entries.size() + kEntriesPerRead - 1) / kEntriesPerRead);
  base::Executor* const executor = base::Executor::current();
  shares->walkers = executor == nullptr || shares->found.size() < 2 ? 1 : 2;
  if (shares->walkers == 2) base::spawn(*executor, match_shares(shares));
  if (executor != nullptr && pause != nullptr) base::spawn(*executor, match_shares(shares));
  else co_await match_shares(shares);
  while (shares->walkers > 0) {
    const auto woken = co_await shares->all_done.park(pause != nullptr ? kAskEvery : base::kForever);
    if (woken != base::ParkingSpot::Woken::timeout || shares->stop || shares->walkers == 0) continue;
    const auto wanted = co_await pause->pause();
    if (wanted) continue;
    shares->stop = true;
    if (!shares->failed) shares->failed = wanted.error();
  }
  if (shares->failed) co_return *std::move(shares->failed);
  Uids out;
  for (const Uids& uids : shares->found) out.insert(out.end(), uids.begin(), uids.end());
  co_return out;
}

}  // namespace mailstore

// The keys of a view for SORT by date and THREAD, taken over from those of an earlier view as far as they are there.
#include "mailstore/store/mail_keys.h"

#include <algorithm>
#include <optional>

#include "mailstore/store/contents/content_rows.h"
#include "mailstore/store/id_batch.h"
#include "mailstore/store/selected/selected_mail.h"
#include "mailstore/store/store_core.h"

namespace mailstore {
namespace {

using Kind = MailKeys::Kind;
using KeysPtr = std::shared_ptr<const MailKeys>;

constexpr std::size_t kRowsPerRead = 5000;         // one snapshot's share
constexpr std::size_t kMaxThreadReferences = 100;  // of one mail
constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

// Of one content.
struct KeyRow {
  std::int64_t sent = 0;
  std::uint64_t id = 0, subject = 0;
  bool reply = false;
  std::vector<std::uint64_t> references;
};

// Keys in the making: step() by step(), each in a snapshot of its own.
class KeysBuilder {
 public:
  KeysBuilder(const MailKeysCache& cache, const MailboxView& view, KeysPtr old, Kind kind)
      : cache_(cache), view_(view), old_(std::move(old)), kind_(old_ ? old_->kind : kind) {}

  // True when that was the last one. A step may run twice.
  base::Result<bool> step(base::SqlReader& reader, std::size_t number) {
    if (number == 0) plan();
    if (missing_.empty() && old_ && old_->size() == view_.size()) {
      done_ = old_;
      return true;
    }
    const std::size_t first = number * kRowsPerRead;
    const std::size_t end = std::min(missing_.size(), first + kRowsPerRead);
    if (first < end) {
      auto read = read_rows(reader, first, end);
      if (!read) return read.error();
    }
    if (end < missing_.size()) return false;
    build();
    return true;
  }
  KeysPtr take() { return std::move(done_); }

 private:
  struct Missing {
    base::ContentId content;
    base::Timestamp received;
    KeyRow row;
  };

  // Where each message of the view stands in the old keys, and which stand nowhere there.
  void plan() {
    from_.clear();
    missing_.clear();
    from_.reserve(view_.size());
    std::size_t at = 0;
    const std::size_t known = old_ ? old_->size() : 0;
    for (const auto& chunk : view_.chunks()) {
      for (std::size_t i = 0; i < chunk->size(); ++i) {
        const std::uint32_t uid = chunk->uid(i).value;
        while (at < known && old_->uids[at] < uid) ++at;
        const bool there = at < known && old_->uids[at] == uid;
        from_.push_back(there ? at : kNowhere);
        if (there) continue;
        const Entry entry = (*chunk)[i];
        missing_.push_back({entry.content, entry.received, {}});
      }
    }
  }

  base::Result<void> read_rows(base::SqlReader& reader, std::size_t first, std::size_t end) {
    const bool threads = kind_ == Kind::threads;
    IdReader contents(reader,
                      threads ? "SELECT id, sent_us, has_sent, is_reply, base_subject, message_id, refs FROM content"
                              : "SELECT id, sent_us, has_sent FROM content",
                      "id");
    std::vector<std::pair<std::int64_t, std::size_t>> slots;  // content, place in missing_; of one batch
    std::vector<std::int64_t> ids;
    for (; first < end; first += kIdBatch) {
      slots.clear();
      ids.clear();
      for (std::size_t i = first; i < std::min(end, first + kIdBatch); ++i) {
        slots.emplace_back(missing_[i].content.value, i);
        missing_[i].row = KeyRow{missing_[i].received.us, 0, 0, false, {}};
      }
      std::sort(slots.begin(), slots.end());
      for (const auto& [id, place] : slots) {
        if (ids.empty() || ids.back() != id) ids.push_back(id);
      }
      auto read = contents.read(ids, [&](const base::SqlRow& row) {
        auto slot = std::lower_bound(slots.begin(), slots.end(), std::pair{row.i64(0), std::size_t{0}});
        for (; slot != slots.end() && slot->first == row.i64(0); ++slot) take_row(row, missing_[slot->second].row);
      });
      if (!read) return read;
    }
    return {};
  }

  void take_row(const base::SqlRow& row, KeyRow& key) const {
    if (row.i64(2) != 0) key.sent = row.i64(1);  // else the INTERNALDATE: RFC 5256 §2.2
    if (kind_ != Kind::threads) return;
    const auto hash = [this](std::string_view text) { return text.empty() ? 0 : cache_.hash(text); };
    key.reply = row.i64(3) != 0;
    key.subject = hash(row.text(4));
    key.id = hash(row.text(5));
    key.references.clear();
    for (std::string_view rest = row.text(6); !rest.empty();) {  // one a line, as split_references() reads them
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      if (end > 0) key.references.push_back(hash(rest.substr(0, end)));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    // Of a mail that names hundreds of ancestors: the first, which began the thread, and those next to it.
    if (key.references.size() > kMaxThreadReferences)
      key.references.erase(key.references.begin() + 1,
                           key.references.end() - static_cast<std::ptrdiff_t>(kMaxThreadReferences - 1));
  }

  void build() {
    auto keys = std::make_shared<MailKeys>();
    keys->kind = kind_;
    keys->uids.reserve(view_.size());
    keys->sent.reserve(view_.size());
    for (const auto& chunk : view_.chunks()) {
      for (std::size_t i = 0; i < chunk->size(); ++i) keys->uids.push_back(chunk->uid(i).value);
    }
    auto fresh = missing_.begin();
    if (kind_ == Kind::dates) {
      for (const std::size_t from : from_)
        keys->sent.push_back(from == kNowhere ? (fresh++)->row.sent : old_->sent[from]);
      done_ = std::move(keys);
      return;
    }
    for (auto* column : {&keys->ids, &keys->subjects}) column->reserve(view_.size());
    keys->replies.reserve(view_.size());
    keys->ends.reserve(view_.size());
    if (old_) keys->referred.reserve(old_->referred.size() + 16);
    for (const std::size_t from : from_) {
      if (from == kNowhere) {
        append(*keys, (fresh++)->row);
      } else {
        append(*keys, *old_, from);
      }
    }
    done_ = std::move(keys);
  }

  static void append(MailKeys& keys, const KeyRow& row) {
    keys.sent.push_back(row.sent);
    keys.ids.push_back(row.id);
    keys.subjects.push_back(row.subject);
    keys.replies.push_back(row.reply);
    keys.referred.insert(keys.referred.end(), row.references.begin(), row.references.end());
    keys.ends.push_back(keys.referred.size());
  }
  static void append(MailKeys& keys, const MailKeys& old, std::size_t from) {
    keys.sent.push_back(old.sent[from]);
    keys.ids.push_back(old.ids[from]);
    keys.subjects.push_back(old.subjects[from]);
    keys.replies.push_back(old.replies[from]);
    const auto references = old.references(from);
    keys.referred.insert(keys.referred.end(), references.begin(), references.end());
    keys.ends.push_back(keys.referred.size());
  }

  const MailKeysCache& cache_;
  const MailboxView& view_;
  const KeysPtr old_;
  const Kind kind_;
  std::vector<std::size_t> from_;  // of each message of the view: its place in the old keys, or kNowhere
  std::vector<Missing> missing_;
  KeysPtr done_;
};

}  // namespace

base::Co<base::Result<KeysPtr>> SelectedMail::mail_keys(std::shared_ptr<const MailboxView> view, Kind kind) {
  const base::MailboxId mailbox = view->info().id;
  KeysBuilder builder(core_.keys, *view, core_.keys.find(mailbox, kind), kind);
  for (std::size_t number = 0;; ++number) {
    auto step = [&builder, number](base::SqlSnapshot& snapshot) -> base::Result<bool> {
      return builder.step(snapshot, number);
    };
    const auto last = co_await core_.db.read(step);
    if (!last) co_return last.error();
    if (*last) break;
  }
  KeysPtr keys = builder.take();
  // Of a few messages alone they are not worth being kept.
  if (4 * static_cast<std::int64_t>(view->size()) >= view->info().messages) core_.keys.put(mailbox, keys);
  co_return keys;
}

}  // namespace mailstore

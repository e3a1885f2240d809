#include "mailstore/substring/gather.h"

#include <algorithm>

#include "mailstore/blob/blob_store.h"
#include "mailstore/store/change_log.h"
#include "mailstore/store/id_batch.h"
#include "mailstore/store/searched_texts.h"

namespace mailstore::substring {
namespace {

constexpr std::int64_t kIdsPerRead = 20'000;      // one snapshot's share
constexpr std::size_t kOctetsPerRead = 2u << 20;  // of packed rows, about
constexpr std::size_t kPlacesPerRead = 2000;      // of emails

constexpr Section section_of(TextField field) {
  switch (field) {
    case TextField::subject: return Section::subject;
    case TextField::from: return Section::from;
    case TextField::to: return Section::to;
    case TextField::cc: return Section::cc;
    case TextField::bcc: return Section::bcc;
    case TextField::header: return Section::header;
    default: return Section::body;
  }
}

// Builds dictionary after dictionary of one family.
class Gathering {
 public:
  Gathering(Shelf& shelf, Family family, const Made& made) : shelf_(shelf), builder_(family), made_(made) {}

  Builder& begin(std::int64_t id) {
    ids_.push_back(id);
    builder_.begin_document(id);
    return builder_;
  }
  base::Result<void> write_when_full() { return builder_.full() ? write() : base::Result<void>(); }
  base::Result<void> write() {
    if (ids_.empty()) return {};
    const std::vector<std::int64_t> ids = std::exchange(ids_, {});
    if (auto done = builder_.write(shelf_.files(), shelf_.next_path()); !done) return done;
    if (auto done = shelf_.add(); !done) return done;
    return made_(ids);
  }

 private:
  Shelf& shelf_;
  Builder builder_;
  const Made& made_;
  std::vector<std::int64_t> ids_;
};

void enter(Builder& builder, const SearchedRow& row, const BlobStore& blobs) {
  SearchedTextVisitor visitor;
  visitor.text = [&](TextField field, std::string_view text) { return builder.add_text(section_of(field), text); };
  visitor.more = [&](TextField field) { builder.mark_open(section_of(field)); };
  if (visit_searched_texts(row, blobs, visitor)) return;
  // Damaged, or moved at this moment: who asks looks into the message, and is told what is wrong with it.
  for (const Section section : {Section::header, Section::body}) builder.mark_open(section);
}

template <class T, class Read>
base::Result<std::vector<T>> in_snapshot(base::Database& db, const Read& read) {
  std::vector<T> out;
  auto done = db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    out.clear();
    return read(snapshot, out);
  });
  if (!done) return std::move(done).error();
  return out;
}

}  // namespace

base::Result<std::vector<std::int64_t>> content_ids(base::Database& db, std::int64_t after) {
  std::vector<std::int64_t> out;
  while (true) {
    auto some = in_snapshot<std::int64_t>(db, [&](base::SqlSnapshot& snapshot, std::vector<std::int64_t>& ids) {
      return snapshot.query("SELECT id FROM content WHERE id > ? ORDER BY id LIMIT ?", {after, kIdsPerRead},
                            [&](const base::SqlRow& row) {
                              ids.push_back(row.i64(0));
                              return true;
                            });
    });
    if (!some) return std::move(some).error();
    out.insert(out.end(), some->begin(), some->end());
    if (some->size() < static_cast<std::size_t>(kIdsPerRead)) return out;
    after = out.back();
  }
}

base::Result<std::vector<EmailPlace>> email_places(base::Database& db, std::int64_t after,
                                                   const std::unordered_set<base::AccountId>* only) {
  auto accounts = in_snapshot<base::AccountId>(
      db, [&](base::SqlSnapshot& snapshot, std::vector<base::AccountId>& ids) -> base::Result<void> {
        auto cursors = account_cursors(snapshot);
        if (!cursors) return std::move(cursors).error();
        for (const AccountCursor& cursor : *cursors) {
          if (only == nullptr || only->contains(cursor.account)) ids.push_back(cursor.account);
        }
        return {};
      });
  if (!accounts) return std::move(accounts).error();
  std::vector<EmailPlace> out;
  for (const base::AccountId account : *accounts) {
    for (std::int64_t from = after;;) {
      auto some = in_snapshot<std::int64_t>(db, [&](base::SqlSnapshot& snapshot, std::vector<std::int64_t>& ids) {
        return snapshot.query("SELECT id FROM email WHERE account = ? AND id > ? ORDER BY id LIMIT ?",
                              {account.value, from, kIdsPerRead}, [&](const base::SqlRow& row) {
                                ids.push_back(row.i64(0));
                                return true;
                              });
      });
      if (!some) return std::move(some).error();
      for (const std::int64_t id : *some) out.push_back({account, id});
      if (some->size() < static_cast<std::size_t>(kIdsPerRead)) break;
      from = some->back();
    }
  }
  return out;
}

base::Result<void> gather_contents(StoreCore& store, Shelf& shelf, std::span<const std::int64_t> ids, const GoOn& go_on,
                                   const Made& made) {
  Gathering gathering(shelf, Family::contents, made);
  while (!ids.empty()) {
    if (auto on = go_on(); !on) return on;
    SearchedRows read;
    auto done = store.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      auto rows = read_searched_rows(snapshot, ids.subspan(0, std::min(kIdBatch, ids.size())), kOctetsPerRead);
      if (!rows) return std::move(rows).error();
      read = *std::move(rows);
      return {};
    });
    if (!done) return done;
    ids = ids.subspan(read.taken);
    for (const SearchedRow& row : read.rows) {
      enter(gathering.begin(row.content.value), row, store.blobs);
      if (auto written = gathering.write_when_full(); !written) return written;
    }
  }
  return gathering.write();
}

base::Result<void> gather_emails(StoreCore& store, Shelf& shelf, std::span<const EmailPlace> places, const GoOn& go_on,
                                 const Made& made) {
  Gathering gathering(shelf, Family::emails, made);
  while (!places.empty()) {
    if (auto on = go_on(); !on) return on;
    const base::AccountId account = places.front().account;
    std::size_t taken = 0;
    while (taken < std::min(places.size(), kPlacesPerRead) && places[taken].account == account) ++taken;
    const auto some = places.subspan(0, taken);
    places = places.subspan(taken);
    struct Row {
      std::int64_t id;
      std::string prefix;
    };
    auto rows = in_snapshot<Row>(store.db, [&](base::SqlSnapshot& snapshot, std::vector<Row>& out) {
      return snapshot.query("SELECT id, prefix FROM email WHERE account = ? AND id BETWEEN ? AND ? ORDER BY id",
                            {account.value, some.front().email, some.back().email}, [&](const base::SqlRow& row) {
                              out.push_back({row.i64(0), row.str(1)});
                              return true;
                            });
    });
    if (!rows) return std::move(rows).error();
    std::size_t wanted = 0;
    for (const Row& row : *rows) {  // among them such as are entered already
      while (wanted < some.size() && some[wanted].email < row.id) ++wanted;
      if (wanted == some.size() || some[wanted].email != row.id) continue;
      (void)gathering.begin(row.id).add_text(Section::prefix, unfolded_lines(row.prefix));
      if (auto written = gathering.write_when_full(); !written) return written;
    }
  }
  return gathering.write();
}

}  // namespace mailstore::substring

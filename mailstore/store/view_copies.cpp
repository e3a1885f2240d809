#include "mailstore/store/view_copies.h"

#include <algorithm>
#include <cstdio>
#include <set>

#include "base/crypto/random.h"
#include "base/log.h"

namespace mailstore {
namespace {

constexpr std::int64_t kMaxFile = std::int64_t{1} << 30;
constexpr std::string_view kEnding = ".view";

std::string name_of(base::MailboxId mailbox) {
  char hex[24];
  std::snprintf(hex, sizeof hex, "%016llx", static_cast<unsigned long long>(mailbox.value));
  return std::string(hex) + std::string(kEnding);
}

std::int64_t fresh_token() {
  std::int64_t token = 0;
  while (token == 0) token = static_cast<std::int64_t>(base::random_u64() >> 1);
  return token;
}

base::Result<void> write_new(base::FileSystem& fs, const std::string& path, std::string_view bytes) {
  auto file = fs.open(path, base::OpenMode::create_new);
  if (!file) return file.error();
  return (*file)->pwrite(bytes, 0);
}

// Nothing is synced: a file that a power cut has torn fails its checksum.
base::Result<void> replace_file(base::FileSystem& fs, const std::string& path, const std::string& draft,
                                std::string_view bytes) {
  auto removed = fs.unlink(draft);
  if (!removed && removed.error().code != base::ErrorCode::not_found) return removed;
  auto done = write_new(fs, draft, bytes);
  if (done) done = fs.rename(draft, path);
  if (!done) (void)fs.unlink(draft);  // half a draft on a full disk helps nobody
  return done;
}

base::Result<void> name_token(base::SqlTransaction& tx, const MailboxInfo& info, std::int64_t token) {
  auto there = tx.query_i64("SELECT 1 FROM mailbox WHERE id = ? AND state = 0 AND uid_validity = ?",
                            {info.id.value, info.uid_validity});
  if (!there) return there.error();
  if (*there == 0) return {};  // deleted meanwhile
  auto done = tx.execute("UPDATE view_copy SET token = ?, uid_next = ? WHERE mailbox = ?",
                         {token, info.uid_next.value, info.id.value});
  if (!done) return done.error();
  if (*done != 0) return {};
  done = tx.execute("INSERT INTO view_copy (mailbox, token, uid_next) VALUES (?, ?, ?)",
                    {info.id.value, token, info.uid_next.value});
  if (!done) return done.error();
  return {};
}

}  // namespace

ViewCopies::ViewCopies(base::FileSystem& fs, std::string directory, base::Database& db, KeywordTable& keywords)
    : fs_(fs), directory_(std::move(directory)), db_(db), keywords_(keywords), draft_(directory_ + "/draft.tmp") {}

std::string ViewCopies::path_of(base::MailboxId mailbox) const { return directory_ + "/" + name_of(mailbox); }

std::optional<ViewCopy> ViewCopies::load(base::MailboxId mailbox) const {
  const auto bytes = base::read_file(fs_, path_of(mailbox), kMaxFile);
  if (!bytes && bytes.error().code == base::ErrorCode::not_found) return std::nullopt;
  std::string reason;
  if (bytes) {
    auto copy = decode_view_copy(*bytes, keywords_);
    if (copy && copy->mailbox == mailbox) return *std::move(copy);
    reason = copy ? std::string("another mailbox") : base::describe(copy.error());
  } else {
    reason = base::describe(bytes.error());
  }
  base::log(base::LogLevel::info, "STO-0003", "the copy of a view cannot be used; its rows are read",
            {{"mailbox", std::to_string(mailbox.value)}, {"reason", reason}});
  return std::nullopt;
}

base::Result<std::int64_t> ViewCopies::token_of(base::SqlReader& reader, base::MailboxId mailbox) {
  return reader.query_i64("SELECT token FROM view_copy WHERE mailbox = ?", {mailbox.value});
}

void ViewCopies::note(const std::shared_ptr<const MailboxView>& view, std::size_t rows, Time now) {
  if (!view || view->size() < from_ || rows == 0) return;
  base::MutexLock lock(mutex_);
  const auto [place, fresh] = waiting_.try_emplace(view->info().id);
  Waiting& waiting = place->second;
  if (fresh) waiting.since = now;
  const auto before = waiting.view.lock();
  if (!before || before->info().highest_modseq <= view->info().highest_modseq) waiting.view = view;
  waiting.rows = rows == kNoCopy || waiting.rows == kNoCopy ? kNoCopy : waiting.rows + rows;
  waiting.last = now;
}

base::Result<void> ViewCopies::write_due(Which which, Time now) {
  std::vector<std::shared_ptr<const MailboxView>> due;
  {
    base::MutexLock lock(mutex_);
    for (auto it = waiting_.begin(); it != waiting_.end();) {
      const Waiting& waiting = it->second;
      const bool rests = now - waiting.last >= kRest || now - waiting.since >= kRestless;
      const std::size_t enough = which == Which::all ? kRowsBehindAtStop : kRowsBehind;
      auto view = waiting.view.lock();
      const bool takes = view && waiting.rows >= enough && (which == Which::all || rests);
      if (takes) due.push_back(view);
      it = takes || !view ? waiting_.erase(it) : std::next(it);
    }
  }
  base::Result<void> outcome;
  for (const auto& view : due) {
    if (auto written = write(*view); !written && outcome) outcome = written;
  }
  return outcome;
}

base::Result<void> ViewCopies::write(const MailboxView& view) {
  base::MutexLock one(writing_);
  if (auto made = fs_.create_directories(directory_); !made) return made;
  const std::int64_t token = fresh_token();
  auto written = replace_file(fs_, path_of(view.info().id), draft_, encode_view_copy(view, token, keywords_));
  if (!written) return written;
  return db_.write_blocking([&](base::SqlTransaction& tx) { return name_token(tx, view.info(), token); });
}

base::Result<void> ViewCopies::clean() {
  base::MutexLock one(writing_);
  std::set<std::string> named;
  auto done = db_.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    named.clear();
    auto removed = tx.execute("DELETE FROM view_copy WHERE mailbox NOT IN (SELECT id FROM mailbox)", {});
    if (!removed) return removed.error();
    return tx.query("SELECT mailbox FROM view_copy", {}, [&](const base::SqlRow& row) {
      named.insert(name_of(base::MailboxId(row.i64(0))));
      return true;
    });
  });
  if (!done) return done;
  auto there = fs_.exists(directory_);
  if (!there || !*there) return there ? base::Result<void>{} : there.error();
  auto names = fs_.list(directory_);
  if (!names) return names.error();
  for (const std::string& name : *names) {
    if (named.contains(name)) continue;
    if (auto removed = fs_.unlink(directory_ + "/" + name); !removed && done) done = removed;
  }
  return done;
}

}  // namespace mailstore

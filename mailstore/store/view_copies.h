// ViewCopies: the packed copies (view_copy.h) of the views of large mailboxes: one file each, DIR/views/<mailbox>.view,
// written when a view has rested and when the server stops. Thread-safe; everything but note() blocks.
//
// Which file may be believed? Each one carries a token made for it alone, and the table `view_copy` names the token of
// the newest. A database that names a token has passed through the moment the copy is of, whatever came afterwards:
// then the change log leads on from there. A database that was set back (a backup restored, a dump played in, a volume
// rolled back) does not know the tokens given after that, so a copy of its lost future is never taken for its past.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "base/fs/file_system.h"
#include "base/sql/database.h"
#include "base/thread_annotations.h"
#include "mailstore/store/view_copy.h"

namespace mailstore {

class ViewCopies {
 public:
  using Time = std::chrono::steady_clock::time_point;
  // The least number of messages for which a copy is kept: fewer are read from their rows in 15 ms.
  static constexpr std::size_t kFrom = 2'000;
  // So many rows may be changed since the copy before it is written anew.
  static constexpr std::size_t kRowsBehind = 2'000;
  static constexpr std::size_t kRowsBehindAtStop = 100;
  // A view that has not changed for so long rests; one that never does is written all the same, but seldom.
  static constexpr std::chrono::seconds kRest{10};
  static constexpr std::chrono::seconds kRestless{300};

  // `directory` is made at the first copy. All parts outlive it.
  ViewCopies(base::FileSystem& fs, std::string directory, base::Database& db, KeywordTable& keywords);
  // For tests: mailboxes of `from` messages and more.
  void set_from(std::size_t from) { from_ = from; }
  std::size_t from() const { return from_; }

  // The copy of a mailbox; nothing when there is none that can be read. What it says is to be believed only when
  // token_of() agrees.
  std::optional<ViewCopy> load(base::MailboxId mailbox) const;
  // The token of the newest copy; 0 = none.
  static base::Result<std::int64_t> token_of(base::SqlReader& reader, base::MailboxId mailbox);

  // A view that was read, or moved forward by `rows`; cheap. kNoCopy: nothing of it is on disk.
  static constexpr std::size_t kNoCopy = static_cast<std::size_t>(-1);
  void note(const std::shared_ptr<const MailboxView>& view, std::size_t rows, Time now);

  enum class Which { rested, all };
  // Writes the copies that are due; all: at a stop, whatever is worth it.
  base::Result<void> write_due(Which which, Time now);
  // Writes one now.
  base::Result<void> write(const MailboxView& view);
  // Removes files that no row names and rows of mailboxes that are gone.
  base::Result<void> clean();

 private:
  struct Waiting {
    std::weak_ptr<const MailboxView> view;
    std::size_t rows = 0;  // changed since the copy; kNoCopy
    Time since{}, last{};
  };
  std::string path_of(base::MailboxId mailbox) const;

  base::FileSystem& fs_;
  const std::string directory_;
  base::Database& db_;
  KeywordTable& keywords_;
  std::size_t from_ = kFrom;
  base::Mutex writing_;  // one file at a time
  const std::string draft_ GUARDED_BY(writing_);
  base::Mutex mutex_;
  std::unordered_map<base::MailboxId, Waiting> waiting_ GUARDED_BY(mutex_);
};

}  // namespace mailstore

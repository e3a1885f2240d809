// Search over all correspondence. Xapian only in this folder. One document per content, in shards that never change and
// are merged in tiers; beside them a set of contents per account (a superset: every hit is checked against SQL before
// it is counted or shown). The indexer follows the change log by its own durable cursor per account: the index may be
// deleted and rebuilt at any time. Thread-safe; queries run on the search pool.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/async/co.h"
#include "base/async/pool.h"
#include "base/result.h"
#include "base/sql/database.h"

namespace mailstore {

class MailStore;

// Schema steps (indexer cursors).
std::span<const base::Migration> search_migrations();

struct SearchHit {
  base::EmailId email;
  base::MailboxId mailbox;
  std::string mailbox_path;
  base::Uid uid;
  base::Timestamp received;
  std::string from, subject;  // UTF-8, for display
  std::string snippet;        // around the first match, UTF-8, plain text, ≤ 200 characters
};
struct SearchAnswer {
  std::int64_t total = 0;       // hits the account may read
  std::vector<SearchHit> hits;  // newest first
};

class Search {
 public:
  // directory: where the shards live; made when missing.
  static base::Result<std::unique_ptr<Search>> open(MailStore& store, const base::Clock& clock, std::string directory);
  virtual ~Search() = default;

  // accounts: those whose mail the asker may read (its own and its role mailboxes). Errors: bad_input names the place
  // in the query that could not be understood.
  virtual base::Co<base::Result<SearchAnswer>> query(std::vector<base::AccountId> accounts, std::string query,
                                                     std::size_t offset, std::size_t limit) = 0;
  // Starts the indexer's thread: follows ChangeSignals, sweeps every 30 s besides; what changes is found within 2 s.
  virtual void start() = 0;
  virtual void stop() = 0;
  // Indexes everything outstanding now; blocking. For commands and tests.
  virtual base::Result<void> catch_up() = 0;
  // Deletes the index and makes it anew; blocking. `progress(done, total)` may be null. Errors: stopped (by the token,
  // temporary): what is missing is indexed by the indexer's thread when it runs next.
  virtual base::Result<void> rebuild(std::function<void(std::int64_t, std::int64_t)> progress,
                                     std::stop_token stop = {}) = 0;
  // Compares index and store, changes nothing; blocking. For `verify` and `rebuild search --check`.
  struct Check {
    std::int64_t documents = 0;  // in the index
    std::int64_t missing = 0;    // contents behind the cursors that an account holds and the index lacks
    std::int64_t surplus = 0;    // documents of contents that no account holds any more (removed lazily, no error)
  };
  virtual base::Result<Check> check() = 0;
  // Help text made from the table of fields.
  static std::string help();

 protected:
  Search() = default;
};

}  // namespace mailstore

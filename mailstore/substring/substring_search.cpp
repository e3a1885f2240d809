#include "mailstore/substring/substring_search.h"

#include "base/async/pool.h"
#include "base/crypto/random.h"
#include "base/log.h"
#include "mailstore/store/owner/store_inside.h"
#include "mailstore/substring/keeper.h"
#include "mailstore/substring/narrowing.h"
#include "mailstore/substring/shelf.h"

namespace mailstore {
namespace {

constexpr base::Migration kMigrations[] = {
    {440, "substring: whose dictionaries",
     "CREATE TABLE substring_store (slot INTEGER NOT NULL, store_id VARCHAR(64) NOT NULL, PRIMARY KEY (slot)) {clustered}"},
};

// Dictionaries name contents by their ids, so they must never be asked about another store (a database put in place of
// another). The store's id lies in it and beside them.
base::Result<std::string> read_store_id(base::SqlReader& reader) {
  std::string out;
  auto read = reader.query("SELECT store_id FROM substring_store WHERE slot = 1", {}, [&](const base::SqlRow& row) {
    out = row.str(0);
    return false;
  });
  if (!read) return std::move(read).error();
  return out;
}

base::Result<std::string> store_id(base::Database& db) {
  std::string out;
  auto read = db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto known = read_store_id(snapshot);
    if (known) out = *std::move(known);
    return known ? base::Result<void>() : known.error();
  });
  if (!read) return std::move(read).error();
  if (!out.empty()) return out;
  const std::string fresh = base::random_readable(24);
  auto done = db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    auto known = read_store_id(tx);
    if (!known) return std::move(known).error();
    out = known->empty() ? fresh : *known;
    if (!known->empty()) return {};
    auto added = tx.execute("INSERT INTO substring_store (slot, store_id) VALUES (1, ?)", {fresh});
    return added ? base::Result<void>() : added.error();
  });
  if (!done) return std::move(done).error();
  return out;
}

class SubstringSearchImpl final : public SubstringSearch {
 public:
  SubstringSearchImpl(StoreCore& store, std::unique_ptr<substring::Shelf> shelf)
      : shelf_(std::move(shelf)), keeper_(store, *shelf_), pool_({"substring", 2, 1000}) {}

  void start() override { keeper_.start(); }
  void stop() override { keeper_.stop(); }
  base::Result<void> catch_up() override { return keeper_.catch_up(); }

  base::Co<std::vector<TextKnown>> narrow(TextQuery query, std::vector<TextSubject> subjects) override {
    std::function<base::Result<std::vector<TextKnown>>()> look = [this, &query, &subjects]() {
      return base::Result<std::vector<TextKnown>>(substring::narrow(
          *shelf_, query, subjects,
          [this](const std::shared_ptr<const substring::Dictionary>& dictionary, const base::Error& why) {
            if (shelf_->remove_damaged(dictionary, why)) keeper_.look_again();
          }));
    };
    auto known = co_await pool_.run<std::vector<TextKnown>>(std::move(look));
    if (known) co_return *std::move(known);
    co_return std::vector<TextKnown>(subjects.size(), TextKnown::nothing);  // the pool is full
  }

 private:
  std::unique_ptr<substring::Shelf> shelf_;
  substring::Keeper keeper_;
  base::Pool pool_;
};

}  // namespace

std::span<const base::Migration> substring_migrations() { return kMigrations; }

base::Result<std::unique_ptr<SubstringSearch>> SubstringSearch::open(MailStore& store, base::FileSystem& files,
                                                                     std::string directory) {
  StoreCore& core = StoreInside::of(store);
  auto id = store_id(core.db);
  if (!id) return std::move(id).error();
  const std::string id_file = directory + "/store";
  auto shelf = substring::Shelf::open(files, directory);
  if (!shelf) return std::move(shelf).error();
  const auto theirs = base::read_file(files, id_file, 1000);
  if (!theirs || *theirs != *id + "\n") (*shelf)->remove_all();
  if (auto marked = (*shelf)->keep_mark(*id + "\n"); !marked) return marked.error();
  return std::unique_ptr<SubstringSearch>(std::make_unique<SubstringSearchImpl>(core, *std::move(shelf)));
}

}  // namespace mailstore

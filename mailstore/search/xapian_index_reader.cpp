#include "base/thread_annotations.h"
#include "mailstore/search/fields.h"
#include "mailstore/search/index_reader.h"
#include "mailstore/search/xapian_document.h"
#include "mailstore/search/xapian_guard.h"
#include "mailstore/search/xapian_query.h"

namespace mailstore::search {
namespace {

constexpr int kAttempts = 8;  // a reader beside a busy writer is told to reopen

struct Opened {
  Xapian::Database db;
  std::uint64_t generation = 0;
};

class Collector final : public Xapian::MatchSpy {
 public:
  explicit Collector(std::vector<base::ContentId>& out) : out_(out) {}
  void operator()(const Xapian::Document& document, double) override {
    if (const base::ContentId content = decode_content(document.get_value(kContentSlot))) out_.push_back(content);
  }

 private:
  std::vector<base::ContentId>& out_;
};

}  // namespace

struct IndexReader::State {
  explicit State(IndexDirectory d) : directory(std::move(d)) {}

  std::unique_ptr<Opened> take(std::uint64_t generation) {
    {
      base::MutexLock lock(mutex);
      while (!idle.empty()) {
        std::unique_ptr<Opened> opened = std::move(idle.back());
        idle.pop_back();
        if (opened->generation == generation) return opened;
      }
    }
    auto opened = std::make_unique<Opened>();
    opened->generation = generation;
    for (const std::string& shard : directory.shards()) opened->db.add_database(Xapian::Database(shard));
    return opened;
  }
  void give_back(std::unique_ptr<Opened> opened) {
    base::MutexLock lock(mutex);
    if (idle.size() < 8) idle.push_back(std::move(opened));
  }

  // Runs `ask` on a fresh view of the index, again when the writer took it away meanwhile.
  template <class Ask>
  base::Result<void> with_database(const std::atomic<std::uint64_t>& generation, Ask&& ask) {
    base::Result<void> outcome;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      outcome = xapian_guard([&] {
        std::unique_ptr<Opened> opened = take(generation.load());
        opened->db.reopen();
        ask(opened->db);
        give_back(std::move(opened));
      });
      if (outcome || outcome.error().code != base::ErrorCode::conflict) break;
    }
    return outcome;
  }

  IndexDirectory directory;
  base::Mutex mutex;
  std::vector<std::unique_ptr<Opened>> idle GUARDED_BY(mutex);
};

IndexReader::IndexReader(IndexDirectory directory) : state_(std::make_unique<State>(std::move(directory))) {}
IndexReader::~IndexReader() = default;

base::Result<std::vector<base::ContentId>> IndexReader::match(const std::vector<Literal>& literals,
                                                              std::span<const base::AccountId> accounts) {
  std::vector<base::ContentId> out;
  if (accounts.empty()) return out;
  base::Result<void> asked = state_->with_database(generation_, [&](Xapian::Database& db) {
    out.clear();
    if (db.get_doccount() == 0) return;
    Xapian::Enquire enquire(db);
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    enquire.set_docid_order(Xapian::Enquire::DONT_CARE);
    enquire.set_query(make_query(literals, accounts));
    Collector collector(out);
    enquire.add_matchspy(&collector);
    (void)enquire.get_mset(0, 0, db.get_doccount());
  });
  if (!asked) return std::move(asked).error();
  return out;
}

base::Result<void> IndexReader::walk(const std::function<bool(base::ContentId)>& visit) {
  std::vector<base::ContentId> all;
  base::Result<void> read = state_->with_database(generation_, [&](Xapian::Database& db) {
    all.clear();
    for (Xapian::ValueIterator it = db.valuestream_begin(kContentSlot); it != db.valuestream_end(kContentSlot); ++it) {
      all.push_back(decode_content(*it));
    }
  });
  if (!read) return read;
  for (base::ContentId content : all) {
    if (!visit(content)) break;
  }
  return {};
}

}  // namespace mailstore::search

#include "mailstore/maintenance/verify.h"

#include <set>

#include "mailstore/delivery/delivery.h"
#include "mailstore/office/rows/rebuild.h"
#include "mailstore/store/owner/store_inside.h"
#include "mailstore/store/owner/verify.h"

namespace mailstore {
namespace {

class Verifier {
 public:
  Verifier(const VerifyParts& parts, const VerifyOptions& options) : parts_(parts), options_(options) {}

  base::Result<VerifyReport> run() {
    stage("rows", 0);
    StoreFindings findings;
    base::Result<void> done = verify_rows(parts_.store, delivery_content_references(), findings, options_.stop);
    if (done) {
      auto compared = verify_view_copies(parts_.store, findings, options_.stop);
      if (!compared) done = compared.error();
    }
    if (done) {
      stage("bytes", 1);
      done = verify_contents(parts_.store, options_.bytes, findings, options_.stop);
    }
    take(findings);
    if (done) {
      stage("segments", 2);
      done = segments();
    }
    if (done) {
      stage("journals", 3);
      done = journals();
    }
    if (done && parts_.search != nullptr) {
      stage("index", 4);
      done = index();
    }
    if (!done) return done.error().code == base::ErrorCode::stopped ? stopped() : done.error();
    stage("done", 5);
    return report_;
  }

 private:
  void stage(std::string_view name, std::int64_t number) const {
    if (options_.progress) options_.progress(name, number, 5);
  }

  void take(const StoreFindings& findings) {
    report_.accounts = findings.accounts;
    report_.mailboxes = findings.mailboxes;
    report_.messages = findings.messages;
    report_.contents = findings.contents;
    for (const Finding& finding : findings.findings) report_.problems.push_back({finding.where, finding.what});
    report_.problem_count = findings.count;
  }

  static base::Error stopped() {
    return base::Error::transient(base::ErrorCode::stopped,
                                  {"Máy chủ đang dừng nên chưa kiểm tra hết; không có gì thay đổi. Hãy chạy lại lệnh.",
                                   "The server stops: not everything was "
                                   "checked. Nothing was changed; run the command again."});
  }
  base::Result<void> go_on() const {
    return options_.stop.stop_requested() ? base::Result<void>(stopped()) : base::Result<void>();
  }

  // Blobs that nobody names are dead space, no error: an append whose unit failed, a message that died.
  base::Result<void> segments() {
    std::set<BlobHash> named;
    base::Result<void> read = StoreInside::of(parts_.store).db.long_read_blocking([&](base::SqlSnapshot& snapshot) {
      named.clear();
      return snapshot.query("SELECT hash FROM content", {}, [&](const base::SqlRow& row) {
        BlobHash hash{};
        const std::string_view bytes = row.text(0);
        if (bytes.size() == hash.size()) std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(hash.data()));
        named.insert(hash);
        return true;
      });
    });
    if (!read) return read;
    base::Result<void> walked = parts_.blobs.walk([&](const BlobHash& hash, const BlobRef& ref) {
      ++report_.blobs;
      report_.blob_bytes += ref.length;
      if (!named.contains(hash)) ++report_.dead_blobs;
      return !options_.stop.stop_requested();
    });
    return walked ? go_on() : walked;
  }

  // Every journal from its first event to its last, and the index of events (journal_event) beside it. One snapshot a
  // journal.
  base::Result<void> journals() {
    std::vector<std::pair<base::UnitId, base::AccountId>> all;
    base::Result<void> read = StoreInside::of(parts_.store).db.read_blocking([&](base::SqlSnapshot& snapshot) {
      all.clear();
      return snapshot.query("SELECT office, id FROM account WHERE kind = ? ORDER BY id",
                            {static_cast<int>(directory::AccountKind::journal)}, [&](const base::SqlRow& row) {
                              all.emplace_back(base::UnitId(row.i64(0)), base::AccountId(row.i64(1)));
                              return true;
                            });
    });
    for (std::size_t i = 0; read && i < all.size(); ++i) {
      read = StoreInside::of(parts_.store).db.long_read_blocking([&](base::SqlSnapshot& snapshot) {
        return journal(snapshot, all[i].first, all[i].second);
      });
    }
    return read;
  }

  base::Result<void> journal(base::SqlReader& reader, base::UnitId office, base::AccountId account) {
    const std::string where = "journal of office " + std::to_string(office.value);
    auto events =
        office::read_journal(reader, parts_.blobs, office, account, [this](const office::Event&) { return go_on(); });
    if (!events) {
      if (events.error().temporary) return events.error();
      problem(where, base::describe(events.error()));
      return {};
    }
    report_.events += *events;
    std::int64_t expected = 0, strays = 0;
    auto read = reader.query(
        "SELECT j.seq, m.uid FROM journal_event j LEFT JOIN mailbox_email m ON m.email = j.email WHERE j.office = ? ORDER BY j.seq",
        {office}, [&](const base::SqlRow& row) {
          if (row.i64(0) != ++expected || row.is_null(1)) ++strays;
          return true;
        });
    if (!read) return read;
    if (strays != 0)
      problem(where, std::to_string(strays) + " rows of the index of events have a wrong seq or no message");
    if (expected != *events)
      problem(where, std::to_string(*events) + " events, but " + std::to_string(expected) + " in their index");
    return causes(reader, office, where);
  }

  // What caused an event is kept as long as the event, with the digest that the event names.
  base::Result<void> causes(base::SqlReader& reader, base::UnitId office, const std::string& where) {
    auto lost = reader.query_i64(
        "SELECT COUNT(*) FROM journal_event j LEFT JOIN content c ON c.id = j.cause_content AND c.hash = j.cause "
        "WHERE j.office = ? AND j.cause_content <> 0 AND c.id IS NULL",
        {office});
    if (!lost) return lost.error();
    if (*lost != 0)
      problem(where, std::to_string(*lost) + " events whose causing message is gone or is not the one they name");
    return {};
  }

  // A message that the indexer's cursors have not reached is no error: it will be indexed.
  base::Result<void> index() {
    base::Result<Search::Check> check = parts_.search->check();
    if (!check) {
      problem("search index", base::describe(check.error()));
      return {};
    }
    report_.indexed = check->documents;
    if (check->missing > 0)
      problem("search index", std::to_string(check->missing) +
                                  " messages are not in the index; \"vanthu rebuild search\" makes it anew");
    return {};
  }

  void problem(std::string where, std::string what) {
    if (report_.problems.size() < 1000) report_.problems.push_back({std::move(where), std::move(what)});
    ++report_.problem_count;
  }

  const VerifyParts& parts_;
  const VerifyOptions& options_;
  VerifyReport report_;
};

}  // namespace

base::Result<VerifyReport> verify_store(const VerifyParts& parts, const VerifyOptions& options) {
  return Verifier(parts, options).run();
}

}  // namespace mailstore

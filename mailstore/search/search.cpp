// A question's way: text → tree → branches (pure); each branch's part for the index gives contents (search pool); rows
// of those contents are read from SQL, or from the views when there are very many, and the conditions tried on them;
// what passes is counted, sorted, and the page asked for is filled with subject, sender and snippet.
#include "mailstore/search/search.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "mailstore/search/hit_rows.h"
#include "mailstore/search/index_reader.h"
#include "mailstore/search/indexer.h"
#include "mailstore/search/query/snippet.h"
#include "mailstore/search/search_reach.h"
#include "mailstore/store/contents/content_text.h"
#include "mailstore/store/owner/store_inside.h"

namespace mailstore {
namespace {

using namespace search;

// Up to so many contents are looked up one by one; beyond it walking the accounts' views in memory is quicker.
constexpr std::size_t kLookupLimit = 500;

// Which branches found a content: one bit each.
using Found = std::unordered_map<base::ContentId, std::uint64_t>;
struct Matches {
  Found found;
  std::uint64_t everywhere = 0;  // branches that do not ask the index
};

struct Rows {
  std::vector<HitRow> rows;
  std::vector<Place> places;
};

bool passes(const HitRow& row, const Place& place, std::uint64_t branches_found, const std::vector<Branch>& branches) {
  for (std::size_t i = 0; i < branches.size(); ++i) {
    if ((branches_found >> i & 1) == 0) continue;
    const std::vector<Condition>& conditions = branches[i].conditions;
    if (std::all_of(conditions.begin(), conditions.end(), [&](const Condition& c) { return holds(c, row, place); }))
      return true;
  }
  return false;
}

// Newest first; each email once.
void keep_passing(Rows& all, const Matches& matches, const std::vector<Branch>& branches) {
  std::erase_if(all.rows, [&](const HitRow& row) {
    const auto found = matches.found.find(row.content);
    const std::uint64_t bits = matches.everywhere | (found == matches.found.end() ? 0 : found->second);
    return bits == 0 || !passes(row, all.places[row.place], bits, branches);
  });
  std::sort(all.rows.begin(), all.rows.end(), [](const HitRow& a, const HitRow& b) {
    if (a.received != b.received) return a.received > b.received;
    if (a.email != b.email) return a.email > b.email;
    return a.mailbox < b.mailbox;
  });
  all.rows.erase(std::unique(all.rows.begin(), all.rows.end(),
                             [](const HitRow& a, const HitRow& b) { return a.email == b.email; }),
                 all.rows.end());
}

class SearchImpl final : public Search, public SearchReach {
 public:
  SearchImpl(MailStore& store, const base::Clock& clock, std::string directory)
      : core_(StoreInside::of(store)),
        mailboxes_(store.mailboxes()),
        selected_(store.selected()),
        clock_(clock),
        set_(base::make_file_system(), std::move(directory)),
        holders_(core_.db),
        reader_(set_),
        indexer_(core_, set_),
        pool_({"search", 2, 1000}) {}

  base::Result<void> open() { return indexer_.open(); }

  base::Co<base::Result<SearchAnswer>> query(std::vector<base::AccountId> accounts, std::string text,
                                             std::size_t offset, std::size_t limit) override {
    base::Result<Node> tree = parse_query(text, clock_.now());
    if (!tree) co_return std::move(tree).error();
    base::Result<std::vector<Branch>> branches = plan(*tree);
    if (!branches) co_return std::move(branches).error();
    std::sort(accounts.begin(), accounts.end());
    accounts.erase(std::unique(accounts.begin(), accounts.end()), accounts.end());

    auto ask = [this, &branches, &accounts]() -> base::Result<Matches> { return match(*branches, accounts); };
    base::Result<Matches> matches = co_await pool_.run(ask);
    if (!matches) co_return std::move(matches).error();
    Rows rows;
    if (matches->everywhere == 0 && matches->found.size() <= kLookupLimit) {
      auto look = [&](base::SqlSnapshot& snapshot) -> base::Result<void> {
        return look_up(snapshot, accounts, *matches, rows);
      };
      base::Result<void> read = co_await core_.db.read(look);
      if (!read) co_return std::move(read).error();
      report_stale(*matches, rows);
    } else {
      for (base::AccountId account : accounts) {
        base::Result<void> walked = co_await walk_views(account, *matches, rows);
        if (!walked) co_return std::move(walked).error();
      }
    }
    keep_passing(rows, *matches, *branches);
    SearchAnswer answer;
    answer.total = static_cast<std::int64_t>(rows.rows.size());
    auto fill = [&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      answer.hits.clear();
      WordForms forms;  // the hits of a page share most of their words
      for (std::size_t i = offset; i < rows.rows.size() && i - offset < limit; ++i) {
        base::Result<SearchHit> hit =
            make_hit(snapshot, core_.blobs, rows.rows[i], rows.places[rows.rows[i].place], *tree, forms);
        if (!hit) return std::move(hit).error();
        answer.hits.push_back(std::move(*hit));
      }
      return {};
    };
    base::Result<void> filled = co_await core_.db.read(fill);
    if (!filled) co_return std::move(filled).error();
    co_return answer;
  }

  void start() override { indexer_.start(); }
  void stop() override { indexer_.stop(); }
  base::Result<void> catch_up() override { return indexer_.catch_up(); }
  base::Result<void> rebuild(std::function<void(std::int64_t, std::int64_t)> progress, std::stop_token stop) override {
    return indexer_.rebuild(progress, std::move(stop));
  }

  base::Result<std::int64_t> waiting(std::span<const base::AccountId> accounts) override {
    std::int64_t out = 0;
    base::Result<void> read = core_.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      out = 0;
      for (const base::AccountId account : accounts) {
        const Indexer::Reach reach = indexer_.reach_of(account);
        base::Result<std::int64_t> some = snapshot.query_i64(
            reach.whole ? "SELECT COUNT(*) FROM email WHERE account = ? AND modseq > ? AND created_modseq > ?"
                        : "SELECT COUNT(*) FROM email WHERE account = ? AND modseq > ? AND created_modseq >= ?",
            {account.value, reach.upto, reach.whole ? reach.upto : base::ModSeq(0)});
        if (!some) return std::move(some).error();
        out += *some;
      }
      return {};
    });
    if (!read) return std::move(read).error();
    return out;
  }

  base::Result<SearchCoverage> coverage(std::span<const base::AccountId> accounts) override {
    // What is missing first: what is said to be missing may have come meanwhile, never the other way round.
    base::Result<std::int64_t> missing = waiting(accounts);
    if (!missing) return std::move(missing).error();
    SearchCoverage out;
    base::Result<void> read = core_.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      out.messages = 0;
      for (const base::AccountId account : accounts) {
        base::Result<std::int64_t> all =
            snapshot.query_i64("SELECT COUNT(*) FROM email WHERE account = ?", {account.value});
        if (!all) return std::move(all).error();
        out.messages += *all;
      }
      return {};
    });
    if (!read) return std::move(read).error();
    out.indexed = std::max<std::int64_t>(out.messages - *missing, 0);
    return out;
  }

  base::Result<Check> check() override {
    std::unordered_map<base::ContentId, bool> held;  // true: must be in the index
    base::Result<void> read = core_.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      held.clear();
      // What the cursors have not reached is still to come and not missing; a message that changed since may be on
      // either side.
      return snapshot.query(
          "SELECT e.content, MIN(CASE WHEN e.modseq <= c.modseq THEN 0 ELSE 1 END) FROM email e "
          "JOIN search_cursor c ON c.account = e.account WHERE e.created_modseq <= c.modseq GROUP BY e.content",
          {}, [&](const base::SqlRow& row) {
            held.emplace(base::ContentId(row.i64(0)), row.i64(1) == 0);
            return true;
          });
    });
    if (!read) return std::move(read).error();
    Check out;
    reader_.walk([&](base::ContentId content) {
      ++out.documents;
      const auto found = held.find(content);
      if (found == held.end()) ++out.surplus;
      else found->second = false;
      return true;
    });
    out.missing = std::count_if(held.begin(), held.end(), [](const auto& entry) { return entry.second; });
    return out;
  }

 private:
  base::Result<Matches> match(const std::vector<Branch>& branches, const std::vector<base::AccountId>& accounts) {
    Matches out;
    if (std::all_of(branches.begin(), branches.end(), [](const Branch& branch) { return branch.index.empty(); })) {
      out.everywhere = (branches.size() == 64 ? 0 : std::uint64_t{1} << branches.size()) - 1;
      return out;
    }
    const auto held = holders_.of(accounts);  // from SQL: an error of it says nothing of the index
    if (!held) return held.error();
    for (std::size_t i = 0; i < branches.size(); ++i) {
      const std::uint64_t bit = std::uint64_t{1} << i;
      if (branches[i].index.empty()) {
        out.everywhere |= bit;
        continue;
      }
      base::Result<std::vector<base::ContentId>> contents = reader_.match(branches[i].index, **held);
      if (!contents) {
        // A table that was cut is an octet that cannot be read: Xapian has no other word for it than of a bad disk.
        const base::ErrorCode code = contents.error().code;
        if (code != base::ErrorCode::corrupt && code != base::ErrorCode::not_found && code != base::ErrorCode::io)
          return std::move(contents).error();
        indexer_.report_damage();
        return base::Error::transient(
            base::ErrorCode::unavailable,
            {"Chỉ mục tìm kiếm bị hỏng, đang được lập lại trong nền; thư vẫn nguyên vẹn. Xin tìm lại sau ít phút.",
             "The search index is damaged and is being made anew in the background; mail is not touched. Search again "
             "in a few minutes."},
            base::describe(contents.error()));
      }
      for (base::ContentId content : *contents) out.found[content] |= bit;
    }
    return out;
  }

  static base::Result<void> look_up(base::SqlReader& reader, const std::vector<base::AccountId>& accounts,
                                    const Matches& matches, Rows& rows) {
    rows = {};
    std::vector<base::ContentId> contents;
    contents.reserve(matches.found.size());
    for (const auto& [content, bits] : matches.found) contents.push_back(content);
    std::sort(contents.begin(), contents.end());
    for (base::AccountId account : accounts) {
      if (base::Result<void> read = read_hit_rows(reader, account, contents, rows.rows, rows.places); !read)
        return read;
    }
    return {};
  }

  base::Co<base::Result<void>> walk_views(base::AccountId account, const Matches& matches, Rows& rows) {
    base::Result<std::vector<MailboxInfo>> mailboxes = co_await mailboxes_.list(account);
    if (!mailboxes) co_return std::move(mailboxes).error();
    for (const MailboxInfo& info : *mailboxes) {
      if (info.messages == 0) continue;
      base::Result<std::shared_ptr<const MailboxView>> view = co_await selected_.view(info.id);
      if (!view && view.error().code == base::ErrorCode::not_found) continue;  // removed meanwhile
      if (!view) co_return std::move(view).error();
      rows.places.push_back(make_place(info.id, info.path, info.use));
      const auto place = static_cast<std::uint32_t>(rows.places.size() - 1);
      for (const std::shared_ptr<const MailboxView::Chunk>& chunk : (*view)->chunks()) {
        for (const Entry& entry : *chunk) {
          if (matches.everywhere == 0 && !matches.found.contains(entry.content)) continue;
          rows.rows.push_back(
              {entry.email, entry.content, info.id, entry.uid, entry.received, entry.size, entry.system_flags, place});
        }
      }
    }
    co_return base::Result<void>{};
  }

  void report_stale(const Matches& matches, const Rows& rows) {
    if (matches.found.size() == rows.rows.size()) return;
    std::unordered_set<base::ContentId> held;
    for (const HitRow& row : rows.rows) held.insert(row.content);
    std::vector<base::ContentId> stale;
    for (const auto& [content, bits] : matches.found) {
      if (!held.contains(content)) stale.push_back(content);
    }
    if (!stale.empty()) indexer_.report_stale(stale);
  }

  static base::Result<SearchHit> make_hit(base::SqlReader& reader, const BlobStore& blobs, const HitRow& row,
                                          const Place& place, const Node& tree, WordForms& forms) {
    SearchHit hit{row.email, row.mailbox, place.path, row.uid, row.received, {}, {}, {}};
    base::Result<ContentWords> words = read_content_words(reader, blobs, row.content);
    if (!words) {
      if (words.error().code == base::ErrorCode::not_found || words.error().code == base::ErrorCode::corrupt)
        return hit;
      return std::move(words).error();
    }
    hit.from = std::move(words->from);
    hit.subject = std::move(words->subject);
    const std::string_view text = words->words.text;
    hit.snippet = make_snippet(text, text.substr(0, 8 * kSnippetCharacters), shown_words(tree), forms);
    return hit;
  }

  StoreCore& core_;
  Mailboxes& mailboxes_;
  SelectedMail& selected_;
  const base::Clock& clock_;
  ShardSet set_;
  HolderSets holders_;
  IndexReader reader_;
  Indexer indexer_;
  base::Pool pool_;
};

}  // namespace

base::Result<std::unique_ptr<Search>> Search::open(MailStore& store, const base::Clock& clock, std::string directory) {
  auto made = std::make_unique<SearchImpl>(store, clock, std::move(directory));
  if (base::Result<void> opened = made->open(); !opened) return std::move(opened).error();
  return std::unique_ptr<Search>(std::move(made));
}

}  // namespace mailstore

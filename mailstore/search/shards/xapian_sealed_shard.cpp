#include <algorithm>
#include <filesystem>
#include <numeric>

#include "base/thread_annotations.h"
#include "mailstore/search/shards/document_file.h"
#include "mailstore/search/shards/sealed_shard.h"
#include "mailstore/search/shards/xapian_guard.h"

namespace mailstore::search {
namespace {

constexpr std::size_t kMaxIdle = 4;  // opened databases kept for the next question

base::Error too_many() {
  return base::Error::permanent(base::ErrorCode::bad_input,
                                {"Quá nhiều từ bắt đầu như vậy: hãy gõ thêm chữ trước dấu *.",
                                 "Too many words begin like this: type more letters before the *."});
}

// Xapian counts documents from 1.
DocumentNumbers among_postings(const Xapian::Database& db, const std::string& term, const DocumentNumbers& within) {
  DocumentNumbers out;
  Xapian::PostingIterator at = db.postlist_begin(term);
  const Xapian::PostingIterator end = db.postlist_end(term);
  for (auto wanted = within.begin(); wanted != within.end() && at != end;) {
    const DocumentNumber here = *at - 1;
    if (here < *wanted) {
      at.skip_to(*wanted + 1);
    } else if (here == *wanted) {
      out.push_back(here);
      ++wanted;
    } else {
      wanted = std::lower_bound(wanted, within.end(), here);
    }
  }
  return out;
}

}  // namespace

// A Xapian database belongs to one thread at a time: opened ones are lent.
struct SealedShard::State {
  State(DocumentFile opened, std::string where) : documents(std::move(opened)), directory(std::move(where)) {}

  template <class Ask>
  auto with_database(Ask&& ask) {
    return xapian_guard([&] {
      Xapian::Database db = take();
      auto answer = ask(db);
      base::MutexLock lock(mutex);
      if (idle.size() < kMaxIdle) idle.push_back(std::move(db));
      return answer;
    });
  }
  Xapian::Database take() {
    base::MutexLock lock(mutex);
    if (idle.empty()) {
      lock.unlock();
      return Xapian::Database(directory, Xapian::DB_BACKEND_GLASS);
    }
    Xapian::Database db = std::move(idle.back());
    idle.pop_back();
    return db;
  }

  DocumentFile documents;
  std::string directory;
  base::Mutex mutex;
  std::vector<Xapian::Database> idle GUARDED_BY(mutex);
};

SealedShard::SealedShard(std::string directory, std::unique_ptr<State> state)
    : directory_(std::move(directory)), state_(std::move(state)) {}

SealedShard::~SealedShard() {
  if (!replaced_) return;
  std::error_code ignored;  // what is left is removed at the next start
  std::filesystem::remove_all(directory_, ignored);
}

base::Result<std::shared_ptr<SealedShard>> SealedShard::open(base::FileSystem& files, std::string directory) {
  std::vector<base::ContentId> contents;
  base::Result<DocumentFile> documents = DocumentFile::open(files, directory + "/documents", contents);
  if (!documents) return std::move(documents).error();
  auto state = std::make_unique<State>(std::move(*documents), directory);
  base::Result<std::size_t> counted = state->with_database(
      [](const Xapian::Database& db) -> base::Result<std::size_t> { return std::size_t{db.get_doccount()}; });
  if (!counted) return std::move(counted).error();
  if (*counted != contents.size()) {
    return base::Error::permanent(base::ErrorCode::corrupt, {"Chỉ mục hỏng.", "The search index is damaged."},
                                  directory + ": number of documents");
  }
  std::shared_ptr<SealedShard> shard(new SealedShard(std::move(directory), std::move(state)));
  shard->contents_ = std::move(contents);
  if (!std::is_sorted(shard->contents_.begin(), shard->contents_.end())) {
    shard->by_content_.resize(shard->contents_.size());
    std::iota(shard->by_content_.begin(), shard->by_content_.end(), DocumentNumber{0});
    std::sort(shard->by_content_.begin(), shard->by_content_.end(),
              [&](DocumentNumber a, DocumentNumber b) { return shard->contents_[a] < shard->contents_[b]; });
  }
  return shard;
}

bool SealedShard::holds(base::ContentId content) const { return !among({&content, 1}).empty(); }

DocumentNumbers SealedShard::among(std::span<const base::ContentId> wanted) const {
  DocumentNumbers out;
  const auto content_at = [&](std::size_t place) {
    return contents_[by_content_.empty() ? place : by_content_[place]];
  };
  // Leaps in both lists: either may be much the longer one.
  std::size_t place = 0;
  for (auto it = wanted.begin(); it != wanted.end() && place < contents_.size();) {
    const base::ContentId here = content_at(place);
    if (here == *it) {
      out.push_back(by_content_.empty() ? static_cast<DocumentNumber>(place) : by_content_[place]);
      ++it;
      ++place;
    } else if (*it < here) {
      std::size_t step = 1;
      auto low = it;
      while (static_cast<std::size_t>(wanted.end() - low) > step && low[static_cast<std::ptrdiff_t>(step)] < here) {
        low += static_cast<std::ptrdiff_t>(step);
        step *= 2;
      }
      const auto high = static_cast<std::size_t>(wanted.end() - low) > step
                            ? low + static_cast<std::ptrdiff_t>(step) + 1
                            : wanted.end();
      it = std::lower_bound(low, high, here);
    } else {
      std::size_t step = 1;
      while (place + step < contents_.size() && content_at(place + step) < *it) {
        place += step;
        step *= 2;
      }
      std::size_t high = std::min(place + step + 1, contents_.size());
      while (place < high) {
        const std::size_t middle = place + (high - place) / 2;
        if (content_at(middle) < *it) place = middle + 1;
        else high = middle;
      }
    }
  }
  if (!by_content_.empty()) std::sort(out.begin(), out.end());
  return out;
}

base::Result<DocumentNumbers> SealedShard::with_term(const std::string& term, const DocumentNumbers& within) const {
  return state_->with_database(
      [&](const Xapian::Database& db) -> base::Result<DocumentNumbers> { return among_postings(db, term, within); });
}

base::Result<DocumentNumbers> SealedShard::with_beginning(const std::string& beginning, const DocumentNumbers& within,
                                                          std::size_t limit) const {
  return state_->with_database([&](const Xapian::Database& db) -> base::Result<DocumentNumbers> {
    std::vector<std::string> terms;
    const Xapian::TermIterator end = db.allterms_end(beginning);
    for (Xapian::TermIterator it = db.allterms_begin(beginning); it != end; ++it) {
      if (terms.size() == limit) return too_many();
      terms.push_back(*it);
    }
    DocumentNumbers out, left = within;
    for (const std::string& term : terms) {
      const DocumentNumbers found = among_postings(db, term, left);
      if (found.empty()) continue;
      out.insert(out.end(), found.begin(), found.end());
      left = without(left, found);
    }
    std::sort(out.begin(), out.end());
    return out;
  });
}

base::Result<DocumentNumbers> SealedShard::with_term(const std::string& term) const {
  return state_->with_database([&](const Xapian::Database& db) -> base::Result<DocumentNumbers> {
    DocumentNumbers out;
    const Xapian::PostingIterator end = db.postlist_end(term);
    for (Xapian::PostingIterator it = db.postlist_begin(term); it != end; ++it) out.push_back(*it - 1);
    return out;
  });
}

base::Result<std::size_t> SealedShard::frequency(const std::string& term) const {
  return state_->with_database(
      [&](const Xapian::Database& db) -> base::Result<std::size_t> { return std::size_t{db.get_termfreq(term)}; });
}

base::Result<void> SealedShard::terms(
    const std::string& beginning,
    const std::function<bool(std::string_view term, std::size_t documents)>& visit) const {
  return state_->with_database([&](const Xapian::Database& db) -> base::Result<void> {
    const Xapian::TermIterator end = db.allterms_end(beginning);
    for (Xapian::TermIterator it = db.allterms_begin(beginning); it != end; ++it) {
      if (!visit(*it, it.get_termfreq())) break;
    }
    return {};
  });
}

base::Result<std::string> SealedShard::row(DocumentNumber document) const { return state_->documents.row(document); }

}  // namespace mailstore::search

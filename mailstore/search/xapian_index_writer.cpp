#include <filesystem>
#include <map>

#include "mailstore/search/fields.h"
#include "mailstore/search/index_writer.h"
#include "mailstore/search/xapian_document.h"
#include "mailstore/search/xapian_guard.h"

namespace mailstore::search {

struct IndexWriter::State {
  explicit State(IndexDirectory d) : directory(std::move(d)) {}

  // Opened writers hold the locks of their shards until close(); a commit closes all but the newest.
  Xapian::WritableDatabase& shard(base::ContentId content) {
    const std::string path = directory.shard_of(content);
    if (const auto open = shards.find(path); open != shards.end()) return open->second;
    if (!IndexDirectory::is_complete(path)) {
      std::error_code ignored;
      std::filesystem::remove_all(path, ignored);  // what a killed process began
      made_shard = true;
    }
    return shards.emplace(path, Xapian::WritableDatabase(path, Xapian::DB_CREATE_OR_OPEN)).first->second;
  }

  static Xapian::docid find(Xapian::WritableDatabase& db, const std::string& unique) {
    const Xapian::PostingIterator it = db.postlist_begin(unique);
    return it == db.postlist_end(unique) ? 0 : *it;
  }

  IndexDirectory directory;
  std::map<std::string, Xapian::WritableDatabase> shards;
  WordForms forms;
  bool made_shard = false;
};

IndexWriter::IndexWriter(IndexDirectory directory) : state_(std::make_unique<State>(std::move(directory))) {}
IndexWriter::~IndexWriter() { close(); }

base::Result<bool> IndexWriter::add_accounts(base::ContentId content, std::span<const base::AccountId> accounts) {
  return xapian_guard([&]() -> base::Result<bool> {
    Xapian::WritableDatabase& db = state_->shard(content);
    const Xapian::docid id = State::find(db, unique_term(content.value));
    if (id == 0) return false;
    Xapian::Document document;
    bool changed = false;
    for (base::AccountId account : accounts) {
      const std::string term = account_term(account.value);
      Xapian::PostingIterator at = db.postlist_begin(term);
      const Xapian::PostingIterator end = db.postlist_end(term);
      if (at != end) at.skip_to(id);
      if (at != end && *at == id) continue;
      if (!changed) document = db.get_document(id);
      changed = true;
      document.add_boolean_term(term);
    }
    if (changed) db.replace_document(id, document);
    return true;
  });
}

base::Result<void> IndexWriter::put(const ContentWords& words, std::span<const base::AccountId> accounts,
                                    const GiveUp& give_up) {
  const base::Result<bool> made = xapian_guard([&]() -> base::Result<bool> {
    Xapian::WritableDatabase& db = state_->shard(words.content);
    const std::optional<Xapian::Document> document = make_document(words, accounts, state_->forms, give_up);
    if (!document) return false;
    const Xapian::docid id = State::find(db, unique_term(words.content.value));
    if (id == 0) db.add_document(*document);
    else db.replace_document(id, *document);
    return true;
  });
  if (!made) return made.error();
  if (!*made)
    return base::Error::transient(base::ErrorCode::stopped, {"Việc lập chỉ mục đang dừng.", "The indexer stops."});
  return {};
}

base::Result<void> IndexWriter::set_accounts(base::ContentId content, std::span<const base::AccountId> accounts) {
  return xapian_guard([&] {
    if (!IndexDirectory::is_complete(state_->directory.shard_of(content))) return;
    Xapian::WritableDatabase& db = state_->shard(content);
    const Xapian::docid id = State::find(db, unique_term(content.value));
    if (id == 0) return;
    if (accounts.empty()) return db.delete_document(id);
    Xapian::Document document = db.get_document(id);
    std::vector<std::string> old;
    for (Xapian::TermIterator it = document.termlist_begin(); it != document.termlist_end(); ++it) {
      const std::string term = *it;
      if (term.size() > 1 && term[0] == 'A' && term[1] >= '0' && term[1] <= '9') old.push_back(term);
      else if (term[0] > 'A') break;
    }
    for (const std::string& term : old) document.remove_term(term);
    for (base::AccountId account : accounts) document.add_boolean_term(account_term(account.value));
    db.replace_document(id, document);
  });
}

base::Result<void> IndexWriter::commit(bool& made_shard) {
  made_shard = state_->made_shard;
  state_->made_shard = false;
  return xapian_guard([&] {
    for (auto& [path, db] : state_->shards) db.commit();
    while (state_->shards.size() > 1) state_->shards.erase(state_->shards.begin());
  });
}

void IndexWriter::close() {
  for (auto& [path, db] : state_->shards) {
    (void)xapian_guard([&, &shard = db] {
      shard.begin_transaction(false);  // what was not committed is given up, not flushed
      shard.cancel_transaction();
      shard.close();
    });
  }
  state_->shards.clear();
}

}  // namespace mailstore::search

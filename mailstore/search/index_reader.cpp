#include "mailstore/search/index_reader.h"

#include <algorithm>
#include <unordered_set>

#include "mailstore/search/evaluate.h"
#include "mailstore/search/shards/word_row.h"

namespace mailstore::search {
namespace {

class ShardTerms final : public TermSource {
 public:
  explicit ShardTerms(const SealedShard& shard) : shard_(shard) {}
  base::Result<DocumentNumbers> with_term(const std::string& term, const DocumentNumbers& within) const override {
    return shard_.with_term(term, within);
  }
  base::Result<DocumentNumbers> with_beginning(const std::string& beginning, const DocumentNumbers& within,
                                               std::size_t limit) const override {
    return shard_.with_beginning(beginning, within, limit);
  }
  base::Result<std::size_t> frequency(const std::string& term) const override { return shard_.frequency(term); }
  base::Result<bool> in_a_row(DocumentNumber document, Field field, const std::vector<WordForm>& words,
                              bool exact) const override {
    base::Result<std::string> row = shard_.row(document);
    if (!row) return std::move(row).error();
    return row_holds(*row, field, words, exact);
  }

 private:
  const SealedShard& shard_;
};

class FreshTerms final : public TermSource {
 public:
  explicit FreshTerms(const Documents& documents) : documents_(documents) {}
  base::Result<DocumentNumbers> with_term(const std::string& term, const DocumentNumbers& within) const override {
    return those(within, [&](const IndexedDocument& document) { return document.holds(term); });
  }
  base::Result<DocumentNumbers> with_beginning(const std::string& beginning, const DocumentNumbers& within,
                                               std::size_t) const override {
    return those(within, [&](const IndexedDocument& document) {
      const std::size_t first = document.lower_bound(beginning);
      return first < document.size() && document.term(first).starts_with(beginning);
    });
  }
  base::Result<std::size_t> frequency(const std::string&) const override { return documents_.size(); }
  base::Result<bool> in_a_row(DocumentNumber document, Field field, const std::vector<WordForm>& words,
                              bool exact) const override {
    return row_holds(documents_[document]->row, field, words, exact);
  }

 private:
  template <class Holds>
  DocumentNumbers those(const DocumentNumbers& within, Holds&& holds) const {
    DocumentNumbers out;
    for (DocumentNumber number : within) {
      if (holds(*documents_[number])) out.push_back(number);
    }
    return out;
  }

  const Documents& documents_;
};

}  // namespace

base::Result<std::vector<base::ContentId>> IndexReader::match(const std::vector<Literal>& literals,
                                                              const ContentSet& held) const {
  std::vector<base::ContentId> out;
  if (held.empty()) return out;
  const std::shared_ptr<const IndexView> view = set_.view();
  for (const std::shared_ptr<const SealedShard>& shard : view->shards) {
    DocumentNumbers within = shard->among(held);
    if (within.empty()) continue;
    base::Result<DocumentNumbers> found = evaluate(ShardTerms(*shard), literals, std::move(within));
    if (!found) return std::move(found).error();
    for (DocumentNumber number : *found) out.push_back(shard->contents()[number]);
  }
  DocumentNumbers within;
  for (DocumentNumber number = 0; number < view->fresh.size(); ++number) {
    if (std::binary_search(held.begin(), held.end(), view->fresh[number]->content)) within.push_back(number);
  }
  base::Result<DocumentNumbers> found = evaluate(FreshTerms(view->fresh), literals, std::move(within));
  if (!found) return std::move(found).error();
  for (DocumentNumber number : *found) out.push_back(view->fresh[number]->content);
  return out;
}

void IndexReader::walk(const std::function<bool(base::ContentId)>& visit) const {
  const std::shared_ptr<const IndexView> view = set_.view();
  std::unordered_set<base::ContentId> seen;
  const auto once = [&](base::ContentId content) {
    return !seen.insert(content).second || set_.hidden(content) || visit(content);
  };
  for (const std::shared_ptr<const SealedShard>& shard : view->shards) {
    for (base::ContentId content : shard->contents()) {
      if (!once(content)) return;
    }
  }
  for (const std::shared_ptr<const IndexedDocument>& document : view->fresh) {
    if (!once(document->content)) return;
  }
}

}  // namespace mailstore::search

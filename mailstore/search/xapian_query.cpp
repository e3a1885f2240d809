#include "mailstore/search/xapian_query.h"

#include "mailstore/search/fields.h"

namespace mailstore::search {
namespace {

using Xapian::Query;

Query any_of(const std::vector<Query>& parts) { return Query(Query::OP_OR, parts.begin(), parts.end()); }

// The terms that stand for one word of the query in one field. Folded: what was written without marks has only an exact
// term, what lost its marks by folding has a folded one.
Query one_word(Field field, const WordForm& word, bool exact) {
  if (exact) return Query(word_term(field, kExact, word.exact));
  return any_of({Query(word_term(field, kExact, word.folded)), Query(word_term(field, kFolded, word.folded))});
}

Query beginning(Field field, const WordForm& word) {
  std::vector<Query> parts;
  for (char form : {kExact, kFolded}) {
    parts.emplace_back(Query::OP_WILDCARD, word_term(field, form, word.folded), kMaxExpansion,
                       Query::WILDCARD_LIMIT_ERROR, Query::OP_OR);
  }
  return any_of(parts);
}

Query in_field(Field field, const Node& node) {
  std::vector<Query> parts;
  const std::size_t whole = node.words.size() - (node.prefix ? 1 : 0);
  for (std::size_t i = 0; i < whole; ++i) parts.push_back(one_word(field, node.words[i], node.exact));
  Query query;
  if (parts.size() == 1) query = parts.front();
  else if (!parts.empty())
    query = Query(Query::OP_PHRASE, parts.begin(), parts.end(), static_cast<Xapian::termcount>(parts.size()));
  if (!node.prefix) return query;
  // Phrases take only terms: the beginning of a word after others is asked for beside them.
  const Query last = beginning(field, node.words.back());
  return whole == 0 ? last : Query(Query::OP_AND, query, last);
}

Query words_query(const Node& node) {
  if (node.field != Field::any) return in_field(node.field, node);
  std::vector<Query> parts;
  for (const FieldInfo& info : kFields) {
    if (info.type == FieldType::words) parts.push_back(in_field(info.field, node));
  }
  return any_of(parts);
}

Query number_query(const policies::dispatch::NumberWords& number) {
  if (number.symbol.empty()) return Query(std::string(kNumberTerm) + number.number);
  if (number.number.empty()) return Query(std::string(kSymbolTerm) + number.symbol);
  return Query(std::string(kJoinedTerm) + (number.year.empty() ? number.joined() : number.joined_with_year()));
}

Query list_query(Query::op op, const Node& node) {
  std::vector<Query> parts;
  for (const Node& child : node.children) parts.push_back(make_query(child));
  return Query(op, parts.begin(), parts.end());
}

}  // namespace

Query make_query(const Node& node) {
  switch (node.kind) {
    case NodeKind::words: return words_query(node);
    case NodeKind::number: return number_query(node.number);
    case NodeKind::has_attachment: return Query(std::string(kHasAttachmentTerm));
    case NodeKind::both: return list_query(Query::OP_AND, node);
    case NodeKind::either: return list_query(Query::OP_OR, node);
    case NodeKind::negation: return Query(Query::OP_AND_NOT, Query::MatchAll, make_query(node.children.front()));
    default: return Query::MatchAll;  // all; conditions never come here
  }
}

Query make_query(const std::vector<Literal>& literals, std::span<const base::AccountId> accounts) {
  std::vector<Query> holders, wanted, unwanted;
  for (base::AccountId account : accounts) holders.emplace_back(account_term(account.value));
  for (const Literal& literal : literals) (literal.negated ? unwanted : wanted).push_back(make_query(literal.node));
  wanted.push_back(any_of(holders));
  const Query query(Query::OP_AND, wanted.begin(), wanted.end());
  return unwanted.empty() ? query : Query(Query::OP_AND_NOT, query, any_of(unwanted));
}

}  // namespace mailstore::search

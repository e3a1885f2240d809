#include "mailstore/search/evaluate.h"

#include <limits>

namespace mailstore::search {
namespace {

using Found = base::Result<DocumentNumbers>;

// So few documents are tried with any word before it is worth asking which word is rare.
constexpr std::size_t kFew = 32;

class Evaluator {
 public:
  explicit Evaluator(const TermSource& source) : source_(source) {}

  Found node(const Node& node, const DocumentNumbers& within) const {
    if (within.empty()) return within;
    switch (node.kind) {
      case NodeKind::words: return words(node, within);
      case NodeKind::number: return number(node.number, within);
      case NodeKind::has_attachment: return source_.with_term(std::string(kHasAttachmentTerm), within);
      case NodeKind::both: return all_of(pointers(node.children), within);
      case NodeKind::either: return any_of(node.children, within);
      case NodeKind::negation: return none_of(node.children.front(), within);
      default: return within;  // all; conditions never come here
    }
  }

  // The rarest first: the others are looked for among what is left.
  Found all_of(std::vector<const Node*> nodes, DocumentNumbers within) const {
    if (nodes.size() > 1 && within.size() > kFew) {
      std::vector<std::pair<std::size_t, const Node*>> costs;
      for (const Node* one : nodes) {
        base::Result<std::size_t> cost = estimate(*one);
        if (!cost) return std::move(cost).error();
        costs.emplace_back(*cost, one);
      }
      std::stable_sort(costs.begin(), costs.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
      for (std::size_t i = 0; i < nodes.size(); ++i) nodes[i] = costs[i].second;
    }
    for (const Node* one : nodes) {
      Found left = node(*one, within);
      if (!left) return left;
      within = std::move(*left);
    }
    return within;
  }

  Found none_of(const Node& unwanted, const DocumentNumbers& within) const {
    Found found = node(unwanted, within);
    if (!found) return found;
    return without(within, *found);
  }

 private:
  static std::vector<const Node*> pointers(const std::vector<Node>& nodes) {
    std::vector<const Node*> out;
    for (const Node& node : nodes) out.push_back(&node);
    return out;
  }

  Found any_of(const std::vector<Node>& nodes, const DocumentNumbers& within) const {
    return gather(nodes, within, [this](const Node& one, const DocumentNumbers& left) { return node(one, left); });
  }

  // The union of what `ask` finds for each; what one has found is not asked of the next.
  template <class List, class Ask>
  static Found gather(const List& list, const DocumentNumbers& within, Ask&& ask) {
    DocumentNumbers out, left = within;
    for (const auto& one : list) {
      Found found = ask(one, left);
      if (!found) return found;
      if (found->empty()) continue;
      left = without(left, *found);
      out = united(out, *found);
    }
    return out;
  }

  // The terms that stand for one word of the query in one field. Folded: what was written without marks has only an
  // exact term, what lost its marks by folding has a folded one.
  static std::vector<std::string> terms_of(Field field, const WordForm& word, bool exact) {
    if (exact) return {word_term(field, kExact, word.exact)};
    return {word_term(field, kExact, word.folded), word_term(field, kFolded, word.folded)};
  }

  base::Result<std::size_t> frequency(Field field, const WordForm& word, bool exact) const {
    std::size_t out = 0;
    for (const std::string& term : terms_of(field, word, exact)) {
      base::Result<std::size_t> one = source_.frequency(term);
      if (!one) return one;
      out += *one;
    }
    return out;
  }

  // How many documents a node may leave, about: by its rarest word.
  base::Result<std::size_t> estimate(const Node& node) const {
    if (node.kind != NodeKind::words || (node.prefix && node.words.size() == 1))
      return node.kind == NodeKind::number ? 0 : std::numeric_limits<std::size_t>::max();
    std::size_t least = std::numeric_limits<std::size_t>::max();
    for (std::size_t i = 0; i + (node.prefix ? 1 : 0) < node.words.size(); ++i) {
      std::size_t all = 0;
      for (Field field : fields_of(node)) {
        base::Result<std::size_t> one = frequency(field, node.words[i], node.exact);
        if (!one) return one;
        all += *one;
      }
      least = std::min(least, all);
    }
    return least;
  }

  static std::vector<Field> fields_of(const Node& node) {
    if (node.field != Field::any) return {node.field};
    std::vector<Field> out;
    for (const FieldInfo& info : kFields) {
      if (info.type == FieldType::words) out.push_back(info.field);
    }
    return out;
  }

  Found words(const Node& node, const DocumentNumbers& within) const {
    return gather(fields_of(node), within,
                  [&](Field field, const DocumentNumbers& left) { return in_field(field, node, left); });
  }

  Found in_field(Field field, const Node& node, const DocumentNumbers& within) const {
    std::vector<WordForm> whole = node.words;
    if (node.prefix) whole.pop_back();
    Found found = each_of(field, whole, node.exact, within);
    if (!found || found->empty()) return found;
    if (whole.size() > 1) {
      DocumentNumbers in_order;
      for (DocumentNumber document : *found) {
        base::Result<bool> row = source_.in_a_row(document, field, whole, node.exact);
        if (!row) return std::move(row).error();
        if (*row) in_order.push_back(document);
      }
      found = std::move(in_order);
    }
    if (!node.prefix) return found;
    // The beginning of a word after others is asked for beside them.
    const std::string& begin = node.words.back().folded;
    return gather(std::array{kExact, kFolded}, *found, [&](char form, const DocumentNumbers& left) {
      return source_.with_beginning(word_term(field, form, begin), left, kMaxExpansion);
    });
  }

  // Documents with every one of the words, in any order.
  Found each_of(Field field, const std::vector<WordForm>& words, bool exact, DocumentNumbers within) const {
    std::vector<std::pair<std::size_t, const WordForm*>> order;
    for (const WordForm& word : words) {
      base::Result<std::size_t> often =
          words.size() > 1 && within.size() > kFew ? frequency(field, word, exact) : base::Result<std::size_t>(0);
      if (!often) return std::move(often).error();
      order.emplace_back(*often, &word);
    }
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [often, word] : order) {
      Found left =
          gather(terms_of(field, *word, exact), within,
                 [&](const std::string& term, const DocumentNumbers& some) { return source_.with_term(term, some); });
      if (!left) return left;
      within = std::move(*left);
      if (within.empty()) break;
    }
    return within;
  }

  Found number(const policies::dispatch::NumberWords& number, const DocumentNumbers& within) const {
    std::string term;
    if (number.symbol.empty()) term = std::string(kNumberTerm) + number.number;
    else if (number.number.empty()) term = std::string(kSymbolTerm) + number.symbol;
    else term = std::string(kJoinedTerm) + (number.year.empty() ? number.joined() : number.joined_with_year());
    return source_.with_term(term, within);
  }

  const TermSource& source_;
};

}  // namespace

base::Result<DocumentNumbers> evaluate(const TermSource& source, const std::vector<Literal>& literals,
                                       DocumentNumbers within) {
  const Evaluator evaluator(source);
  std::vector<const Node*> wanted;
  for (const Literal& literal : literals) {
    if (!literal.negated) wanted.push_back(&literal.node);
  }
  Found left = evaluator.all_of(std::move(wanted), std::move(within));
  for (const Literal& literal : literals) {
    if (!left || left->empty()) break;
    if (literal.negated) left = evaluator.none_of(literal.node, *left);
  }
  return left;
}

}  // namespace mailstore::search

#include "mailstore/search/query/query_plan.h"

namespace mailstore::search {
namespace {

bool has_condition(const Node& node) {
  if (node.is_condition()) return true;
  for (const Node& child : node.children) {
    if (has_condition(child)) return true;
  }
  return false;
}

bool expand(const Node& node, bool negated, std::vector<Branch>& out);

bool cross(const std::vector<Node>& children, bool negated, std::vector<Branch>& out) {
  std::vector<Branch> product(1);
  for (const Node& child : children) {
    std::vector<Branch> right;
    if (!expand(child, negated, right) || product.size() * right.size() > kMaxBranches) return false;
    std::vector<Branch> next;
    for (const Branch& a : product) {
      for (const Branch& b : right) {
        Branch both = a;
        both.index.insert(both.index.end(), b.index.begin(), b.index.end());
        both.conditions.insert(both.conditions.end(), b.conditions.begin(), b.conditions.end());
        next.push_back(std::move(both));
      }
    }
    product = std::move(next);
  }
  out.insert(out.end(), product.begin(), product.end());
  return out.size() <= kMaxBranches;
}

bool expand(const Node& node, bool negated, std::vector<Branch>& out) {
  if (node.is_condition()) {
    out.push_back(Branch{{}, {Condition{node, negated}}});
    return out.size() <= kMaxBranches;
  }
  if (!has_condition(node)) {
    const Node* inner = &node;
    for (; inner->kind == NodeKind::negation; negated = !negated) inner = &inner->children.front();
    Branch branch;
    if (inner->kind != NodeKind::all) branch.index.push_back(Literal{*inner, negated});
    out.push_back(std::move(branch));
    return out.size() <= kMaxBranches;
  }
  if (node.kind == NodeKind::negation) return expand(node.children.front(), !negated, out);
  if ((node.kind == NodeKind::both) != negated) return cross(node.children, negated, out);
  for (const Node& child : node.children) {
    if (!expand(child, negated, out)) return false;
  }
  return true;
}

}  // namespace

base::Result<std::vector<Branch>> plan(const Node& tree) {
  std::vector<Branch> branches;
  if (!expand(tree, false, branches)) {
    return base::Error::permanent(base::ErrorCode::bad_input,
                                  {"Câu tìm kiếm quá phức tạp: quá nhiều OR với trạng thái, ngày hoặc hộp thư.",
                                   "The query is too complex: too many OR with states, dates or mailboxes."});
  }
  return branches;
}

std::string to_string(const std::vector<Branch>& branches) {
  std::string out;
  for (const Branch& branch : branches) {
    if (!out.empty()) out += " | ";
    std::string one;
    for (const Literal& literal : branch.index)
      one += (one.empty() ? "" : " ") + std::string(literal.negated ? "-" : "") + to_string(literal.node);
    for (const Condition& c : branch.conditions)
      one += (one.empty() ? "" : " ") + std::string(c.negated ? "-" : "") + to_string(c.node);
    out += one.empty() ? "all" : one;
  }
  return out;
}

}  // namespace mailstore::search

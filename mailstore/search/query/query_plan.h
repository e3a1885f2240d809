// From the tree to branches that can be run: each branch is a part for the index and conditions on the account's rows;
// a message matches when one branch matches whole. So conditions that change after indexing (flags, mailbox) may stand
// anywhere in a query and are always answered from SQL. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "mailstore/search/query/query_tree.h"

namespace mailstore::search {

inline constexpr std::size_t kMaxBranches = 64;

struct Literal {
  Node node;  // for the index: no condition inside
  bool negated = false;
};
struct Condition {
  Node node;  // is_condition()
  bool negated = false;
};
struct Branch {
  std::vector<Literal> index;         // all must hold; empty: the index is not asked
  std::vector<Condition> conditions;  // all must hold
};

// Errors: bad_input when the query would need more than kMaxBranches.
base::Result<std::vector<Branch>> plan(const Node& tree);

// "any:bao is:!seen | -subject:hop"
std::string to_string(const std::vector<Branch>& branches);

}  // namespace mailstore::search

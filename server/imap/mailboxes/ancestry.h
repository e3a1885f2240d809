// Ancestry: who stands at the top of whose tree, in a forest whose links come and go: the loop check of THREAD (RFC
// 5256 §3 step 1). A link-cut tree (Sleator and Tarjan): n operations take n log n steps in whatever order hostile
// mails make them. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace server::imap {

class Ancestry {
 public:
  static constexpr int kNone = -1;

  // Makes the next node, numbered from 0, a tree of its own.
  void add();
  // REQUIRES: `child` is the root of its tree, `parent` is not in that tree.
  void link(int child, int parent);
  // `node` becomes a root and keeps what is below it.
  void cut(int node);
  int root(int node);

  // Rotations and descents made so far: for tests, which count work and not time.
  std::uint64_t steps() const { return steps_; }

 private:
  // A path from a root downwards lies in a binary tree by depth; `up` of that tree's own root leads to the path's
  // parent.
  struct Node {
    int up = kNone, left = kNone, right = kNone;
  };
  Node& at(int node) { return nodes_[static_cast<std::size_t>(node)]; }
  bool heads_a_path(int node);
  void rotate(int node);
  void splay(int node);
  void access(int node);

  std::vector<Node> nodes_;
  std::uint64_t steps_ = 0;
};

}  // namespace server::imap

#include "server/imap/mailboxes/ancestry.h"

namespace server::imap {

void Ancestry::add() { nodes_.emplace_back(); }

bool Ancestry::heads_a_path(int node) {
  const int up = at(node).up;
  return up == kNone || (at(up).left != node && at(up).right != node);
}

void Ancestry::rotate(int node) {
  ++steps_;
  const int up = at(node).up, above = at(up).up;
  if (!heads_a_path(up)) (at(above).left == up ? at(above).left : at(above).right) = node;
  const bool was_left = at(up).left == node;
  int& inner = was_left ? at(node).right : at(node).left;
  (was_left ? at(up).left : at(up).right) = inner;
  if (inner != kNone) at(inner).up = up;
  inner = up;
  at(up).up = node;
  at(node).up = above;
}

void Ancestry::splay(int node) {
  while (!heads_a_path(node)) {
    const int up = at(node).up;
    if (!heads_a_path(up)) {
      const int above = at(up).up;
      const bool straight = (at(above).left == up) == (at(up).left == node);
      rotate(straight ? up : node);
    }
    rotate(node);
  }
}

// The path from the root to `node` becomes one binary tree with `node` at its top and nothing deeper.
void Ancestry::access(int node) {
  int below = kNone;
  for (int path = node; path != kNone; path = at(path).up) {
    ++steps_;
    splay(path);
    at(path).right = below;
    below = path;
  }
  splay(node);
}

void Ancestry::link(int child, int parent) {
  access(child);
  access(parent);  // what lies above is paid for now
  at(child).up = parent;
}

void Ancestry::cut(int node) {
  access(node);
  const int above = at(node).left;
  if (above == kNone) return;
  at(above).up = kNone;
  at(node).left = kNone;
}

int Ancestry::root(int node) {
  access(node);
  while (at(node).left != kNone) {
    ++steps_;
    node = at(node).left;
  }
  splay(node);
  return node;
}

}  // namespace server::imap

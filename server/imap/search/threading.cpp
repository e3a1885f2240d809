#include "server/imap/search/threading.h"

#include <algorithm>
#include <unordered_map>

#include "server/imap/mailboxes/ancestry.h"

namespace server::imap {
namespace {

constexpr int kNone = Ancestry::kNone;

// A message, or a place for one that is only referred to (message = kNone).
struct Node {
  int message = kNone;
  int parent = kNone;
  bool was_parent = false;
  std::vector<int> children;
};

class Forest {
 public:
  explicit Forest(const std::vector<ThreadMessage>& messages) : messages_(messages) {}
  std::string run();

 private:
  int make(int message) {
    nodes_.push_back({message, kNone, false, {}});
    ancestry_.add();
    return static_cast<int>(nodes_.size()) - 1;
  }
  bool dummy(int node) const { return nodes_[index(node)].message == kNone; }
  static std::size_t index(int node) { return static_cast<std::size_t>(node); }
  const ThreadMessage& message(int node) const { return messages_[index(nodes_[index(node)].message)]; }

  int node_of_id(std::uint64_t id);
  int node_of_message(int message);
  // Would `root`, which has no parent, become its own ancestor below `parent`?
  bool makes_loop(int root, int parent);
  void attach(int root, int parent);
  void detach(int child);
  void link_references(int message);
  void collect_roots();
  void prune();
  int speaker(int node) const;  // the message that stands for a node: itself, or the first child of a dummy
  bool earlier(int a, int b) const;
  void sort_children();
  void gather_subjects();
  void merge(std::unordered_map<std::uint64_t, int>& table, int root);
  void adopt(int parent, int child);
  std::string text() const;

  const std::vector<ThreadMessage>& messages_;
  std::vector<Node> nodes_;
  Ancestry ancestry_;
  std::unordered_map<std::uint64_t, int> ids_;
  std::vector<int> roots_;
};

int Forest::node_of_id(std::uint64_t id) {
  const auto [row, fresh] = ids_.try_emplace(id, kNone);
  if (fresh) row->second = make(kNone);
  return row->second;
}

// A message without an id, or with one that another message has, gets a place of its own.
int Forest::node_of_message(int message) {
  const std::uint64_t id = messages_[index(message)].id;
  if (id != 0) {
    const int node = node_of_id(id);
    if (dummy(node)) {
      nodes_[index(node)].message = message;
      return node;
    }
  }
  return make(message);
}

bool Forest::makes_loop(int root, int parent) {
  if (root == parent) return true;
  return nodes_[index(root)].was_parent && ancestry_.root(parent) == root;
}

void Forest::attach(int root, int parent) {
  ancestry_.link(root, parent);
  nodes_[index(root)].parent = parent;
  nodes_[index(parent)].was_parent = true;
}

void Forest::detach(int child) {
  if (nodes_[index(child)].parent == kNone) return;
  ancestry_.cut(child);
  nodes_[index(child)].parent = kNone;
}

// RFC 5256 §3 REFERENCES (1): in (1.B) the link a message has from others' references is broken before the loop check.
void Forest::link_references(int message) {
  const int self = node_of_message(message);
  int before = kNone;
  for (const std::uint64_t id : messages_[index(message)].references) {
    if (id == 0) continue;
    const int node = node_of_id(id);
    if (before != kNone && nodes_[index(node)].parent == kNone && !makes_loop(node, before)) attach(node, before);
    before = node;
  }
  detach(self);
  if (before != kNone && !makes_loop(self, before)) attach(self, before);
}

void Forest::collect_roots() {
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    const int node = static_cast<int>(i);
    if (nodes_[i].parent == kNone) {
      roots_.push_back(node);
    } else {
      nodes_[index(nodes_[i].parent)].children.push_back(node);
    }
  }
}

// (3): dummies without children go, the children of others take their place; under the root only when there is one
// child. Everybody gets the nearest real ancestor as parent, or the dummy at the top, in one walk from there: a chain
// of dummies costs its length once.
void Forest::prune() {
  std::vector<int> order = roots_;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto& children = nodes_[index(order[i])].children;
    order.insert(order.end(), children.begin(), children.end());
  }
  for (Node& node : nodes_) node.children.clear();
  std::vector<int> home(nodes_.size(), kNone);  // who takes in what stands below
  for (const int node : order) {
    const int parent = nodes_[index(node)].parent;
    home[index(node)] = parent == kNone || !dummy(node) ? node : home[index(parent)];
    if (parent != kNone && !dummy(node)) nodes_[index(home[index(parent)])].children.push_back(node);
  }
  std::vector<int> roots;
  for (const int root : roots_) {
    const auto& below = nodes_[index(root)].children;
    if (!dummy(root) || below.size() > 1) {
      roots.push_back(root);
    } else {
      roots.insert(roots.end(), below.begin(), below.end());
    }
  }
  roots_ = std::move(roots);
}

int Forest::speaker(int node) const { return dummy(node) ? nodes_[index(node)].children.front() : node; }

bool Forest::earlier(int a, int b) const {
  const int x = speaker(a), y = speaker(b);
  if (message(x).sent != message(y).sent) return message(x).sent < message(y).sent;
  return nodes_[index(x)].message < nodes_[index(y)].message;
}

// (4), (6): dummies only stand at the top, their children are sorted before they are compared by the first of them.
void Forest::sort_children() {
  const auto order = [this](int a, int b) { return earlier(a, b); };
  for (Node& node : nodes_) std::sort(node.children.begin(), node.children.end(), order);
  std::sort(roots_.begin(), roots_.end(), order);
}

void Forest::adopt(int parent, int child) { nodes_[index(parent)].children.push_back(child); }

// (5C) for one root; those that were taken in are marked by parent != kNone.
void Forest::merge(std::unordered_map<std::uint64_t, int>& table, int root) {
  const ThreadMessage& mine = message(speaker(root));
  const auto row = table.find(mine.subject);
  if (mine.subject == 0 || row == table.end() || row->second == root) return;
  const int other = row->second;
  const ThreadMessage& theirs = message(speaker(other));
  if (dummy(other) && dummy(root)) {
    const std::vector<int> moved = nodes_[index(root)].children;
    for (const int child : moved) adopt(other, child);
  } else if (dummy(other)) {
    adopt(other, root);
  } else if (!dummy(root) && mine.is_reply && !theirs.is_reply) {
    adopt(other, root);
  } else {
    const int both = make(kNone);
    adopt(both, other);
    adopt(both, root);
    nodes_[index(other)].parent = both;
    row->second = both;
    roots_.push_back(both);
  }
  nodes_[index(root)].parent = row->second;
}

void Forest::gather_subjects() {
  std::unordered_map<std::uint64_t, int> table;
  for (const int root : roots_) {
    const ThreadMessage& mine = message(speaker(root));
    if (mine.subject == 0) continue;
    const auto [row, fresh] = table.try_emplace(mine.subject, root);
    if (fresh) continue;
    const bool theirs_dummy = dummy(row->second);
    const bool better =
        (dummy(root) && !theirs_dummy) || (!theirs_dummy && message(row->second).is_reply && !mine.is_reply);
    if (better) row->second = root;
  }
  const std::vector<int> before = roots_;
  for (const int root : before) nodes_[index(root)].parent = kNone;
  for (const int root : before) merge(table, root);
  std::erase_if(roots_, [this](int root) { return nodes_[index(root)].parent != kNone; });
}

// thread-list, written with a stack of what is still to come.
std::string Forest::text() const {
  struct Step {
    int node;
    bool close;
  };
  std::string out;
  std::vector<Step> stack;
  for (auto it = roots_.rbegin(); it != roots_.rend(); ++it) stack.push_back({*it, false});
  while (!stack.empty()) {
    const Step step = stack.back();
    stack.pop_back();
    if (step.close) {
      out += ')';
      continue;
    }
    out += '(';
    stack.push_back({kNone, true});
    int node = step.node;
    const char* gap = "";
    for (;;) {
      const Node& here = nodes_[index(node)];
      if (here.message != kNone) {
        out.append(gap).append(std::to_string(messages_[index(here.message)].number));
        gap = " ";
      }
      if (here.children.empty()) break;
      if (here.children.size() > 1) {
        out += gap;
        for (auto it = here.children.rbegin(); it != here.children.rend(); ++it) stack.push_back({*it, false});
        break;
      }
      node = here.children.front();
    }
  }
  return out;
}

std::string Forest::run() {
  nodes_.reserve(messages_.size() + messages_.size() / 4);
  ids_.reserve(messages_.size() + messages_.size() / 4);
  for (std::size_t i = 0; i < messages_.size(); ++i) link_references(static_cast<int>(i));
  collect_roots();
  prune();
  sort_children();
  gather_subjects();
  sort_children();
  return text();
}

}  // namespace

std::string thread_by_references(const std::vector<ThreadMessage>& messages) { return Forest(messages).run(); }

std::string thread_by_subject(const std::vector<ThreadMessage>& messages) {
  std::vector<const ThreadMessage*> order;
  for (const ThreadMessage& message : messages) order.push_back(&message);
  const auto by_date = [](const ThreadMessage* a, const ThreadMessage* b) { return a->sent < b->sent; };
  std::stable_sort(order.begin(), order.end(), by_date);
  std::unordered_map<std::uint64_t, std::size_t> place;
  std::vector<std::vector<const ThreadMessage*>> threads;  // in order of their first messages
  for (const ThreadMessage* message : order) {
    const auto [row, fresh] = place.try_emplace(message->subject, threads.size());
    if (fresh) threads.emplace_back();
    threads[row->second].push_back(message);
  }
  std::string out;
  for (const auto& thread : threads) {
    out.append("(").append(std::to_string(thread[0]->number));
    if (thread.size() == 2) {
      out.append(" ").append(std::to_string(thread[1]->number));
    } else if (thread.size() > 2) {
      out += ' ';
      for (std::size_t i = 1; i < thread.size(); ++i)
        out.append("(").append(std::to_string(thread[i]->number)).append(")");
    }
    out += ')';
  }
  return out;
}

}  // namespace server::imap

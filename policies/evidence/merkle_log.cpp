#include "policies/evidence/merkle_log.h"

#include <bit>

namespace policies::evidence {

namespace {

using base::Sha256;

constexpr std::size_t kSizeOctets = 8;
constexpr std::uint64_t kMostLeaves = std::uint64_t{1} << 62;

Sha256 node_hash(const Sha256& left, const Sha256& right) {
  std::string bytes(1, '\x01');
  bytes += base::to_bytes(left);
  bytes += base::to_bytes(right);
  return base::sha256(bytes);
}

// The greatest power of two below n; n ≥ 2.
std::uint64_t split(std::uint64_t n) { return std::bit_floor(n - 1); }

}  // namespace

Sha256 leaf_hash(std::string_view bytes) {
  base::Sha256Stream stream;
  stream.update(std::string_view("\x00", 1));
  stream.update(bytes);
  return stream.finish();
}

void Frontier::append(const Sha256& leaf) {
  Sha256 whole = leaf;
  // Each full subtree that ends here takes its left neighbour in: as many as the old size has ones at its end.
  for (std::uint64_t rest = size; (rest & 1) != 0; rest >>= 1) {
    whole = node_hash(peaks.back(), whole);
    peaks.pop_back();
  }
  peaks.push_back(whole);
  ++size;
}

Sha256 Frontier::root() const {
  if (peaks.empty()) return base::sha256("");
  Sha256 root = peaks.back();
  for (std::size_t i = peaks.size() - 1; i-- > 0;) root = node_hash(peaks[i], root);
  return root;
}

std::string Frontier::to_bytes() const {
  std::string out;
  for (std::size_t i = kSizeOctets; i-- > 0;) out += static_cast<char>(size >> (8 * i) & 0xff);
  for (const Sha256& peak : peaks) out += base::to_bytes(peak);
  return out;
}

std::optional<Frontier> Frontier::from_bytes(std::string_view bytes) {
  if (bytes.size() < kSizeOctets) return std::nullopt;
  Frontier out;
  for (const char octet : bytes.substr(0, kSizeOctets)) out.size = out.size << 8 | static_cast<std::uint8_t>(octet);
  bytes.remove_prefix(kSizeOctets);
  const auto peaks = static_cast<std::size_t>(std::popcount(out.size));
  if (out.size > kMostLeaves || bytes.size() != peaks * Sha256{}.size()) return std::nullopt;
  for (; !bytes.empty(); bytes.remove_prefix(Sha256{}.size())) {
    Sha256& peak = out.peaks.emplace_back();
    for (std::size_t i = 0; i < peak.size(); ++i) peak[i] = static_cast<std::uint8_t>(bytes[i]);
  }
  return out;
}

Sha256 root_of(std::span<const Sha256> leaves) {
  Frontier frontier;
  for (const Sha256& leaf : leaves) frontier.append(leaf);
  return frontier.root();
}

std::vector<Sha256> inclusion_proof(std::span<const Sha256> leaves, std::uint64_t place) {
  std::vector<Sha256> from_the_top;
  while (leaves.size() > 1) {
    const std::uint64_t left = split(leaves.size());
    if (place < left) {
      from_the_top.push_back(root_of(leaves.subspan(left)));
      leaves = leaves.first(left);
    } else {
      from_the_top.push_back(root_of(leaves.first(left)));
      leaves = leaves.subspan(left);
      place -= left;
    }
  }
  return {from_the_top.rbegin(), from_the_top.rend()};
}

std::vector<Sha256> consistency_proof(std::span<const Sha256> leaves, std::uint64_t older) {
  std::vector<Sha256> from_the_top;
  bool known = true;  // the older root is the root of this very subtree: its reader has it
  while (older < leaves.size()) {
    const std::uint64_t left = split(leaves.size());
    if (older <= left) {
      from_the_top.push_back(root_of(leaves.subspan(left)));
      leaves = leaves.first(left);
    } else {
      from_the_top.push_back(root_of(leaves.first(left)));
      leaves = leaves.subspan(left);
      older -= left;
      known = false;
    }
  }
  if (!known) from_the_top.push_back(root_of(leaves));
  return {from_the_top.rbegin(), from_the_top.rend()};
}

bool proves_inclusion(const Sha256& leaf, std::uint64_t place, std::uint64_t size, std::span<const Sha256> proof,
                      const Sha256& root) {
  if (place >= size) return false;
  std::uint64_t at = place, last = size - 1;
  Sha256 found = leaf;
  for (const Sha256& sibling : proof) {
    if (last == 0) return false;
    if ((at & 1) != 0 || at == last) {
      found = node_hash(sibling, found);
      for (; (at & 1) == 0 && at != 0; at >>= 1) last >>= 1;
    } else {
      found = node_hash(found, sibling);
    }
    at >>= 1;
    last >>= 1;
  }
  return last == 0 && found == root;
}

bool proves_consistency(std::uint64_t older, const Sha256& older_root, std::uint64_t size, const Sha256& root,
                        std::span<const Sha256> proof) {
  if (older > size) return false;
  if (older == size) return proof.empty() && older_root == root;
  if (older == 0) return proof.empty() && older_root == base::sha256("");
  std::vector<Sha256> path(proof.begin(), proof.end());
  if (std::has_single_bit(older)) path.insert(path.begin(), older_root);
  if (path.empty()) return false;
  std::uint64_t at = older - 1, last = size - 1;
  for (; (at & 1) != 0; at >>= 1) last >>= 1;
  Sha256 was = path.front(), is = path.front();
  for (std::size_t i = 1; i < path.size(); ++i) {
    if (last == 0) return false;
    if ((at & 1) != 0 || at == last) {
      was = node_hash(path[i], was);
      is = node_hash(path[i], is);
      for (; (at & 1) == 0 && at != 0; at >>= 1) last >>= 1;
    } else {
      is = node_hash(is, path[i]);
    }
    at >>= 1;
    last >>= 1;
  }
  return last == 0 && was == older_root && is == root;
}

}  // namespace policies::evidence

// The append-only log of an office: a Merkle tree over its events, so that whoever keeps one root can tell whether
// anything before it was changed later. Hashes and proofs as in RFC 9162 §2.1. Pure functions, thread-safe; sizes and
// places count leaves from 0, at most 2^62.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto/hash.h"

namespace policies::evidence {

// SHA-256(0x00 || bytes): a leaf. Another prefix than that of nodes, so that no node passes for an event (RFC 9162
// §2.1.1).
base::Sha256 leaf_hash(std::string_view bytes);

// What is needed to go on: the roots of the full subtrees, greatest first (at most 62). A value; kept by whoever
// appends.
struct Frontier {
  std::uint64_t size = 0;
  std::vector<base::Sha256> peaks;

  void append(const base::Sha256& leaf);
  base::Sha256 root() const;  // of an empty log: SHA-256 of nothing

  // 8 octets of the size (big endian), then the peaks; nothing when the length does not fit the size.
  std::string to_bytes() const;
  static std::optional<Frontier> from_bytes(std::string_view bytes);
};

base::Sha256 root_of(std::span<const base::Sha256> leaves);

// That leaf `place` is in the tree of all `leaves`, lowest sibling first (RFC 9162 §2.1.3.1). `place` < leaves.size().
std::vector<base::Sha256> inclusion_proof(std::span<const base::Sha256> leaves, std::uint64_t place);
// That the tree of the first `older` leaves is the beginning of the tree of all (RFC 9162 §2.1.4.1). 0 < `older` ≤
// leaves.size().
std::vector<base::Sha256> consistency_proof(std::span<const base::Sha256> leaves, std::uint64_t older);

// RFC 9162 §2.1.3.2.
bool proves_inclusion(const base::Sha256& leaf, std::uint64_t place, std::uint64_t size,
                      std::span<const base::Sha256> proof, const base::Sha256& root);
// RFC 9162 §2.1.4.2. Every tree goes on from the empty one.
bool proves_consistency(std::uint64_t older, const base::Sha256& older_root, std::uint64_t size,
                        const base::Sha256& root, std::span<const base::Sha256> proof);

}  // namespace policies::evidence

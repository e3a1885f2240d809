#include <doctest/doctest.h>
#include <bit>
#include <random>
#include <string>
#include <vector>

#include "policies/evidence/merkle_log.h"

namespace {

using base::Sha256;
using namespace policies::evidence;

std::vector<Sha256> leaves_of(std::uint64_t count) {
  std::vector<Sha256> out;
  for (std::uint64_t i = 0; i < count; ++i) out.push_back(leaf_hash("sự kiện " + std::to_string(i)));
  return out;
}

// RFC 9162 §2.1.1, as it is defined: slow, and nothing kept.
Sha256 by_definition(std::span<const Sha256> leaves) {
  if (leaves.empty()) return base::sha256("");
  if (leaves.size() == 1) return leaves[0];
  const std::size_t left = std::bit_floor(leaves.size() - 1);
  return base::sha256("\x01" + base::to_bytes(by_definition(leaves.first(left))) +
                      base::to_bytes(by_definition(leaves.subspan(left))));
}

Sha256 turned(Sha256 hash, std::size_t bit) {
  hash[bit / 8 % hash.size()] ^= static_cast<std::uint8_t>(1U << bit % 8);
  return hash;
}

}  // namespace

TEST_CASE("evidence/merkle: the roots that certificate logs are tested with") {
  // The eight inputs and roots that public implementations of RFC 6962 share.
  const std::vector<std::string> inputs = {
      "",
      std::string(1, '\x00'),
      "\x10",
      "\x20\x21",
      "\x30\x31",
      "\x40\x41\x42\x43",
      "\x50\x51\x52\x53\x54\x55\x56\x57",
      "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
  };
  const char* roots[] = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                         "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                         "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                         "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                         "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                         "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                         "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                         "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  Frontier frontier;
  CHECK(base::to_hex(frontier.root()) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    frontier.append(leaf_hash(inputs[i]));
    CHECK(base::to_hex(frontier.root()) == roots[i]);
  }
}

TEST_CASE("evidence/merkle: appended one by one it is the tree of the definition, and goes on from its bytes") {
  const std::vector<Sha256> leaves = leaves_of(70);
  Frontier frontier;
  for (std::size_t size = 0; size <= leaves.size(); ++size) {
    CAPTURE(size);
    const Sha256 expected = by_definition(std::span(leaves).first(size));
    CHECK(frontier.root() == expected);
    CHECK(root_of(std::span(leaves).first(size)) == expected);
    const std::string bytes = frontier.to_bytes();
    const std::optional<Frontier> again = Frontier::from_bytes(bytes);
    REQUIRE(again);
    CHECK(again->size == size);
    CHECK(again->root() == expected);
    CHECK_FALSE(Frontier::from_bytes(bytes + "x"));
    CHECK_FALSE(Frontier::from_bytes(std::string_view(bytes).substr(1)));
    if (size < leaves.size()) frontier.append(leaves[size]);
  }
  CHECK_FALSE(Frontier::from_bytes(std::string(8, '\xff') + std::string(64 * 32, 'a')));
}

TEST_CASE("evidence/merkle: every leaf is proven in every tree, and nothing else") {
  const std::vector<Sha256> all = leaves_of(35);
  for (std::size_t size = 1; size <= all.size(); ++size) {
    const std::span<const Sha256> leaves = std::span(all).first(size);
    const Sha256 root = root_of(leaves);
    for (std::size_t place = 0; place < size; ++place) {
      CAPTURE(size);
      CAPTURE(place);
      const std::vector<Sha256> proof = inclusion_proof(leaves, place);
      CHECK(proves_inclusion(leaves[place], place, size, proof, root));
      CHECK_FALSE(proves_inclusion(turned(leaves[place], 7), place, size, proof, root));
      CHECK_FALSE(proves_inclusion(leaves[place], place, size, proof, turned(root, 200)));
      CHECK_FALSE(proves_inclusion(leaves[place], size, size, proof, root));
      if (size > 1) CHECK_FALSE(proves_inclusion(leaves[place], (place + 1) % size, size, proof, root));
      std::vector<Sha256> longer = proof;
      longer.push_back(root);
      CHECK_FALSE(proves_inclusion(leaves[place], place, size, longer, root));
      for (std::size_t i = 0; i < proof.size(); ++i) {
        std::vector<Sha256> wrong = proof;
        wrong[i] = turned(wrong[i], place + i);
        CHECK_FALSE(proves_inclusion(leaves[place], place, size, wrong, root));
        wrong = proof;
        wrong.erase(wrong.begin() + static_cast<std::ptrdiff_t>(i));
        CHECK_FALSE(proves_inclusion(leaves[place], place, size, wrong, root));
      }
    }
  }
}

TEST_CASE("evidence/merkle: an older tree is the beginning of a newer one; a rewritten past is not") {
  const std::vector<Sha256> all = leaves_of(35);
  for (std::size_t size = 1; size <= all.size(); ++size)
    for (std::size_t older = 0; older <= size; ++older) {
      CAPTURE(size);
      CAPTURE(older);
      const std::span<const Sha256> leaves = std::span(all).first(size);
      const Sha256 root = root_of(leaves), old_root = root_of(leaves.first(older));
      const std::vector<Sha256> proof = older == 0 ? std::vector<Sha256>{} : consistency_proof(leaves, older);
      CHECK(proves_consistency(older, old_root, size, root, proof));
      CHECK_FALSE(proves_consistency(older, turned(old_root, 3), size, root, proof));
      if (older > 0) CHECK_FALSE(proves_consistency(older, old_root, size, turned(root, 9), proof));
      CHECK_FALSE(proves_consistency(size + 1, old_root, size, root, proof));
      for (std::size_t i = 0; i < proof.size(); ++i) {
        std::vector<Sha256> wrong = proof;
        wrong[i] = turned(wrong[i], 11 * i);
        CHECK_FALSE(proves_consistency(older, old_root, size, root, wrong));
      }
      if (older == 0 || older == size) continue;
      // An event before `older` is rewritten afterwards: no proof of the new tree leads from the root that a partner
      // kept.
      std::vector<Sha256> rewritten(leaves.begin(), leaves.end());
      rewritten[older / 2] = leaf_hash("sửa về sau");
      CHECK_FALSE(proves_consistency(older, old_root, size, root_of(rewritten), consistency_proof(rewritten, older)));
    }
}

TEST_CASE("evidence/merkle: a node is no leaf") {
  const std::vector<Sha256> leaves = leaves_of(2);
  const std::string inside = base::to_bytes(leaves[0]) + base::to_bytes(leaves[1]);
  CHECK(leaf_hash(inside) != root_of(leaves));
}

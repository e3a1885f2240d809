// For tests: DER taken apart and put together again, to make CMS that no tool makes. Definite lengths only.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

namespace der {

struct Element {
  unsigned char tag = 0;
  std::string content;           // of a primitive element
  std::vector<Element> members;  // of a constructed one
  Element& operator[](std::size_t i) {
    REQUIRE(i < members.size());
    return members[i];
  }
};

inline Element read(std::string_view& bytes) {
  REQUIRE(bytes.size() >= 2);
  Element out;
  out.tag = static_cast<unsigned char>(bytes[0]);
  std::size_t size = static_cast<unsigned char>(bytes[1]), at = 2;
  if (size >= 0x80) {
    const std::size_t octets = size & 0x7F;
    for (size = 0; at < 2 + octets; ++at) size = size * 256 + static_cast<unsigned char>(bytes[at]);
  }
  std::string_view inside = bytes.substr(at, size);
  bytes.remove_prefix(at + size);
  if ((out.tag & 0x20) == 0) {
    out.content = inside;
    return out;
  }
  while (!inside.empty()) out.members.push_back(read(inside));
  return out;
}

inline Element parse(std::string_view bytes) { return read(bytes); }

inline std::string print(const Element& element) {
  std::string inside = element.content;
  for (const Element& member : element.members) inside += print(member);
  std::string out(1, static_cast<char>(element.tag));
  if (inside.size() < 0x80) return out + static_cast<char>(inside.size()) + inside;
  std::string size;
  for (std::size_t rest = inside.size(); rest > 0; rest >>= 8) size.insert(0, 1, static_cast<char>(rest & 0xFF));
  return out + static_cast<char>(0x80 | size.size()) + size + inside;
}

// Of a CMS: version, digestAlgorithms, encapContentInfo, certificates, signerInfos.
inline Element& signed_data(Element& cms) { return cms[1][0]; }
inline Element& signer(Element& cms) { return signed_data(cms).members.back()[0]; }

}  // namespace der

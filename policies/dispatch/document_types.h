// The 29 administrative types of documents and the three kinds of copies with their abbreviations (domain.md 3.1,
// Decree 30/2020/NĐ-CP). A table; pure, thread-safe.
#pragma once

#include <span>
#include <string_view>

namespace policies::dispatch {

struct DocumentType {
  int ordinal = 0;                       // 1 … 29 in the order of the decree; copies 30 … 32
  std::string_view abbreviation;         // "BC"; empty for công văn and thư công
  std::string_view name_vi;              // "Báo cáo"
  std::string_view name_en;              // "report"
  std::string_view folded_abbreviation;  // lower case without marks: "bc", "qd", "qyd"
  std::string_view folded_name;          // "bao cao"
  bool is_copy = false;                  // sao y, sao lục, trích sao: one common series of their own
};

inline constexpr int kOfficialLetter = 18;  // công văn
inline constexpr int kLetterOfThanks = 29;  // thư công

std::span<const DocumentType> document_types();  // by ordinal
const DocumentType& document_type(int ordinal);  // REQUIRES: 1 … 32

struct TypeMatch {
  const DocumentType* type = nullptr;  // nothing fits: nullptr
  const DocumentType* other =
      nullptr;  // typed without marks it could also be this one: "hd" is HD, but also HĐ; "da" DA and ĐA
  explicit operator bool() const { return type != nullptr; }
};

// An abbreviation or a name as a clerk types it, in any case; with its marks, or wholly without. "CV" is công văn.
// Spaces around are dropped; the words "(cá biệt)" may stand behind.
TypeMatch find_document_type(std::string_view typed);

// By the abbreviation as it stands in a symbol: in any case but with its marks ("HĐ" is never HD). nullptr: not a type.
const DocumentType* type_of_abbreviation(std::string_view abbreviation);

}  // namespace policies::dispatch

#include "policies/dispatch/document_types.h"

#include <array>
#include <cassert>
#include <string>

#include "base/text/fold.h"

namespace policies::dispatch {

namespace {

// Decree 30/2020/NĐ-CP, Art. 7 (types) and Appendix III (abbreviations); copies behind them.
constexpr std::array<DocumentType, 32> kTypes = {{
    {1, "NQ", "Nghị quyết", "resolution", "nq", "nghi quyet"},
    {2, "QĐ", "Quyết định", "decision", "qd", "quyet dinh"},
    {3, "CT", "Chỉ thị", "directive", "ct", "chi thi"},
    {4, "QC", "Quy chế", "regulation", "qc", "quy che"},
    {5, "QyĐ", "Quy định", "rules", "qyd", "quy dinh"},
    {6, "TC", "Thông cáo", "communiqué", "tc", "thong cao"},
    {7, "TB", "Thông báo", "notice", "tb", "thong bao"},
    {8, "HD", "Hướng dẫn", "guidance", "hd", "huong dan"},
    {9, "CTr", "Chương trình", "programme", "ctr", "chuong trinh"},
    {10, "KH", "Kế hoạch", "plan", "kh", "ke hoach"},
    {11, "PA", "Phương án", "option plan", "pa", "phuong an"},
    {12, "ĐA", "Đề án", "scheme", "da", "de an"},
    {13, "DA", "Dự án", "project", "da", "du an"},
    {14, "BC", "Báo cáo", "report", "bc", "bao cao"},
    {15, "BB", "Biên bản", "minutes", "bb", "bien ban"},
    {16, "TTr", "Tờ trình", "proposal", "ttr", "to trinh"},
    {17, "HĐ", "Hợp đồng", "contract", "hd", "hop dong"},
    {18, "", "Công văn", "official letter", "", "cong van"},
    {19, "CĐ", "Công điện", "telegram", "cd", "cong dien"},
    {20, "BGN", "Bản ghi nhớ", "memorandum", "bgn", "ban ghi nho"},
    {21, "BTT", "Bản thỏa thuận", "agreement", "btt", "ban thoa thuan"},
    {22, "GUQ", "Giấy ủy quyền", "authorisation", "guq", "giay uy quyen"},
    {23, "GM", "Giấy mời", "invitation", "gm", "giay moi"},
    {24, "GGT", "Giấy giới thiệu", "letter of introduction", "ggt", "giay gioi thieu"},
    {25, "GNP", "Giấy nghỉ phép", "leave permit", "gnp", "giay nghi phep"},
    {26, "PG", "Phiếu gửi", "dispatch slip", "pg", "phieu gui"},
    {27, "PC", "Phiếu chuyển", "forwarding slip", "pc", "phieu chuyen"},
    {28, "PB", "Phiếu báo", "notice slip", "pb", "phieu bao"},
    {29, "", "Thư công", "official letter of courtesy", "", "thu cong"},
    {30, "SY", "Sao y", "full copy", "sy", "sao y", true},
    {31, "TrS", "Trích sao", "extract", "trs", "trich sao", true},
    {32, "SL", "Sao lục", "copy of a copy", "sl", "sao luc", true},
}};

std::string trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n.") + 1 - begin));
}

// The first entry whose words, in this form, are the typed ones; from `after` on.
template <class Form>
const DocumentType* search(std::string_view key, Form form, const DocumentType* after = nullptr) {
  for (const DocumentType& type : kTypes) {
    if (after && type.ordinal <= after->ordinal) continue;
    if (form(type, key)) return &type;
  }
  return nullptr;
}

bool fits_folded(const DocumentType& type, std::string_view key) {
  return key == type.folded_name || (!key.empty() && key == type.folded_abbreviation);
}

bool fits_with_marks(const DocumentType& type, std::string_view key) {
  return key == base::exact_form(type.name_vi) ||
         (!type.abbreviation.empty() && key == base::lower_form(type.abbreviation));
}

}  // namespace

std::span<const DocumentType> document_types() { return kTypes; }

const DocumentType& document_type(int ordinal) {
  assert(ordinal >= 1 && ordinal <= static_cast<int>(kTypes.size()));
  return kTypes[static_cast<std::size_t>(ordinal - 1)];
}

TypeMatch find_document_type(std::string_view typed) {
  if (typed.size() > 256) return {};
  std::string text = trimmed(typed);
  std::string folded = base::fold(text);
  constexpr std::string_view kParticular = "(ca biet)";
  if (folded.ends_with(kParticular)) {
    text = trimmed(text.substr(0, text.rfind('(')));
    folded = base::fold(text);
  }
  if (folded.empty()) return {};
  if (folded == "cv") return {&document_type(kOfficialLetter), nullptr};
  const bool has_marks = base::lower_form(text) != folded;
  const std::string exact = base::exact_form(text);
  if (const DocumentType* type = search(exact, fits_with_marks)) {
    // "HD" is one abbreviation, but may also be "HĐ" typed without marks.
    const DocumentType* first = has_marks ? nullptr : search(folded, fits_folded);
    const DocumentType* second = first ? search(folded, fits_folded, first) : nullptr;
    return {type, second ? (first == type ? second : first) : nullptr};
  }
  if (const DocumentType* type =
          search(folded, [](const DocumentType& one, std::string_view key) { return key == base::fold(one.name_en); }))
    return {type, nullptr};
  if (has_marks) return {};  // marks that fit nothing: a wrong word, not a lazy one
  const DocumentType* first = search(folded, fits_folded);
  return {first, first ? search(folded, fits_folded, first) : nullptr};
}

const DocumentType* type_of_abbreviation(std::string_view abbreviation) {
  if (abbreviation.empty() || abbreviation.size() > 16) return nullptr;
  const std::string key = base::lower_form(abbreviation);
  return search(key, [](const DocumentType& type, std::string_view k) {
    return !type.abbreviation.empty() && k == base::lower_form(type.abbreviation);
  });
}

}  // namespace policies::dispatch

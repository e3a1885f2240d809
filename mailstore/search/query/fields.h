// The fields of search: one table read by the indexer, the query parser and the help text (design section 3).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace mailstore::search {

enum class Field : std::uint8_t {
  any,
  from,
  to,
  cc,
  subject,
  body,
  attachment,
  number,
  before,
  after,
  on,
  has,
  in,
  is,
  size
};

// How the value after the colon is understood.
enum class FieldType : std::uint8_t {
  words,    // words or "phrase" in the index
  number,   // number and symbol of a document, in the index
  date,     // day in the office zone, compared with the time of arrival: SQL
  mailbox,  // path of a mailbox and what is below it: SQL
  state,    // read, unread, flagged, …: SQL
  has,      // attachment: in the index
  size,     // >10K, <5M: SQL
};

struct FieldInfo {
  Field field;
  std::string_view name;        // English, lower case
  std::string_view vietnamese;  // folded, so that it can be typed with or without marks
  std::string_view prefix;      // of its terms in the index, upper case; "" when it has none
  FieldType type;
  std::string_view help_vi, help_en;
  std::string_view example;
};

inline constexpr std::array<FieldInfo, 14> kFields{{
    {Field::from, "from", "tu", "F", FieldType::words, "tên hoặc địa chỉ người gửi", "name or address of the sender",
     "tu:binhnv"},
    {Field::to, "to", "den", "T", FieldType::words, "người nhận", "recipients", "den:vanthu"},
    {Field::cc, "cc", "donggui", "C", FieldType::words, "người đồng nhận", "copy recipients", "cc:lanhdao"},
    {Field::subject, "subject", "tieude", "S", FieldType::words, "tiêu đề", "subject", "tieude:\"báo cáo quý\""},
    {Field::body, "body", "noidung", "B", FieldType::words, "nội dung thư", "text of the message", "noidung:kinh*"},
    {Field::attachment, "attachment", "tep", "X", FieldType::words, "tên tệp đính kèm", "names of attached files",
     "tep:bieu01"},
    {Field::number, "number", "so", "N", FieldType::number, "số, ký hiệu văn bản", "number and symbol of a document",
     "so:147/BC-UBND"},
    {Field::before, "before", "truoc", "", FieldType::date, "đến trước ngày", "arrived before the day",
     "truoc:01/11/2026"},
    {Field::after, "after", "sau", "", FieldType::date, "đến từ ngày (kể cả ngày đó)", "arrived on the day or later",
     "sau:2026-01-31"},
    {Field::on, "on", "ngay", "", FieldType::date, "đến trong ngày, hoặc từ..đến", "arrived on the day, or from..to",
     "ngay:01/11/2026..30/11/2026"},
    {Field::has, "has", "co", "H", FieldType::has, "có tệp đính kèm", "has an attachment", "co:tep"},
    {Field::in, "in", "trong", "", FieldType::mailbox, "trong hộp thư (kể cả hộp con)",
     "in the mailbox and those below it", "trong:\"Công việc\""},
    {Field::is, "is", "la", "", FieldType::state, "chưa đọc, đã đọc, gắn cờ, đã trả lời, nháp",
     "unread, read, flagged, answered, draft", "la:chuadoc"},
    {Field::size, "size", "codai", "", FieldType::size, "kích thước", "size of the message", "size:>5M"},
}};

namespace detail {
constexpr bool lower_letters(std::string_view s) {
  for (char c : s)
    if (c < 'a' || c > 'z') return false;
  return !s.empty();
}
constexpr bool fields_are_sound() {
  for (std::size_t i = 0; i < kFields.size(); ++i) {
    const FieldInfo& a = kFields[i];
    if (static_cast<std::size_t>(a.field) != i + 1) return false;  // field_info() indexes by the enum
    if (!lower_letters(a.name) || !lower_letters(a.vietnamese) || a.example.empty() || a.help_vi.empty() ||
        a.help_en.empty())
      return false;
    if (a.prefix.size() > 1) return false;
    const bool indexed = a.type == FieldType::words || a.type == FieldType::number || a.type == FieldType::has;
    if (indexed != !a.prefix.empty()) return false;
    for (std::size_t j = i + 1; j < kFields.size(); ++j) {
      const FieldInfo& b = kFields[j];
      if (a.name == b.name || a.vietnamese == b.vietnamese || a.name == b.vietnamese || a.vietnamese == b.name)
        return false;
      if (!a.prefix.empty() && a.prefix == b.prefix) return false;
    }
  }
  return true;
}
}  // namespace detail
static_assert(detail::fields_are_sound(), "names, prefixes and order of kFields");

// REQUIRES: field != Field::any.
constexpr const FieldInfo& field_info(Field field) { return kFields[static_cast<std::size_t>(field) - 1]; }
// By name or alias in any case, with or without marks and blanks; nullptr when it is none.
const FieldInfo* find_field(std::string_view name);
// Whether "name:rest" can only be meant as a field: a name of two letters or more, nothing but letters, with a value
// right behind the colon, that is neither the beginning of an address (http:, mailto:) nor of a subject (Re:, Fwd:,
// TL:). "10:30", "V/v:", "re: xin" and "ghi chú: a" are words. REQUIRES: find_field(name) == nullptr.
bool looks_like_field(std::string_view name, std::string_view rest);
// "tu: (from:), den: (to:), …"
std::string field_names();

// Terms of the index. A word has an exact term; a folded one too when folding changes it.
//   <prefix> "E" word, <prefix> "F" word      words of a field        SEbáo, SFbao
//   "NN" number, "NS" symbol, "NJ" joined      document numbers        NN147, NSbc-ubnd, NJ147/bc-ubnd
//   "HA"                                       has an attachment
inline constexpr char kExact = 'E';
inline constexpr char kFolded = 'F';
std::string word_term(Field field, char form, std::string_view word);
inline constexpr std::string_view kHasAttachmentTerm = "HA";
inline constexpr std::string_view kNumberTerm = "NN";
inline constexpr std::string_view kSymbolTerm = "NS";
inline constexpr std::string_view kJoinedTerm = "NJ";

}  // namespace mailstore::search

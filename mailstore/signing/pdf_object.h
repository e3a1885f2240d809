// Internal to mailstore/signing: one value of a PDF read into a tree (ISO 32000-1 §7.3), for comparing an update with
// what was signed. Views into the bytes, which outlive it. Pure, thread-safe; bounded in depth, in the entries of a
// dictionary and in the values of one cursor.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mailstore::signing {

struct PdfEntry;

struct PdfObject {
  enum class Kind { word, number, name, string, array, dictionary, reference };  // word: true, null …
  Kind kind = Kind::word;
  std::string_view raw;      // as written
  std::uint64_t number = 0;  // of a whole number; of a reference its object
  std::string name;          // without its slash, #xx undone
  std::vector<PdfObject> items;
  std::vector<PdfEntry> entries;  // in the order of the file; a key stands once

  const PdfObject* find(std::string_view key) const;
  bool is_name(std::string_view key, std::string_view value) const;  // "/Type /Page"
};
struct PdfEntry {
  std::string key;
  PdfObject value;
};

bool same(const PdfObject& a, const PdfObject& b);  // white space and the order of keys do not count

class PdfCursor {
 public:
  PdfCursor(std::string_view bytes, std::size_t at) : bytes_(bytes), at_(at) {}
  std::size_t at() const { return at_; }
  bool at_end();                         // only white space and comments follow
  bool word(std::string_view expected);  // moves behind it
  bool whole(std::uint64_t& number);
  bool value(PdfObject& out) { return value(out, 0); }
  // "12 0 obj": moves behind it.
  bool object_head(std::uint64_t& number);
  // Behind the dictionary of a stream, up to behind "endstream".
  bool skip_stream(const PdfObject& dictionary);

 private:
  bool value(PdfObject& out, int depth);
  bool dictionary(PdfObject& out, int depth);
  bool array(PdfObject& out, int depth);
  bool literal();
  void skip_white();
  std::string_view regular();
  char peek(std::size_t ahead = 0) const { return at_ + ahead < bytes_.size() ? bytes_[at_ + ahead] : '\0'; }

  std::string_view bytes_;
  std::size_t at_;
  std::size_t values_ = 0;  // read so far
};

}  // namespace mailstore::signing

#include "mailstore/signing/pdf_update.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "mailstore/signing/pdf_object.h"

namespace mailstore::signing {

namespace {

using Kind = PdfObject::Kind;

constexpr std::size_t kMaxUpdate = 8u << 20;  // bytes of the updates together
constexpr std::size_t kMaxObjects = 20000;

bool is_one_of(std::string_view key, std::initializer_list<std::string_view> keys) {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

// Both have the same entries but for the keys named.
bool same_but(const PdfObject& before, const PdfObject& after, std::initializer_list<std::string_view> keys) {
  if (before.kind != Kind::dictionary || after.kind != Kind::dictionary) return false;
  for (const auto& [key, value] : before.entries) {
    const PdfObject* now = after.find(key);
    if (!is_one_of(key, keys) && (now == nullptr || !same(value, *now))) return false;
  }
  return std::all_of(after.entries.begin(), after.entries.end(), [&](const auto& entry) {
    return is_one_of(entry.key, keys) || before.find(entry.key) != nullptr;
  });
}

bool same_entry(const PdfObject& a, const PdfObject& b, std::string_view key) {
  const PdfObject *x = a.find(key), *y = b.find(key);
  return x == nullptr ? y == nullptr : y != nullptr && same(*x, *y);
}

struct Trailer {
  PdfObject dictionary;
  std::uint64_t root = 0, size = 0, place = 0;  // place: of the table
};

class Update {
 public:
  Update(std::string_view bytes, std::size_t from, std::size_t to, PdfAllowed allowed)
      : bytes_(bytes.substr(0, to)), old_(bytes.substr(0, from)), from_(from), allowed_(allowed) {}

  bool fits() {
    if (bytes_.size() - from_ > kMaxUpdate || !read_old_trailer()) return false;
    PdfCursor cursor(bytes_, from_);
    bool closed = false;
    while (!cursor.at_end()) {
      closed = false;
      if (cursor.word("xref")) {
        if (!table(cursor)) return false;
        closed = true;
      } else if (!object(cursor)) {
        return false;
      }
    }
    if (!closed || bytes_.find_first_not_of(std::string_view(" \t\r\n\f\0", 6), behind_) != std::string_view::npos)
      return false;
    find_old_objects();
    return std::all_of(objects_.begin(), objects_.end(),
                       [this](const auto& entry) { return may_stand(entry.first, entry.second.value); });
  }

 private:
  struct Here {
    std::size_t place = 0;
    PdfObject value;
  };

  bool object(PdfCursor& cursor) {
    cursor.at_end();
    const std::size_t place = cursor.at();
    std::uint64_t number = 0;
    Here here{place, {}};
    if (objects_.size() >= kMaxObjects || !cursor.object_head(number) || !cursor.value(here.value)) return false;
    if (!cursor.word("endobj")) {
      if (here.value.kind != Kind::dictionary || here.value.is_name("Type", "ObjStm") ||
          here.value.is_name("Type", "XRef"))
        return false;
      if (!cursor.skip_stream(here.value) || !cursor.word("endobj")) return false;
    }
    objects_.insert_or_assign(number, std::move(here));
    return in_this_.insert(number).second;  // twice in one update: which one counts?
  }

  // Only places of objects that stand in this update; nothing is given free.
  bool table(PdfCursor& cursor) {
    const std::size_t place = cursor.at() - 4;
    for (std::uint64_t first = 0, count = 0; !cursor.word("trailer");) {
      if (!cursor.whole(first) || !cursor.whole(count) || count > kMaxObjects) return false;
      for (std::uint64_t i = 0; i < count; ++i) {
        std::uint64_t offset = 0, generation = 0;
        if (!cursor.whole(offset) || !cursor.whole(generation)) return false;
        if (cursor.word("f")) {
          if (first + i != 0) return false;
          continue;
        }
        const auto known = objects_.find(first + i);
        if (!cursor.word("n") || generation != 0 || known == objects_.end() || known->second.place != offset)
          return false;
        if (in_this_.erase(first + i) != 1) return false;
      }
    }
    if (!in_this_.empty()) return false;  // an object that no table names would hide the one that counts
    PdfObject trailer;
    std::uint64_t start = 0;
    if (!cursor.value(trailer) || trailer.kind != Kind::dictionary || !cursor.word("startxref") ||
        !cursor.whole(start) || start != place)
      return false;
    const PdfObject* previous = trailer.find("Prev");
    if (previous == nullptr || previous->kind != Kind::number || previous->number != before_.place) return false;
    for (const auto& [key, value] : trailer.entries) {
      if (!is_one_of(key, {"Size", "Root", "Prev", "ID", "Info"})) return false;
    }
    if (!same_entry(before_.dictionary, trailer, "Root") ||
        (trailer.find("Info") && !same_entry(before_.dictionary, trailer, "Info")))
      return false;
    const std::size_t end = bytes_.find("%%EOF", cursor.at());
    if (end == std::string_view::npos) return false;
    behind_ = end + 5;
    before_.place = place;
    return true;
  }

  // What the last table of the signed revision says.
  bool read_old_trailer() {
    const std::size_t at = old_.rfind("startxref");
    if (at == std::string_view::npos) return false;
    PdfCursor cursor(old_, at + 9);
    if (!cursor.whole(before_.place) || before_.place >= at) return false;
    PdfCursor table(old_, before_.place);
    std::uint64_t number = 0;
    if (table.word("xref")) {
      const std::size_t trailer = old_.find("trailer", table.at());
      if (trailer == std::string_view::npos) return false;
      table = PdfCursor(old_, trailer + 7);
    } else if (!table.object_head(number)) {
      return false;
    }
    if (!table.value(before_.dictionary) || before_.dictionary.find("Encrypt") != nullptr) return false;
    const PdfObject *root = before_.dictionary.find("Root"), *size = before_.dictionary.find("Size");
    if (root == nullptr || root->kind != Kind::reference || size == nullptr || size->kind != Kind::number) return false;
    before_.root = root->number;
    before_.size = size->number;
    return true;
  }

  // Where the signed revision last has each object that is changed: one walk through it.
  void find_old_objects() {
    constexpr std::string_view kHead = " 0 obj";
    for (std::size_t at = old_.find(kHead); at != std::string_view::npos; at = old_.find(kHead, at + kHead.size())) {
      std::uint64_t number = 0, unit = 1;
      std::size_t begin = at;
      for (; begin > 0 && at - begin < 10 && old_[begin - 1] >= '0' && old_[begin - 1] <= '9'; --begin, unit *= 10) {
        number += static_cast<std::uint64_t>(old_[begin - 1] - '0') * unit;
      }
      if (begin < at && objects_.contains(number)) old_places_[number] = at + kHead.size();
    }
  }

  // The object as the signed revision last has it. Nothing when it stands compressed.
  std::optional<PdfObject> old_object(std::uint64_t number) const {
    const auto place = old_places_.find(number);
    if (place == old_places_.end()) return std::nullopt;
    PdfCursor cursor(old_, place->second);
    PdfObject out;
    if (!cursor.value(out)) return std::nullopt;
    return out;
  }

  bool is_new(std::uint64_t number) const { return number >= before_.size; }

  bool may_stand(std::uint64_t number, const PdfObject& value) const {
    if (is_new(number)) return may_be_added(value);
    const std::optional<PdfObject> before = old_object(number);
    if (!before) return false;
    if (number == before_.root) return catalog_fits(*before, value);
    if (before->is_name("Type", "Page"))
      return same_but(*before, value, {"Annots"}) && list_fits(before->find("Annots"), value.find("Annots"));
    if (before->kind == Kind::dictionary && before->find("Fields") != nullptr) return form_fits(*before, value);
    if (before->is_name("Type", "DSS") || is_validation_data(*before)) return is_validation_data(value);
    if (allowed_ == PdfAllowed::validation_data) return false;
    const bool field = before->find("FT") != nullptr || before->is_name("Subtype", "Widget");
    if (field) return same_but(*before, value, {"V", "AS", "AP", "M", "F", "MK", "Lock"});
    return allowed_ == PdfAllowed::annotations && before->find("Subtype") != nullptr && before->find("Rect") != nullptr;
  }

  static bool is_validation_data(const PdfObject& value) {
    return value.kind == Kind::dictionary && !value.entries.empty() &&
           std::all_of(value.entries.begin(), value.entries.end(), [](const auto& entry) {
             const bool digest =
                 entry.key.size() == 40 && entry.key.find_first_not_of("0123456789ABCDEFabcdef") == std::string::npos;
             return digest ||
                    is_one_of(entry.key, {"Type", "Certs", "CRLs", "OCSPs", "VRI", "Cert", "CRL", "OCSP", "TU", "TS"});
           });
  }

  // A new object is shown to nobody unless something old leads to it: only fields and annotations can.
  bool may_be_added(const PdfObject& value) const {
    if (value.kind != Kind::dictionary) return true;
    const bool shown = value.find("FT") != nullptr || value.find("Rect") != nullptr ||
                       value.find("Subtype") != nullptr || value.find("Kids") != nullptr;
    if (!shown || allowed_ != PdfAllowed::validation_data) {
      const bool field =
          value.find("FT") != nullptr || value.is_name("Subtype", "Widget") || value.find("Rect") == nullptr;
      return value.find("AA") == nullptr && value.find("A") == nullptr &&
             (field || allowed_ == PdfAllowed::annotations);
    }
    return is_hidden_stamp(value) ||
           (value.find("FT") == nullptr && value.find("Rect") == nullptr && value.find("Kids") == nullptr);
  }

  // The field of a document time stamp: nothing of it is seen.
  bool is_hidden_stamp(const PdfObject& value) const {
    const PdfObject* stamp = value.find("V");
    const auto there =
        stamp != nullptr && stamp->kind == Kind::reference ? objects_.find(stamp->number) : objects_.end();
    if (!value.is_name("FT", "Sig") || there == objects_.end() ||
        !there->second.value.is_name("SubFilter", "ETSI.RFC3161"))
      return false;
    for (const auto& [key, entry] : value.entries) {
      if (!is_one_of(key, {"Type", "Subtype", "FT", "T", "V", "F", "Ff", "P", "Rect", "MK", "DA"})) return false;
    }
    const PdfObject* place = value.find("Rect");
    return place == nullptr || (place->kind == Kind::array &&
                                std::all_of(place->items.begin(), place->items.end(), [](const PdfObject& item) {
                                  return item.kind == Kind::number && item.number == 0 && item.raw == "0";
                                }));
  }

  bool catalog_fits(const PdfObject& before, const PdfObject& after) const {
    if (!same_but(before, after, {"DSS", "Extensions", "AcroForm"})) return false;
    const PdfObject *old_form = before.find("AcroForm"), *form = after.find("AcroForm");
    if (form == nullptr || form->kind == Kind::reference) return same_entry(before, after, "AcroForm");
    if (old_form != nullptr) return form_fits(*old_form, *form);
    PdfObject none;
    none.kind = Kind::dictionary;
    return form_fits(none, *form);
  }

  bool form_fits(const PdfObject& before, const PdfObject& after) const {
    return same_but(before, after, {"Fields", "SigFlags"}) && list_fits(before.find("Fields"), after.find("Fields"));
  }

  // The same references, and behind them some to objects that are new.
  bool list_fits(const PdfObject* before, const PdfObject* after) const {
    if (after == nullptr) return before == nullptr;
    if (before != nullptr && same(*before, *after)) return true;
    if (after->kind != Kind::array || (before != nullptr && before->kind != Kind::array)) return false;
    const std::size_t kept = before != nullptr ? before->items.size() : 0;
    if (after->items.size() < kept ||
        (kept > 0 && !std::equal(before->items.begin(), before->items.end(), after->items.begin(), same)))
      return false;
    return std::all_of(after->items.begin() + static_cast<std::ptrdiff_t>(kept), after->items.end(),
                       [this](const PdfObject& item) {
                         return item.kind == Kind::reference && is_new(item.number) && objects_.contains(item.number);
                       });
  }

  std::string_view bytes_, old_;
  std::size_t from_;
  PdfAllowed allowed_;
  std::size_t behind_ = 0;  // the last end mark
  Trailer before_;
  std::map<std::uint64_t, Here> objects_;  // as the updates leave them
  std::set<std::uint64_t> in_this_;        // of the update that is being read, until its table names them
  std::map<std::uint64_t, std::size_t> old_places_;
};

}  // namespace

bool changes_only(std::string_view bytes, std::size_t from, std::size_t to, PdfAllowed allowed) {
  if (from > to || to > bytes.size()) return false;
  return from == to || Update(bytes, from, to, allowed).fits();
}

}  // namespace mailstore::signing

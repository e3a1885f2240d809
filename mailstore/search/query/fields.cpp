#include "mailstore/search/query/fields.h"

#include "base/text/fold.h"

namespace mailstore::search {

const FieldInfo* find_field(std::string_view name) {
  if (name.empty() || name.size() > 40) return nullptr;
  const std::string folded = base::fold(name);
  for (const FieldInfo& info : kFields) {
    if (folded == info.name || folded == info.vietnamese) return &info;
  }
  return nullptr;
}

bool looks_like_field(std::string_view name, std::string_view rest) {
  // Schemes that stand without "//" (RFC 3986 §3), and what mail programs put before a subject.
  constexpr std::array<std::string_view, 18> kOthers = {"mailto", "tel", "sms", "sip",  "sips", "urn",
                                                        "data",   "cid", "mid", "xmpp", "re",   "fw",
                                                        "fwd",    "tl",  "tr",  "aw",   "sv",   "wg"};
  if (name.size() > 40 || rest.empty() || rest.starts_with("//")) return false;
  const std::string folded = base::fold(name);
  if (!detail::lower_letters(folded) || folded.size() < 2) return false;
  for (std::string_view other : kOthers) {
    if (folded == other) return false;
  }
  const auto first = static_cast<unsigned char>(rest.front());
  const bool letter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') ||
                      (first >= '0' && first <= '9') || (first >= 0xC3 && first != 0xE2);
  return letter || first == '"' || first == '<' || first == '>' || rest.starts_with("\xE2\x80\x9C");
}

std::string field_names() {
  std::string names;
  for (const FieldInfo& info : kFields) {
    names += (names.empty() ? "" : ", ") + std::string(info.vietnamese) + ": (" + std::string(info.name) + ":)";
  }
  return names;
}

std::string word_term(Field field, char form, std::string_view word) {
  std::string term(field_info(field).prefix);
  term += form;
  term += word;
  return term;
}

}  // namespace mailstore::search

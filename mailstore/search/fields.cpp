#include "mailstore/search/fields.h"

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

std::string word_term(Field field, char form, std::string_view word) {
  std::string term(field_info(field).prefix);
  term += form;
  term += word;
  return term;
}

std::string account_term(std::int64_t account) { return "A" + std::to_string(account); }
std::string unique_term(std::int64_t content) { return "Q" + std::to_string(content); }

}  // namespace mailstore::search

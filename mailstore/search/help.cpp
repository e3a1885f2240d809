// The help text of search, made from the table of fields.
#include "mailstore/search/fields.h"
#include "mailstore/search/search.h"

namespace mailstore {

std::string Search::help() {
  std::string out =
      "Tìm thư / Searching\n"
      "  cong van            mọi từ, có dấu hay không / all words, with or without marks\n"
      "  \"công văn\"          đúng cụm từ, đúng dấu / exactly these words, with their marks\n"
      "  kinh*               từ bắt đầu bằng / words that begin with\n"
      "  a OR b, -a, (a b)   hoặc, không, nhóm / or, not, groups (HOẶC, KHÔNG, VÀ)\n"
      "  147/BC-UBND         số và ký hiệu văn bản / number and symbol of a document\n";
  for (const search::FieldInfo& info : search::kFields) {
    std::string names = "  " + std::string(info.vietnamese) + ":  " + std::string(info.name) + ":";
    names.resize(std::max<std::size_t>(names.size() + 1, 28), ' ');
    out += names + std::string(info.help_vi) + " / " + std::string(info.help_en) + "; " + std::string(info.example) + "\n";
  }
  return out;
}

}  // namespace mailstore

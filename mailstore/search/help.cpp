// The help text of search, made from the table of fields.
#include "mailstore/search/query/fields.h"
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
    out +=
        names + std::string(info.help_vi) + " / " + std::string(info.help_en) + "; " + std::string(info.example) + "\n";
  }
  out +=
      "  Của một thư rất dài chỉ 4 MiB chữ đầu (200.000 từ khác nhau) được tìm ở đây; IMAP SEARCH tìm trong toàn bộ thư. / "
      "Of a very long message only the first 4 MiB of text (200,000 different words) are found here; IMAP SEARCH looks into all of it.\n";
  return out;
}

}  // namespace mailstore

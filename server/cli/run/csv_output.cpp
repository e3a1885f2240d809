#include "server/cli/run/csv_output.h"

namespace server::cli {

OptionSpec excel_option() {
  return {"--excel", "",
          "CSV mở thẳng bằng Excel tiếng Việt (UTF-8 có BOM, dấu ;) / CSV for a Vietnamese Excel (BOM, ;)"};
}

bool wants_csv(const Arguments& arguments) { return arguments.has("--csv") || arguments.has("--excel"); }

std::string csv_output(const Arguments& arguments, std::string csv) {
  if (!arguments.has("--excel")) return csv;
  bool quoted = false;
  for (char& c : csv) {
    if (c == '"') quoted = !quoted;  // a doubled quote turns it twice
    if (c == ',' && !quoted) c = ';';
  }
  return csv.starts_with("\xEF\xBB\xBF") ? csv : "\xEF\xBB\xBF" + csv;
}

}  // namespace server::cli

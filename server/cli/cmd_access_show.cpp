// vanthu access show [--csv]: who may do which step, as policies/access decides it.
#include <nlohmann/json.hpp>

#include "policies/access/may.h"
#include "server/cli/command.h"

namespace server::cli {

namespace {

namespace access = policies::access;

std::string json_text(const std::vector<access::TableRow>& rows) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const access::TableRow& row : rows) {
    list.push_back({{"action", access::to_string(row.action)},
                    {"doing_vi", row.doing.vi},
                    {"doing_en", row.doing.en},
                    {"who_vi", row.who.vi},
                    {"who_en", row.who.en},
                    {"except_vi", row.except.vi},
                    {"except_en", row.except.en}});
  }
  return nlohmann::ordered_json{{"rows", list}}.dump() + "\n";
}

std::string csv_field(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

std::string csv_text(const std::vector<access::TableRow>& rows) {
  std::string out = "action,doing_vi,who_vi,except_vi,doing_en,who_en,except_en\r\n";
  for (const access::TableRow& row : rows) {
    out += std::string(access::to_string(row.action)) + "," + csv_field(row.doing.vi) + "," + csv_field(row.who.vi) +
           "," + csv_field(row.except.vi) + "," + csv_field(row.doing.en) + "," + csv_field(row.who.en) + "," +
           csv_field(row.except.en) + "\r\n";
  }
  return out;
}

std::string plain_text(const std::vector<access::TableRow>& rows) {
  std::string out = "Ai được làm bước nào / Who may do which step\n";
  for (const access::TableRow& row : rows) {
    out += "\n" + row.doing.vi + " / " + row.doing.en + "\n    " + row.who.vi + "\n    " + row.who.en + "\n";
    if (!row.except.vi.empty()) out += "    Trừ: " + row.except.vi + "\n    Except: " + row.except.en + "\n";
  }
  return out;
}

base::Result<int> run(House&, const Arguments& arguments, CommandIo& io) {
  const auto rows = access::table();
  io.out(arguments.json ? json_text(rows) : arguments.has("--csv") ? csv_text(rows) : plain_text(rows));
  return exit_code::kOk;
}

}  // namespace

CommandSpec access_show_command() {
  return {"access show",
          "Ai được làm bước nào trong cơ quan. / Who may do which step in an office.",
          {},
          {{"--csv", "", "dạng CSV / as CSV"}},
          Place::house,
          run};
}

}  // namespace server::cli

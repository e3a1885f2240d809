// vanthu rebuild registers [--check]: registers and tasks made anew from the journals, or only compared with them.
#include <nlohmann/json.hpp>

#include "mailstore/office/rows/rebuild.h"
#include "server/cli/run/command.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

namespace office = mailstore::office;

std::string line_of(const office::RegisterDifference& difference) {
  const std::string where = difference.table + " (" + difference.key + ")";
  if (!difference.column.empty()) {
    return where + ": " + difference.column + " là “" + difference.live + "”, dựng lại là “" + difference.rebuilt +
           "” / live and rebuilt\n";
  }
  if (difference.live.empty()) return where + ": thiếu, dựng lại là “" + difference.rebuilt + "” / missing\n";
  return where + ": thừa, đang là “" + difference.live + "” / not in the journal\n";
}

nlohmann::ordered_json json_of(const office::RebuildReport& report, bool check) {
  nlohmann::ordered_json object = {
      {"checked_only", check}, {"offices", report.offices}, {"events", report.events}, {"rows", report.rows}};
  if (!check) return object;
  object["difference_count"] = report.difference_count;
  object["differences"] = nlohmann::ordered_json::array();
  for (const auto& difference : report.differences) {
    object["differences"].push_back({{"table", difference.table},
                                     {"key", difference.key},
                                     {"column", difference.column},
                                     {"live", difference.live},
                                     {"rebuilt", difference.rebuilt}});
  }
  return object;
}

std::string text_of(const office::RebuildReport& report, bool check) {
  const std::string counts = std::to_string(report.events) + " events of " + std::to_string(report.offices) +
                             " offices, " + std::to_string(report.rows) + " rows";
  if (!check)
    return "Đã dựng lại sổ và nhiệm vụ từ nhật ký. / Registers and tasks are rebuilt from the journals: " + counts +
           ".\n";
  if (report.difference_count == 0) return "Không có khác biệt. / No difference: " + counts + ".\n";
  std::string out;
  for (const auto& difference : report.differences) out += line_of(difference);
  if (report.difference_count > static_cast<std::int64_t>(report.differences.size())) out += "…\n";
  return out + std::to_string(report.difference_count) +
         " khác biệt, chưa thay đổi gì; `vanthu rebuild registers` dựng lại theo nhật ký. / differences, nothing was changed; "
         "`vanthu rebuild registers` makes them as the journals say (" +
         counts + ").\n";
}

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  const auto view = house.directory->view();
  office::RebuildOptions options;
  options.check = arguments.has("--check");
  options.stop = io.stop();
  options.progress = [&io](std::string_view stage, std::int64_t done, std::int64_t total) {
    io.progress(std::string(stage) + " " + std::to_string(done) + "/" + std::to_string(total));
  };
  auto report = office::rebuild_registers({*house.db, *house.blobs, *view}, options);
  if (!report) {
    base::Error error = report.error();
    error.text = base::in_words(error);
    error.text.vi += " Sổ và nhiệm vụ giữ nguyên như trước.";
    error.text.en += " Registers and tasks are as they were.";
    return error;
  }
  io.out(arguments.json
             ? json_of(*report, options.check).dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) +
                   "\n"
             : text_of(*report, options.check));
  return report->difference_count == 0 ? exit_code::kOk : exit_code::kData;
}

}  // namespace

CommandSpec rebuild_registers_command() {
  return {
      "rebuild registers",
      "Dựng lại sổ văn bản và nhiệm vụ từ nhật ký của các cơ quan. / Makes registers and tasks anew from the journals.",
      {},
      {{"--check", "",
        "chỉ in các chỗ khác nhau, không thay đổi gì; mã thoát 65 khi có khác nhau / prints the differences and changes nothing; exit code 65 when there are any"}},
      Place::house,
      run};
}

}  // namespace server::cli

#include "server/cli/plan_output.h"

#include <nlohmann/json.hpp>

namespace server::cli {

void print_plan(const std::vector<directory::PlanRow>& rows, const directory::PlanCounts& counts, bool applied,
                const Arguments& arguments, CommandIo& io) {
  using directory::PlanAction;
  if (arguments.json) {
    nlohmann::json list = nlohmann::json::array();
    for (const auto& row : rows) {
      list.push_back({{"line", row.line}, {"action", to_string(row.action)}, {"what", row.what}, {"reason_vi", row.reason_vi}, {"reason_en", row.reason_en}});
    }
    nlohmann::json object = {{"rows", list}, {"create", counts.create}, {"change", counts.change},
                             {"unchanged", counts.unchanged}, {"error", counts.error}, {"applied", applied}};
    io.out(object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
    return;
  }
  std::string text;
  for (const auto& row : rows) {
    if (row.action == PlanAction::unchanged) continue;
    text += "line " + std::to_string(row.line) + ": " + to_string(row.action) + " " + row.what;
    if (!row.reason_vi.empty()) text += ": " + row.reason_vi + " / " + row.reason_en;
    text += "\n";
  }
  text += std::to_string(counts.create) + " to create, " + std::to_string(counts.change) + " to change, " +
          std::to_string(counts.unchanged) + " unchanged, " + std::to_string(counts.error) + " errors. ";
  if (counts.error > 0) text += "Nothing was changed. Correct the lines above and import the file again.\n";
  else if (applied) text += "Applied.\n";
  else text += "This is the plan; nothing was changed.\n";
  io.out(text);
}

}  // namespace server::cli

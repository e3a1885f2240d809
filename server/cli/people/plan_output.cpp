#include "server/cli/people/plan_output.h"

#include <nlohmann/json.hpp>

namespace server::cli {

namespace {

// What a spreadsheet holds goes to a terminal: nothing in it may move the cursor.
std::string printable(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7F) c = '?';
  }
  return text;
}

const char* words(directory::PlanAction action) {
  using directory::PlanAction;
  switch (action) {
    case PlanAction::create: return "thêm mới / create";
    case PlanAction::change: return "thay đổi / change";
    case PlanAction::unchanged: return "giữ nguyên / unchanged";
    case PlanAction::error: return "lỗi / error";
  }
  return "";
}

}  // namespace

void print_plan(const std::vector<directory::PlanRow>& rows, const directory::PlanCounts& counts, bool applied,
                const Arguments& arguments, CommandIo& io) {
  using directory::PlanAction;
  if (arguments.json) {
    nlohmann::json list = nlohmann::json::array();
    for (const auto& row : rows) {
      list.push_back({{"line", row.line},
                      {"action", to_string(row.action)},
                      {"what", row.what},
                      {"reason_vi", row.reason.vi},
                      {"reason_en", row.reason.en}});
    }
    nlohmann::json object = {
        {"rows", list},          {"create", counts.create}, {"change", counts.change}, {"unchanged", counts.unchanged},
        {"error", counts.error}, {"applied", applied}};
    io.out(object.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
    return;
  }
  std::string text;
  for (const auto& row : rows) {
    if (row.action == PlanAction::unchanged) continue;
    text += "dòng/line " + std::to_string(row.line) + ": " + words(row.action) + ": " + printable(row.what);
    if (!row.reason.vi.empty()) text += ": " + printable(row.reason.vi) + " / " + printable(row.reason.en);
    text += "\n";
  }
  text += std::to_string(counts.create) + " thêm mới, " + std::to_string(counts.change) + " thay đổi, " +
          std::to_string(counts.unchanged) + " giữ nguyên, " + std::to_string(counts.error) + " lỗi. / " +
          std::to_string(counts.create) + " to create, " + std::to_string(counts.change) + " to change, " +
          std::to_string(counts.unchanged) + " unchanged, " + std::to_string(counts.error) + " errors. ";
  if (counts.error > 0)
    text +=
        "Chưa thay đổi gì; hãy sửa các dòng trên rồi nhập lại. / Nothing was changed. Correct the lines above and import the file again.\n";
  else if (applied) text += "Đã ghi. / Applied.\n";
  else text += "Đây mới là dự kiến; chưa thay đổi gì. / This is the plan; nothing was changed.\n";
  io.out(text);
}

}  // namespace server::cli

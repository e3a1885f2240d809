#include "server/cli/run/office_code.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text/edit_distance.h"
#include "base/text/fold.h"

namespace server::cli {

namespace {

constexpr std::size_t kShown = 3;

// "BS (UBND thị xã Bỉm Sơn), LS (UBND phường Lam Sơn)": the offices whose code is most like `code`.
std::string nearest(const directory::DirectoryView& view, const std::string& code) {
  const std::string wanted = base::fold(code);
  std::vector<std::pair<std::size_t, const directory::Unit*>> offices;
  for (const directory::Unit& unit : view.units()) {
    if (unit.kind != directory::UnitKind::office) continue;
    offices.emplace_back(base::edit_distance(base::fold(unit.code), wanted), &unit);
  }
  std::stable_sort(offices.begin(), offices.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::string out;
  for (std::size_t i = 0; i < std::min(kShown, offices.size()); ++i) {
    out += (i == 0 ? "" : ", ") + offices[i].second->code + " (" + offices[i].second->name + ")";
  }
  return out;
}

}  // namespace

base::Result<const directory::Unit*> office_by_code(const directory::DirectoryView& view, const std::string& code) {
  const directory::Unit* unit = view.find_unit_by_code(code);
  if (unit == nullptr) {
    const std::string near = nearest(view, code);
    return base::Error::permanent(
        base::ErrorCode::not_found,
        {"Không có cơ quan nào mang mã “" + code + "”; gần nhất: " + near + ". Không có gì thay đổi.",
         "There is no office with the code “" + code + "”; the nearest: " + near + ". Nothing was changed."});
  }
  if (unit->kind == directory::UnitKind::office) return unit;
  const directory::Unit* office = view.find_unit(unit->office);
  const std::string of = office != nullptr ? office->name : "", own = office != nullptr ? office->code : "";
  return base::Error::permanent(
      base::ErrorCode::bad_input,
      {code + " (" + unit->name + ") là bộ phận của " + of +
           ", không phải cơ quan; muốn cả cơ quan xin dùng --office " + own + ". Không có gì thay đổi.",
       code + " (" + unit->name + ") is a section of " + of + ", no office; for the whole office use --office " + own +
           ". Nothing was changed."});
}

}  // namespace server::cli

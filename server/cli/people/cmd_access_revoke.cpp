// vanthu access revoke: ends what `access grant` or a leader's mail gave, now.
#include <nlohmann/json.hpp>

#include "server/cli/people/access_options.h"

namespace server::cli {

namespace {

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  auto named = named_right(house, arguments);
  if (!named) return refuse_usage(named.error(), arguments, io);
  auto from = day_option(arguments, "--from");
  if (!from) return refuse_usage(from.error(), arguments, io);
  const mailstore::office::RightChoice choice{named->kind, named->account, named->unit, named->for_account, *from};
  auto ended = house.office_desk->end_rights(named->office, choice);
  if (!ended) return ended.error();
  if (ended->empty()) {
    return base::Error::permanent(
        base::ErrorCode::not_found,
        {"Không có quyền nào như vậy đang hoặc sắp có hiệu lực. Chưa thay đổi gì; `vanthu access show` cho xem các quyền đang có.",
         "There is no such right in force or coming. Nothing was changed. `vanthu access show` lists those that are."});
  }
  const auto view = house.directory->view();
  if (arguments.json) {
    nlohmann::ordered_json list = nlohmann::ordered_json::array();
    for (const directory::AccessGrant& grant : *ended) list.push_back(right_json(*view, grant, house.clock.now()));
    io.out(nlohmann::ordered_json{{"revoked", list}}.dump() + "\n");
    return exit_code::kOk;
  }
  for (const directory::AccessGrant& grant : *ended) io.out("Đã rút / Revoked: " + right_line(*view, grant) + "\n");
  return exit_code::kOk;
}

}  // namespace

CommandSpec access_revoke_command() {
  return {
      "access revoke",
      "Rút ngay quyền đã cho bằng `access grant` hoặc bằng thư của lãnh đạo. / Ends now what `access grant` or a leader's mail gave.",
      {},
      {{"--substitute", "ACCOUNT", "người thay lãnh đạo / who stands in for a leader"},
       {"--enter", "ACCOUNT|UNIT", "người hoặc bộ phận nhập nhiệm vụ thay / a person or section that enters tasks"},
       {"--fields", "ACCOUNT", "lãnh đạo có lĩnh vực / a leader who was given fields"},
       {"--for", "LEADER", "chỉ quyền thay lãnh đạo này / only what is for this leader"},
       {"--from", "DATE", "chỉ quyền bắt đầu ngày này / only what begins on this day"}},
      Place::house,
      run};
}

}  // namespace server::cli

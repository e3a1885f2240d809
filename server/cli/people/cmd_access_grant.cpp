// vanthu access grant: a leader's substitute between two days, the committee office that enters tasks, a deputy's
// fields.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text/case.h"
#include "server/cli/people/access_options.h"

namespace server::cli {

namespace {

namespace calendar = policies::calendar;
using directory::GrantKind;

// "VX,KT": sections by code, symbol or name, offices below by code; kept as codes.
base::Result<std::vector<std::string>> read_fields(const directory::DirectoryView& view, base::UnitId office,
                                                   const std::string& list) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= list.size();) {
    const std::size_t comma = std::min(list.find(',', at), list.size());
    std::string word = list.substr(at, comma - at);
    at = comma + 1;
    word.erase(0, word.find_first_not_of(' '));
    word.erase(word.find_last_not_of(' ') + 1);
    if (word.empty()) continue;
    const directory::Unit* found = nullptr;
    int matches = 0;
    for (const directory::Unit& unit : view.units()) {
      if (unit.id == office || (unit.office != office && unit.parent != office)) continue;
      const bool section = unit.office == office;
      const bool named = base::equals_ignoring_case(unit.code, word) ||
                         (section && base::equals_ignoring_case(unit.symbol, word)) || unit.name == word;
      if (!named) continue;
      ++matches;
      found = &unit;
    }
    if (matches != 1)
      return access_usage("“" + word +
                              (matches == 0 ? "” không phải mã, ký hiệu hay tên đơn vị nào của cơ quan."
                                            : "” là của nhiều đơn vị; xin ghi mã đơn vị."),
                          "“" + word +
                              (matches == 0 ? "” is no code, symbol or name of a unit of the office."
                                            : "” belongs to several units; give the code."));
    if (std::find(out.begin(), out.end(), found->code) == out.end()) out.push_back(found->code);
  }
  return out;
}

base::Result<directory::AccessGrant> read_grant(const House& house, const Arguments& arguments) {
  auto named = named_right(house, arguments);
  if (!named) return named;
  directory::AccessGrant grant = std::move(*named);
  auto from = day_option(arguments, "--from"), until = day_option(arguments, "--until");
  if (!from) return from.error();
  if (!until) return until.error();
  const base::Timestamp now = house.clock.now();
  if (*from && **from < calendar::local_date(now))
    return access_usage("Ngày --from (" + calendar::slash_date(**from) + ") đã qua.",
                        "The date --from (" + calendar::iso_date(**from) + ") is past.");
  grant.from = *from ? std::max(now, calendar::at_minute(**from, 0)) : now;
  if (*until) grant.until = calendar::at_minute(calendar::add_days(**until, 1), 0);  // the last day is included
  if (grant.kind == GrantKind::substitute && !grant.for_account)
    return access_usage("Thiếu --for: thay lãnh đạo nào.", "--for is missing: for which leader.");
  if (grant.kind == GrantKind::substitute && (!*from || !*until))
    return access_usage("Thay lãnh đạo phải có --from và --until.", "A substitute needs --from and --until.");
  const bool has_fields = !arguments.positionals.empty();
  if (has_fields != (grant.kind == GrantKind::fields))
    return access_usage(
        has_fields ? "Danh sách lĩnh vực chỉ đi với --fields." : "Thiếu lĩnh vực, ví dụ: --fields bao VX,KT.",
        has_fields ? "A list of fields goes with --fields only."
                   : "The fields are missing, for example: --fields bao VX,KT.");
  if (!has_fields) return grant;
  auto fields = read_fields(*house.directory->view(), grant.office, arguments.positionals[0]);
  if (!fields) return fields.error();
  grant.fields = std::move(*fields);
  return grant;
}

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  auto wanted = read_grant(house, arguments);
  if (!wanted) return refuse_usage(wanted.error(), arguments, io);
  auto given = house.office_desk->give_right(*wanted);
  if (!given) return refuse_usage(given.error(), arguments, io);
  const auto view = house.directory->view();
  if (arguments.json) {
    io.out(right_json(*view, *given, house.clock.now()).dump() + "\n");
  } else {
    io.out(right_line(*view, *given) +
           "\nNgười liên quan và văn thư được báo bằng thư. / Those concerned and the clerks are told by mail.\n");
  }
  return exit_code::kOk;
}

}  // namespace

CommandSpec access_grant_command() {
  return {
      "access grant",
      "Cho phép thay lãnh đạo từ ngày đến ngày, nhập nhiệm vụ thay, hoặc giao lĩnh vực cho một phó. / Lets somebody stand in for a leader between two days, enter tasks in a leader's name, or gives a deputy his fields.",
      {"FIELDS?"},
      {{"--substitute", "ACCOUNT", "người thay lãnh đạo / who stands in for a leader"},
       {"--enter", "ACCOUNT|UNIT",
        "người hoặc bộ phận (mã) nhập nhiệm vụ thay / a person or section (code) that enters tasks"},
       {"--fields", "ACCOUNT",
        "lãnh đạo chỉ quyết định trong FIELDS, ví dụ VX,KT / a leader who decides only in FIELDS, for example VX,KT"},
       {"--for", "LEADER",
        "thay lãnh đạo nào; với --enter có thể để trống: mọi lãnh đạo / for which leader; with --enter may be left out: any"},
       {"--from", "DATE", "từ ngày (05/12/2026 hoặc 2026-12-05) / the first day"},
       {"--until", "DATE", "đến hết ngày / the last day, included"}},
      Place::house,
      run};
}

}  // namespace server::cli

// vanthu preference set NAME VALUE --unit CODE | --account ADDRESS, and preference list: what units and persons chose.
#include <nlohmann/json.hpp>

#include "directory/people/preference.h"
#include "server/cli/run/command.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

using directory::PreferenceKey;
using directory::PreferenceScope;

base::Error bad(std::string vi, std::string en) {
  return base::Error::permanent(base::ErrorCode::bad_input, {std::move(vi), std::move(en)});
}

base::Result<PreferenceKey> key_of(House& house, const Arguments& arguments) {
  const auto preference = directory::parse_preference(arguments.positionals[0]);
  if (!preference)
    return bad("Không có lựa chọn “" + arguments.positionals[0] + "”; xem `vanthu preference set --help`. Chưa đổi gì.",
               "There is no preference \"" + arguments.positionals[0] +
                   "\"; see `vanthu preference set --help`. Nothing was changed.");
  const std::string unit = arguments.option("--unit"), address = arguments.option("--account");
  if (unit.empty() == address.empty())
    return bad("Ghi hoặc --unit MÃ hoặc --account ĐỊA-CHỈ. Chưa đổi gì.",
               "Give either --unit CODE or --account ADDRESS. Nothing was changed.");
  if (!address.empty()) {
    auto account = house.account(address);
    if (!account) return account.error();
    return PreferenceKey{PreferenceScope::account, account->id.value, *preference};
  }
  const directory::Unit* found = house.directory->view()->find_unit_by_code(unit);
  if (found == nullptr)
    return base::Error::permanent(base::ErrorCode::not_found,
                                  {"Không có đơn vị mã " + unit + ". Chưa đổi gì.",
                                   "There is no unit with the code " + unit + ". Nothing was changed."});
  return PreferenceKey{PreferenceScope::unit, found->id.value, *preference};
}

base::Result<int> set(House& house, const Arguments& arguments, CommandIo& io) {
  auto key = key_of(house, arguments);
  if (!key) return refuse_usage(key.error(), arguments, io);
  const std::string written = arguments.positionals.size() > 1 ? arguments.positionals[1] : std::string();
  auto value = directory::preference_value(key->preference, written == "default" ? std::string() : written);
  if (!value) return refuse_usage(value.error(), arguments, io);
  auto done = directory::set_preference(*house.directory, house.clock, *house.ids, *key, *value, "vanthu");
  if (!done) return done.error();
  if (arguments.json) {
    const nlohmann::json answer = {{"preference", directory::to_string(key->preference)}, {"value", *value}};
    io.out(answer.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
    return exit_code::kOk;
  }
  const base::Sentence what = directory::describe(key->preference);
  const std::string who = arguments.option("--unit") + arguments.option("--account");
  if (value->empty()) io.err(who + ": " + what.vi + ": như mặc định. / " + who + ": " + what.en + ": as by default.\n");
  else io.err(who + ": " + what.vi + ": " + *value + ". / " + who + ": " + what.en + ": " + *value + ".\n");
  return exit_code::kOk;
}

std::string subject_of(const directory::DirectoryView& view, const PreferenceKey& key) {
  if (key.scope == PreferenceScope::unit) {
    const directory::Unit* unit = view.find_unit(base::UnitId(key.subject));
    return unit != nullptr ? unit->code : "?";
  }
  const directory::Account* account = view.find_account(base::AccountId(key.subject));
  return account != nullptr ? account->address : "?";
}

base::Result<int> list(House& house, const Arguments& arguments, CommandIo& io) {
  std::vector<directory::PreferenceRow> rows;
  auto read = house.directory->database().read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    auto found = directory::read_preferences(snapshot);
    if (!found) return found.error();
    rows = std::move(*found);
    return {};
  });
  if (!read) return read.error();
  const auto view = house.directory->view();
  nlohmann::json all = nlohmann::json::array();
  for (const directory::PreferenceRow& row : rows) {
    const std::string subject = subject_of(*view, row.key), word = directory::to_string(row.key.preference);
    const std::string at = base::iso_date_time(row.changed_at, base::kOfficeOffsetMinutes);
    all.push_back({{"scope", row.key.scope == PreferenceScope::unit ? "unit" : "account"},
                   {"subject", subject},
                   {"preference", word},
                   {"value", row.value},
                   {"changed_at", at},
                   {"changed_by", row.changed_by}});
    if (!arguments.json) io.out(subject + "  " + word + " = " + row.value + "  (" + at + ", " + row.changed_by + ")\n");
  }
  if (arguments.json)
    io.out(nlohmann::json{{"preferences", all}}.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
  else if (rows.empty()) io.err("Chưa ai chọn gì khác mặc định. / Nothing was chosen otherwise.\n");
  return exit_code::kOk;
}

std::string names() {
  std::string out;
  for (int i = 0; i < directory::kPreferenceCount; ++i) {
    const auto one = static_cast<directory::Preference>(i);
    const base::Sentence what = directory::describe(one);
    const bool unit = directory::may_be_set(one, PreferenceScope::unit),
               account = directory::may_be_set(one, PreferenceScope::account);
    out += "  " + std::string(directory::to_string(one)) + (unit ? " --unit" : "") + (account ? " --account" : "") +
           "\n      " + what.vi + " / " + what.en + "\n";
  }
  return out;
}

}  // namespace

CommandSpec preference_set_command() {
  return {
      "preference set",
      "Đặt một lựa chọn của đơn vị hoặc của một người; default: như mặc định. / Sets a choice of a unit or a person; "
      "default: as by default.",
      {"NAME", "VALUE"},
      {{"--unit", "CODE", "cho cơ quan, đơn vị / for an office or section"},
       {"--account", "ADDRESS", "cho một người / for one person"}},
      Place::house,
      set,
      names};
}

CommandSpec preference_list_command() {
  return {"preference list",
          "Liệt kê các lựa chọn đã đặt, ai đặt, lúc nào. / Lists the choices that were set, by whom and when.",
          {},
          {},
          Place::house,
          list};
}

}  // namespace server::cli

#include "server/cli/people/access_options.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "directory/people/access_grants.h"
#include "mailstore/office/ruling/rights/access_choice.h"

namespace server::cli {

namespace {

namespace calendar = policies::calendar;
using directory::GrantKind;

}  // namespace

base::Error access_usage(const std::string& vi, const std::string& en) {
  return base::Error::permanent(base::ErrorCode::bad_input, {vi + " Chưa thay đổi gì.", en + " Nothing was changed."});
}

base::Result<std::optional<calendar::Date>> day_option(const Arguments& arguments, const std::string& name) {
  if (!arguments.options.contains(name)) return std::optional<calendar::Date>();
  const std::string text = arguments.option(name);
  if (const auto date = calendar::parse_date(text)) return date;
  return access_usage(
      "Ngày sau " + name + " không đúng: “" + text + "”. Xin ghi như 05/12/2026 hoặc 2026-12-05.",
      "The date after " + name + " is not right: “" + text + "”. Write it as 05/12/2026 or 2026-12-05.");
}

base::Result<directory::AccessGrant> named_right(const House& house, const Arguments& arguments) {
  const auto view = house.directory->view();
  directory::AccessGrant right;
  int kinds = 0;
  std::string who;
  constexpr std::pair<const char*, GrantKind> kKinds[] = {
      {"--substitute", GrantKind::substitute}, {"--enter", GrantKind::enter}, {"--fields", GrantKind::fields}};
  for (const auto& [option, kind] : kKinds) {
    if (!arguments.options.contains(option)) continue;
    kinds += static_cast<int>(arguments.options.at(option).size());
    right.kind = kind;
    who = arguments.option(option);
  }
  if (kinds != 1)
    return access_usage("Xin ghi đúng một trong: --substitute NGƯỜI, --enter NGƯỜI|ĐƠN-VỊ, --fields NGƯỜI.",
                        "Give exactly one of: --substitute ACCOUNT, --enter ACCOUNT|UNIT, --fields ACCOUNT.");
  const directory::Unit* unit = right.kind == GrantKind::enter ? view->find_unit_by_code(who) : nullptr;
  if (unit != nullptr) {
    right.unit = unit->id;
    right.office = unit->office;
  } else {
    auto account = house.account(who);
    if (!account) return account.error();
    right.account = account->id;
    right.office = account->office;
  }
  if (!arguments.options.contains("--for")) return right;
  if (right.kind == GrantKind::fields)
    return access_usage("--for không dùng với --fields.", "--for does not go with --fields.");
  auto leader = house.account(arguments.option("--for"));
  if (!leader) return leader.error();
  right.for_account = leader->id;
  right.office = leader->office;  // whose right it is
  return right;
}

std::string right_line(const directory::DirectoryView& view, const directory::AccessGrant& grant) {
  const auto right = mailstore::office::right_of_grant(view, grant);
  const auto what = mailstore::office::what_of(right);
  const auto span = mailstore::office::span_of(grant);
  const std::string address = right.address.empty() ? "" : " <" + right.address + ">";
  return what.vi + address + ", " + span.vi + " / " + what.en + ", " + span.en;
}

nlohmann::ordered_json right_json(const directory::DirectoryView& view, const directory::AccessGrant& grant,
                                  base::Timestamp now) {
  auto address = [&](base::AccountId id) {
    const directory::Account* account = view.find_account(id);
    return account != nullptr ? account->address : std::string();
  };
  auto code = [&](base::UnitId id) {
    const directory::Unit* unit = view.find_unit(id);
    return unit != nullptr ? unit->code : std::string();
  };
  auto day = [](base::Timestamp at) { return calendar::iso_date(calendar::local_date(at)); };
  nlohmann::ordered_json json{{"kind", directory::to_string(grant.kind)},
                              {"office", code(grant.office)},
                              {"account", address(grant.account)},
                              {"unit", code(grant.unit)},
                              {"for", address(grant.for_account)},
                              {"from", day(grant.from)},
                              {"from_us", grant.from.us},
                              {"until", ""},
                              {"until_us", 0},
                              {"fields", grant.fields},
                              {"in_force", directory::in_force(grant, now)},
                              {"set_by", grant.set_by},
                              {"set_us", grant.set_at.us}};
  if (const auto end = directory::end_of(grant)) {
    json["until"] = day(base::Timestamp(end->us - 1));  // the last day
    json["until_us"] = end->us;
  }
  return json;
}

}  // namespace server::cli

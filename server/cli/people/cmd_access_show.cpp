// vanthu access show [--csv]: who may do which step, as policies/access decides it; who acts by another's right now and
// later, office by office.
#include <nlohmann/json.hpp>

#include "base/text/csv.h"
#include "directory/people/access_grants.h"
#include "policies/access/may.h"
#include "server/cli/people/access_options.h"
#include "server/cli/run/csv_output.h"
#include "server/cli/run/report_options.h"

namespace server::cli {

namespace {

namespace access = policies::access;

struct OfficeRights {
  const directory::Unit* office = nullptr;
  std::vector<directory::AccessGrant> rights;
};

std::vector<OfficeRights> rights_of(const directory::DirectoryView& view,
                                    const std::vector<const directory::Unit*>& offices, base::Timestamp now) {
  std::vector<OfficeRights> out;
  for (const directory::Unit* office : offices) {
    OfficeRights one{office, {}};
    for (const directory::AccessGrant& grant : view.access_grants()) {
      if (grant.office == office->id && directory::in_force_or_coming(grant, now)) one.rights.push_back(grant);
    }
    if (!one.rights.empty()) out.push_back(std::move(one));
  }
  return out;
}

std::string json_text(const std::vector<access::TableRow>& rows, const std::vector<OfficeRights>& offices,
                      const directory::DirectoryView& view, base::Timestamp now) {
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
  nlohmann::ordered_json grants = nlohmann::ordered_json::array();
  for (const OfficeRights& office : offices) {
    for (const directory::AccessGrant& grant : office.rights) grants.push_back(right_json(view, grant, now));
  }
  return nlohmann::ordered_json{{"rows", list}, {"grants", grants}}.dump() + "\n";
}

// Both parts in one table: the first column says which, a cell that a part does not have is empty.
std::string csv_text(const std::vector<access::TableRow>& rows, const std::vector<OfficeRights>& offices,
                     const directory::DirectoryView& view, base::Timestamp now) {
  std::string out =
      base::csv_line({"row", "action", "doing_vi", "who_vi", "except_vi", "doing_en", "who_en", "except_en", "office",
                      "kind", "account", "unit", "for", "from", "until", "fields", "in_force", "set_by"},
                     false);
  for (const access::TableRow& row : rows) {
    out += base::csv_line({"step", std::string(access::to_string(row.action)), row.doing.vi, row.who.vi, row.except.vi,
                           row.doing.en, row.who.en, row.except.en, "", "", "", "", "", "", "", "", "", ""},
                          true);
  }
  for (const OfficeRights& office : offices) {
    for (const directory::AccessGrant& grant : office.rights) {
      const nlohmann::ordered_json json = right_json(view, grant, now);
      const auto text = [&](const char* key) { return json.at(key).get<std::string>(); };
      std::string fields;
      for (const std::string& field : grant.fields) fields += (fields.empty() ? "" : " ") + field;
      out += base::csv_line({"grant", "", "", "", "", "", "", "", text("office"), text("kind"), text("account"),
                             text("unit"), text("for"), text("from"), text("until"), fields,
                             json.at("in_force").get<bool>() ? "yes" : "no", grant.set_by},
                            true);
    }
  }
  return out;
}

std::string plain_text(const std::vector<access::TableRow>& rows, const std::vector<OfficeRights>& offices,
                       const directory::DirectoryView& view, base::Timestamp now) {
  std::string out = "Ai được làm bước nào / Who may do which step\n";
  for (const access::TableRow& row : rows) {
    out += "\n" + row.doing.vi + " / " + row.doing.en + "\n    " + row.who.vi + "\n    " + row.who.en + "\n";
    if (!row.except.vi.empty()) out += "    Trừ: " + row.except.vi + "\n    Except: " + row.except.en + "\n";
  }
  out += "\nAi đang hoặc sắp được làm thay, theo từng cơ quan / Who acts by another's right now or later, by office\n";
  if (offices.empty()) out += "    Không có / Nobody\n";
  for (const OfficeRights& office : offices) {
    out += "\n" + office.office->name + " (" + office.office->code + ")\n";
    for (const directory::AccessGrant& grant : office.rights) {
      const bool now_in_force = directory::in_force(grant, now);
      out += std::string("    ") + (now_in_force ? "[đang có hiệu lực / in force] " : "[sắp tới / coming] ") +
             right_line(view, grant) + "; người đặt / set by: " + grant.set_by + "\n";
    }
  }
  return out;
}

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  const auto rows = access::table();
  const auto view = house.directory->view();
  auto offices = report_offices(arguments, *view);
  if (!offices) return offices.error();
  const base::Timestamp now = house.clock.now();
  const auto rights = rights_of(*view, *offices, now);
  io.out(arguments.json         ? json_text(rows, rights, *view, now)
         : wants_csv(arguments) ? csv_output(arguments, csv_text(rows, rights, *view, now))
                                : plain_text(rows, rights, *view, now));
  return exit_code::kOk;
}

}  // namespace

CommandSpec access_show_command() {
  return {
      "access show",
      "Ai được làm bước nào trong cơ quan, ai đang làm thay ai. / Who may do which step in an office, and who acts for whom.",
      {},
      {{"--office", "CODE", "chỉ cơ quan này / this office only"},
       {"--csv", "", "bảng quyền và ai làm thay ai, dạng CSV / the table and who acts for whom, as CSV"},
       excel_option()},
      Place::house,
      run};
}

}  // namespace server::cli

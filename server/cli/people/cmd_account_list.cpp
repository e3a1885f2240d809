// vanthu account list: addresses, names, units, roles.
#include <nlohmann/json.hpp>

#include "server/cli/run/command.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

const char* word(directory::Role role) {
  switch (role) {
    case directory::Role::staff: return "staff";
    case directory::Role::leader: return "leader";
    case directory::Role::clerk: return "clerk";
    case directory::Role::admin: return "admin";
  }
  return "staff";
}

const char* word(directory::AccountKind kind) {
  switch (kind) {
    case directory::AccountKind::person: return "person";
    case directory::AccountKind::role_mailbox: return "role";
    case directory::AccountKind::journal: return "journal";
  }
  return "person";
}

base::Sentence words(directory::AccountKind kind) {
  switch (kind) {
    case directory::AccountKind::person: return {"cá nhân", word(kind)};
    case directory::AccountKind::role_mailbox: return {"hộp thư vai trò", word(kind)};
    case directory::AccountKind::journal: return {"nhật ký", word(kind)};
  }
  return {"cá nhân", word(kind)};
}

base::Sentence words(directory::Role role) {
  switch (role) {
    case directory::Role::staff: return {"chuyên viên", word(role)};
    case directory::Role::leader: return {"lãnh đạo", word(role)};
    case directory::Role::clerk: return {"văn thư", word(role)};
    case directory::Role::admin: return {"quản trị", word(role)};
  }
  return {"chuyên viên", word(role)};
}

// One line of text. Only people have a role.
std::string line_of(const directory::Account& account, const std::string& unit) {
  const bool person = account.kind == directory::AccountKind::person;
  return account.address + "\t" + base::one_line(words(account.kind)) + "\t" + account.full_name + "\t" + unit + "\t" +
         (person ? base::one_line(words(account.role)) : "") + (account.active ? "" : "\tngừng hoạt động / disabled") +
         "\n";
}

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  auto view = house.directory->view();
  nlohmann::json list = nlohmann::json::array();
  std::string text;
  for (const directory::Account& account : view->accounts()) {
    const directory::Unit* unit = view->find_unit(account.unit);
    std::string code = unit == nullptr ? "" : unit->code;
    if (arguments.json) {
      list.push_back({{"address", account.address},
                      {"kind", word(account.kind)},
                      {"full_name", account.full_name},
                      {"title", account.title},
                      {"unit", code},
                      {"role", word(account.role)},
                      {"active", account.active}});
    } else {
      text += line_of(account, code);
    }
  }
  io.out(arguments.json ? list.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n" : text);
  return exit_code::kOk;
}

}  // namespace

CommandSpec account_list_command() {
  return {
      "account list",
      "Danh sách tài khoản: địa chỉ, loại, họ tên, đơn vị, vai trò. / All accounts: address, kind, name, unit, role.",
      {},
      {},
      Place::house,
      run};
}

}  // namespace server::cli

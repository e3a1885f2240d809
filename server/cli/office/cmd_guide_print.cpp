// vanthu guide print --role ROLE: the page of a role, to be printed and hung up.
#include "policies/tasks/texts/help_text.h"
#include "server/cli/run/command.h"
#include "server/cli/run/office_code.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

using policies::tasks::HelpRole;

base::Error bad(std::string vi, std::string en) {
  return base::Error::permanent(base::ErrorCode::bad_input, {std::move(vi), std::move(en)});
}

base::Result<HelpRole> role_of(const std::string& word) {
  constexpr std::pair<const char*, HelpRole> kRoles[] = {{"leader", HelpRole::leader},
                                                         {"head", HelpRole::head},
                                                         {"specialist", HelpRole::staff},
                                                         {"clerk", HelpRole::clerk},
                                                         {"admin", HelpRole::admin}};
  for (const auto& [name, role] : kRoles) {
    if (word == name) return role;
  }
  return bad("--role là leader, head, specialist, clerk hoặc admin.",
             "--role is leader, head, specialist, clerk or admin.");
}

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  auto role = role_of(arguments.option("--role"));
  if (!role) return refuse_usage(role.error(), arguments, io);
  const auto view = house.directory->view();
  const std::string code = arguments.option("--office");
  const directory::Unit* office = view->root();
  if (arguments.options.contains("--office")) {
    auto named = office_by_code(*view, code);
    if (!named) return named.error();
    office = *named;
  }
  const auto address = [&](const char* purpose) {
    const directory::Account* box = view->role_mailbox(office->office, purpose);
    return box != nullptr ? box->address : std::string();
  };
  const policies::tasks::HelpAddresses addresses{address(directory::kTasks), address(directory::kRecords)};
  const bool english = arguments.has("--english");
  io.out(arguments.has("--text") ? policies::tasks::help_page_text(*role, office->name, addresses, english)
                                 : policies::tasks::help_page_html(*role, office->name, addresses, english));
  return exit_code::kOk;
}

}  // namespace

CommandSpec guide_print_command() {
  return {
      "guide print",
      "In trang hướng dẫn của một vai trò, khổ A4 (HTML), để in và treo. / Prints the page of a role, A4 (HTML), to be "
      "printed and hung up.",
      {},
      {{"--role", "ROLE", "leader, head, specialist, clerk, admin"},
       {"--office", "CODE", "địa chỉ của cơ quan này / with the addresses of this office"},
       {"--text", "", "văn bản thay cho HTML / text instead of HTML"},
       {"--english", "", "thêm bản tiếng Anh / with the English twin"}},
      Place::house,
      run};
}

}  // namespace server::cli

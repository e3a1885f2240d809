// The table of commands. Adding one: a cmd_*.cpp with its specification, a line in command.h and one here.
#include "server/cli/run/command.h"

namespace server::cli {

const std::vector<CommandSpec>& all_commands() {
  static const std::vector<CommandSpec> commands = {
      unit_import_command(),
      staff_import_command(),
      account_set_password_command(),
      account_state_command(true),
      account_state_command(false),
      account_unlock_command(),
      account_list_command(),
      search_command(),
      queue_list_command(),
      queue_retry_command(),
      queue_cancel_command(),
      mail_import_command(),
      mail_export_command(),
      report_accounts_command(),
      rebuild_search_command(),
      verify_command(),
      backup_command(),
      restore_command(),
      settings_command(),
      trust_add_command(),
      trust_list_command(),
      trust_remove_command(),
      cert_add_command(),
      cert_list_command(),
      cert_remove_command(),
      seal_check_command(),
      report_tasks_command(),
      report_dispatch_command(),
      report_office_command(),
      rebuild_registers_command(),
      mail_replay_command(),
      book_open_command(),
      access_show_command(),
      calendar_import_command(),
      calendar_list_command(),
      calendar_show_command(),
      calendar_remove_command(),
      calendar_recount_command(),
      preference_set_command(),
      preference_list_command(),
      guide_print_command(),
      access_grant_command(),
      access_revoke_command(),
  };
  return commands;
}

}  // namespace server::cli

#include "server/imap/session/command_table.h"

#include <algorithm>
#include <array>

namespace server::imap {
namespace {

constexpr unsigned kBefore = 1, kAuthenticated = 2, kSelected = 4;
constexpr unsigned kSignedIn = kAuthenticated | kSelected, kAny = kBefore | kSignedIn;
constexpr auto kTell = Expunges::reported, kHold = Expunges::withheld, kNone = Expunges::no_changes;

// In alphabetical order: searched by halves.
constexpr std::array kCommands = {
    CommandRow{"APPEND", kSignedIn, true, kTell, cmd_append},
    CommandRow{"AUTHENTICATE", kBefore, true, kTell, cmd_authenticate},
    CommandRow{"CAPABILITY", kAny, false, kTell, cmd_capability},
    CommandRow{"CHECK", kSelected, false, kTell, cmd_check},
    CommandRow{"CLOSE", kSelected, false, kTell, cmd_close},
    CommandRow{"COPY", kSelected, true, kTell, cmd_copy},
    CommandRow{"CREATE", kSignedIn, true, kTell, cmd_create},
    CommandRow{"DELETE", kSignedIn, true, kTell, cmd_delete},
    CommandRow{"ENABLE", kSignedIn, true, kTell, cmd_enable},
    CommandRow{"EXAMINE", kSignedIn, true, kNone, cmd_examine},
    CommandRow{"EXPUNGE", kSelected, false, kTell, cmd_expunge},
    CommandRow{"FETCH", kSelected, true, kHold, cmd_fetch},
    CommandRow{"GETQUOTA", kSignedIn, true, kTell, cmd_get_quota},
    CommandRow{"GETQUOTAROOT", kSignedIn, true, kTell, cmd_get_quota_root},
    CommandRow{"ID", kAny, true, kTell, cmd_id},
    CommandRow{"IDLE", kSignedIn, false, kTell, cmd_idle},
    CommandRow{"LIST", kSignedIn, true, kTell, cmd_list},
    CommandRow{"LOGIN", kBefore, true, kTell, cmd_login},
    CommandRow{"LOGOUT", kAny, false, kTell, cmd_logout},
    CommandRow{"LSUB", kSignedIn, true, kTell, cmd_lsub},
    CommandRow{"MOVE", kSelected, true, kTell, cmd_move},
    CommandRow{"NAMESPACE", kSignedIn, false, kTell, cmd_namespace},
    CommandRow{"NOOP", kAny, false, kTell, cmd_noop},
    CommandRow{"RENAME", kSignedIn, true, kTell, cmd_rename},
    CommandRow{"SEARCH", kSelected, true, kHold, cmd_search},
    CommandRow{"SELECT", kSignedIn, true, kNone, cmd_select},
    CommandRow{"SETQUOTA", kSignedIn, true, kTell, cmd_set_quota},
    CommandRow{"SORT", kSelected, true, kHold, cmd_sort},
    CommandRow{"STARTTLS", kBefore, false, kTell, cmd_starttls},
    CommandRow{"STATUS", kSignedIn, true, kTell, cmd_status},
    CommandRow{"STORE", kSelected, true, kHold, cmd_store},
    CommandRow{"SUBSCRIBE", kSignedIn, true, kTell, cmd_subscribe},
    CommandRow{"THREAD", kSelected, true, kHold, cmd_thread},
    CommandRow{"UID COPY", kSelected, true, kTell, cmd_uid_copy},
    CommandRow{"UID EXPUNGE", kSelected, true, kTell, cmd_uid_expunge},
    CommandRow{"UID FETCH", kSelected, true, kTell, cmd_uid_fetch},
    CommandRow{"UID MOVE", kSelected, true, kTell, cmd_uid_move},
    CommandRow{"UID SEARCH", kSelected, true, kTell, cmd_uid_search},
    CommandRow{"UID SORT", kSelected, true, kTell, cmd_uid_sort},
    CommandRow{"UID STORE", kSelected, true, kTell, cmd_uid_store},
    CommandRow{"UID THREAD", kSelected, true, kTell, cmd_uid_thread},
    CommandRow{"UNSELECT", kSelected, false, kTell, cmd_unselect},
    CommandRow{"UNSUBSCRIBE", kSignedIn, true, kTell, cmd_unsubscribe},
};
static_assert(std::is_sorted(kCommands.begin(), kCommands.end(),
                             [](const CommandRow& a, const CommandRow& b) { return a.name < b.name; }));

}  // namespace

const CommandRow* find_command(std::string_view name) {
  const auto row = std::lower_bound(kCommands.begin(), kCommands.end(), name,
                                    [](const CommandRow& r, std::string_view n) { return r.name < n; });
  return row != kCommands.end() && row->name == name ? &*row : nullptr;
}

std::span<const CommandRow> command_table() { return kCommands; }

}  // namespace server::imap

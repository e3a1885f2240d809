// What an office, a section or a person chose to have otherwise: rows of their own, read into the DirectoryView, set by
// command or by the person's own mail, audited. Thread-safe.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/sql/database.h"

namespace directory {

class Directory;

// Words are stored: never renamed, new ones appended.
enum class Preference {
  english,       // mails carry the English twin: yes, no. Without it: no
  reminders,     // the morning's reminders of tasks: yes, no. Without it: yes. That a password ends is always said
  head_inbox,    // a unit's tasks also reach its heads' own INBOX: yes, no. Without it: yes
  days_before,   // reminders so many working days before a deadline: "3 1". Without it: the server's setting
  morning_page,  // the leader's page on working days: yes, no. Without it: no
  weekly_page,   // the same, once a week
};
inline constexpr int kPreferenceCount = static_cast<int>(Preference::weekly_page) + 1;
const char* to_string(Preference preference);  // "head-inbox"
std::optional<Preference> parse_preference(std::string_view word);
base::Sentence describe(Preference preference);

enum class PreferenceScope { unit = 0, account = 1 };  // offices and sections are units
bool may_be_set(Preference preference, PreferenceScope scope);

struct PreferenceKey {
  PreferenceScope scope = PreferenceScope::account;
  std::int64_t subject = 0;  // id of the unit or account
  Preference preference = Preference::english;
  auto operator<=>(const PreferenceKey&) const = default;
};

// The value as it is stored: "yes", "no" (also có, không, on, off, 1, 0), days falling ("3 1"; 1 … 30, at most 5);
// "" takes the choice away. Errors: bad_input.
base::Result<std::string> preference_value(Preference preference, std::string_view written);

// One row and its audit entry inside the caller's unit; counts the directory's version up, so that every node reads it.
// The caller reloads the directory behind the commit. Errors: bad_input (not for that scope, not such a value).
base::Result<void> write_preference(base::SqlTransaction& tx, base::IdMaker& ids, base::Timestamp now,
                                    const PreferenceKey& key, std::string_view value, std::string_view actor);
// A unit of its own, and the directory read again. Blocking.
base::Result<void> set_preference(Directory& directory, const base::Clock& clock, base::IdMaker& ids,
                                  const PreferenceKey& key, std::string_view value, std::string_view actor);

struct PreferenceRow {
  PreferenceKey key;
  std::string value, changed_by;
  base::Timestamp changed_at;
};
// All that were set, by scope, subject and preference.
base::Result<std::vector<PreferenceRow>> read_preferences(base::SqlReader& reader);

}  // namespace directory

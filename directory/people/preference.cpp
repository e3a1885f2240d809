#include "directory/people/preference.h"

#include <algorithm>
#include <array>
#include <functional>
#include <set>

#include "base/text/fold.h"
#include "directory/people/change.h"

namespace directory {

namespace {

struct PreferenceWords {
  const char* word;
  bool of_unit, of_account;
  const char* vi;
  const char* en;
};

// In the order of the enum.
constexpr std::array<PreferenceWords, kPreferenceCount> kPreferences{{
    {"english", true, true, "bản tiếng Anh trong thư của máy chủ", "the English twin in the server's mails"},
    {"reminders", false, true, "thư nhắc việc buổi sáng", "the morning's reminders"},
    {"head-inbox", true, false, "việc của đơn vị gửi cả vào hộp thư riêng của phụ trách",
     "a unit's tasks also in its heads' own INBOX"},
    {"days-before", true, false, "nhắc trước hạn mấy ngày làm việc",
     "reminders so many working days before a deadline"},
    {"morning-page", false, true, "bản tin sáng", "the morning page"},
    {"weekly-page", false, true, "bản tin tuần", "the weekly page"},
}};

const PreferenceWords& words_of(Preference preference) { return kPreferences[static_cast<std::size_t>(preference)]; }

base::Error bad(std::string vi, std::string en) {
  return base::Error::permanent(base::ErrorCode::bad_input, {std::move(vi), std::move(en)});
}

base::Result<std::string> days_of(std::string_view written) {
  std::set<int, std::greater<>> days;
  for (std::size_t i = 0; i < written.size();) {
    if (written[i] == ' ' || written[i] == ',') {
      ++i;
      continue;
    }
    int number = 0, digits = 0;
    for (; i < written.size() && written[i] >= '0' && written[i] <= '9' && digits < 3; ++i, ++digits)
      number = number * 10 + (written[i] - '0');
    if (digits == 0 || number < 1 || number > 30)
      return bad("Số ngày nhắc trước là các số từ 1 đến 30, ví dụ: 3 1. Chưa đổi gì.",
                 "Days before are numbers from 1 to 30, for example: 3 1. Nothing was changed.");
    days.insert(number);
  }
  if (days.empty() || days.size() > 5)
    return bad("Ghi từ một đến năm số ngày, ví dụ: 3 1. Chưa đổi gì.",
               "Give one to five numbers of days, for example: 3 1. Nothing was changed.");
  std::string out;
  for (const int day : days) out += (out.empty() ? "" : " ") + std::to_string(day);
  return out;
}

}  // namespace

const char* to_string(Preference preference) { return words_of(preference).word; }

std::optional<Preference> parse_preference(std::string_view word) {
  for (int i = 0; i < kPreferenceCount; ++i) {
    if (word == kPreferences[static_cast<std::size_t>(i)].word) return static_cast<Preference>(i);
  }
  return std::nullopt;
}

base::Sentence describe(Preference preference) { return {words_of(preference).vi, words_of(preference).en}; }

bool may_be_set(Preference preference, PreferenceScope scope) {
  return scope == PreferenceScope::unit ? words_of(preference).of_unit : words_of(preference).of_account;
}

base::Result<std::string> preference_value(Preference preference, std::string_view written) {
  const std::string word = base::fold(written);
  if (word.empty()) return std::string();
  if (preference == Preference::days_before) return days_of(word);
  for (const char* yes : {"yes", "co", "on", "bat", "1", "true"}) {
    if (word == yes) return std::string("yes");
  }
  for (const char* no : {"no", "khong", "off", "tat", "0", "false"}) {
    if (word == no) return std::string("no");
  }
  return bad(std::string(to_string(preference)) + " là yes hoặc no. Chưa đổi gì.",
             std::string(to_string(preference)) + " is yes or no. Nothing was changed.");
}

base::Result<void> write_preference(base::SqlTransaction& tx, base::IdMaker& ids, base::Timestamp now,
                                    const PreferenceKey& key, std::string_view value, std::string_view actor) {
  if (!may_be_set(key.preference, key.scope)) {
    const std::string word = to_string(key.preference);
    return key.scope == PreferenceScope::unit
               ? bad(word + " đặt cho từng người, không cho đơn vị. Chưa đổi gì.",
                     word + " is set for a person, not for a unit. Nothing was changed.")
               : bad(word + " đặt cho đơn vị, không cho từng người. Chưa đổi gì.",
                     word + " is set for a unit, not for a person. Nothing was changed.");
  }
  auto stored = preference_value(key.preference, value);
  if (!stored) return std::move(stored).error();
  auto version = tx.execute("UPDATE directory_state SET version = version + 1 WHERE one = 1", {});
  if (!version) return std::move(version).error();
  const int scope = static_cast<int>(key.scope);
  const std::string word = to_string(key.preference), who(actor);
  auto written =
      stored->empty()
          ? tx.execute("DELETE FROM preference WHERE scope = ? AND subject = ? AND name = ?",
                       {scope, key.subject, word})
          : tx.execute(
                "REPLACE INTO preference (scope, subject, name, value, changed_us, changed_by) VALUES (?, ?, ?, ?, ?, ?)",
                {scope, key.subject, word, *stored, now.us, who});
  if (!written) return std::move(written).error();
  AuditEntry entry;
  entry.id = ids.make<base::EventId>();
  entry.at = now;
  entry.what = AuditVerb::preference_set;
  entry.actor = who;
  if (key.scope == PreferenceScope::account) entry.account = base::AccountId(key.subject);
  entry.detail = (key.scope == PreferenceScope::unit ? "unit " + std::to_string(key.subject) + " " : std::string()) +
                 word + "=" + *stored;
  return write_audit(tx, entry);
}

base::Result<void> set_preference(Directory& directory, const base::Clock& clock, base::IdMaker& ids,
                                  const PreferenceKey& key, std::string_view value, std::string_view actor) {
  auto done = directory.database().write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
    return write_preference(tx, ids, clock.now(), key, value, actor);
  });
  return done ? directory.reload() : done;
}

base::Result<std::vector<PreferenceRow>> read_preferences(base::SqlReader& reader) {
  std::vector<PreferenceRow> out;
  auto done = reader.query("SELECT scope, subject, name, value, changed_us, changed_by FROM preference", {},
                           [&](const base::SqlRow& row) {
                             const auto preference = parse_preference(row.str(2));
                             if (!preference) return true;
                             PreferenceRow one;
                             one.key = {static_cast<PreferenceScope>(row.i64(0)), row.i64(1), *preference};
                             one.value = row.str(3);
                             one.changed_at = base::Timestamp(row.i64(4));
                             one.changed_by = row.str(5);
                             out.push_back(std::move(one));
                             return true;
                           });
  if (!done) return std::move(done).error();
  std::sort(out.begin(), out.end(), [](const PreferenceRow& a, const PreferenceRow& b) { return a.key < b.key; });
  return out;
}

}  // namespace directory

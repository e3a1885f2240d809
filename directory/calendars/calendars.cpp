#include "directory/calendars/calendars.h"

#include <algorithm>
#include <atomic>
#include <set>

#include "base/log.h"
#include "base/text/utf8.h"
#include "base/thread_annotations.h"
#include "directory/calendars/calendar_rows.h"
#include "directory/people/change.h"
#include "directory/people/loader.h"

namespace directory {

namespace {

using base::Error;
using base::ErrorCode;
using base::Result;
using policies::calendar::BookTable;
using policies::calendar::Calendar;
using policies::calendar::CalendarBook;
using policies::calendar::DayEntry;
using Tables = std::vector<CalendarTable>;

struct Snapshot {
  std::int64_t version = -1;  // of the directory
  Tables tables;              // ended ones too
  std::shared_ptr<const CalendarBook> book;
};

// Those that counted at `at`; 0: those that count now.
std::shared_ptr<const CalendarBook> book_of(const Tables& tables, base::Timestamp at = {}) {
  std::vector<BookTable> out;
  for (const CalendarTable& table : tables) {
    const bool counts = at.us == 0 ? table.counts() : table.imported <= at && (table.counts() || at < table.ended);
    if (counts) out.push_back({table.name, table.version, table.office, table.imported, table.days});
  }
  return std::make_shared<const CalendarBook>(std::move(out));
}

std::shared_ptr<const Calendar> calendar_of(std::shared_ptr<const CalendarBook> book, base::UnitId office) {
  const Calendar& calendar = book->for_office(office);
  return {std::move(book), &calendar};
}

Error no_such_table(std::string_view name) {
  const std::string shown = "“" + std::string(name) + "”";
  return Error::permanent(ErrorCode::not_found,
                          {"Không có bảng lịch làm việc nào tên " + shown +
                               ". Chưa thay đổi gì; `vanthu calendar list` cho xem các bảng đang dùng.",
                           "There is no calendar table named " + shown +
                               ". Nothing was changed. `vanthu calendar list` shows those in use."});
}

const CalendarTable* find_in_use(const Tables& tables, std::string_view name) {
  const auto found = std::find_if(tables.begin(), tables.end(),
                                  [&](const CalendarTable& table) { return table.counts() && table.name == name; });
  return found == tables.end() ? nullptr : &*found;
}

Result<void> check_name(std::string_view name) {
  const bool control =
      std::any_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7F; });
  const bool blank = !name.empty() && (name.front() == ' ' || name.back() == ' ');
  if (!name.empty() && name.size() <= Calendars::kMaxName && !control && !blank && base::is_valid_utf8(name)) return {};
  return Error::permanent(
      ErrorCode::bad_input,
      {"Tên của bảng lịch làm việc (--name) dài từ 1 đến 60 byte, không có ký tự điều khiển hay dấu "
       "cách ở hai đầu, ví dụ VN-2028. Chưa thay đổi gì.",
       "The name of a calendar table (--name) has 1 to 60 bytes, no control characters and no "
       "blank at its ends, such as VN-2028. Nothing was changed."});
}

// What the table would be; the days as the file has them. Errors: bad_input.
Result<CalendarTable> next_table(const Tables& tables, std::string_view name, base::UnitId office,
                                 std::vector<DayEntry> days, const base::Clock& clock) {
  if (auto fit = check_name(name); !fit) return std::move(fit).error();
  if (days.empty()) {
    return Error::permanent(ErrorCode::bad_input, {"Tệp không có ngày nào. Chưa thay đổi gì.",
                                                   "The file holds no day. Nothing was changed."});
  }
  CalendarTable out;
  for (const CalendarTable& table : tables) {
    if (table.name != name) continue;
    out.edition = std::max(out.edition, table.edition + 1);
    if (table.counts() && table.office != office) {
      return Error::permanent(
          ErrorCode::bad_input,
          {"Bảng “" + table.name +
               "” đang dùng cho nơi khác (--office khác). Xin chọn tên khác, hoặc bỏ bảng đó trước: `vanthu calendar "
               "remove`. Chưa thay đổi gì.",
           "The table “" + table.name +
               "” is in use with another --office. Choose another name, or take that table out first: `vanthu calendar "
               "remove`. Nothing was changed."});
    }
  }
  out.name = name;
  // A version names one calendar for ever, the shipped one's too.
  const auto taken = [&](const std::string& version) {
    return version == policies::calendar::kShippedVersion ||
           std::any_of(tables.begin(), tables.end(),
                       [&](const CalendarTable& table) { return table.version == version; });
  };
  do {
    out.version = out.name + "." + std::to_string(out.edition);
  } while (taken(out.version) && ++out.edition > 0);
  out.office = office;
  out.imported = clock.now();
  out.days = std::move(days);
  return out;
}

bool says_the_same(const CalendarTable& table, base::UnitId office, const std::vector<DayEntry>& days) {
  return table.office == office &&
         policies::calendar::format_table(table.days) == policies::calendar::format_table(days);
}

std::string audit_detail(const CalendarTable& table, const DirectoryView& view) {
  const Unit* unit = view.find_unit(table.office);
  return table.version + (unit != nullptr ? " office " + unit->code : " all offices") + ", " +
         std::to_string(table.days.size()) + " days";
}

class SqlCalendars final : public Calendars {
 public:
  SqlCalendars(Directory& directory, const base::Clock& clock, base::IdMaker& ids)
      : directory_(directory), clock_(clock), ids_(ids) {}

  Result<void> start() {
    if (auto read = refresh(); !read) return read;
    subscription_ = directory_.on_change([this](const DirectoryView&) { refresh_or_log(); });
    return refresh();  // what moved in between
  }

  std::shared_ptr<const Book> book() const override { return now()->book; }

  std::shared_ptr<const Calendar> with_version(base::UnitId office, std::string_view version) const override {
    const auto snapshot = now();
    if (auto calendar = calendar_of(snapshot->book, office); calendar->version() == version) return calendar;
    std::set<std::int64_t> moments{1};  // before the first import
    for (const CalendarTable& table : snapshot->tables) {
      moments.insert(table.imported.us);
      if (!table.counts()) moments.insert(table.ended.us);
    }
    for (auto at = moments.rbegin(); at != moments.rend(); ++at) {
      auto calendar = calendar_of(book_of(snapshot->tables, base::Timestamp(*at)), office);
      if (calendar->version() == version) return calendar;
    }
    return nullptr;
  }

  Tables tables(bool with_ended) const override {
    Tables out = now()->tables;
    if (!with_ended) std::erase_if(out, [](const CalendarTable& table) { return !table.counts(); });
    return out;
  }

  Result<std::shared_ptr<const Book>> book_with(std::string_view name, base::UnitId office,
                                                std::vector<DayEntry> days) const override {
    Tables all = tables(true);
    auto next = next_table(all, name, office, std::move(days), clock_);
    if (!next) return std::move(next).error();
    std::erase_if(all, [&](const CalendarTable& table) { return !table.counts() || table.name == name; });
    all.push_back(std::move(*next));
    return book_of(all);
  }
  Result<std::shared_ptr<const Book>> book_without(std::string_view name) const override {
    Tables all = tables(false);
    if (find_in_use(all, name) == nullptr) return no_such_table(name);
    std::erase_if(all, [&](const CalendarTable& table) { return table.name == name; });
    return book_of(all);
  }

  Result<Imported> import(std::string_view name, base::UnitId office, std::vector<DayEntry> days,
                          std::string_view actor) override {
    Imported out;
    auto done = change_directory(directory_, [&](base::SqlTransaction& tx, const DirectoryView& view) -> Result<void> {
      out = {};
      auto all = read_calendar_tables(tx);
      if (!all) return std::move(all).error();
      auto next = next_table(*all, name, office, days, clock_);
      if (!next) return std::move(next).error();
      const CalendarTable* old = find_in_use(*all, name);
      if (old != nullptr && says_the_same(*old, office, days)) {
        out = {*old, true};
        return {};
      }
      next->id = ids_.next();
      next->imported_by = actor;
      // Of two tables the later one counts, also when the clock went back.
      for (const CalendarTable& table : *all) {
        const base::Timestamp last = std::max(table.imported, table.ended);
        if (next->imported <= last) next->imported = base::Timestamp(last.us + 1);
      }
      if (old != nullptr) {
        if (auto ended = end_calendar_table(tx, old->id, next->imported, actor); !ended) return ended;
      }
      if (auto written = insert_calendar_table(tx, *next); !written) return written;
      out.table = std::move(*next);
      return write_audit(
          tx, admin_act(clock_, ids_, AuditVerb::calendar_imported, actor, {}, audit_detail(out.table, view)));
    });
    if (!done) return std::move(done).error();
    return out;
  }

  Result<CalendarTable> remove(std::string_view name, std::string_view actor) override {
    CalendarTable out;
    auto done = change_directory(directory_, [&](base::SqlTransaction& tx, const DirectoryView& view) -> Result<void> {
      auto all = read_calendar_tables(tx);
      if (!all) return std::move(all).error();
      const CalendarTable* old = find_in_use(*all, name);
      if (old == nullptr) return no_such_table(name);
      out = *old;
      out.ended = std::max(clock_.now(), base::Timestamp(old->imported.us + 1));
      out.ended_by = actor;
      if (auto ended = end_calendar_table(tx, out.id, out.ended, actor); !ended) return ended;
      return write_audit(tx, admin_act(clock_, ids_, AuditVerb::calendar_removed, actor, {}, audit_detail(out, view)));
    });
    if (!done) return std::move(done).error();
    return out;
  }

 private:
  std::shared_ptr<const Snapshot> held() const {
    base::MutexLock lock(mutex_);
    return snapshot_;
  }
  std::shared_ptr<const Snapshot> now() const {
    if (stale_) refresh_or_log();
    return held();
  }

  Result<void> refresh() const {
    base::MutexLock one_at_a_time(refresh_mutex_);
    const std::shared_ptr<const Snapshot> old = held();
    auto fresh = std::make_shared<Snapshot>();
    bool moved = true;
    auto done = directory_.database().read_blocking([&](base::SqlSnapshot& snapshot) -> Result<void> {
      auto version = read_directory_version(snapshot);
      if (!version) return std::move(version).error();
      moved = !old || old->version != *version;
      if (!moved) return {};
      fresh->version = *version;
      auto tables = read_calendar_tables(snapshot);
      if (!tables) return std::move(tables).error();
      fresh->tables = std::move(*tables);
      return {};
    });
    if (!done) return done;
    stale_ = false;
    if (!moved) return {};
    fresh->book = book_of(fresh->tables);
    base::MutexLock lock(mutex_);
    snapshot_ = std::move(fresh);
    return {};
  }

  void refresh_or_log() const {
    if (auto done = refresh(); !done) {
      stale_ = true;  // the next reader tries again; until then the last known holds
      base::log(base::LogLevel::error, "DIR-0032", "The calendars could not be read again.",
                {{"error", base::describe(done.error())}});
    }
  }

  Directory& directory_;
  const base::Clock& clock_;
  base::IdMaker& ids_;
  mutable std::atomic<bool> stale_ = false;
  mutable base::Mutex refresh_mutex_;
  mutable base::Mutex mutex_;
  mutable std::shared_ptr<const Snapshot> snapshot_ GUARDED_BY(mutex_);
  std::unique_ptr<Directory::Subscription> subscription_;  // last: no call comes after its end
};

}  // namespace

std::shared_ptr<const Calendar> Calendars::for_office(base::UnitId office) const { return calendar_of(book(), office); }

Result<std::unique_ptr<Calendars>> Calendars::open(Directory& directory, const base::Clock& clock, base::IdMaker& ids) {
  auto out = std::make_unique<SqlCalendars>(directory, clock, ids);
  if (auto started = out->start(); !started) return std::move(started).error();
  return std::unique_ptr<Calendars>(std::move(out));
}

}  // namespace directory

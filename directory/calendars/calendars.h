// The working calendars of the offices: tables of days that were imported, over the shipped one. Read from SQL into an
// immutable book in memory, replaced whenever the directory's version moves (commands, other nodes). Changes are one
// audited transaction each and visible when the call returns. Thread-safe; readers never block, except the first after
// a failed read, which tries again.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "directory/people/directory.h"
#include "policies/calendar/calendar_book.h"

namespace directory {

// One edition of a table. It counts from `imported` to `ended`.
struct CalendarTable {
  std::int64_t id = 0;
  std::string name;                                // "VN-2028"
  int edition = 1;                                 // the how manieth of that name
  std::string version;                             // "VN-2028.1"; no two editions share one
  base::UnitId office;                             // none: of all offices
  base::Timestamp imported, ended;                 // ended 0: it counts now
  std::string imported_by, ended_by;               // address or "vanthu"
  std::vector<policies::calendar::DayEntry> days;  // as in the file
  bool counts() const { return ended.us == 0; }
};

class Calendars {
 public:
  using Calendar = policies::calendar::Calendar;
  using Book = policies::calendar::CalendarBook;
  static constexpr std::size_t kMaxName = 60;  // bytes

  // REQUIRES: migrated database. The objects passed in outlive it.
  static base::Result<std::unique_ptr<Calendars>> open(Directory& directory, const base::Clock& clock,
                                                       base::IdMaker& ids);
  virtual ~Calendars() = default;

  virtual std::shared_ptr<const Book> book() const = 0;
  // The calendar that an office goes by (none: an office without a table of its own). It lives as long as it is held.
  std::shared_ptr<const Calendar> for_office(base::UnitId office) const;
  // The calendar of that version ("VN-2028.1 + VN-2026.1") as the office once had it; null: nobody knows it any more.
  virtual std::shared_ptr<const Calendar> with_version(base::UnitId office, std::string_view version) const = 0;
  // By name and edition.
  virtual std::vector<CalendarTable> tables(bool with_ended = false) const = 0;
  // What book() would be after the same import() or remove(); changes nothing.
  virtual base::Result<std::shared_ptr<const Book>> book_with(std::string_view name, base::UnitId office,
                                                              std::vector<policies::calendar::DayEntry> days) const = 0;
  virtual base::Result<std::shared_ptr<const Book>> book_without(std::string_view name) const = 0;

  // Takes the place of the table of that name. Errors: bad_input: a name that is empty, too long or has control
  // characters, a name that is another office's, no day at all.
  struct Imported {
    CalendarTable table;
    bool was_there = false;  // the table of that name says the same already: nothing was changed
  };
  virtual base::Result<Imported> import(std::string_view name, base::UnitId office,
                                        std::vector<policies::calendar::DayEntry> days, std::string_view actor) = 0;
  // Errors: not_found.
  virtual base::Result<CalendarTable> remove(std::string_view name, std::string_view actor) = 0;

 protected:
  Calendars() = default;
};

}  // namespace directory

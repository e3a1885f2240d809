// The registers of records offices ready to be shown: which books an office keeps, what still waits to be registered,
// and their forms as JSON, CSV, pages and text. Asked by `vanthu report dispatch` and by the webmail. Reads only.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mailstore/reports/registers_view.h"
#include "policies/calendar/calendar_book.h"
#include "policies/dispatch/registers.h"

namespace mailstore::office {

// waiting: arrived, not registered, or returned. follow_up: what became of the registered ones.
enum class RegisterBook { outgoing, copies, incoming, waiting, follow_up };
std::string_view to_string(RegisterBook book);                     // "out", "copies", "in", "waiting", "followup"
std::optional<RegisterBook> register_book(std::string_view word);  // the same words

struct RegisterRequest {
  std::vector<base::UnitId> offices;
  std::vector<RegisterBook> books;  // in this order, for each office
  Days days;
  // The first day was asked for by name. Otherwise what came earlier and still waits is shown too: it does not cease to
  // wait with the old year.
  bool from_named = false;
  // A register without a row is shown for every office, not of the root office alone.
  bool empty_ones = false;
  base::Timestamp now;
};

// One register of one office.
struct RegisterPage {
  std::string unit_code, unit_name;
  RegisterBook book = RegisterBook::outgoing;
  policies::dispatch::Register rows;
  std::vector<nlohmann::ordered_json> details;  // one per row: what the columns do not say
  Days days;                                    // of the heading
};

// Copies and what waits are shown empty only when they are the one book asked for. Unknown offices are left out.
base::Result<std::vector<RegisterPage>> read_registers(base::SqlReader& reader, const directory::DirectoryView& view,
                                                       const policies::calendar::CalendarBook& calendars,
                                                       const RegisterRequest& request);

nlohmann::ordered_json registers_json(const std::vector<RegisterPage>& pages);
// The office's code before the columns of the register. Registers with the same columns share one heading line; other
// columns begin with theirs.
std::string registers_csv(const std::vector<RegisterPage>& pages);
std::string registers_html(const std::vector<RegisterPage>& pages);
std::string registers_text(const std::vector<RegisterPage>& pages);

}  // namespace mailstore::office

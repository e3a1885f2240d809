// The two registers of a records office, ten columns each (domain.md 3.5, Decree 30/2020 Appendix IV), and their printed
// forms. Cells are UTF-8 text as it came from mail: every writer escapes for its own format. Pure, thread-safe.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "policies/calendar/date.h"

namespace policies::dispatch {

inline constexpr std::size_t kRegisterColumns = 10;
using RegisterCells = std::array<std::string, kRegisterColumns>;

struct RegisterColumn {
  std::string_view id;         // for JSON and CSV: "number_symbol"
  std::string_view title_vi;   // for people
  std::string_view title_en;
};
const std::array<RegisterColumn, kRegisterColumns>& outgoing_columns();
const std::array<RegisterColumn, kRegisterColumns>& incoming_columns();

struct OutgoingRow {
  std::string number_symbol;          // 1 "147/BC-UBND"
  calendar::Date date;                // 2
  std::string type_and_abstract;      // 3 "Báo cáo kết quả …"
  std::string signer;                 // 4
  std::string recipients;             // 5
  std::string archive_holder;         // 6
  int copies = 1;                     // 7; 0 prints empty
  std::optional<calendar::Date> sent; // 8
  std::string receipt;                // 9
  std::string note;                   // 10; of a void number: its reason
};

struct IncomingRow {
  calendar::Date arrival_date;            // 1
  int arrival_number = 0;                 // 2
  std::string issuer;                     // 3
  std::string number_symbol;              // 4
  std::optional<calendar::Date> date;     // 5
  std::string type_and_abstract;          // 6
  std::string recipient;                  // 7
  std::optional<calendar::Date> handed;   // 8
  std::string receipt;                    // 9
  std::string note;                       // 10
};

RegisterCells cells(const OutgoingRow& row);
RegisterCells cells(const IncomingRow& row);

struct Register {
  std::string title_vi;                                // "SỔ ĐĂNG KÝ VĂN BẢN ĐI"
  std::array<RegisterColumn, kRegisterColumns> columns{};
  std::vector<RegisterCells> rows;
};
Register outgoing_register(std::span<const OutgoingRow> rows);
Register incoming_register(std::span<const IncomingRow> rows);

struct RegisterHeading {
  std::string office;                       // "UBND thị xã Bỉm Sơn"
  std::optional<calendar::Date> from;
  std::optional<calendar::Date> until;      // included
};

// RFC 4180, CRLF, first line the column ids. A cell that a spreadsheet would run as a formula (= + - @ at its head) gets an
// apostrophe before it.
std::string register_csv(const Register& book);
// For a terminal: title, period, aligned columns; long cells are cut with "…".
std::string register_text(const Register& book, const RegisterHeading& heading);
// One self-contained page, A4 landscape, heading row repeated on every sheet, places for the signatures. No script, nothing remote.
std::string register_html(const Register& book, const RegisterHeading& heading);

}  // namespace policies::dispatch

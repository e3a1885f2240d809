// The registers of a records office (domain.md 3.5, Decree 30/2020 Appendix IV): outgoing and incoming with ten
// columns, the follow-up of incoming documents with seven, and their printed forms. Cells are UTF-8 text as it came
// from mail, with '\n' between lines of a list: every writer escapes for its own format. Pure, thread-safe.
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
  std::string_view id;        // for JSON and CSV: "number_symbol"
  std::string_view title_vi;  // for people
  std::string_view title_en;
};
const std::array<RegisterColumn, kRegisterColumns>& outgoing_columns();
const std::array<RegisterColumn, kRegisterColumns>& incoming_columns();
const std::array<RegisterColumn, kRegisterColumns>& follow_up_columns();  // the last three have no id: not there

struct OutgoingRow {
  std::string number_symbol;           // 1 "147/BC-UBND"
  calendar::Date date;                 // 2
  std::string type_and_abstract;       // 3 "Báo cáo kết quả …"
  std::string signer;                  // 4
  std::string recipients;              // 5
  std::string archive_holder;          // 6
  int copies = 1;                      // 7; 0 prints empty
  std::optional<calendar::Date> sent;  // 8
  std::string receipt;                 // 9
  std::string note;                    // 10; of a void number: its reason
};

struct IncomingRow {
  calendar::Date arrival_date;           // 1
  int arrival_number = 0;                // 2
  std::string issuer;                    // 3
  std::string number_symbol;             // 4
  std::optional<calendar::Date> date;    // 5
  std::string type_and_abstract;         // 6
  std::string recipient;                 // 7
  std::optional<calendar::Date> handed;  // 8
  std::string receipt;                   // 9
  std::string note;                      // 10
};

struct FollowUpRow {
  int arrival_number = 0;  // 1
  std::string document;    // 2 type, number and symbol, date, issuer
  std::string recipient;   // 3
  std::string deadline;    // 4
  std::string progress;    // 5
  std::string answer;      // 6 number and symbol of the answer
  std::string note;        // 7
};

RegisterCells cells(const OutgoingRow& row);
RegisterCells cells(const IncomingRow& row);
RegisterCells cells(const FollowUpRow& row);

struct Register {
  std::string title_vi;  // "SỔ ĐĂNG KÝ VĂN BẢN ĐI"
  std::array<RegisterColumn, kRegisterColumns> columns{};
  std::vector<RegisterCells> rows;
  std::size_t width() const;  // columns that are there: 10 or 7
};
Register outgoing_register(std::span<const OutgoingRow> rows);
Register incoming_register(std::span<const IncomingRow> rows);
Register waiting_register(
    std::span<const IncomingRow> rows);  // arrived, not registered: not part of the register that is printed and bound
Register follow_up_register(std::span<const FollowUpRow> rows);

struct RegisterHeading {
  std::string office;  // "UBND thị xã Bỉm Sơn"
  std::optional<calendar::Date> from;
  std::optional<calendar::Date> until;  // included
};

// RFC 4180, CRLF, first line the column ids. A cell that a spreadsheet would run as a formula (= + - @ at its head)
// gets an apostrophe before it.
std::string register_csv(const Register& book);
// For a terminal: title, period, aligned columns. Long lines are cut with "…"; a list stays a list, its lines wrapped.
std::string register_text(const Register& book, const RegisterHeading& heading);
// One self-contained page, A4 landscape, heading row repeated on every sheet, places for the signatures. No script,
// nothing remote.
std::string register_html(const Register& book, const RegisterHeading& heading);
// Several registers in one page, each beginning on a sheet of its own.
struct PrintedRegister {
  Register book;
  RegisterHeading heading;
};
std::string registers_html(std::span<const PrintedRegister> registers);

}  // namespace policies::dispatch

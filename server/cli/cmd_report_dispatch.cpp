// vanthu report dispatch [--from DATE] [--to DATE] [--office CODE] [--book out|copies|in|waiting|followup]
// [--csv|--html]: the registers of the records offices, and what waits to be registered.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "server/cli/command.h"
#include "server/cli/report_options.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

namespace dispatch = policies::dispatch;
namespace office = mailstore::office;
using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 5> kBooks = {"out", "copies", "in", "waiting", "followup"};

// One register of one office, ready for every form.
struct Printed {
  const directory::Unit* unit = nullptr;
  std::string_view book;
  dispatch::Register rows;
  std::vector<Json> details;  // one per row: what the columns do not say
  office::Days days;          // of the heading
};

Json details_of(const office::OutgoingDocument& document) {
  Json recipients = Json::array();
  for (const office::RecipientRow& to : document.recipients) {
    const auto& last = to.state.last;
    recipients.push_back({{"name", to.name},
                          {"address", to.address},
                          {"status", last ? dispatch::code_of(*last) : ""},
                          {"status_name", last ? dispatch::status_name(*last).vi : ""},
                          {"arrival", to.arrival},
                          {"reason", to.reason},
                          {"changed", base::iso_date_time(to.changed, base::kOfficeOffsetMinutes)}});
  }
  return {{"year", document.entry.key.year},
          {"number", document.entry.key.number},
          {"state", dispatch::to_string(document.entry.state)},
          {"void_reason", document.entry.reason},
          {"answers", document.entry.answers},
          {"receivers", std::move(recipients)}};
}

const char* word_of(office::IncomingState state) {
  switch (state) {
    case office::IncomingState::arrived: return "arrived";
    case office::IncomingState::registered: return "registered";
    case office::IncomingState::returned: break;
  }
  return "returned";
}

Json details_of(const office::IncomingEntry& entry) {
  Json numbers = Json::array(), answers = Json::array();
  for (const auto& task : entry.tasks) numbers.push_back(task.head.number);
  for (const auto& answer : entry.answers)
    answers.push_back(dispatch::format_number(answer.key.number) + "/" + answer.symbol);
  return {{"id", entry.document.id},
          {"state", word_of(entry.document.state)},
          {"verdict", entry.document.verdict},
          {"message_id", entry.document.arrived.message_id},
          {"duplicate_of", entry.document.arrived.duplicate_of},
          {"origin", mailstore::office::to_string(entry.document.arrived.origin)},
          {"shares_message_id", entry.document.arrived.shares_message_id},
          {"signature", entry.document.arrived.signature},
          {"tasks", std::move(numbers)},
          {"answered_by", std::move(answers)}};
}

base::Result<Printed> read_outgoing_book(base::SqlReader& reader, const directory::Unit& unit, std::string_view name,
                                         const office::Days& days) {
  Printed printed{&unit, name, {}, {}, days};
  auto documents =
      office::read_outgoing(reader, unit.id, name == "copies" ? office::Book::copies : office::Book::outgoing, days);
  if (!documents) return documents.error();
  std::vector<dispatch::OutgoingRow> rows;
  for (const auto& document : *documents) {
    rows.push_back(office::outgoing_row(document));
    printed.details.push_back(details_of(document));
  }
  printed.rows = dispatch::outgoing_register(rows);
  if (name == "copies") printed.rows.title_vi = "SỔ ĐĂNG KÝ BẢN SAO";
  return printed;
}

base::Result<Printed> read_incoming_book(base::SqlReader& reader, const directory::DirectoryView& view,
                                         const directory::Unit& unit, std::string_view name, const office::Days& days,
                                         base::Timestamp now, bool from_given) {
  Printed printed{&unit, name, {}, {}, days};
  const bool waiting = name == "waiting";
  if (waiting && !from_given) printed.days.from.reset();
  auto entries = !waiting     ? office::read_incoming_entries(reader, unit.id, days)
                 : from_given ? office::read_waiting_entries(reader, view, unit.id, days)
                              : office::read_still_waiting_entries(reader, view, unit.id, days);
  if (!entries) return entries.error();
  std::vector<dispatch::IncomingRow> incoming;
  std::vector<dispatch::FollowUpRow> follow_up;
  for (const auto& entry : *entries) {
    if (waiting) incoming.push_back(office::waiting_row(entry, now, policies::calendar::shipped_calendar()));
    else if (name == "in") incoming.push_back(office::incoming_row(entry));
    else follow_up.push_back(office::follow_up_row(entry, now));
    printed.details.push_back(details_of(entry));
  }
  printed.rows = waiting        ? dispatch::waiting_register(incoming)
                 : name == "in" ? dispatch::incoming_register(incoming)
                                : dispatch::follow_up_register(follow_up);
  return printed;
}

Json json_of(const Printed& printed) {
  Json rows = Json::array();
  for (std::size_t r = 0; r < printed.rows.rows.size(); ++r) {
    Json row = Json::object();
    for (std::size_t c = 0; c < printed.rows.width(); ++c)
      row[std::string(printed.rows.columns[c].id)] = printed.rows.rows[r][c];
    row.update(printed.details[r]);
    rows.push_back(std::move(row));
  }
  return {{"office", printed.unit->code},
          {"office_name", printed.unit->name},
          {"book", printed.book},
          {"title", printed.rows.title_vi},
          {"rows", std::move(rows)}};
}

// One header line; the office's code before the columns of the register.
std::string csv_of(const std::vector<Printed>& all) {
  std::string out;
  for (const Printed& printed : all) {
    dispatch::Register one = printed.rows;
    const std::string head = dispatch::register_csv({one.title_vi, one.columns, {}});
    if (out.empty()) out = "office," + head;
    for (const dispatch::RegisterCells& row : printed.rows.rows) {
      one.rows = {row};
      out += printed.unit->code + "," + dispatch::register_csv(one).substr(head.size());
    }
  }
  return out;
}

std::string html_of(const std::vector<Printed>& all) {
  std::vector<dispatch::PrintedRegister> pages;
  for (const Printed& printed : all)
    pages.push_back({printed.rows, {printed.unit->name, printed.days.from, printed.days.to}});
  return dispatch::registers_html(pages);
}

std::string text_of(const std::vector<Printed>& all) {
  std::string out;
  for (const Printed& printed : all) {
    if (!out.empty()) out += "\n";
    out += dispatch::register_text(printed.rows, {printed.unit->name, printed.days.from, printed.days.to});
    if (printed.rows.rows.empty()) out += "(không có văn bản nào trong thời gian này / no documents in this period)\n";
  }
  return out;
}

// Without --book: what an office keeps; copies and what waits only where there are any. CSV has one kind of columns, so
// one book.
std::vector<std::string_view> books_of(const Arguments& arguments) {
  if (arguments.options.contains("--book")) {
    const auto found = std::find(kBooks.begin(), kBooks.end(), arguments.option("--book"));
    return found == kBooks.end() ? std::vector<std::string_view>() : std::vector<std::string_view>{*found};
  }
  if (arguments.has("--csv") && !arguments.json) return {"out"};
  return {"out", "copies", "in", "waiting"};
}

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  const base::Timestamp now = house.clock.now();
  auto days = report_days(arguments, now);
  if (!days) return refuse_usage(days.error(), arguments, io);
  const auto books = books_of(arguments);
  if (books.empty()) {
    const std::string book = "“" + arguments.option("--book") + "”";
    return refuse_usage(
        base::Error::permanent(
            base::ErrorCode::bad_input,
            "Không có sổ " + book +
                ". Xin ghi out (đi), copies (bản sao), in (đến), waiting (đến, chưa vào sổ) hoặc followup (theo dõi giải quyết). / There is no book " +
                book + ". Write out, copies, in, waiting or followup."),
        arguments, io);
  }
  const auto view = house.directory->view();
  auto offices = report_offices(arguments, *view);
  if (!offices) return offices.error();
  const bool chosen = arguments.options.contains("--office");
  std::vector<Printed> all;
  auto read = house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
    all.clear();
    for (const directory::Unit* unit : *offices) {
      for (const std::string_view book : books) {
        const bool outgoing = book == "out" || book == "copies";
        auto printed = outgoing ? read_outgoing_book(snapshot, *unit, book, *days)
                                : read_incoming_book(snapshot, *view, *unit, book, *days, now,
                                                     arguments.options.contains("--from"));
        if (!printed) return printed.error();
        const bool needed = (book != "copies" && book != "waiting") || books.size() == 1;
        // Of many offices those are shown that have something; of the root office always.
        if (!printed->rows.rows.empty() || (needed && (chosen || unit == view->root())))
          all.push_back(std::move(*printed));
      }
    }
    return {};
  });
  if (!read) return read.error();
  if (arguments.json) {
    Json list = Json::array();
    for (const Printed& printed : all) list.push_back(json_of(printed));
    io.out(list.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
  } else if (arguments.has("--csv")) {
    io.out(csv_of(all));
  } else {
    io.out(arguments.has("--html") ? html_of(all) : text_of(all));
  }
  return exit_code::kOk;
}

}  // namespace

CommandSpec report_dispatch_command() {
  return {
      "report dispatch",
      "Sổ đăng ký văn bản đi và văn bản đến. / The registers of outgoing and incoming documents.",
      {},
      {{"--from", "DATE",
        "ngày đầu, như 2026-12-18 hoặc 18/12/2026; mặc định 01/01 năm nay / first day, 2026-12-18 or 18/12/2026; default 1 January of this year"},
       {"--to", "DATE",
        "ngày cuối, tính cả ngày đó; mặc định 31/12 năm nay / last day, included; default 31 December of this year"},
       {"--office", "CODE", "chỉ sổ của cơ quan này / only the registers of this office"},
       {"--book", "BOOK",
        "out (đi), copies (bản sao), in (đến), waiting (đã đến, chưa vào sổ) hoặc followup (theo dõi giải quyết); mặc định mọi sổ trừ followup, với --csv là out / out, copies, in, waiting (arrived, not registered) or followup; default all but followup, with --csv out"},
       {"--csv", "", "dạng CSV / as CSV"},
       {"--html", "", "thành trang để in / as pages to print"}},
      Place::house,
      run};
}

}  // namespace server::cli

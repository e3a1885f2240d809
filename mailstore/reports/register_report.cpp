#include "mailstore/reports/register_report.h"

#include <algorithm>
#include <array>

#include "base/text/csv.h"

namespace mailstore::office {

namespace dispatch = policies::dispatch;
using Json = nlohmann::ordered_json;

namespace {

constexpr std::array<std::string_view, 5> kWords = {"out", "copies", "in", "waiting", "followup"};

Json details_of(const OutgoingDocument& document) {
  Json recipients = Json::array();
  for (const RecipientRow& to : document.recipients) {
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

const char* word_of(IncomingState state) {
  switch (state) {
    case IncomingState::arrived: return "arrived";
    case IncomingState::registered: return "registered";
    case IncomingState::returned: break;
  }
  return "returned";
}

Json details_of(const IncomingEntry& entry) {
  Json numbers = Json::array(), answers = Json::array();
  for (const auto& task : entry.tasks) numbers.push_back(task.head.number);
  for (const auto& answer : entry.answers)
    answers.push_back(dispatch::format_number(answer.key.number) + "/" + answer.symbol);
  return {{"id", entry.document.id},
          {"state", word_of(entry.document.state)},
          {"verdict", entry.document.verdict},
          {"message_id", entry.document.arrived.message_id},
          {"duplicate_of", entry.document.arrived.duplicate_of},
          {"origin", to_string(entry.document.arrived.origin)},
          {"shares_message_id", entry.document.arrived.shares_message_id},
          {"signature", entry.document.arrived.signature},
          {"tasks", std::move(numbers)},
          {"answered_by", std::move(answers)}};
}

bool is_outgoing(RegisterBook book) { return book == RegisterBook::outgoing || book == RegisterBook::copies; }

class RegisterReader {
 public:
  RegisterReader(base::SqlReader& reader, const directory::DirectoryView& view,
                 const policies::calendar::CalendarBook& calendars, const RegisterRequest& request)
      : reader_(reader), view_(view), calendars_(calendars), request_(request) {}

  base::Result<RegisterPage> read(const directory::Unit& unit, RegisterBook book) {
    RegisterPage page{unit.code, unit.name, book, {}, {}, request_.days};
    auto done = is_outgoing(book) ? read_outgoing_book(unit.id, page) : read_incoming_book(unit.id, page);
    if (!done) return done.error();
    return page;
  }

 private:
  base::Result<void> read_outgoing_book(base::UnitId office, RegisterPage& page) {
    const bool copies = page.book == RegisterBook::copies;
    auto documents = read_outgoing(reader_, office, copies ? Book::copies : Book::outgoing, page.days);
    if (!documents) return documents.error();
    std::vector<dispatch::OutgoingRow> rows;
    for (const auto& document : *documents) {
      rows.push_back(outgoing_row(document));
      page.details.push_back(details_of(document));
    }
    page.rows = dispatch::outgoing_register(rows);
    if (copies) page.rows.title_vi = "SỔ ĐĂNG KÝ BẢN SAO";
    return {};
  }

  base::Result<std::vector<IncomingEntry>> entries_of(base::UnitId office, const RegisterPage& page) {
    if (page.book != RegisterBook::waiting) return read_incoming_entries(reader_, office, page.days);
    if (request_.from_named) return read_waiting_entries(reader_, view_, office, page.days);
    return read_still_waiting_entries(reader_, view_, office, request_.days);
  }

  base::Result<void> read_incoming_book(base::UnitId office, RegisterPage& page) {
    if (page.book == RegisterBook::waiting && !request_.from_named) page.days.from.reset();
    auto entries = entries_of(office, page);
    if (!entries) return entries.error();
    std::vector<dispatch::IncomingRow> incoming;
    std::vector<dispatch::FollowUpRow> follow_up;
    for (const auto& entry : *entries) {
      if (page.book == RegisterBook::waiting)
        incoming.push_back(waiting_row(entry, request_.now, calendars_.for_office(office)));
      else if (page.book == RegisterBook::incoming) incoming.push_back(incoming_row(entry));
      else follow_up.push_back(follow_up_row(entry, request_.now));
      page.details.push_back(details_of(entry));
    }
    page.rows = page.book == RegisterBook::waiting    ? dispatch::waiting_register(incoming)
                : page.book == RegisterBook::incoming ? dispatch::incoming_register(incoming)
                                                      : dispatch::follow_up_register(follow_up);
    return {};
  }

  base::SqlReader& reader_;
  const directory::DirectoryView& view_;
  const policies::calendar::CalendarBook& calendars_;
  const RegisterRequest& request_;
};

dispatch::RegisterHeading heading_of(const RegisterPage& page) {
  return {page.unit_name, page.days.from, page.days.to};
}

}  // namespace

std::string_view to_string(RegisterBook book) { return kWords[static_cast<std::size_t>(book)]; }

std::optional<RegisterBook> register_book(std::string_view word) {
  const auto found = std::find(kWords.begin(), kWords.end(), word);
  if (found == kWords.end()) return std::nullopt;
  return static_cast<RegisterBook>(found - kWords.begin());
}

base::Result<std::vector<RegisterPage>> read_registers(base::SqlReader& reader, const directory::DirectoryView& view,
                                                       const policies::calendar::CalendarBook& calendars,
                                                       const RegisterRequest& request) {
  std::vector<RegisterPage> pages;
  RegisterReader registers(reader, view, calendars, request);
  for (const base::UnitId office : request.offices) {
    const directory::Unit* unit = view.find_unit(office);
    if (unit == nullptr) continue;
    for (const RegisterBook book : request.books) {
      auto page = registers.read(*unit, book);
      if (!page) return page.error();
      const bool kept_by_all = book != RegisterBook::copies && book != RegisterBook::waiting;
      const bool wanted = kept_by_all || request.books.size() == 1;
      if (!page->rows.rows.empty() || (wanted && (request.empty_ones || unit == view.root())))
        pages.push_back(std::move(*page));
    }
  }
  return pages;
}

Json registers_json(const std::vector<RegisterPage>& pages) {
  Json list = Json::array();
  for (const RegisterPage& page : pages) {
    Json rows = Json::array();
    for (std::size_t r = 0; r < page.rows.rows.size(); ++r) {
      Json row = Json::object();
      for (std::size_t c = 0; c < page.rows.width(); ++c)
        row[std::string(page.rows.columns[c].id)] = page.rows.rows[r][c];
      row.update(page.details[r]);
      rows.push_back(std::move(row));
    }
    list.push_back({{"office", page.unit_code},
                    {"office_name", page.unit_name},
                    {"book", to_string(page.book)},
                    {"title", page.rows.title_vi},
                    {"rows", std::move(rows)}});
  }
  return list;
}

std::string registers_csv(const std::vector<RegisterPage>& pages) {
  std::string out;
  std::vector<std::string> heading;
  for (const RegisterPage& page : pages) {
    const std::size_t width = page.rows.width();
    std::vector<std::string> line{"office"};
    for (std::size_t c = 0; c < width; ++c) line.emplace_back(page.rows.columns[c].id);
    if (line != heading) out += base::csv_line(line, false);
    heading = line;
    for (const dispatch::RegisterCells& row : page.rows.rows) {
      line.assign(1, page.unit_code);
      line.insert(line.end(), row.begin(), row.begin() + static_cast<std::ptrdiff_t>(width));
      out += base::csv_line(line, true);
    }
  }
  return out;
}

std::string registers_html(const std::vector<RegisterPage>& pages) {
  std::vector<dispatch::PrintedRegister> sheets;
  for (const RegisterPage& page : pages) sheets.push_back({page.rows, heading_of(page)});
  return dispatch::registers_html(sheets);
}

std::string registers_text(const std::vector<RegisterPage>& pages) {
  std::string out;
  for (const RegisterPage& page : pages) {
    if (!out.empty()) out += "\n";
    out += dispatch::register_text(page.rows, heading_of(page));
    if (page.rows.rows.empty()) out += "(không có văn bản nào trong thời gian này / no documents in this period)\n";
  }
  return out;
}

}  // namespace mailstore::office

#include "policies/dispatch/registers.h"

#include "policies/dispatch/document_number.h"

namespace policies::dispatch {

namespace {

std::string day(const std::optional<calendar::Date>& date) {
  return date ? calendar::slash_date(*date) : std::string();
}

constexpr std::array<RegisterColumn, kRegisterColumns> kOutgoing = {{
    {"number_symbol", "Số, ký hiệu", "Number and symbol"},
    {"date", "Ngày tháng văn bản", "Date of document"},
    {"type_and_abstract", "Tên loại và trích yếu", "Type and abstract"},
    {"signer", "Người ký", "Signer"},
    {"recipients", "Nơi nhận", "Recipients"},
    {"archive_holder", "Đơn vị, người nhận bản lưu", "Holder of the file copy"},
    {"copies", "Số lượng bản", "Copies"},
    {"sent", "Ngày chuyển", "Sent on"},
    {"receipt", "Ký nhận", "Receipt"},
    {"note", "Ghi chú", "Note"},
}};

constexpr std::array<RegisterColumn, kRegisterColumns> kIncoming = {{
    {"arrival_date", "Ngày đến", "Arrived on"},
    {"arrival_number", "Số đến", "Arrival number"},
    {"issuer", "Tác giả", "Issuer"},
    {"number_symbol", "Số, ký hiệu", "Number and symbol"},
    {"date", "Ngày tháng văn bản", "Date of document"},
    {"type_and_abstract", "Tên loại và trích yếu", "Type and abstract"},
    {"recipient", "Đơn vị hoặc người nhận", "Unit or person"},
    {"handed", "Ngày chuyển", "Handed on"},
    {"receipt", "Ký nhận", "Receipt"},
    {"note", "Ghi chú", "Note"},
}};

constexpr std::array<RegisterColumn, kRegisterColumns> kFollowUp = {{
    {"arrival_number", "Số đến", "Arrival number"},
    {"document", "Tên loại, số, ký hiệu, ngày tháng, cơ quan ban hành", "Type, number, date, issuer"},
    {"recipient", "Đơn vị hoặc người nhận", "Unit or person"},
    {"deadline", "Thời hạn giải quyết", "Deadline"},
    {"progress", "Tiến độ giải quyết", "Progress"},
    {"answer", "Số, ký hiệu văn bản trả lời", "Number of the answer"},
    {"note", "Ghi chú", "Note"},
}};

template <class Row>
Register make(std::string_view title, const std::array<RegisterColumn, kRegisterColumns>& columns,
              std::span<const Row> rows) {
  Register out{std::string(title), columns, {}};
  out.rows.reserve(rows.size());
  for (const Row& row : rows) out.rows.push_back(cells(row));
  return out;
}

}  // namespace

const std::array<RegisterColumn, kRegisterColumns>& outgoing_columns() { return kOutgoing; }
const std::array<RegisterColumn, kRegisterColumns>& incoming_columns() { return kIncoming; }

const std::array<RegisterColumn, kRegisterColumns>& follow_up_columns() { return kFollowUp; }

std::size_t Register::width() const {
  std::size_t width = 0;
  while (width < columns.size() && !columns[width].id.empty()) ++width;
  return width;
}

RegisterCells cells(const OutgoingRow& row) {
  return {row.number_symbol,
          calendar::slash_date(row.date),
          row.type_and_abstract,
          row.signer,
          row.recipients,
          row.archive_holder,
          row.copies > 0 ? std::to_string(row.copies) : std::string(),
          day(row.sent),
          row.receipt,
          row.note};
}

RegisterCells cells(const IncomingRow& row) {
  return {calendar::slash_date(row.arrival_date),
          row.arrival_number > 0 ? format_number(row.arrival_number) : std::string(),
          row.issuer,
          row.number_symbol,
          day(row.date),
          row.type_and_abstract,
          row.recipient,
          day(row.handed),
          row.receipt,
          row.note};
}

RegisterCells cells(const FollowUpRow& row) {
  return {row.arrival_number > 0 ? format_number(row.arrival_number) : std::string(),
          row.document,
          row.recipient,
          row.deadline,
          row.progress,
          row.answer,
          row.note};
}

Register outgoing_register(std::span<const OutgoingRow> rows) { return make("SỔ ĐĂNG KÝ VĂN BẢN ĐI", kOutgoing, rows); }
Register incoming_register(std::span<const IncomingRow> rows) {
  return make("SỔ ĐĂNG KÝ VĂN BẢN ĐẾN", kIncoming, rows);
}
Register waiting_register(std::span<const IncomingRow> rows) {
  return make("VĂN BẢN ĐẾN CHƯA VÀO SỔ", kIncoming, rows);
}
Register follow_up_register(std::span<const FollowUpRow> rows) {
  return make("SỔ THEO DÕI GIẢI QUYẾT VĂN BẢN ĐẾN", kFollowUp, rows);
}

}  // namespace policies::dispatch

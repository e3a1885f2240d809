#include "mailstore/maintenance/row_stream.h"

#include <bit>
#include <cstring>
#include <sstream>

namespace mailstore {
namespace {

constexpr std::size_t kMaxHeadLine = 64 * 1024;

base::Error corrupt(const std::string& what) {
  return base::Error::permanent(base::ErrorCode::corrupt, {"Bản sao lưu hỏng.", "The backup is damaged."}, what);
}

std::uint64_t zigzag(std::int64_t v) {
  return (static_cast<std::uint64_t>(v) << 1) ^ static_cast<std::uint64_t>(v >> 63);
}
std::int64_t unzigzag(std::uint64_t v) { return static_cast<std::int64_t>(v >> 1) ^ -static_cast<std::int64_t>(v & 1); }

base::Result<void> write_value(BackupFileWriter& out, const SqlValue& value, ColumnType type) {
  if (const auto* number = std::get_if<std::int64_t>(&value)) {
    if (base::Result<void> tag = out.put("i"); !tag) return tag;
    return out.put_varint(zigzag(*number));
  }
  if (const auto* real = std::get_if<double>(&value)) {
    std::uint64_t bits = std::bit_cast<std::uint64_t>(*real);
    char bytes[9] = {'d'};
    for (int i = 1; i <= 8; ++i, bits >>= 8) bytes[i] = static_cast<char>(bits);
    return out.put(std::string_view(bytes, 9));
  }
  if (const auto* bytes = std::get_if<std::string>(&value)) {
    if (base::Result<void> tag = out.put(type == ColumnType::blob ? "b" : "t"); !tag) return tag;
    if (base::Result<void> size = out.put_varint(bytes->size()); !size) return size;
    return out.put(*bytes);
  }
  return out.put("n");
}

base::Result<SqlValue> read_value(BackupFileReader& in) {
  base::Result<char> tag = in.take_byte();
  if (!tag) return std::move(tag).error();
  if (*tag == 'n') return SqlValue{};
  if (*tag == 'd') {
    base::Result<std::string> bytes = in.take(8);
    if (!bytes) return std::move(bytes).error();
    std::uint64_t bits = 0;
    for (int i = 7; i >= 0; --i) bits = bits << 8 | static_cast<unsigned char>((*bytes)[static_cast<std::size_t>(i)]);
    return SqlValue{std::bit_cast<double>(bits)};
  }
  if (*tag != 'i' && *tag != 't' && *tag != 'b') return corrupt("an unknown kind of value");
  base::Result<std::uint64_t> number = in.take_varint();
  if (!number) return std::move(number).error();
  if (*tag == 'i') return SqlValue{unzigzag(*number)};
  base::Result<std::string> bytes = in.take(*number);
  if (!bytes) return std::move(bytes).error();
  return SqlValue{std::move(*bytes)};
}

}  // namespace

base::Result<void> write_table_head(BackupFileWriter& out, const SqlTable& table) {
  std::string head = "vanthu-rows 1 " + table.name + "\n";
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    head += (i == 0 ? "" : " ") + table.columns[i].name + ":" + static_cast<char>(table.columns[i].type);
  }
  return out.put(head + "\n");
}

base::Result<void> write_row(BackupFileWriter& out, const SqlTable& table, const std::vector<SqlValue>& row) {
  if (base::Result<void> tag = out.put("R"); !tag) return tag;
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (base::Result<void> value = write_value(out, row[i], table.columns[i].type); !value) return value;
  }
  return {};
}

base::Result<void> write_table_end(BackupFileWriter& out, std::int64_t rows) {
  if (base::Result<void> tag = out.put("E"); !tag) return tag;
  return out.put_varint(static_cast<std::uint64_t>(rows));
}

base::Result<SqlTable> read_table_head(BackupFileReader& in) {
  base::Result<std::string> first = in.take_line(kMaxHeadLine);
  if (!first) return std::move(first).error();
  std::istringstream words(*first);
  std::string mark, version;
  SqlTable table;
  words >> mark >> version >> table.name;
  if (mark != "vanthu-rows" || table.name.empty()) return corrupt("no table begins here");
  if (version != "1") {
    return base::Error::permanent(base::ErrorCode::unsupported,
                                  {"Bản sao lưu của phiên bản mới hơn.", "The backup was made by a newer version."},
                                  "rows " + version);
  }
  base::Result<std::string> second = in.take_line(kMaxHeadLine);
  if (!second) return std::move(second).error();
  std::istringstream columns(*second);
  for (std::string word; columns >> word;) {
    if (word.size() < 3 || word[word.size() - 2] != ':' || std::strchr("idtb", word.back()) == nullptr)
      return corrupt("a column is broken");
    table.columns.push_back({word.substr(0, word.size() - 2), static_cast<ColumnType>(word.back())});
  }
  if (table.columns.empty()) return corrupt("a table without columns");
  return table;
}

base::Result<std::int64_t> read_table_rows(BackupFileReader& in, const SqlTable& table,
                                           const std::function<base::Result<void>(std::vector<SqlValue>)>& visit) {
  for (std::int64_t rows = 0;; ++rows) {
    base::Result<char> tag = in.take_byte();
    if (!tag) return std::move(tag).error();
    if (*tag == 'E') {
      base::Result<std::uint64_t> count = in.take_varint();
      if (!count) return std::move(count).error();
      if (*count != static_cast<std::uint64_t>(rows)) return corrupt(table.name + ": rows are missing");
      return rows;
    }
    if (*tag != 'R') return corrupt(table.name + ": no row begins here");
    std::vector<SqlValue> row;
    row.reserve(table.columns.size());
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      base::Result<SqlValue> value = read_value(in);
      if (!value) return std::move(value).error();
      row.push_back(std::move(*value));
    }
    if (base::Result<void> visited = visit(std::move(row)); !visited) return std::move(visited).error();
  }
}

}  // namespace mailstore

#include "base/sql/migrations.h"

#include <algorithm>
#include <cctype>

#include "base/log.h"

namespace base::sql {
namespace {

constexpr std::string_view kClustered = "{clustered}";
constexpr std::string_view kSqliteOnly = "{sqlite}";
constexpr std::string_view kMysqlTable = " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin";

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
}

// SQLite would give VARBINARY(n) numeric affinity: text bound by mistake could turn into a number.
void varbinary_to_blob(std::string& ddl) {
  constexpr std::string_view word = "VARBINARY(";
  for (std::size_t at = ddl.find(word); at != std::string::npos; at = ddl.find(word, at)) {
    const std::size_t close = ddl.find(')', at);
    if (close == std::string::npos) return;
    ddl.replace(at, close + 1 - at, "BLOB");
  }
}

bool creates_table(std::string_view ddl) {
  while (!ddl.empty() && std::isspace(static_cast<unsigned char>(ddl.front())) != 0) ddl.remove_prefix(1);
  return ddl.starts_with("CREATE TABLE");
}

}  // namespace

std::string translate_ddl(std::string_view ddl, SqlDialect dialect) {
  std::string out(ddl);
  const bool clustered = out.find(kClustered) != std::string::npos;
  if (dialect == SqlDialect::mysql) {
    replace_all(out, kClustered, "");
    if (creates_table(out)) out += kMysqlTable;
    return out;
  }
  replace_all(out, kClustered, "WITHOUT ROWID");
  varbinary_to_blob(out);
  if (!clustered) replace_all(out, "BIGINT NOT NULL PRIMARY KEY", "INTEGER NOT NULL PRIMARY KEY");
  return out;
}

std::vector<std::string> step_statements(std::string_view ddl, SqlDialect dialect) {
  if (!ddl.starts_with(kSqliteOnly)) return {translate_ddl(ddl, dialect)};
  std::vector<std::string> out;
  if (dialect == SqlDialect::mysql) return out;
  for (ddl.remove_prefix(kSqliteOnly.size()); !ddl.empty();) {
    const std::size_t end = std::min(ddl.find(';'), ddl.size());
    out.push_back(translate_ddl(ddl.substr(0, end), dialect));
    ddl.remove_prefix(std::min(end + 1, ddl.size()));
  }
  return out;
}

Result<std::vector<const Migration*>> missing_steps(std::span<const Migration> steps,
                                                    const std::map<int, std::string>& applied, std::set<int>& known) {
  const bool ascending = std::adjacent_find(steps.begin(), steps.end(), [](const Migration& a, const Migration& b) {
                           return a.number >= b.number;
                         }) == steps.end();
  if (!ascending)
    return Error::permanent(
        ErrorCode::internal,
        {"Lỗi của chương trình; những gì đã ghi vẫn còn. Xin báo cho người phát triển.", "Internal error."},
        "migrations are not in ascending order");
  for (const Migration& step : steps) known.insert(step.number);
  std::vector<int> unknown;
  for (const auto& [number, name] : applied) {
    if (!known.contains(number)) unknown.push_back(number);
  }
  if (unknown.size() > 1 || (unknown.size() == 1 && !applied.at(unknown.front()).starts_with(kCompatible))) {
    return Error::permanent(
        ErrorCode::unsupported,
        {"Cơ sở dữ liệu đã được một phiên bản mới hơn nâng cấp, phiên bản này không còn đọc được; chưa thay đổi gì. Hãy "
         "cài lại phiên bản mới đó, hoặc dùng phiên bản này để phục hồi bản sao lưu cũ hơn vào một thư mục mới.",
         "A newer version has brought the database up to date, and this one cannot read it any more. Nothing was "
         "changed. Install that newer version again, or restore an older backup into a new directory with this one."},
        std::to_string(unknown.size()) + " unknown schema steps from " + std::to_string(unknown.front()));
  }
  std::vector<const Migration*> missing;
  for (const Migration& step : steps) {
    if (!applied.contains(step.number)) missing.push_back(&step);
  }
  if (!applied.empty() && !missing.empty()) {
    log(LogLevel::info, "SQL-0013",
        "a newer version of the program brings the database up to date; this may take some minutes, and an older version "
        "cannot go back behind it",
        {{"steps", std::to_string(missing.size())}, {"there", std::to_string(applied.size())}});
  }
  if (!unknown.empty()) {
    log(LogLevel::warning, "SQL-0014",
        "the database is one compatible step newer than this program; install the newer version again soon",
        {{"step", applied.at(unknown.front())}});
  }
  return missing;
}

}  // namespace base::sql

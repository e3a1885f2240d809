// Reads a whole backup and compares it with its manifest.
#include "mailstore/maintenance/backup.h"
#include "mailstore/maintenance/blob_pack.h"
#include "mailstore/maintenance/manifest.h"
#include "mailstore/maintenance/row_stream.h"

namespace mailstore {
namespace {

base::Result<void> go_on(const std::stop_token& stop) {
  if (!stop.stop_requested()) return {};
  return base::Error::transient(base::ErrorCode::stopped,
                                {"Việc kiểm tra bản sao lưu bị dừng.", "The check of the backup was stopped."});
}

base::Result<std::int64_t> read_items(BackupFileReader& in, const std::string& name, BackupReport& report,
                                      const std::stop_token& stop) {
  if (name.starts_with("blobs-")) {
    base::Result<std::int64_t> blobs = read_pack(in, [&](const BlobHash&, std::string) { return go_on(stop); });
    if (blobs) report.blobs += *blobs;
    return blobs;
  }
  std::int64_t items = 0;
  while (!in.at_end()) {  // the secrets file holds several tables
    if (base::Result<void> on = go_on(stop); !on) return std::move(on).error();
    base::Result<SqlTable> table = read_table_head(in);
    if (!table) return std::move(table).error();
    base::Result<std::int64_t> rows =
        read_table_rows(in, *table, [](std::vector<SqlValue>) { return base::Result<void>{}; });
    if (!rows) return rows;
    items += *rows;
    ++report.tables;
  }
  report.rows += items;
  return items;
}

base::Result<void> check_file(base::FileSystem& fs, const std::string& directory, const BackupFileInfo& info,
                              BackupReport& report, const std::stop_token& stop) {
  const auto wrong = [&](const std::string& what) {
    return base::Error::permanent(
        base::ErrorCode::corrupt,
        {"Bản sao lưu hỏng ở tệp " + info.name + ".", "The backup is damaged in file " + info.name + "."},
        info.name + ": " + what);
  };
  base::Result<std::unique_ptr<BackupFileReader>> in = BackupFileReader::open(fs, directory, info.name);
  if (!in) return in.error().code == base::ErrorCode::not_found ? wrong("it is missing") : std::move(in).error();
  if ((*in)->size() != info.bytes) return wrong("its size differs");
  base::Result<std::int64_t> items = read_items(**in, info.name, report, stop);
  if (!items) return std::move(items).error();
  if (*items != info.items || !(*in)->at_end()) return wrong("it holds something else");
  if ((*in)->sha256() != info.sha256) return wrong("its checksum differs");
  report.bytes += info.bytes;
  return {};
}

}  // namespace

base::Result<BackupReport> check_backup(base::FileSystem& fs, const std::string& directory, std::stop_token stop) {
  base::Result<Manifest> manifest = read_manifest(fs, directory);
  if (!manifest) return std::move(manifest).error();
  BackupReport report;
  for (const BackupFileInfo& info : manifest->files) {
    if (base::Result<void> checked = check_file(fs, directory, info, report, stop); !checked)
      return std::move(checked).error();
  }
  return report;
}

}  // namespace mailstore

// vanthu backup DIR, vanthu restore DIR: engine-neutral copies; also the way from SQLite to MySQL and back.
#include "mailstore/maintenance/backup.h"
#include "server/cli/run/command.h"
#include "server/cli/run/reach.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

mailstore::BackupOptions options_for(const Arguments& arguments, CommandIo& io) {
  mailstore::BackupOptions options;
  options.directory = io.absolute(arguments.positionals[0]);
  options.stop = io.stop();
  options.progress = [&io](std::string_view stage, std::int64_t done, std::int64_t total) {
    io.progress(std::string(stage) + " " + std::to_string(done) + "/" + std::to_string(total));
  };
  return options;
}

std::string counts_vi(const mailstore::BackupReport& report) {
  return std::to_string(report.rows) + " dòng của " + std::to_string(report.tables) + " bảng và " +
         std::to_string(report.blobs) + " thư";
}
std::string counts(const mailstore::BackupReport& report) {
  return std::to_string(report.rows) + " rows of " + std::to_string(report.tables) + " tables and " +
         std::to_string(report.blobs) + " messages";
}

base::Result<int> run_backup(House& house, const Arguments& arguments, CommandIo& io) {
  auto options = options_for(arguments, io);
  if (auto reached = may_write(options.directory, house, io); !reached) return reached.error();
  auto report = mailstore::backup({*house.db, *house.blobs, *house.fs, house.clock}, options);
  if (!report) return report.error();
  io.out(counts_vi(*report) + " đã nằm trong " + options.directory +
         ", đã đọc lại và kiểm tra. Tệp `secrets` chứa mã băm mật khẩu: hãy cất riêng. Cấu hình, chứng thư và con "
         "dấu là tệp ngoài, không có trong bản sao: hãy chép thêm vanthu.toml, tls/ và seals/.\n" +
         counts(*report) + " are in " + options.directory +
         ", read again and checked. Its file `secrets` holds password hashes: keep it apart. "
         "Settings, certificates and seals are files and not in it: copy vanthu.toml, tls/ and seals/ beside it.\n");
  return exit_code::kOk;
}

base::Result<int> run_restore(House& house, const Arguments& arguments, CommandIo& io) {
  auto options = options_for(arguments, io);
  options.keep_uids = arguments.has("--keep-uids");
  if (auto reached = may_read(options.directory, house, io); !reached) return reached.error();
  auto report = mailstore::restore({*house.db, *house.blobs, *house.fs, house.clock}, options);
  if (!report) return report.error();
  io.out("Đã phục hồi " + counts_vi(*report) +
         ". Hãy chạy `vanthu verify` rồi khởi động máy chủ; chỉ mục tìm kiếm tự lập lại." +
         (options.keep_uids ? "" : " Chương trình thư của mọi người sẽ tự đọc lại các hộp thư.") + " / " +
         counts(*report) +
         " are restored. Run `vanthu verify` and then start the server; the search index is made anew by itself." +
         (options.keep_uids ? "" : " Everybody's mail program will read its mailboxes anew by itself.") + "\n");
  return exit_code::kOk;
}

}  // namespace

CommandSpec backup_command() {
  return {
      "backup",
      "Sao lưu cơ sở dữ liệu và thư, cả khi máy chủ đang chạy. / Writes a consistent copy of database and mail, also while serving.",
      {"DIR"},
      {},
      Place::house,
      run_backup};
}
CommandSpec restore_command() {
  return {
      "restore",
      "Phục hồi bản sao lưu vào một thư mục dữ liệu còn trống. Không chạy khi máy chủ đang phục vụ. / Fills an empty data directory from a backup. Refused while serving.",
      {"DIR"},
      {{"--keep-uids", "",
        "giữ UIDVALIDITY: chỉ khi không ai dùng máy chủ từ lúc sao lưu (chuyển sang cơ sở dữ liệu khác) / "
        "keep UIDVALIDITY: only when nobody has used the server since the backup (the way to another engine)"}},
      Place::house_alone,
      run_restore};
}

}  // namespace server::cli

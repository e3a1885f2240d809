#include "mailstore/maintenance/backup.h"

#include <fcntl.h>
#include <stdio.h>

#include <algorithm>
#include <filesystem>

#include "mailstore/maintenance/blob_pack.h"
#include "mailstore/maintenance/manifest.h"
#include "mailstore/maintenance/row_stream.h"
#include "mailstore/maintenance/sql_tables.h"

namespace mailstore {
namespace {

class BackupMaker {
 public:
  BackupMaker(const BackupParts& parts, const BackupOptions& options)
      : parts_(parts), options_(options), target_(without_slash(options.directory)), work_(target_ + ".tmp") {}

  base::Result<BackupReport> run() {
    if (base::Result<void> fit = target_is_fit(); !fit) return std::move(fit).error();
    base::Result<void> done =
        parts_.db.long_read_blocking([this](base::SqlSnapshot& snapshot) { return write_rows(snapshot); });
    if (done) done = write_blobs();
    if (done) done = write_manifest();
    if (done) done = check();
    if (done) done = take_place();
    if (!done) {
      std::error_code ignored;
      std::filesystem::remove_all(work_, ignored);
      return std::move(done).error();
    }
    return report_;
  }

 private:
  static std::string without_slash(std::string path) {
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    return path;
  }

  void progress(std::string_view stage, std::int64_t done, std::int64_t total) const {
    if (options_.progress) options_.progress(stage, done, total);
  }

  base::Error stopped() const {
    return base::Error::transient(
        base::ErrorCode::stopped,
        {"Máy chủ đang dừng: chưa có bản sao lưu mới, bản cũ (nếu có) ở " + target_ + " còn nguyên. Hãy chạy lại lệnh.",
         "The server stops: "
         "no new backup was made, an older one in " +
             target_ + " is as it was. Run the command again."});
  }
  base::Result<void> go_on() const {
    return options_.stop.stop_requested() ? base::Result<void>(stopped()) : base::Result<void>();
  }

  // Only an older backup, an empty directory or nothing may stand there.
  base::Result<void> target_is_fit() const {
    base::Result<bool> there = parts_.fs.exists(target_);
    if (!there) return std::move(there).error();
    if (!*there) return {};
    base::Result<std::vector<std::string>> names = parts_.fs.list(target_);
    if (!names) return std::move(names).error();
    if (names->empty() || std::find(names->begin(), names->end(), "manifest.json") != names->end()) return {};
    return base::Error::permanent(
        base::ErrorCode::exists,
        {target_ + " không phải bản sao lưu và không trống. Chưa ghi gì; hãy chọn một thư mục trống hoặc chưa có.",
         target_ + " is no backup and not empty. Nothing was written. Choose an empty or a new directory."},
        "");
  }

  // May run twice when the database's connection is lost: begins anew each time.
  base::Result<void> write_rows(base::SqlSnapshot& snapshot) {
    std::error_code ignored;
    std::filesystem::remove_all(work_, ignored);  // of a backup that was killed
    manifest_ = {};
    blobs_.clear();
    report_ = {};
    if (base::Result<void> made = parts_.fs.create_directories(work_ + "/tables"); !made) return made;
    manifest_.engine = snapshot.dialect() == base::SqlDialect::sqlite ? "sqlite" : "mysql";
    base::Result<void> steps =
        snapshot.query("SELECT number FROM vanthu_schema ORDER BY number", {}, [&](const base::SqlRow& row) {
          manifest_.schema.push_back(static_cast<int>(row.i64(0)));
          return true;
        });
    if (!steps) return steps;
    base::Result<std::vector<SqlTable>> tables = read_tables(snapshot);
    if (!tables) return std::move(tables).error();
    base::Result<std::unique_ptr<BackupFileWriter>> secrets = BackupFileWriter::create(parts_.fs, work_, "secrets");
    if (!secrets) return std::move(secrets).error();
    std::int64_t secret_rows = 0;
    for (const SqlTable& table : *tables) {
      progress("tables", report_.tables, static_cast<std::int64_t>(tables->size()));
      const bool secret = std::find(options_.secret_tables.begin(), options_.secret_tables.end(), table.name) !=
                          options_.secret_tables.end();
      base::Result<std::int64_t> rows =
          secret ? write_table(snapshot, table, **secrets) : write_table_file(snapshot, table);
      if (!rows) return std::move(rows).error();
      if (secret) secret_rows += *rows;
      report_.rows += *rows;
      ++report_.tables;
    }
    base::Result<BackupFileInfo> info = (*secrets)->finish();
    if (!info) return std::move(info).error();
    info->items = secret_rows;
    manifest_.files.push_back(std::move(*info));
    return {};
  }

  base::Result<std::int64_t> write_table_file(base::SqlReader& reader, const SqlTable& table) {
    base::Result<std::unique_ptr<BackupFileWriter>> out =
        BackupFileWriter::create(parts_.fs, work_, "tables/" + table.name);
    if (!out) return std::move(out).error();
    base::Result<std::int64_t> rows = write_table(reader, table, **out);
    if (!rows) return rows;
    base::Result<BackupFileInfo> info = (*out)->finish();
    if (!info) return std::move(info).error();
    info->items = *rows;
    manifest_.files.push_back(std::move(*info));
    return rows;
  }

  base::Result<std::int64_t> write_table(base::SqlReader& reader, const SqlTable& table, BackupFileWriter& out) {
    if (base::Result<void> head = write_table_head(out, table); !head) return std::move(head).error();
    const auto column = [&](std::string_view name) {
      const auto at =
          std::find_if(table.columns.begin(), table.columns.end(), [&](const SqlColumn& c) { return c.name == name; });
      return static_cast<std::size_t>(at - table.columns.begin());
    };
    if (base::Result<void> on = go_on(); !on) return std::move(on).error();
    const bool names_blobs = table.name == "content";
    const std::size_t hash = column("hash"), ref = column("blob_ref");
    std::int64_t rows = 0;
    base::Result<void> read = read_rows(reader, table, [&](const std::vector<SqlValue>& row) -> base::Result<void> {
      if (++rows % 1000 == 0) {
        if (base::Result<void> on = go_on(); !on) return on;
      }
      if (names_blobs) {
        if (base::Result<void> noted = note_blob(bytes_of(row[hash]), bytes_of(row[ref])); !noted) return noted;
      }
      return write_row(out, table, row);
    });
    if (!read) return std::move(read).error();
    if (base::Result<void> end = write_table_end(out, rows); !end) return std::move(end).error();
    return rows;
  }

  base::Result<void> note_blob(std::string_view hash, std::string_view encoded) {
    base::Result<BlobRef> ref = BlobRef::decode(encoded);
    if (!ref) return std::move(ref).error();
    NamedBlob blob;
    if (hash.size() != blob.hash.size())
      return base::Error::permanent(base::ErrorCode::corrupt,
                                    {"Bảng nội dung thư hỏng.", "The table of contents is damaged."}, "hash length");
    std::copy(hash.begin(), hash.end(), reinterpret_cast<char*>(blob.hash.data()));
    blob.ref = *ref;
    blobs_.push_back(blob);
    return {};
  }

  base::Result<void> write_blobs() {
    // In the order in which they lie on the disk.
    std::sort(blobs_.begin(), blobs_.end(), [](const NamedBlob& a, const NamedBlob& b) { return a.ref < b.ref; });
    const FindBlob find = [this](const BlobHash& hash) { return find_blob(hash); };
    const std::function<base::Result<void>(std::int64_t)> tell = [this](std::int64_t done) {
      if (done % 1000 == 0) progress("blobs", done, static_cast<std::int64_t>(blobs_.size()));
      return go_on();
    };
    base::Result<std::vector<BackupFileInfo>> packs = write_packs(parts_.fs, work_, parts_.blobs, blobs_, find, tell);
    if (!packs) return std::move(packs).error();
    report_.blobs = static_cast<std::int64_t>(blobs_.size());
    for (BackupFileInfo& info : *packs) manifest_.files.push_back(std::move(info));
    return {};
  }

  base::Result<BlobRef> find_blob(const BlobHash& hash) {
    std::string encoded;
    const std::string key(reinterpret_cast<const char*>(hash.data()), hash.size());
    base::Result<void> read = parts_.db.read_blocking([&](base::SqlSnapshot& snapshot) {
      encoded.clear();
      return snapshot.query("SELECT blob_ref FROM content WHERE hash = ?", {base::SqlBlob{key}},
                            [&](const base::SqlRow& row) {
                              encoded = row.str(0);
                              return true;
                            });
    });
    if (!read) return std::move(read).error();
    if (encoded.empty()) {
      return base::Error::transient(base::ErrorCode::conflict,
                                    {"Thư bị xóa trong khi sao lưu, hãy chạy lại.",
                                     "A message was removed during the backup; please run it again."},
                                    "blob gone");
    }
    return BlobRef::decode(encoded);
  }

  base::Result<void> write_manifest() {
    manifest_.created_us = parts_.clock.now().us;
    for (const BackupFileInfo& file : manifest_.files) report_.bytes += file.bytes;
    if (base::Result<void> synced = parts_.fs.sync_directory(work_ + "/tables"); !synced) return synced;
    return base::write_file_atomically(parts_.fs, work_ + "/manifest.json", format_manifest(manifest_));
  }

  base::Result<void> check() {
    progress("check", 0, 1);
    base::Result<BackupReport> read = check_backup(parts_.fs, work_, options_.stop);
    if (!read) return read.error().code == base::ErrorCode::stopped ? stopped() : std::move(read).error();
    return {};
  }

  // The new backup takes the name, the former one gets ours and is removed: one exchange where the kernel can, else two
  // renames, between which the former backup is whole as DIR.old.
  base::Result<void> take_place() {
    base::Result<bool> there = parts_.fs.exists(target_);
    if (!there) return std::move(there).error();
    const std::string parent = base::parent_directory(target_);
    std::error_code ignored;
    if (!*there) {
      if (base::Result<void> moved = parts_.fs.rename(work_, target_); !moved) return moved;
      return parts_.fs.sync_directory(parent);
    }
    std::string old = work_;
    if (::renameat2(AT_FDCWD, work_.c_str(), AT_FDCWD, target_.c_str(), RENAME_EXCHANGE) != 0) {
      old = target_ + ".old";
      std::filesystem::remove_all(old, ignored);
      if (base::Result<void> moved = parts_.fs.rename(target_, old); !moved) return moved;
      if (base::Result<void> moved = parts_.fs.rename(work_, target_); !moved) return moved;
    }
    if (base::Result<void> synced = parts_.fs.sync_directory(parent); !synced) return synced;
    std::filesystem::remove_all(old, ignored);
    return {};
  }

  const BackupParts& parts_;
  const BackupOptions& options_;
  const std::string target_, work_;
  Manifest manifest_;
  std::vector<NamedBlob> blobs_;
  BackupReport report_;
};

}  // namespace

std::vector<std::string> BackupOptions::default_secret_tables() { return {"credential", "password_past", "reply_key"}; }

std::vector<SignOfUse> BackupOptions::default_signs_of_use() {
  return {{"content", "SELECT 1 FROM content LIMIT 1"},
          {"account", "SELECT 1 FROM account WHERE kind = 0 LIMIT 1"},  // a person
          {"unit", "SELECT 1 FROM unit LIMIT 1 OFFSET 1"},              // `init` makes one
          {"trusted_item", "SELECT 1 FROM trusted_item LIMIT 1"}};
}

base::Result<BackupReport> backup(const BackupParts& parts, const BackupOptions& options) {
  return BackupMaker(parts, options).run();
}

}  // namespace mailstore

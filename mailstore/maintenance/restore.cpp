#include <algorithm>
#include <set>
#include <unordered_map>

#include "mailstore/maintenance/backup.h"
#include "mailstore/maintenance/blob_pack.h"
#include "mailstore/maintenance/manifest.h"
#include "mailstore/maintenance/row_stream.h"
#include "mailstore/store/owner/new_uids.h"

namespace mailstore {
namespace {

constexpr std::size_t kUnitRows = 500;
constexpr std::size_t kUnitBytes = 4 << 20;
constexpr std::int64_t kSyncBytes = 64 << 20;

class Restorer {
 public:
  Restorer(const BackupParts& parts, const BackupOptions& options) : parts_(parts), options_(options) {}

  base::Result<BackupReport> run() {
    base::Result<BackupReport> checked = check_backup(parts_.fs, options_.directory);
    if (!checked) return checked;
    base::Result<Manifest> manifest = read_manifest(parts_.fs, options_.directory);
    if (!manifest) return std::move(manifest).error();
    if (base::Result<void> ready = database_is_ready(*manifest); !ready) return std::move(ready).error();
    if (base::Result<void> cleared = clear(); !cleared) return std::move(cleared).error();
    std::int64_t done = 0;
    // Bytes before the rows that name them; a crash leaves rows that a second restore refuses, never rows without
    // bytes.
    for (const bool blobs : {true, false}) {
      for (const BackupFileInfo& info : manifest->files) {
        if (info.name.starts_with("blobs-") != blobs) continue;
        if (options_.progress) options_.progress(info.name, done, static_cast<std::int64_t>(manifest->files.size()));
        base::Result<void> restored = blobs ? restore_pack(info) : restore_tables(info);
        if (!restored) return std::move(restored).error();
        ++done;
      }
      if (blobs) {
        if (base::Result<void> synced = parts_.blobs.sync(); !synced) return std::move(synced).error();
      }
    }
    if (base::Result<void> given = give_new_uids(parts_.db, parts_.clock); !given) return std::move(given).error();
    return checked;
  }

 private:
  base::Result<void> database_is_ready(const Manifest& manifest) {
    return parts_.db.read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      std::set<int> applied;
      base::Result<void> steps = snapshot.query("SELECT number FROM vanthu_schema", {}, [&](const base::SqlRow& row) {
        applied.insert(static_cast<int>(row.i64(0)));
        return true;
      });
      if (!steps) return steps;
      for (int step : manifest.schema) {
        if (applied.contains(step)) continue;
        return base::Error::permanent(base::ErrorCode::unsupported,
                                      {"Bản sao lưu của phiên bản mới hơn.", "The backup was made by a newer version."},
                                      "schema step " + std::to_string(step));
      }
      base::Result<std::vector<SqlTable>> tables = read_tables(snapshot);
      if (!tables) return std::move(tables).error();
      for (const SignOfUse& sign : options_.signs_of_use) {
        if (std::none_of(tables->begin(), tables->end(),
                         [&](const SqlTable& table) { return table.name == sign.table; }))
          continue;
        bool used = false;
        base::Result<void> looked = snapshot.query(sign.query, {}, [&](const base::SqlRow&) {
          used = true;
          return false;
        });
        if (!looked) return looked;
        if (used) {
          return base::Error::permanent(
              base::ErrorCode::exists,
              {"Ở đây đã có người dùng hoặc thư nên không phục hồi; không có gì thay đổi. Hãy tạo nơi mới bằng `vanthu init` (thư mục và cơ sở dữ liệu mới) rồi phục hồi vào đó.",
               "People or mail are here already, so nothing was restored or changed. Make a new place with `vanthu init`, with a new directory and database, and restore into that."},
              "table " + sign.table);
        }
      }
      tables_ = std::move(*tables);
      return {};
    });
  }

  base::Result<void> restore_pack(const BackupFileInfo& info) {
    base::Result<std::unique_ptr<BackupFileReader>> in =
        BackupFileReader::open(parts_.fs, options_.directory, info.name);
    if (!in) return std::move(in).error();
    std::int64_t unsynced = 0;
    base::Result<std::int64_t> read =
        read_pack(**in, [&](const BlobHash& hash, std::string bytes) -> base::Result<void> {
          base::Result<BlobRef> ref = parts_.blobs.append(hash, bytes);
          if (!ref) return std::move(ref).error();
          refs_[std::string(reinterpret_cast<const char*>(hash.data()), hash.size())] = ref->encode();
          unsynced += static_cast<std::int64_t>(bytes.size());
          if (unsynced < kSyncBytes) return {};
          unsynced = 0;
          return parts_.blobs.sync();
        });
    if (!read) return std::move(read).error();
    return {};
  }

  base::Result<void> restore_tables(const BackupFileInfo& info) {
    base::Result<std::unique_ptr<BackupFileReader>> in =
        BackupFileReader::open(parts_.fs, options_.directory, info.name);
    if (!in) return std::move(in).error();
    while (!(*in)->at_end()) {
      base::Result<SqlTable> table = read_table_head(**in);
      if (!table) return std::move(table).error();
      if (base::Result<void> known = is_known(*table); !known) return known;
      if (base::Result<void> done = restore_rows(**in, *table); !done) return done;
    }
    return {};
  }

  // What the program made for itself, and the index's cursors: the mail of the backup is older than they may say.
  base::Result<void> clear() {
    return parts_.db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
      auto names = read_table_names(tx);
      if (!names) return std::move(names).error();
      for (const std::string& name : *names) {
        const bool known =
            std::any_of(tables_.begin(), tables_.end(), [&](const SqlTable& table) { return table.name == name; });
        if (!known && !name.starts_with("search_")) continue;
        if (auto deleted = tx.execute("DELETE FROM " + name, {}); !deleted) return std::move(deleted).error();
      }
      // The backup knows nothing of what was given out after it. Asked before the first row is there.
      return options_.keep_uids ? base::Result<void>{} : ask_for_new_uids(tx);
    });
  }

  // Names go into SQL: only such as the database itself has.
  base::Result<void> is_known(const SqlTable& table) const {
    const auto here =
        std::find_if(tables_.begin(), tables_.end(), [&](const SqlTable& t) { return t.name == table.name; });
    bool good = here != tables_.end();
    for (const SqlColumn& column : table.columns) {
      good = good && std::any_of(here->columns.begin(), here->columns.end(),
                                 [&](const SqlColumn& c) { return c.name == column.name; });
    }
    if (good) return {};
    return base::Error::permanent(
        base::ErrorCode::unsupported,
        {"Bản sao lưu có bảng không quen biết.", "The backup holds a table that is not known."}, table.name);
  }

  base::Result<void> restore_rows(BackupFileReader& in, const SqlTable& table) {
    const auto column = [&](std::string_view name) {
      const auto at =
          std::find_if(table.columns.begin(), table.columns.end(), [&](const SqlColumn& c) { return c.name == name; });
      return static_cast<std::size_t>(at - table.columns.begin());
    };
    const bool names_blobs = table.name == "content";
    const std::size_t hash = column("hash"), ref = column("blob_ref");
    if (names_blobs && (hash >= table.columns.size() || ref >= table.columns.size())) {
      return base::Error::permanent(base::ErrorCode::corrupt, {"Bản sao lưu hỏng.", "The backup is damaged."},
                                    "content without its columns");
    }
    std::vector<std::vector<SqlValue>> rows;
    std::size_t bytes = 0;
    base::Result<std::int64_t> read = read_table_rows(in, table, [&](std::vector<SqlValue> row) -> base::Result<void> {
      if (names_blobs) {
        const auto now = refs_.find(std::string(bytes_of(row[hash])));
        if (now == refs_.end())
          return base::Error::permanent(base::ErrorCode::corrupt,
                                        {"Bản sao lưu thiếu nội dung thư.", "The backup lacks message bytes."},
                                        "content without blob");
        row[ref] = now->second;
      }
      for (const SqlValue& value : row) {
        if (const auto* text = std::get_if<std::string>(&value)) bytes += text->size();
      }
      rows.push_back(std::move(row));
      return rows.size() >= kUnitRows || bytes >= kUnitBytes ? insert(table, rows, bytes) : base::Result<void>{};
    });
    if (!read) return std::move(read).error();
    return rows.empty() ? base::Result<void>{} : insert(table, rows, bytes);
  }

  base::Result<void> insert(const SqlTable& table, std::vector<std::vector<SqlValue>>& rows, std::size_t& bytes) {
    base::Result<void> done =
        parts_.db.write_blocking([&](base::SqlTransaction& tx) { return insert_rows(tx, table, rows); });
    rows.clear();
    bytes = 0;
    return done;
  }

  const BackupParts& parts_;
  const BackupOptions& options_;
  std::vector<SqlTable> tables_;
  std::unordered_map<std::string, std::string> refs_;  // hash → where its bytes are now
};

}  // namespace

base::Result<BackupReport> restore(const BackupParts& parts, const BackupOptions& options) {
  return Restorer(parts, options).run();
}

}  // namespace mailstore

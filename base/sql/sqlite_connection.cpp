#include "base/sql/sqlite_connection.h"

#include <Poco/Data/SQLite/Connector.h>
#include <Poco/Data/SQLite/Utility.h>
#include <Poco/Data/Session.h>
#include <Poco/Exception.h>
#include <sqlite3.h>

#include <unordered_map>

namespace base::sql {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kBusyMilliseconds = 5000;
constexpr std::size_t kCachedStatements = 2000;
constexpr int kProgressSteps = 5000;  // virtual machine steps between two looks at the clock

struct Statement {
  sqlite3_stmt* stmt = nullptr;
  bool in_use = false;
  Statement() = default;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { sqlite3_finalize(stmt); }
};

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>()(text); }
};

class Row final : public SqlRow {
 public:
  explicit Row(sqlite3_stmt* stmt) : stmt_(stmt) {}
  bool is_null(int column) const override { return sqlite3_column_type(stmt_, column) == SQLITE_NULL; }
  std::int64_t i64(int column) const override { return sqlite3_column_int64(stmt_, column); }
  double real(int column) const override { return sqlite3_column_double(stmt_, column); }
  std::string_view text(int column) const override {
    const void* bytes = sqlite3_column_type(stmt_, column) == SQLITE_BLOB
                            ? sqlite3_column_blob(stmt_, column)
                            : static_cast<const void*>(sqlite3_column_text(stmt_, column));
    if (bytes == nullptr) return {};
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(stmt_, column))};
  }

 private:
  sqlite3_stmt* stmt_;
};

// Bound views are used during sqlite3_step only, and those live until the call returns: SQLITE_STATIC.
int bind_one(sqlite3_stmt* stmt, int index, const SqlParam& param) {
  struct Binder {
    sqlite3_stmt* stmt;
    int index;
    int operator()(std::monostate) const { return sqlite3_bind_null(stmt, index); }
    int operator()(std::int64_t v) const { return sqlite3_bind_int64(stmt, index, v); }
    int operator()(double v) const { return sqlite3_bind_double(stmt, index, v); }
    int operator()(std::string_view v) const {
      return sqlite3_bind_text64(stmt, index, v.data() != nullptr ? v.data() : "", v.size(), SQLITE_STATIC,
                                 SQLITE_UTF8);
    }
    int operator()(SqlBlob v) const {
      return sqlite3_bind_blob64(stmt, index, v.bytes.data() != nullptr ? v.bytes.data() : "", v.bytes.size(),
                                 SQLITE_STATIC);
    }
  };
  return std::visit(Binder{stmt, index}, param.value());
}

}  // namespace

std::string sqlite_uri(const std::string& path, const std::string& vfs) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  std::string uri = "file:";
  for (const char c : path) {
    if (c == '?' || c == '#' || c == '%' || static_cast<unsigned char>(c) <= ' ') {
      uri += {'%', kHex[static_cast<unsigned char>(c) >> 4], kHex[c & 15]};
    } else {
      uri += c;
    }
  }
  if (!vfs.empty()) uri += "?vfs=" + vfs;
  return uri;
}

struct SqliteConnection::State {
  // Statements die before the session: members are destroyed in reverse order.
  std::unique_ptr<Poco::Data::Session> session;
  sqlite3* db = nullptr;
  std::unordered_map<std::string, std::unique_ptr<Statement>, TextHash, std::equal_to<>> statements;
  Clock::time_point deadline = Clock::time_point::max();
  int last_code = SQLITE_OK;  // of the last failure

  Error last_error(std::string_view what) {
    last_code = sqlite3_extended_errcode(db);
    return sqlite_error(last_code, sqlite3_errmsg(db), what);
  }

  Result<void> prepare(std::string_view sql, unsigned flags, Statement& out) {
    const char* tail = nullptr;
    const int code = sqlite3_prepare_v3(db, sql.data(), static_cast<int>(sql.size()), flags, &out.stmt, &tail);
    if (code != SQLITE_OK) return last_error(sql);
    return {};
  }
};

namespace {

// A prepared statement for the time of one call: from the cache, or of its own when the cached one is in use (a query
// made from the row callback of the same query).
class Lease {
 public:
  Lease() = default;
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  ~Lease() {
    if (statement_ == nullptr) return;
    sqlite3_reset(statement_->stmt);
    statement_->in_use = false;
  }
  template <class State>
  Result<void> take(State& state, std::string_view sql) {
    if (const auto found = state.statements.find(sql); found != state.statements.end()) {
      if (!found->second->in_use) {
        hold(*found->second);
        return {};
      }
      own_ = std::make_unique<Statement>();
      if (Result<void> made = state.prepare(sql, 0, *own_); !made) return made;
      hold(*own_);
      return {};
    }
    if (state.statements.size() >= kCachedStatements) {
      std::erase_if(state.statements, [](const auto& entry) { return !entry.second->in_use; });
    }
    auto fresh = std::make_unique<Statement>();
    if (Result<void> made = state.prepare(sql, SQLITE_PREPARE_PERSISTENT, *fresh); !made) return made;
    if (fresh->stmt == nullptr)
      return Error::permanent(
          ErrorCode::internal,
          {"Lỗi của chương trình; những gì đã ghi vẫn còn. Xin báo cho người phát triển.", "Internal error."},
          "empty SQL");
    hold(*fresh);
    state.statements.emplace(std::string(sql), std::move(fresh));
    return {};
  }
  Result<void> bind(std::string_view sql, SqlParams params) {
    if (sqlite3_bind_parameter_count(stmt()) != static_cast<int>(params.size())) {
      return Error::permanent(
          ErrorCode::internal,
          {"Lỗi của chương trình; những gì đã ghi vẫn còn. Xin báo cho người phát triển.", "Internal error."},
          "wrong number of parameters: " + std::string(sql));
    }
    for (std::size_t i = 0; i < params.size(); ++i) {
      if (const int code = bind_one(stmt(), static_cast<int>(i + 1), params[i]); code != SQLITE_OK) {
        return sqlite_error(code, "bind", sql);
      }
    }
    return {};
  }
  sqlite3_stmt* stmt() const { return statement_->stmt; }

 private:
  void hold(Statement& statement) {
    statement_ = &statement;
    statement_->in_use = true;
  }
  std::unique_ptr<Statement> own_;
  Statement* statement_ = nullptr;
};

int interrupt_when_late(void* deadline) {
  return Clock::now() > *static_cast<const Clock::time_point*>(deadline) ? 1 : 0;
}

Result<std::unique_ptr<Poco::Data::Session>> open_session(const std::string& uri) {
  try {
    Poco::Data::SQLite::Connector::registerConnector();
    return std::make_unique<Poco::Data::Session>(Poco::Data::SQLite::Connector::KEY, uri);
  } catch (const Poco::Exception& failure) {
    return Error::transient(
        ErrorCode::io,
        {"Không mở được cơ sở dữ liệu; hãy xem nhật ký và quyền của thư mục.", "The database cannot be opened."},
        uri + ": " + failure.displayText());
  }
}

}  // namespace

void set_up_sqlite() {
  // SQLite's own count of its memory is a lock around every allocation of every thread; its lock of a connection is
  // taken for every step and every column, and no two threads use one of ours at a time. Before its first use only.
  static const int unlocked = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) | sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
  static_cast<void>(unlocked);
}

SqliteConnection::SqliteConnection(std::unique_ptr<State> state) : state_(std::move(state)) {}
SqliteConnection::~SqliteConnection() = default;

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const std::string& path, const std::string& vfs,
                                                                 SqliteRole role) {
  set_up_sqlite();
  auto state = std::make_unique<State>();
  Result<std::unique_ptr<Poco::Data::Session>> session = open_session(sqlite_uri(path, vfs));
  if (!session) return std::move(session).error();
  state->session = std::move(*session);
  state->db = Poco::Data::SQLite::Utility::dbHandle(*state->session);
  sqlite3_extended_result_codes(state->db, 1);
  sqlite3_busy_timeout(state->db, kBusyMilliseconds);
  if (role == SqliteRole::reader) {
    sqlite3_progress_handler(state->db, kProgressSteps, interrupt_when_late, &state->deadline);
  }
  std::unique_ptr<SqliteConnection> connection(new SqliteConnection(std::move(state)));
  for (const char* pragma :
       {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA foreign_keys=OFF", "PRAGMA wal_autocheckpoint=0",
        "PRAGMA secure_delete=OFF", "PRAGMA temp_store=MEMORY", "PRAGMA journal_size_limit=100663296"}) {
    if (Result<void> set = connection->run(pragma); !set) return std::move(set).error();
  }
  const char* of_role = role == SqliteRole::writer ? "PRAGMA cache_size=-65536" : "PRAGMA cache_size=-16384";
  if (Result<void> set = connection->run(of_role); !set) return std::move(set).error();
  if (role == SqliteRole::reader) {
    if (Result<void> set = connection->run("PRAGMA query_only=ON"); !set) return std::move(set).error();
  }
  return connection;
}

Result<void> SqliteConnection::query(std::string_view sql, SqlParams params,
                                     const std::function<bool(const SqlRow&)>& row) {
  Lease lease;
  if (Result<void> taken = lease.take(*state_, sql); !taken) return taken;
  if (Result<void> bound = lease.bind(sql, params); !bound) return bound;
  const Row current(lease.stmt());
  for (;;) {
    const int code = sqlite3_step(lease.stmt());
    if (code == SQLITE_DONE) return {};
    if (code != SQLITE_ROW) return state_->last_error(sql);
    if (!row(current)) return {};
  }
}

Result<std::int64_t> SqliteConnection::execute(std::string_view sql, SqlParams params) {
  Lease lease;
  if (Result<void> taken = lease.take(*state_, sql); !taken) return std::move(taken).error();
  if (Result<void> bound = lease.bind(sql, params); !bound) return std::move(bound).error();
  const std::int64_t before = sqlite3_total_changes64(state_->db);
  int code = sqlite3_step(lease.stmt());
  while (code == SQLITE_ROW) code = sqlite3_step(lease.stmt());
  if (code != SQLITE_DONE) return state_->last_error(sql);
  return sqlite3_total_changes64(state_->db) - before;
}

Result<void> SqliteConnection::run(std::string_view sql) {
  Result<std::int64_t> done = execute(sql, {});
  if (!done) return std::move(done).error();
  return {};
}

bool SqliteConnection::in_transaction() const { return sqlite3_get_autocommit(state_->db) == 0; }

bool SqliteConnection::fsync_failed() const {
  return state_->last_code == SQLITE_IOERR_FSYNC || state_->last_code == SQLITE_IOERR_DIR_FSYNC;
}

void SqliteConnection::set_deadline(std::chrono::steady_clock::time_point deadline) { state_->deadline = deadline; }

void SqliteConnection::forbid_checkpoint_on_close() {
  sqlite3_db_config(state_->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

sqlite3* SqliteConnection::handle() const { return state_->db; }

}  // namespace base::sql

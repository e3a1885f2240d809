#include "base/sql/mysql/mysql_connection.h"

#include <cppconn/datatype.h>
#include <cppconn/exception.h>
#include <cppconn/prepared_statement.h>
#include <cppconn/resultset.h>
#include <cppconn/statement.h>
#include <mysql_connection.h>
#include <mysql_driver.h>

#include <istream>
#include <list>
#include <optional>
#include <streambuf>
#include <unordered_map>

namespace base::sql {
namespace {

constexpr std::size_t kCachedStatements = 1000;
constexpr std::size_t kStreamedParameter = 1024 * 1024;  // larger ones are sent in pieces

struct Statement {
  std::unique_ptr<::sql::PreparedStatement> prepared;
  bool in_use = false;
};

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>()(text); }
};

class ViewBuffer : public std::streambuf {
 public:
  explicit ViewBuffer(std::string_view bytes) {
    char* begin = const_cast<char*>(bytes.data());  // streambuf's signature; only read
    setg(begin, begin, begin + bytes.size());
  }
};

// An istream over bytes that somebody else owns.
class ViewStream final : private ViewBuffer, public std::istream {
 public:
  explicit ViewStream(std::string_view bytes) : ViewBuffer(bytes), std::istream(static_cast<ViewBuffer*>(this)) {}
};

class Row final : public SqlRow {
 public:
  explicit Row(::sql::ResultSet& rows) : rows_(rows) {}
  void next() { texts_.clear(); }
  bool is_null(int column) const override { return rows_.isNull(static_cast<std::uint32_t>(column) + 1); }
  std::int64_t i64(int column) const override {
    return is_null(column) ? 0 : rows_.getInt64(static_cast<std::uint32_t>(column) + 1);
  }
  double real(int column) const override {
    return is_null(column) ? 0 : static_cast<double>(rows_.getDouble(static_cast<std::uint32_t>(column) + 1));
  }
  std::string_view text(int column) const override {
    if (is_null(column)) return {};
    texts_.push_back(rows_.getString(static_cast<std::uint32_t>(column) + 1));
    const ::sql::SQLString& kept = texts_.back();
    return {kept.c_str(), kept.length()};
  }

 private:
  ::sql::ResultSet& rows_;
  mutable std::list<::sql::SQLString> texts_;  // what text() gave out for the current row
};

// Streams must live until the statement has been executed.
void bind_one(::sql::PreparedStatement& statement, unsigned index, const SqlParam& param,
              std::list<ViewStream>& streams) {
  struct Binder {
    ::sql::PreparedStatement& statement;
    unsigned index;
    std::list<ViewStream>& streams;
    void operator()(std::monostate) const { statement.setNull(index, ::sql::DataType::SQLNULL); }
    void operator()(std::int64_t v) const { statement.setInt64(index, v); }
    void operator()(double v) const { statement.setDouble(index, v); }
    void operator()(std::string_view v) const { statement.setString(index, ::sql::SQLString(v.data(), v.size())); }
    void operator()(SqlBlob v) const {
      if (v.bytes.size() < kStreamedParameter)
        return (*this)(v.bytes.data() != nullptr ? v.bytes : std::string_view(""));
      streams.emplace_back(v.bytes);
      statement.setBlob(index, &streams.back());
    }
  };
  std::visit(Binder{statement, index, streams}, param.value());
}

::sql::mysql::MySQL_Driver* driver() {
  static Mutex mutex;  // the library's own first call is not safe
  const MutexLock lock(mutex);
  return ::sql::mysql::get_mysql_driver_instance();
}

}  // namespace

MysqlThread::MysqlThread() { driver()->threadInit(); }
MysqlThread::~MysqlThread() { driver()->threadEnd(); }

struct MysqlConnection::State {
  std::unique_ptr<::sql::Connection> connection;
  std::unordered_map<std::string, Statement, TextHash, std::equal_to<>> statements;
  int last_number = 0;

  // The one wrapper around the library: its exceptions become Errors.
  template <class Call>
  auto guard(std::string_view what, Call call) -> Result<decltype(call())> {
    try {
      if constexpr (std::is_void_v<decltype(call())>) {
        call();
        return {};
      } else {
        return call();
      }
    } catch (const ::sql::SQLException& failure) {
      last_number = failure.getErrorCode();
      return mysql_error(last_number, failure.what(), what);
    }
  }
};

namespace {

// A prepared statement for the time of one call (see the same class in sqlite_connection.cpp).
class Lease {
 public:
  Lease() = default;
  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  ~Lease() {
    if (shared_ != nullptr) shared_->in_use = false;
  }
  template <class State>
  ::sql::PreparedStatement& take(State& state, std::string_view sql) {
    const ::sql::SQLString text(sql.data(), sql.size());
    auto found = state.statements.find(sql);
    if (found != state.statements.end() && found->second.in_use) {
      own_.reset(state.connection->prepareStatement(text));
      return *own_;
    }
    if (found == state.statements.end()) {
      if (state.statements.size() >= kCachedStatements) {
        std::erase_if(state.statements, [](const auto& entry) { return !entry.second.in_use; });
      }
      std::unique_ptr<::sql::PreparedStatement> fresh(state.connection->prepareStatement(text));
      found = state.statements.emplace(std::string(sql), Statement{std::move(fresh)}).first;
    }
    shared_ = &found->second;
    shared_->in_use = true;
    return *shared_->prepared;
  }

 private:
  std::unique_ptr<::sql::PreparedStatement> own_;
  Statement* shared_ = nullptr;
};

void bind_all(::sql::PreparedStatement& statement, SqlParams params, std::list<ViewStream>& streams) {
  for (std::size_t i = 0; i < params.size(); ++i) bind_one(statement, static_cast<unsigned>(i + 1), params[i], streams);
}

std::unique_ptr<::sql::Connection> connect(const MysqlAddress& address, bool with_database) {
  ::sql::ConnectOptionsMap options;
  options["hostName"] = address.socket.empty() ? "tcp://" + address.host + ":" + std::to_string(address.port)
                                               : "unix://" + address.socket;
  options["userName"] = address.user;
  options["password"] = address.password;
  if (with_database) options["schema"] = address.database;
  options["CLIENT_FOUND_ROWS"] = true;
  options["OPT_RECONNECT"] = false;
  options["OPT_CONNECT_TIMEOUT"] = 5;
  options["OPT_READ_TIMEOUT"] = 60;
  options["OPT_WRITE_TIMEOUT"] = 60;
  options["OPT_LOCAL_INFILE"] = 0;  // a server may not ask for files of ours
  if (!address.ssl_ca.empty()) {    // checked only with both (dependencies.md)
    options["sslCA"] = address.ssl_ca;
    options["sslVerify"] = true;
  }
  return std::unique_ptr<::sql::Connection>(driver()->connect(options));
}

constexpr int kUnknownDatabase = 1049;

std::unique_ptr<::sql::Connection> connect_or_create(const MysqlAddress& address) {
  try {
    return connect(address, true);
  } catch (const ::sql::SQLException& failure) {
    if (failure.getErrorCode() != kUnknownDatabase) throw;
  }
  const std::unique_ptr<::sql::Connection> server = connect(address, false);
  const std::unique_ptr<::sql::Statement> statement(server->createStatement());
  statement->execute("CREATE DATABASE IF NOT EXISTS `" + address.database +
                     "` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
  return connect(address, true);
}

}  // namespace

MysqlConnection::MysqlConnection(std::unique_ptr<State> state) : state_(std::move(state)) {}

MysqlConnection::~MysqlConnection() {
  // Closing tells the server; a lost connection makes that fail.
  (void)state_->guard("close", [&] {
    state_->statements.clear();
    state_->connection.reset();
  });
}

Result<std::unique_ptr<MysqlConnection>> MysqlConnection::open(const MysqlAddress& address, MysqlRole role) {
  auto state = std::make_unique<State>();
  Result<void> connected = state->guard("connect", [&] { state->connection = connect_or_create(address); });
  if (!connected) return std::move(connected).error();
  std::unique_ptr<MysqlConnection> connection(new MysqlConnection(std::move(state)));
  // || and "names" as in SQLite; a value that does not fit is an error, never cut.
  for (const char* setting :
       {"SET NAMES utf8mb4 COLLATE utf8mb4_bin",
        "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ANSI_QUOTES,PIPES_AS_CONCAT,"
        "NO_BACKSLASH_ESCAPES'",
        "SET SESSION innodb_lock_wait_timeout = 5"}) {
    if (Result<void> set = connection->run(setting); !set) return std::move(set).error();
  }
  // Units read what is committed now, not what was when their first SELECT ran; snapshots read one moment.
  Result<void> isolation =
      connection->run(role == MysqlRole::writer ? "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED"
                                                : "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
  if (!isolation) return std::move(isolation).error();
  // MariaDB's name for the limit, then MySQL's.
  if (role == MysqlRole::reader && !connection->run("SET SESSION max_statement_time = 5")) {
    (void)connection->run("SET SESSION max_execution_time = 5000");
  }
  return connection;
}

Result<void> MysqlConnection::query(std::string_view sql, SqlParams params,
                                    const std::function<bool(const SqlRow&)>& row) {
  return state_->guard(sql, [&] {
    Lease lease;
    std::list<ViewStream> streams;
    ::sql::PreparedStatement& statement = lease.take(*state_, sql);
    bind_all(statement, params, streams);
    const std::unique_ptr<::sql::ResultSet> rows(statement.executeQuery());
    Row current(*rows);
    while (rows->next()) {
      if (!row(current)) break;
      current.next();
    }
  });
}

Result<std::int64_t> MysqlConnection::execute(std::string_view sql, SqlParams params) {
  return state_->guard(sql, [&]() -> std::int64_t {
    Lease lease;
    std::list<ViewStream> streams;
    ::sql::PreparedStatement& statement = lease.take(*state_, sql);
    bind_all(statement, params, streams);
    return statement.executeUpdate();
  });
}

Result<void> MysqlConnection::run(const std::string& sql) {
  return state_->guard(sql, [&] {
    const std::unique_ptr<::sql::Statement> statement(state_->connection->createStatement());
    statement->execute(sql);
  });
}

MysqlConnection::Damage MysqlConnection::damage() const { return mysql_damage(state_->last_number); }

}  // namespace base::sql

// The schema: which steps a database has, which are missing, and their DDL in the engine's own words. Pure functions;
// the engines run the statements. Format: table vanthu_schema, one row per applied step.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/sql/database.h"

namespace base::sql {

inline constexpr std::string_view kSchemaTable =
    "CREATE TABLE IF NOT EXISTS vanthu_schema (number INTEGER NOT NULL PRIMARY KEY, name VARCHAR(200) NOT NULL, "
    "applied_at BIGINT NOT NULL)";
inline constexpr std::string_view kSchemaSelect = "SELECT number FROM vanthu_schema";
inline constexpr std::string_view kSchemaInsert =
    "INSERT INTO vanthu_schema (number, name, applied_at) VALUES (?, ?, ?)";

// The step's DDL for the engine: {clustered}, VARBINARY and the rowid key for SQLite; engine and collation for MySQL.
std::string translate_ddl(std::string_view ddl, SqlDialect dialect);

// What the engine runs for a step, in order: one statement; of a step that begins with {sqlite} all of its statements
// or, on MySQL, none.
std::vector<std::string> step_statements(std::string_view ddl, SqlDialect dialect);

// The steps still to apply, in order. `applied`: numbers in the database; `known`: numbers this process has been given
// so far (`steps` are added). Errors: internal (numbers not ascending), unsupported (the database has more than one
// step that nobody knows: a binary runs on its own schema and on the next one).
Result<std::vector<const Migration*>> missing_steps(std::span<const Migration> steps, const std::set<int>& applied,
                                                    std::set<int>& known);

}  // namespace base::sql

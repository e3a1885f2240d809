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
inline constexpr std::string_view kSchemaSelect = "SELECT number, name FROM vanthu_schema";
inline constexpr std::string_view kSchemaInsert =
    "INSERT INTO vanthu_schema (number, name, applied_at) VALUES (?, ?, ?)";

// Begins the name of a step after which the program before it still does everything right: it reads and writes the
// tables as it knows them, and what it leaves out the newer one makes up for. The name lies in the database, so the
// older program can tell.
inline constexpr std::string_view kCompatible = "{compatible}";

// The step's DDL for the engine: {clustered}, VARBINARY and the rowid key for SQLite; engine and collation for MySQL.
std::string translate_ddl(std::string_view ddl, SqlDialect dialect);

// What the engine runs for a step, in order: one statement; of a step that begins with {sqlite} all of its statements
// or, on MySQL, none.
std::vector<std::string> step_statements(std::string_view ddl, SqlDialect dialect);

// The steps still to apply, in order. `applied`: number and name of those in the database; `known`: numbers this
// process has been given so far (`steps` are added). Errors: internal (numbers not ascending), unsupported (the
// database has steps that nobody knows; one is let pass when it is marked kCompatible: a binary runs on its own schema
// and on the next one).
Result<std::vector<const Migration*>> missing_steps(std::span<const Migration> steps,
                                                    const std::map<int, std::string>& applied, std::set<int>& known);

}  // namespace base::sql

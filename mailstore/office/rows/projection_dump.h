// Internal: the rows of the projection tables as text, the same on every engine. Columns come from the schema itself.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/sql/database.h"

namespace mailstore::office {

struct ProjectionTable {
  std::string name;
  std::vector<std::string> columns;  // in the order of the schema
  std::vector<bool> is_bytes;        // of each column: shown as hexadecimal; the others as text
  std::vector<std::size_t> key;      // indexes of the primary key's columns
};

// As the CREATE TABLE steps declare them, for each name of projection_tables().
std::vector<ProjectionTable> projection_layout();

// Key ("office=1, number=7") → values in the order of the columns.
using TableRows = std::map<std::string, std::vector<std::string>>;
base::Result<TableRows> dump_table(base::SqlReader& reader, const ProjectionTable& table);

}  // namespace mailstore::office

// The words of import files: column names and cell values in Vietnamese or English, with or without marks, in any case.
// Pure, thread-safe. The tables are in columns.cpp and in README.md.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/text/csv.h"
#include "directory/people/types.h"

namespace directory {

// Letters and digits only, lower case, without marks: "Họ và tên" → "hovaten", "full_name" → "fullname".
std::string word_key(std::string_view text);

// Where each known column stands; unknown columns (a running number, notes) are left alone.
class Columns {
 public:
  struct Column {
    std::string_view name;               // the canonical one
    std::string_view vietnamese;         // as people head their lists
    std::vector<std::string_view> keys;  // word_key() forms
    bool required = false;
  };
  // Errors: bad_input (a required column is missing, a column is there twice), naming it. `line`: where the heading
  // stands.
  static base::Result<Columns> match(const std::vector<std::string>& heading, const std::vector<Column>& known,
                                     int line = 1);
  // Whether all required columns are there: the row that match() is for.
  static bool is_heading(const std::vector<std::string>& row, const std::vector<Column>& known);

  bool has(std::string_view name) const { return index_of(name) >= 0; }
  // "" when the column is not there.
  const std::string& cell(const base::CsvRow& row, std::string_view name) const;

 private:
  int index_of(std::string_view name) const;
  std::vector<std::pair<std::string, int>> places_;
};

const std::vector<Columns::Column>& unit_columns();
const std::vector<Columns::Column>& staff_columns();

// "" counts as staff; nullopt for words nobody knows.
std::optional<Role> role_from_word(std::string_view word);
std::optional<UnitKind> unit_kind_from_word(std::string_view word);  // "" gives nullopt too

// Digits only; +84 or 84 at the start becomes 0.
std::string phone_key(std::string_view phone);

}  // namespace directory

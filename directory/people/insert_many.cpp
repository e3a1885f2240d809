#include "directory/people/insert_many.h"

#include <algorithm>
#include <string>

namespace directory {

namespace {

constexpr std::size_t kRowsAtOnce = 50;  // two statement texts per table: of 50 rows, and of what is left

std::string text_of(std::string_view head, std::size_t columns, std::size_t rows) {
  std::string marks = "(?";
  for (std::size_t i = 1; i < columns; ++i) marks += ", ?";
  marks += ")";
  std::string out(head);
  for (std::size_t i = 0; i < rows; ++i) out += (i == 0 ? "" : ", ") + marks;
  return out;
}

}  // namespace

base::Result<void> insert_many(base::SqlTransaction& tx, std::string_view head, std::size_t columns, std::size_t rows,
                               const std::function<void(std::size_t, std::vector<base::SqlParam>&)>& row) {
  std::vector<base::SqlParam> params;
  std::string text;
  for (std::size_t at = 0, in_text = 0; at < rows;) {
    const std::size_t count = std::min(kRowsAtOnce, rows - at);
    if (count != in_text) text = text_of(head, columns, in_text = count);
    params.clear();
    for (std::size_t i = 0; i < count; ++i) row(at + i, params);
    if (auto done = tx.execute(text, base::SqlParams(params)); !done) return std::move(done).error();
    at += count;
  }
  return {};
}

}  // namespace directory

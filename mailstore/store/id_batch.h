// Batches of ids for `… WHERE id IN (?, …)`: statements of few fixed sizes, so that they stay prepared. Pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/sql/database.h"

namespace mailstore {

inline constexpr std::size_t kIdBatch = 100;

// "(?, ?, …)" with 1, 10 or 100 marks: the least that takes `count`. REQUIRES: 1 ≤ count ≤ kIdBatch.
inline std::size_t marks_for(std::size_t count) { return count <= 1 ? 1 : count <= 10 ? 10 : kIdBatch; }
inline std::string mark_list(std::size_t marks) {
  std::string out = "(?";
  for (std::size_t i = 1; i < marks; ++i) out += ", ?";
  return out + ")";
}

// Appends the ids to `params`, the last one repeated until `marks` are filled.
inline void append_ids(std::vector<base::SqlParam>& params, std::span<const std::int64_t> ids, std::size_t marks) {
  for (std::size_t i = 0; i < marks; ++i) params.emplace_back(ids[i < ids.size() ? i : ids.size() - 1]);
}

// Reads the rows of many ids. Mail that came or was imported together lies together: then one walk over the range is
// cheaper than looking every id up. A walk that meets too many strangers is given up, for this reader's whole life.
// Only on SQLite, which streams: on MySQL the strangers' rows would all be fetched first.
class IdReader {
 public:
  // select: "SELECT <key>, … FROM <table>"; key: its clustering key.
  IdReader(base::SqlReader& reader, const std::string& select, std::string_view key)
      : reader_(reader),
        select_(select + " WHERE " + std::string(key)),
        dense_(reader.dialect() == base::SqlDialect::sqlite) {}

  // `row` is called at most once for each id, in no promised order. REQUIRES: ids ascending, each once, at most
  // kIdBatch.
  template <class Row>
  base::Result<void> read(std::span<const std::int64_t> ids, const Row& row) {
    if (dense_ && ids.size() >= kWalkFrom) {
      auto walked = walk(ids, row);
      if (!walked) return walked;
    }
    if (ids.empty()) return {};
    const std::size_t marks = marks_for(ids.size());
    params_.clear();
    append_ids(params_, ids, marks);
    return reader_.query(select_ + " IN " + mark_list(marks), params_, [&](const base::SqlRow& r) {
      row(r);
      return true;
    });
  }

 private:
  static constexpr std::size_t kWalkFrom = 16;

  // Leaves in `ids` what is still to be looked up.
  template <class Row>
  base::Result<void> walk(std::span<const std::int64_t>& ids, const Row& row) {
    std::size_t strangers = 0;
    auto read = reader_.query(select_ + " BETWEEN ? AND ?", {ids.front(), ids.back()}, [&](const base::SqlRow& r) {
      const std::int64_t id = r.i64(0);
      while (!ids.empty() && ids.front() < id) ids = ids.subspan(1);  // without a row
      if (!ids.empty() && ids.front() == id) {
        ids = ids.subspan(1);
        row(r);
        return true;
      }
      dense_ = ++strangers <= kIdBatch / 2;
      return dense_;
    });
    if (read && dense_) ids = {};
    return read;
  }

  base::SqlReader& reader_;
  const std::string select_;
  std::vector<base::SqlParam> params_;
  bool dense_;
};

}  // namespace mailstore

#include "base/sql/step_ranges.h"

#include <doctest/doctest.h>

#include <set>

#include "directory/people/directory.h"
#include "mailstore/delivery/delivery.h"
#include "mailstore/office/rows/rows.h"
#include "mailstore/search/search.h"
#include "mailstore/store/schema.h"
#include "mailstore/substring/substring_search.h"

TEST_CASE("maintenance/step ranges: every step has a number of its part, and one of its own") {
  const auto check = [](std::string_view part, std::span<const base::Migration> steps) {
    REQUIRE(!steps.empty());
    for (const base::Migration& step : steps) {
      CAPTURE(step.number);
      CHECK(base::part_of_step(step.number) == part);
    }
  };
  check("directory", directory::migrations());
  check("store", mailstore::store_migrations());
  check("search", mailstore::search_migrations());
  check("search", mailstore::substring_migrations());
  check("office", mailstore::office::office_migrations());
  std::vector<base::Migration> door;  // without those of the office, which come with them
  for (const base::Migration& step : mailstore::delivery_migrations()) {
    if (base::part_of_step(step.number) != "office") door.push_back(step);
  }
  check("delivery", door);
  CHECK(door.size() + mailstore::office::office_migrations().size() == mailstore::delivery_migrations().size());
  const auto all =
      base::steps_in_order({directory::migrations(), mailstore::store_migrations(), mailstore::delivery_migrations(),
                            mailstore::search_migrations(), mailstore::substring_migrations()});
  std::set<int> numbers;
  for (const base::Migration& step : all) CHECK(numbers.insert(step.number).second);
}

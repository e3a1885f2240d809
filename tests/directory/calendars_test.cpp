// The calendars of the offices: tables that come, are replaced and go, in this process and in another.
#include "directory/calendars/calendars.h"

#include "directory/people/audit.h"
#include "tests/directory/small_office.h"
#include "tests/storage_engines.h"

namespace {

using directory::Calendars;
using tests::must;
namespace cal = policies::calendar;

std::vector<cal::DayEntry> days(const char* csv) { return must(cal::parse_table(csv)); }
cal::Date day(const char* text) { return *cal::parse_date(text); }

struct Town {
  explicit Town(std::unique_ptr<base::Database> db) : office(std::move(db)) {
    calendars = must(Calendars::open(*office.directory, office.clock, office.ids));
  }
  bool works(base::UnitId unit, const char* text) const { return calendars->for_office(unit)->is_working(day(text)); }

  tests::SmallOffice office;
  std::unique_ptr<Calendars> calendars;
};

void with_town(const std::function<void(Town&)>& body) {
  tests::for_each_engine([&](std::unique_ptr<base::Database> db) {
    Town town(std::move(db));
    body(town);
  });
}

std::string refusal(const base::Result<Calendars::Imported>& answer) {
  REQUIRE_FALSE(answer.has_value());
  CHECK(answer.error().code == base::ErrorCode::bad_input);
  return answer.error().text.en;
}

}  // namespace

TEST_CASE("calendars: an imported table counts at once, for all or for one office, and is kept") {
  with_town([](Town& town) {
    CHECK(town.calendars->for_office(town.office.root)->version() == cal::kShippedVersion);
    auto all = must(town.calendars->import("VN-2028", {}, days("2028-01-03,OFF,Nghỉ bù\n"), "vanthu"));
    CHECK(all.table.version == "VN-2028.1");
    CHECK(all.table.office == base::UnitId());
    CHECK_FALSE(all.was_there);
    auto own = must(town.calendars->import("Lễ hội đền Sòng", town.office.root, days("2028-03-01,OFF,Lễ hội\n"), "x"));
    CHECK(own.table.version == "Lễ hội đền Sòng.1");
    CHECK_FALSE(town.works({}, "03/01/2028"));
    CHECK(town.works({}, "01/03/2028"));
    CHECK(town.works(town.office.root, "03/01/2028"));  // its own table is the whole year's
    CHECK_FALSE(town.works(town.office.root, "01/03/2028"));
    const auto book = town.calendars->book();
    CHECK(book->version_of_year(town.office.root, 2028) == "Lễ hội đền Sòng.1");
    CHECK(book->version_of_year({}, 2028) == "VN-2028.1");
    CHECK(book->version_of_year({}, 2027) == cal::kShippedVersion);
    CHECK(book->version_of_year({}, 2030).empty());
    const auto again = must(Calendars::open(*town.office.directory, town.office.clock, town.office.ids));
    CHECK(again->for_office(town.office.root)->version() == town.calendars->for_office(town.office.root)->version());
    REQUIRE(again->tables().size() == 2);
    CHECK(again->tables()[0].imported_by == "x");
    CHECK(again->tables()[0].days[0].note == "Lễ hội");
  });
}

TEST_CASE("calendars: the same name again is a new edition, the same days are none, old editions are found again") {
  with_town([](Town& town) {
    must(town.calendars->import("VN-2028", {}, days("2028-01-03,OFF,\n"), "vanthu"));
    const std::string first = town.calendars->for_office({})->version();
    const auto held = town.calendars->for_office({});
    CHECK(must(town.calendars->import("VN-2028", {}, days("2028-01-03,OFF,\n"), "vanthu")).was_there);
    const auto second = must(town.calendars->import("VN-2028", {}, days("2028-01-04,OFF,\n"), "vanthu"));
    CHECK(second.table.version == "VN-2028.2");
    CHECK(town.works({}, "03/01/2028"));
    CHECK_FALSE(held->is_working(day("03/01/2028")));  // who holds one keeps it
    CHECK(town.calendars->tables().size() == 1);
    CHECK(town.calendars->tables(true).size() == 2);
    const auto old = town.calendars->with_version({}, first);
    REQUIRE(old != nullptr);
    CHECK_FALSE(old->is_working(day("03/01/2028")));
    CHECK(town.calendars->with_version({}, cal::kShippedVersion) != nullptr);
    CHECK(town.calendars->with_version({}, "VN-2028.9 + VN-2026.1") == nullptr);
    CHECK(must(town.calendars->remove("VN-2028", "vanthu")).version == "VN-2028.2");
    CHECK(town.calendars->for_office({})->version() == cal::kShippedVersion);
    CHECK(town.calendars->with_version({}, "VN-2028.2 + VN-2026.1") != nullptr);
    CHECK(must(town.calendars->import("VN-2028", {}, days("2028-01-04,OFF,\n"), "vanthu")).table.version ==
          "VN-2028.3");
  });
}

TEST_CASE("calendars: a version never names two calendars, and what cannot be is refused") {
  with_town([](Town& town) {
    CHECK(must(town.calendars->import("VN-2026", {}, days("2026-12-31,OFF,\n"), "vanthu")).table.version ==
          "VN-2026.2");
    CHECK(refusal(town.calendars->import("VN-2026", town.office.root, days("2026-12-31,OFF,\n"), "v"))
              .find("with another --office") != std::string::npos);
    CHECK(refusal(town.calendars->import("A", {}, {}, "v")).find("no day") != std::string::npos);
    for (const std::string& name :
         {std::string(), std::string("a\nb"), std::string(61, 'x'), std::string(" a"), std::string("\xFF")}) {
      CAPTURE(name);
      refusal(town.calendars->import(name, {}, days("2026-12-31,OFF,\n"), "v"));
    }
    const auto gone = town.calendars->remove("B", "v");
    REQUIRE_FALSE(gone.has_value());
    CHECK(gone.error().code == base::ErrorCode::not_found);
    CHECK(town.calendars->tables(true).size() == 1);
  });
}

TEST_CASE("calendars: what would be is shown without a change") {
  with_town([](Town& town) {
    const auto with = must(town.calendars->book_with("N", {}, days("2026-12-31,OFF,\n")));
    CHECK_FALSE(with->for_office({}).is_working(day("31/12/2026")));
    CHECK(town.works({}, "31/12/2026"));
    CHECK(town.calendars->tables(true).empty());
    must(town.calendars->import("N", {}, days("2026-12-31,OFF,\n"), "v"));
    CHECK(must(town.calendars->book_without("N"))->for_office({}).is_working(day("31/12/2026")));
    CHECK_FALSE(town.works({}, "31/12/2026"));
    CHECK_FALSE(town.calendars->book_without("M").has_value());
  });
}

TEST_CASE("calendars: another process sees it when its directory is read again; both acts are in the audit") {
  with_town([](Town& town) {
    auto there = must(directory::Directory::open(*town.office.db, town.office.clock, town.office.ids));
    const auto other = must(Calendars::open(*there, town.office.clock, town.office.ids));
    must(town.calendars->import("N", town.office.root, days("2026-12-31,OFF,\n"), "v"));
    CHECK(other->for_office(town.office.root)->is_working(day("31/12/2026")));
    must(there->reload());
    CHECK_FALSE(other->for_office(town.office.root)->is_working(day("31/12/2026")));
    must(other->remove("N", "v"));
    must(town.office.directory->reload());
    CHECK(town.works(town.office.root, "31/12/2026"));
    std::vector<std::string> verbs;
    must(town.office.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      for (const auto& entry : must(directory::read_audit(snapshot, {}))) verbs.emplace_back(to_string(entry.what));
      return {};
    }));
    CHECK(verbs[0] == "calendar-removed");
    CHECK(verbs[1] == "calendar-imported");
  });
}

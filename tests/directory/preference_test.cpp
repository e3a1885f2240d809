// What units and persons choose, on both engines.
#include "directory/people/preference.h"

#include "tests/directory/small_office.h"
#include "tests/storage_engines.h"

using namespace tests;
using directory::Preference;
using directory::PreferenceKey;
using directory::PreferenceScope;

namespace {

base::Result<void> set(SmallOffice& office, const PreferenceKey& key, const std::string& value) {
  return directory::set_preference(*office.directory, office.clock, office.ids, key, value, "chutich@bimson.example");
}

}  // namespace

TEST_CASE("directory/preference: his own, else his unit's, else nothing; taken away again; audited") {
  for_each_engine([](std::unique_ptr<base::Database> db) {
    SmallOffice office(std::move(db));
    const auto binh = office.person("Nguyễn Văn Bình"), hoa = office.person("Trần Thị Hoa");
    const PreferenceKey of_office{PreferenceScope::unit, office.root.value, Preference::english};
    const PreferenceKey of_binh{PreferenceScope::account, binh.value, Preference::english};
    CHECK_FALSE(office.directory->view()->says_english(binh));
    must(set(office, of_office, "có"));
    CHECK(office.directory->view()->says_english(binh));
    CHECK(office.directory->view()->says_english("hoatt@bimson.example"));
    CHECK(office.directory->view()->says_english("vanthu@bimson.example"));
    CHECK(office.directory->view()->says_english("someone@outside.example"));
    must(set(office, of_binh, "no"));
    must(set(office, of_binh, "no"));
    CHECK_FALSE(office.directory->view()->says_english(binh));
    CHECK(office.directory->view()->says_english(hoa));
    must(set(office, of_binh, ""));
    CHECK(office.directory->view()->says_english(binh));
    const auto trail = office.audit(directory::AuditVerb::preference_set);
    REQUIRE(trail.size() == 4);
    CHECK(trail[1].account == binh);
    CHECK(trail[1].detail == "english=no");
    CHECK(trail[1].actor == "chutich@bimson.example");
    std::vector<directory::PreferenceRow> rows;
    must(office.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      rows = must(directory::read_preferences(snapshot));
      return {};
    }));
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].key == of_office);
    CHECK(rows[0].value == "yes");
    CHECK(rows[0].changed_by == "chutich@bimson.example");
  });
}

TEST_CASE("directory/preference: wrong values and places are refused, and change nothing") {
  for_each_engine([](std::unique_ptr<base::Database> db) {
    SmallOffice office(std::move(db));
    const auto binh = office.person("Nguyễn Văn Bình");
    const auto version = office.directory->view()->version();
    CHECK_FALSE(set(office, {PreferenceScope::account, binh.value, Preference::head_inbox}, "yes"));
    CHECK_FALSE(set(office, {PreferenceScope::unit, office.root.value, Preference::morning_page}, "yes"));
    CHECK_FALSE(set(office, {PreferenceScope::account, binh.value, Preference::english}, "perhaps"));
    CHECK_FALSE(set(office, {PreferenceScope::unit, office.root.value, Preference::days_before}, "0 31"));
    CHECK_FALSE(set(office, {PreferenceScope::unit, office.root.value, Preference::days_before}, "1 2 3 4 5 6"));
    must(office.directory->reload());
    CHECK(office.directory->view()->version() == version);
    must(set(office, {PreferenceScope::unit, office.root.value, Preference::days_before}, " 1, 5  1"));
    CHECK(office.directory->view()->preference(Preference::days_before, office.root) == "5 1");
  });
}

TEST_CASE("directory/preference: words are read back") {
  for (int i = 0; i < directory::kPreferenceCount; ++i) {
    const auto one = static_cast<Preference>(i);
    CHECK(directory::parse_preference(directory::to_string(one)) == one);
    CHECK((directory::may_be_set(one, PreferenceScope::unit) || directory::may_be_set(one, PreferenceScope::account)));
  }
  CHECK_FALSE(directory::parse_preference("").has_value());
}

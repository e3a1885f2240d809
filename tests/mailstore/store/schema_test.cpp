// Databases of released versions are taken over.
#include <doctest/doctest.h>

#include <algorithm>

#include "mailstore/store/contents/content_rows.h"
#include "mailstore/store/schema.h"
#include "tests/mailstore/old_contents.h"
#include "tests/storage_engines.h"

namespace {

mailstore::BlobHash hash_of(int number) {
  mailstore::BlobHash hash{};
  hash[0] = static_cast<std::uint8_t>(number);
  return hash;
}

mailstore::BlobRef a_blob() {
  mailstore::BlobRef ref;
  ref.segment = 1;
  ref.length = ref.stored = 2000;
  return ref;
}

// Rows of about 1 KiB, as ordinary mail makes them.
std::string mail_of(int number) {
  return "From: An <an@xa.vn>\r\nTo: binh@xa.vn\r\nSubject: so " + std::to_string(number) + "\r\n\r\n" +
         std::string(2000, 'x') + "\r\n";
}

}  // namespace

TEST_CASE(
    "store/schema: contents written before step 228 are all there after it, in their order, found by id and hash") {
  tests::for_each_storage_engine([](const tests::StorageEngine& engine) {
    const auto steps = mailstore::store_migrations();
    const auto before =
        std::find_if(steps.begin(), steps.end(), [](const base::Migration& step) { return step.number == 228; });
    REQUIRE(before != steps.end());
    auto put = [](base::Database& db, int first, int last) {
      return db.write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
        for (int i = first; i <= last; ++i) {
          auto done = mailstore::put_content(tx, base::ContentId(i), hash_of(i), a_blob(), 2000 + i,
                                             mailstore::describe_content(mail_of(i)), base::Timestamp(i));
          if (!done) return done.error();
        }
        return {};
      });
    };
    {
      auto db = engine.open();
      REQUIRE(db->migrate(std::span(steps.begin(), before)));
      REQUIRE(db->write_blocking([](base::SqlTransaction& tx) -> base::Result<void> {
        for (int i = 50; i >= 1; --i) {  // the older way did not care in which order they came
          auto done = tests::put_old_content(tx, base::ContentId(i), hash_of(i), a_blob(), 2000 + i, mail_of(i));
          if (!done) return done;
        }
        return {};
      }));
    }
    auto db = engine.open();
    REQUIRE(db->migrate(steps));
    CHECK(put(*db, 51, 60));
    std::vector<std::int64_t> ids;
    auto read = db->read_blocking([&](base::SqlSnapshot& reader) -> base::Result<void> {
      for (int i : {1, 50, 60}) {
        const auto found = mailstore::find_content(reader, hash_of(i));
        REQUIRE(found);
        REQUIRE(found->has_value());
        CHECK((*found)->id == base::ContentId(i));
        CHECK((*found)->size == 2000 + i);
      }
      return reader.query(
          "SELECT id, subject, structure FROM content WHERE id BETWEEN ? AND ?", {std::int64_t{0}, std::int64_t{100}},
          [&](const base::SqlRow& row) {
            ids.push_back(row.i64(0));
            CHECK(row.text(1) == "so " + std::to_string(row.i64(0)));
            const base::ParsedMessage message = base::parse_message(mail_of(static_cast<int>(row.i64(0))));
            CHECK(row.text(2) == (row.i64(0) <= 50 ? base::encode_structure(message) : base::encode_sections(message)));
            return true;
          });
    });
    CHECK(read);
    CHECK(ids.size() == 60);
    CHECK(std::is_sorted(ids.begin(), ids.end()));
    // The same bytes again are answered with the row that exists.
    std::int64_t id = 0;
    CHECK(db->write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
      auto done = mailstore::put_content(tx, base::ContentId(99), hash_of(7), a_blob(), 2007,
                                         mailstore::describe_content(mail_of(7)), base::Timestamp(1));
      if (!done) return done.error();
      id = done->id.value;
      return {};
    }));
    CHECK(id == 7);
  });
}

TEST_CASE("store/schema: on SQLite a row of ordinary mail needs no overflow page") {
  const tests::TempDirectory directory;
  base::DatabaseOptions options;
  options.url = "sqlite:" + directory / "vanthu.db";
  auto db = base::Database::open(options);
  REQUIRE(db);
  REQUIRE((*db)->migrate(mailstore::store_migrations()));
  std::string sql;
  auto read = (*db)->read_blocking([&](base::SqlSnapshot& reader) {
    return reader.query("SELECT sql FROM sqlite_master WHERE name = 'content'", {}, [&](const base::SqlRow& row) {
      sql = row.str(0);
      return true;
    });
  });
  CHECK(read);
  CHECK(sql.find("INTEGER NOT NULL PRIMARY KEY") != std::string::npos);
  CHECK(sql.find("WITHOUT ROWID") == std::string::npos);
}

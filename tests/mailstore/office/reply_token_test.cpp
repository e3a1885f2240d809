#include <doctest/doctest.h>

#include "mailstore/office/reading/number_request.h"
#include "mailstore/office/reading/reply_token.h"
#include "tests/storage_engines.h"

using namespace mailstore::office;

namespace {

const ReplyKey kOld{0, std::string(32, 'o')}, kNew{1, std::string(32, 'n')};

}  // namespace

TEST_CASE("office/token: what is written is read, in any case; keys rotate") {
  const ReplyKeys keys({kOld, kNew}), before({kOld}), stranger({ReplyKey{1, std::string(32, 'x')}});
  const ReplyToken token{0x7fffffffffffffffLL, 12};
  const std::string local = keys.local_part(token);
  CHECK(local.size() <= 64);
  CHECK(local.starts_with("nv+"));
  CHECK(keys.read_local_part(local) == token);
  std::string upper = local;
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  CHECK(keys.read_local_part(upper) == token);
  CHECK(keys.read_local_part(before.local_part(token)) == token);  // made before the new key came
  CHECK_FALSE(before.read_local_part(local));
  CHECK_FALSE(stranger.read_local_part(local));
  const std::string id = keys.message_id_left(token, 77);
  for (const std::string& written : {id, id + "@bimson.example", id + "-3@bimson.example"}) {
    const auto read = keys.read_message_id(written);
    REQUIRE(read);
    CHECK(read->token == token);
    CHECK(read->seq == 77);
  }
}

TEST_CASE("office/token: nothing else is accepted") {
  const ReplyKeys keys({kOld, kNew});
  const std::string local = keys.local_part({42, 1});
  for (std::size_t i = 3; i < local.size(); ++i) {
    std::string changed = local;
    changed[i] = changed[i] == 'a' ? 'b' : 'a';
    CAPTURE(changed);
    CHECK_FALSE(keys.read_local_part(changed));
  }
  for (const char* text : {"", "nv+", "nv+..", "nv+1.1.", "nv+1.1", "nv+1.1.b.c", "nv.1.2.3.4",
                           "nv+-1.0.baaaaaaaaaaaaaaaaaaaaa", "giaoviec"}) {
    CAPTURE(text);
    CHECK_FALSE(keys.read_local_part(text));
  }
  // A token of one purpose is no token of the other.
  CHECK_FALSE(keys.read_message_id("nv.16." + local.substr(local.find('.') + 1)));
  CHECK_FALSE(keys.read_local_part(keys.local_part({42, 1}) + std::string(64, 'a')));
}

TEST_CASE("office/token: keys are made once, kept, and joined by a new one when old") {
  tests::for_each_engine([](std::unique_ptr<base::Database> db) {
    const base::Migration step{
        461, "office: key of reply tokens",
        "CREATE TABLE reply_key (id INTEGER NOT NULL, secret VARBINARY(32) NOT NULL, created_us BIGINT NOT NULL, PRIMARY KEY (id)) {clustered}"};
    REQUIRE(db->migrate(std::span(&step, 1)));
    const base::Timestamp begun = base::Timestamp::from_seconds(1795000000);
    const auto year = std::chrono::hours(24 * 365);
    auto first = load_reply_keys(*db, begun, year);
    REQUIRE(first);
    auto again = load_reply_keys(*db, begun + std::chrono::hours(24), year);
    REQUIRE(again);
    const std::string token = first->local_part({5, 0});
    CHECK(again->local_part({5, 0}) == token);
    auto later = load_reply_keys(*db, begun + 2 * year, year);
    REQUIRE(later);
    CHECK(later->local_part({5, 0}) != token);
    CHECK(later->read_local_part(token));
  });
}

TEST_CASE("office/number: what a clerk may write behind XIN SO") {
  struct Row {
    const char* text;
    const char* abbreviation;  // "" = công văn or none
    const char* unit;
    int day;
    bool known;
  };
  for (const Row& row :
       {Row{"BC", "BC", "", 0, true}, Row{" bao cao ", "BC", "", 0, true}, Row{"CV VX", "", "VX", 0, true},
        Row{"cv vx", "", "VX", 0, true}, Row{"BC 08/9/2026", "BC", "", 8, true},
        Row{"QĐ ngày 08/9/2026", "QĐ", "", 8, true}, Row{"CV CNTT ngày 8/9/2026.", "", "CNTT", 8, true},
        Row{"ABC", "", "", 0, false}, Row{"", "", "", 0, false}, Row{"BC 31/2/2026", "", "", 0, false},
        Row{"BC ạ", "BC", "", 0, true}, Row{"CV ạ", "", "", 0, true}, Row{"cv vx nhé", "", "VX", 0, true},
        Row{"BC 08/9/2026 ạ", "BC", "", 8, true}, Row{"cv lđtbxh", "", "LĐTBXH", 0, true},
        Row{"CV KHẨN", "", "", 0, false}, Row{"CV tc-kh", "", "TC-KH", 0, true}}) {
    CAPTURE(row.text);
    const NumberWish wish = read_number_wish(row.text);
    CHECK((wish.type != nullptr) == row.known);
    if (wish.type != nullptr) CHECK(wish.type->abbreviation == row.abbreviation);
    CHECK(wish.unit == row.unit);
    CHECK((wish.date ? wish.date->day : 0) == row.day);
  }
  CHECK(read_number_wish("BC 29/02").unclear == "29/02");  // what is asked back names what was not understood
  CHECK(read_number_wish("báo cáo hôm qua").unclear == "hôm qua");
  CHECK(read_number_wish("CV VX VP").unclear == "VX VP");
  CHECK(read_number_wish("ABC 29/02").unclear.empty());
}

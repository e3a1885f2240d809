#include <doctest/doctest.h>

#include "base/mime/date.h"
#include "mailstore/search/query/query_plan.h"
#include "mailstore/search/query/query_tree.h"

using namespace mailstore::search;

namespace {

const base::Timestamp kNow = base::Timestamp::from_seconds(base::days_from_civil(2026, 11, 23) * 86400 + 9 * 3600);

std::string tree_of(std::string_view text) {
  base::Result<Node> node = parse_query(text, kNow);
  return node ? to_string(*node) : "error: " + base::one_line(node.error().text);
}

struct Row {
  std::string text;
  std::string tree;
};

}  // namespace

TEST_CASE("search/query: text becomes a tree") {
  const Row rows[] = {
      {"", "all"},
      {"   ", "all"},
      {"***", "all"},
      {"cong van", "(and any:cong any:van)"},
      {"Công VĂN", "(and any:cong any:van)"},
      {"\"Công văn\"", "any:\"công văn\""},
      {"“Công văn”", "any:\"công văn\""},
      {"\"hoà\"", "any:\"hòa\""},
      {"kinh*", "any:kinh*"},
      {"a AND b", "(and any:a any:b)"},
      {"a OR b c", "(or any:a (and any:b any:c))"},
      {"a HOẶC b", "(or any:a any:b)"},
      {"a -b", "(and any:a (not any:b))"},
      {"a KHÔNG b", "(and any:a (not any:b))"},
      {"NOT (a OR b)", "(not (or any:a any:b))"},
      {"a-b", "any:[a b]"},
      {"binhnv@bimson.example", "any:[binhnv bimson example]"},
      {"tu:binhnv", "from:binhnv"},
      {"từ:Bình", "from:binh"},
      {"FROM:\"Nguyễn Văn\"", "from:\"nguyễn văn\""},
      {"tieude:(bao OR \"cáo\")", "(or subject:bao subject:\"cáo\")"},
      {"tiêuđề:kinh*", "subject:kinh*"},
      {"re: xin", "(and any:re any:xin)"},
      {"http://a.vn/b", "any:[http a vn b]"},
      {"https://a.vn", "any:[https a vn]"},
      {"mailto:an@a.vn", "any:[mailto an a vn]"},
      {"Re:báo", "any:[re bao]"},
      {"TL:báo", "any:[tl bao]"},
      {"10:30", "any:[10 30]"},
      {"10h30:họp", "any:[10h30 hop]"},
      {"V/v:họp", "any:[v v hop]"},
      {"C:a", "any:[c a]"},
      {"ghi chú: a", "(and any:ghi any:chu any:a)"},
      {"kết quả:", "(and any:ket any:qua)"},
      {"\"thang:10\"", "any:\"thang 10\""},
      {"tieude:thang:10", "subject:[thang 10]"},
      {"tieude:\"xyz:abc\"", "subject:\"xyz abc\""},
      {"147/BC-UBND", "(or any:[147 bc ubnd] number:147/bc-ubnd)"},
      {"51/2016/QĐ-UBND", "(or any:[51 2016 qd ubnd] number:51/2016/qd-ubnd)"},
      {"147 bc ubnd", "(and any:147 any:bc any:ubnd)"},
      {"so:147", "number:147"},
      {"so:05/BNV-VP", "number:5/bnv-vp"},
      {"so:BC-UBND", "number:/bc-ubnd"},
      {"so:\"147 bc ubnd\"", "number:147/bc-ubnd"},
      {"co:tep", "has:attachment"},
      {"has:attachment", "has:attachment"},
      {"la:chuadoc", "is:!seen"},
      {"là:\"chưa đọc\"", "is:!seen"},
      {"is:flagged", "is:flagged"},
      {"-is:flagged", "(not is:flagged)"},
      {"trong:\"Công việc\"", "in:\"Công việc\""},
      {"truoc:01/11/2026", "received:[,01-Nov-2026)"},
      {"after:2026-01-31", "received:[31-Jan-2026,)"},
      {"ngay:05/01/2026", "received:[05-Jan-2026,06-Jan-2026)"},
      {"on:2026", "received:[01-Jan-2026,01-Jan-2027)"},
      {"on:02/2024", "received:[01-Feb-2024,01-Mar-2024)"},
      {"on:01/11/2026..2026-11-30", "received:[01-Nov-2026,01-Dec-2026)"},
      {"on:..2026-11-30", "received:[,01-Dec-2026)"},
      {"ngay:homnay", "received:[23-Nov-2026,24-Nov-2026)"},
      {"ngay:\"hôm qua\"", "received:[22-Nov-2026,23-Nov-2026)"},
      {"size:>5M", "size:[5242880,)"},
      {"size:<10K", "size:[,10240)"},
      {"size:1K..2K", "size:[1024,2049)"},
      {"from:-a", "from:a"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    CHECK(tree_of(row.text) == row.tree);
  }
}

TEST_CASE("search/query: errors name the place") {
  const Row rows[] = {
      {"công \"văn", "character 6: the quotation mark is not closed"},
      {"(a b", "character 1: the parenthesis is not closed"},
      {"a )", "character 3: this ) has no ("},
      {"a OR", "character 5: a word is missing here"},
      {"AND a", "character 1: a word is missing before AND"},
      {"a AND OR b", "character 7: a word is missing here"},
      {"NOT", "character 4: a word is missing after NOT"},
      {"()", "character 2: a word is missing here"},
      {"from: a", "character 6: a value is missing after \"from:\""},
      {"from:", "character 6: a value is missing after \"from:\""},
      {"from:!!", "character 6: at least one letter or digit is needed"},
      {"từ:tới to:from:x", "character 11: a field inside a field"},
      {"from:(to:a)", "character 7: a field inside a field"},
      {"on:31/02/2026", "character 4: this value of \"on:\" is not understood"},
      {"on:2026-11-30..2026-11-01", "character 4: this value of \"on:\" is not understood"},
      {"size:big", "character 6: this value of \"size:\" is not understood"},
      {"is:lost", "character 4: this value of \"is:\" is not understood"},
      {"so:!!", "character 4: not a document number"},
      {"thang:10/2026", "character 1: there is no field \"thang:\""},
      {"a xyz:abc", "character 3: there is no field \"xyz:\""},
      {"ngườigửi:an", "các trường là tu: (from:), den: (to:)"},
      {"-xyz:\"a b\"", "character 2: there is no field \"xyz:\""},
      {"(a OR tháng:10)", "character 7: there is no field \"tháng:\""},
      {"dungluong:>5M", "there is no field \"dungluong:\""},
      {"tieude:(xyz:a)", "character 9: there is no field \"xyz:\""},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    const base::Result<Node> node = parse_query(row.text, kNow);
    REQUIRE(!node);
    CHECK(node.error().code == base::ErrorCode::bad_input);
    INFO(base::one_line(node.error().text));
    CHECK(base::one_line(node.error().text).find(row.tree) != std::string::npos);
  }
}

TEST_CASE("search/query: limits are kept") {
  CHECK(!parse_query(std::string(5000, 'a'), kNow));
  CHECK(!parse_query(std::string(200, '(') + "a" + std::string(200, ')'), kNow));
  std::string many, minus = "a";
  for (int i = 0; i < 200; ++i) many += "w" + std::to_string(i) + " ";
  CHECK(!parse_query(many, kNow));
  for (int i = 0; i < 100; ++i) minus = "-" + minus;
  CHECK(!parse_query(minus, kNow));
}

TEST_CASE("search/plan: conditions are parted from what the index answers") {
  const Row rows[] = {
      {"a b is:unread", "any:a any:b is:!seen"},
      {"a OR b", "(or any:a any:b)"},
      {"is:unread", "is:!seen"},
      {"", "all"},
      {"a OR is:unread", "any:a | is:!seen"},
      {"-(a is:unread)", "-any:a | -is:!seen"},
      {"-(a OR is:unread)", "-any:a -is:!seen"},
      {"(a OR is:flagged) (b OR in:INBOX)",
       "any:a any:b | any:a in:\"INBOX\" | any:b is:flagged | is:flagged in:\"INBOX\""},
      {"-a", "-any:a"},
  };
  for (const Row& row : rows) {
    INFO(row.text);
    base::Result<Node> node = parse_query(row.text, kNow);
    REQUIRE(node);
    base::Result<std::vector<Branch>> branches = plan(*node);
    REQUIRE(branches);
    CHECK(to_string(*branches) == row.tree);  // index parts stand before conditions
  }
  std::string big;
  for (int i = 0; i < 8; ++i) big += "(a OR is:unread) ";
  base::Result<Node> node = parse_query(big, kNow);
  REQUIRE(node);
  CHECK(!plan(*node));
}

#include "base/text/csv.h"

#include <doctest/doctest.h>

#include "base/text/charset.h"
#include "directory/plans/columns.h"

namespace {

using base::parse_csv;

std::string join(const std::vector<std::string>& fields) {
  std::string out;
  for (const std::string& field : fields) out += "[" + field + "]";
  return out;
}

struct Row {
  std::string bytes, expected;  // heading and rows, each in brackets, with the line number
};

TEST_CASE("directory/csv: separators, quotes, line ends, byte order marks") {
  const Row rows[] = {
      {"a,b\n1,2\n", "[a][b] 2[1][2]"},
      {"a,b\r\n1,2", "[a][b] 2[1][2]"},
      {"a,b\r1,2\r", "[a][b] 2[1][2]"},
      {"a;b\n1,5;2\n", "[a][b] 2[1,5][2]"},
      {"a\tb\n1\t2\n", "[a][b] 2[1][2]"},
      {"\xef\xbb\xbf"
       "a,b\n1,2\n",
       "[a][b] 2[1][2]"},
      {"\n\n a , b \n\n 1 ,\t2 \n,\n3,\n", "[a][b] 5[1][2] 7[3][]"},
      {"a,b\n\"x,\"\"y\"\"\nz\",2\n3,4\n", "[a][b] 2[x,\"y\"\nz][2] 4[3][4]"},
      {"a,b\nsay \"hi\",2\n", "[a][b] 2[say \"hi\"][2]"},
      {"a,b\n\"x\"y,2\n", "[a][b] 2[xy][2]"},
      {"a,b\n1\n", "[a][b] 2[1][]"},
      {"a,b\n1,2,,\n", "[a][b] 2[1][2]"},
      {"a,b\n1,2,3\n", "[a][b] 2[1][2]!"},
      {"a\n1\n", "[a] 2[1]"},
      {std::string("\xff\xfe"
                   "a\0,\0b\0\n\0"
                   "1\0,\0\xa1\x1e\n\0",
                   18),
       "[a][b] 2[1][ạ]"},
      {"a,b\nHo\xcc\x80,x\n", "[a][b] 2[Hò][x]"},  // NFD becomes NFC
      {"a,b\n\xc2\xa0Ho\xc2\xa0,x\n", "[a][b] 2[Ho][x]"},
      {"a;b\nNguy\xea\xden V\xe3n \xd0\xe1;x\n", "[a][b] 2[Nguyễn Văn Đá][x]"},  // Windows-1258: combining tones
  };
  for (const Row& row : rows) {
    CAPTURE(row.bytes);
    const auto table = parse_csv(row.bytes);
    REQUIRE(table);
    std::string got = join(table->heading);
    for (const auto& line : table->rows)
      got += " " + std::to_string(line.line) + join(line.fields) + (line.too_many ? "!" : "");
    CHECK(got == row.expected);
  }
}

TEST_CASE("directory/csv: what spreadsheets put above the heading") {
  const Row rows[] = {
      {"sep=;\na;b\n1,5;2\n", "[a][b] 3[1,5][2]"},
      {"sep=,\r\na,b;c\r\n1,2\r\n", "[a][b;c] 3[1][2]"},
      {"\"sep=;\"\r\na;b\r\n1;2", "[a][b] 3[1][2]"},
      {"SEP=\t\na\tb\n1\t2\n", "[a][b] 3[1][2]"},
      {"sep=|\na|b\n1|2\n", "[a][b] 3[1][2]"},
      {"sep=;;;\na;b;c\n1;2;3\n", "[a][b][c] 3[1][2][3]"},
      {"sep=\na,b\n1,2\n", "[a][b] 3[1][2]"},
      {"\xef\xbb\xbfsep=;\na;b\n1;2\n", "[a][b] 3[1][2]"},
      {"\xef\xbb\xbf\xef\xbb\xbf"
       "a;b\n1;2\n",
       "[a][b] 2[1][2]"},
      {"\n;;\nsep=;\na;b\n1;2\n", "[a][b] 5[1][2]"},
      {"separate,b\n1,2\n", "[separate][b] 2[1][2]"},
      {"sep=x,b\n1,2\n", "[sep=x][b] 2[1][2]"},  // no separator: a heading like any other
      {"sep=;more;b\n1;2\n", "[sep=][more][b] 2[1][2][]"},
      {std::string("\xff\xfes\0e\0p\0=\0;\0\n\0"
                   "a\0;\0b\0\n\0"
                   "1\0;\0"
                   "2\0",
                   28),
       "[a][b] 3[1][2]"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.bytes);
    const auto table = parse_csv(row.bytes);
    REQUIRE(table);
    std::string got = join(table->heading);
    for (const auto& line : table->rows) got += " " + std::to_string(line.line) + join(line.fields);
    CHECK(got == row.expected);
  }
  const auto staff = [](const std::vector<std::string>& row) {
    return directory::Columns::is_heading(row, directory::staff_columns());
  };
  // Titles, with separators of their own, and blank lines; the heading decides how the rest is parted.
  const auto titled = parse_csv(
      "UBND XÃ, PHƯỜNG, THỊ TRẤN;;\n\nDanh sách cán bộ, công chức, viên chức, tháng 11\n;;\nHọ và tên;Chức vụ;Đơn vị\nA;B, C;D\n",
      staff);
  REQUIRE(titled);
  CHECK(titled->heading_line == 5);
  CHECK(join(titled->heading) == "[Họ và tên][Chức vụ][Đơn vị]");
  REQUIRE(titled->rows.size() == 1);
  CHECK(join(titled->rows[0].fields) == "[A][B, C][D]");
  CHECK(titled->rows[0].line == 6);
  // Without a heading that is known the first row is taken, and the error says what was looked for.
  const auto unknown = parse_csv("Danh sách;x\nHọ và tên;Điện thoại\n", staff);
  REQUIRE(unknown);
  CHECK(unknown->heading_line == 1);
  const auto columns = directory::Columns::match(unknown->heading, directory::staff_columns(), unknown->heading_line);
  REQUIRE_FALSE(columns);
  for (const char* said :
       {"Họ và tên (full_name)", "dòng 1", "Đơn vị", "Mã cán bộ", "known columns: full_name,title,unit"}) {
    CAPTURE(said);
    CHECK(base::one_line(columns.error().text).find(said) != std::string::npos);
  }
}

TEST_CASE("directory/csv: what is no table is refused with a line") {
  CHECK_FALSE(parse_csv(""));
  CHECK_FALSE(parse_csv("\n \n"));
  CHECK_FALSE(parse_csv(std::string("a,b\n\0\n", 6)));
  const auto open = parse_csv("a,b\n1,2\n\"x,3\n4,5\n");
  REQUIRE_FALSE(open);
  CHECK(open.error().text.vi.starts_with("Dòng 3: "));
  CHECK(open.error().text.en.starts_with("Line 3: "));
  CHECK_FALSE(parse_csv("a,b\n" + std::string(9000, 'x') + ",1\n"));
  CHECK_FALSE(parse_csv("a" + std::string(100, ',') + "\n"));
  std::string many = "a\n";
  for (int i = 0; i < 200001; ++i) many += "1\n";
  CHECK_FALSE(parse_csv(many));
}

TEST_CASE("directory/csv: lines are written so that they read back, and no cell becomes a formula") {
  CHECK(base::csv_line({"a", "b c", "", "x,y", "say \"hi\""}, false) == "a,b c,,\"x,y\",\"say \"\"hi\"\"\"\r\n");
  CHECK(base::csv_line({"=1+1", "+84", "@x", "-", "ok"}, true) == "'=1+1,'+84,'@x,'-,ok\r\n");
  // Where the semicolon parts cells, the quotes of "NV-1,\"x;=1+1\"" do not hold.
  CHECK(base::csv_line({"NV-1", "x;=1+1", "a; b", "x;  \"@y", "a\tb\t-1", "dòng\n+2", "＝1", "a-b=c", "\n=1"}, true) ==
        "NV-1,\"x;'=1+1\",\"a; b\",\"x;  \"\"'@y\",\"a\tb\t'-1\",\"dòng\n'+2\",'＝1,a-b=c,\"'\n'=1\"\r\n");
  const std::vector<std::string> fields = {"Nguyễn; Văn", "a\"b", "dòng\nhai", "x"};
  const auto table = parse_csv("a,b,c,d\r\n" + base::csv_line(fields, false));
  REQUIRE(table);
  CHECK(table->rows.at(0).fields == fields);
}

TEST_CASE("directory/columns: headings and words in both languages") {
  using directory::Columns;
  const auto vietnamese =
      Columns::match({"STT", "Họ và tên", "CHỨC VỤ", "Đơn vị", "dien thoai", "Địa chỉ thư", "Vai trò", "Mã cán bộ"},
                     directory::staff_columns());
  REQUIRE(vietnamese);
  const auto table = parse_csv("STT,x,x,x,x,x,x,x\n1,A,B,C,D,E,F,G\n");
  const auto& row = table->rows.at(0);
  std::string got;
  for (const char* name : {"full_name", "title", "unit", "phone", "address", "role", "staff_code"})
    got += vietnamese->cell(row, name);
  CHECK(got == "ABCDEFG");
  CHECK(Columns::match({"full_name", "unit"}, directory::staff_columns()));
  CHECK_FALSE(Columns::match({"full_name", "phone"}, directory::staff_columns()));
  CHECK_FALSE(Columns::match({"full_name", "Họ tên", "unit"}, directory::staff_columns()));
  CHECK(Columns::match({"STT", "Họ và tên", "Đơn vị", "Ghi chú", "Ngày sinh"},
                       directory::staff_columns()));  // others are left alone
  for (const char* slip :
       {"adress", "Địa chỉ thu7", "emial", "chuc vuj", "stafff_code"}) {  // nearly ours: asked about, not left out
    CAPTURE(slip);
    CHECK_FALSE(Columns::match({"full_name", "unit", slip}, directory::staff_columns()));
  }
  CHECK(Columns::match({"full_name", "phòng"}, directory::staff_columns()));  // nearly "phone", but ours as it stands
  CHECK(Columns::match({"full_name", "unit", "address", "adress"}, directory::staff_columns()));
  CHECK(Columns::match({"H\u1ECD v\u00E0 t\u00EAn", "\u00D0\u01A1n v\u1ECB", "\u0110i\u1EC7n tho\u00ADại"},
                       directory::staff_columns())
            ->has("phone"));  // eth, soft hyphen
  CHECK(Columns::match({"Mã đơn vị", "Tên đơn vị", "Ký hiệu", "Đơn vị cấp trên", "Loại", "Tên thư"},
                       directory::unit_columns())
            ->has("mail"));
  using directory::Role;
  CHECK(directory::role_from_word("Lãnh đạo") == Role::leader);
  CHECK(directory::role_from_word("VĂN THƯ") == Role::clerk);
  CHECK(directory::role_from_word("quan tri") == Role::admin);
  CHECK(directory::role_from_word("") == Role::staff);
  CHECK(directory::role_from_word("Chuyên viên") == Role::staff);
  CHECK_FALSE(directory::role_from_word("vua"));
  CHECK(directory::phone_key("+84 912.345.678") == directory::phone_key("0912 345 678"));
}

TEST_CASE("directory/csv: a mark right behind closing quotes belongs to the letter before them") {
  const auto table = parse_csv("a,b\n\"n\"\xCC\x83,2\n");
  REQUIRE(table.has_value());
  CHECK(table->rows.at(0).fields.at(0) == "ñ");
}

}  // namespace

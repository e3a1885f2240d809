// HEADER.FIELDS over a header in pieces: the same whatever the pieces, and the same as field by field.
#include <doctest/doctest.h>

#include <random>

#include "base/mime/field_selector.h"
#include "base/mime/header_fields.h"
#include "base/text/case.h"

namespace {

// Field by field, each against each name.
std::string plainly(std::string_view header, const std::vector<std::string>& names, bool negate) {
  std::string out;
  for (const base::HeaderField& field : base::index_header(header, 1000000)) {
    bool named = false;
    for (const std::string& name : names) named = named || base::equals_ignoring_case(name, field.name(header));
    if (named != negate) out += header.substr(field.begin, field.end - field.begin);
  }
  if (!out.empty() && out.back() != '\n') out += "\r\n";
  return out + "\r\n";
}

std::string in_pieces(std::string_view header, const std::vector<std::string>& names, bool negate, std::size_t piece) {
  const base::FieldNames wanted(names);
  base::FieldSelector selector(wanted, negate);
  std::string out;
  while (!header.empty()) {
    selector.feed(header.substr(0, piece), out);
    header.remove_prefix(std::min(piece, header.size()));
  }
  selector.finish(out);
  return out;
}

std::string random_header(std::mt19937& random) {
  const char* parts[] = {"From: a\r\n", "to : b\n", " folded\r\n", "\tfolded", "no field here\r\n", "X-A:",
                         "\r\n",        "\r",       "\n",          ": x\r\n",  "Subject: c\r\n",    "x-a: d\r\n"};
  std::string out;
  for (int count = static_cast<int>(random() % 12); count > 0; --count) out += parts[random() % std::size(parts)];
  return out;
}

}  // namespace

TEST_CASE("mime/field selector: pieces of any size choose what field by field is chosen") {
  std::mt19937 random(7);
  for (int round = 0; round < 3000; ++round) {
    const std::string header = random_header(random);
    std::vector<std::string> names;
    for (const char* name : {"FROM", "To", "x-a", "absent", ""}) {
      if (random() % 2) names.push_back(name);
    }
    const bool negate = random() % 2;
    CAPTURE(header);
    const std::string wanted = plainly(header, names, negate);
    CHECK(base::select_header_fields(header, names, negate) == wanted);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{2}, std::size_t{5}})
      CHECK(in_pieces(header, names, negate, piece) == wanted);
  }
}

TEST_CASE("mime/field selector: a line without a colon is no field, however long, and is not kept") {
  const std::string long_line(300000, 'x');
  const std::string header = "A: 1\r\n" + long_line + "\r\n and more\r\nB: 2\r\n" + long_line +
                             ": 3\r\nC: " + long_line + "\r\n\r\nD: body\r\n";
  for (const std::size_t piece : {std::size_t{1000}, std::size_t{4096}, header.size()}) {
    CHECK(in_pieces(header, {"none"}, true, piece) == "A: 1\r\nB: 2\r\nC: " + long_line + "\r\n\r\n");
    CHECK(in_pieces(header, {"b"}, false, piece) == "B: 2\r\n\r\n");
  }
}

TEST_CASE("mime/field selector: names in any case, doubled ones once") {
  const base::FieldNames names({"To", "from", "FROM", "x"});
  for (const char* name : {"to", "TO", "From", "X"}) CHECK(names.contains(name));
  for (const char* name : {"", "t", "too", "Y"}) CHECK_FALSE(names.contains(name));
  CHECK_FALSE(base::FieldNames({}).contains("a"));
}

// What is kept of a message beside its bytes grows with the message, whatever is in it.
#include <doctest/doctest.h>

#include <map>
#include <random>
#include <string>

#include "base/mime/structure_codec.h"
#include "mailstore/store/contents/content_columns.h"
#include "mailstore/store/contents/content_text.h"
#include "mailstore/store/contents/listed_content.h"
#include "mailstore/store/contents/packed_octets.h"

using mailstore::ContentColumns;

namespace {

std::string letters(std::mt19937& random, std::size_t count) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
  std::string out;
  while (out.size() < count) out += kLetters[random() % kLetters.size()];
  return out;
}

// Pieces until they are so many octets; folded, so that no line is over 900.
template <class Piece>
std::string folded(std::string name, std::size_t octets, Piece piece) {
  std::string out = std::move(name);
  for (std::size_t line = out.size(); out.size() < octets;) {
    const std::string one = piece();
    line += one.size();
    if (line > 900) {
      out += "\r\n ";
      line = one.size();
    }
    out += one;
  }
  return out + "\r\n";
}

// Mail of each kind: nearly all of it is what a parser keeps.
std::map<std::string, std::string> hostile_mail(std::size_t octets, unsigned seed) {
  std::mt19937 random(seed);
  std::map<std::string, std::string> out;
  const std::string head = "X-Number: " + std::to_string(seed) + "\r\n";
  const auto header = [&](const std::string& kind, const std::string& name, auto piece) {
    out[kind] = head + folded(name, octets, piece) + "\r\nx\r\n";
  };
  header("addresses without a name", "To: ", [&] { return std::string("a,"); });
  header("short addresses", "Cc: ", [&] { return letters(random, 1) + ","; });
  header("addresses of the sender", "From: ", [&] { return letters(random, 2) + "@" + letters(random, 2) + ","; });
  header("names", "Bcc: ", [&] { return "\"" + letters(random, 12) + "\" <" + letters(random, 6) + "@x>, "; });
  header("encoded names", "To: ", [&] { return "=?utf-8?q?=C3=B4" + letters(random, 4) + "?= <a@b>, "; });
  header("groups", "To: ", [&] { return letters(random, 3) + ":;,"; });
  header("references", "References: ", [&] { return "<" + letters(random, 3) + "@x> "; });
  header("long references", "References: ", [&] { return "<" + letters(random, 120) + "> "; });
  header("answered", "In-Reply-To: ", [&] { return "<" + letters(random, 60) + "> "; });
  header("message id", "Message-ID: <", [&] { return letters(random, 80); });
  header("subject", "Subject: ", [&] { return letters(random, 9) + " "; });
  header("encoded subject", "Subject: ", [&] { return "=?utf-8?b?" + letters(random, 40) + "?= "; });
  header("octets that are no text", "Subject: ", [&] { return std::string("\xff\xfe") + letters(random, 1); });
  header("keywords", "Keywords: ", [&] { return letters(random, 2) + ","; });
  header("unknown field", "X-Random: ", [&] { return letters(random, 60); });
  header("parameters", "Content-Type: text/plain",
         [&] { return ";" + letters(random, 2) + "=" + letters(random, 30); });
  header("disposition", "Content-Disposition: attachment",
         [&] { return "; filename*" + std::to_string(random() % 99) + "=" + letters(random, 40); });
  header("languages", "Content-Language: ", [&] { return letters(random, 4) + ","; });
  header("description", "Content-Description: ", [&] { return letters(random, 50); });
  const auto repeated = [&](const std::string& kind, const std::string& before, auto piece) {
    std::string mail = head + before;
    while (mail.size() < octets) mail += piece();
    out[kind] = mail;
  };
  repeated("fields", "", [&] { return "X-" + letters(random, 5) + ": " + letters(random, 2) + "\r\n"; });
  repeated("received", "", [&] { return "Received: from " + letters(random, 30) + " by x; Mon, 1 Jan 2026\r\n"; });
  repeated("kept fields", "", [&] { return "List-Id: " + letters(random, 60) + "\r\n"; });
  const std::string mixed = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
  repeated("parts", mixed, [&] { return std::string("--b\r\n\r\n"); });
  repeated("named parts", mixed, [&] {
    return "--b\r\nContent-Type: a/b; name=" + letters(random, 9) + "\r\nContent-ID: <" + letters(random, 9) +
           ">\r\n\r\n";
  });
  repeated("odd types", mixed,
           [&] { return "--b\r\nContent-Type: " + letters(random, 60) + "/" + letters(random, 60) + "\r\n\r\n"; });
  repeated("odd encodings", mixed,
           [&] { return "--b\r\nContent-Transfer-Encoding: " + letters(random, 90) + "\r\n\r\n"; });
  repeated("messages", mixed, [&] {
    return "--b\r\nContent-Type: message/rfc822\r\n\r\nFrom: a,b,c," + letters(random, 3) +
           "\r\nSubject: " + letters(random, 4) + "\r\n\r\nx\r\n";
  });
  repeated("nested", "", [&] {
    const std::string mark = letters(random, 6);
    return "Content-Type: multipart/mixed; boundary=" + mark + "\r\n\r\n--" + mark + "\r\n";
  });
  repeated("page", "Content-Type: text/html\r\n\r\n",
           [&] { return "<a href='" + letters(random, 40) + "'>" + letters(random, 9) + "</a>\r\n"; });
  repeated("odd octets in a page", "Content-Type: text/html; charset=windows-1258\r\n\r\n", [&] {
    std::string line;
    while (line.size() < 60) line += static_cast<char>(0x80 + random() % 0x80);
    return line + "\r\n";
  });
  return out;
}

}  // namespace

TEST_CASE("content room: what is kept of a message is a function of its size") {
  for (const std::size_t octets : {std::size_t{500}, std::size_t{8000}, std::size_t{20'000}, std::size_t{150'000},
                                   std::size_t{900'000}, std::size_t{3'000'000}}) {
    for (const auto& [kind, mail] : hostile_mail(octets, static_cast<unsigned>(octets))) {
      const ContentColumns columns = mailstore::describe_content(mail);
      CAPTURE(kind);
      CAPTURE(mail.size());
      CHECK(octets_of(columns) <= mail.size() + 4096);
      // It can be read again, and texts that are not there say so.
      const auto list = mailstore::ListedContent::unpack(columns.list);
      REQUIRE(list);
      CHECK((*list)->parts().envelope.starts_with('('));
      const auto structure = mailstore::unpack_octets(columns.structure);
      REQUIRE(structure);
      CHECK(base::decode_structure(*structure));
      REQUIRE(mailstore::unpack_text(columns.packed_text));
    }
  }
}

TEST_CASE("content room: ordinary mail keeps all of it") {
  std::string people;
  for (int i = 0; i < 400; ++i)
    people += (i == 0 ? "" : ",\r\n ") + ("\"Nguyễn Văn " + std::to_string(i)) + "\" <nguyen.van." + std::to_string(i) +
              "@so.example.vn>";
  const std::string mail = "From: An <an@so.example.vn>\r\nTo: " + people +
                           "\r\nSubject: Giấy mời họp\r\nMessage-ID: <1@so.example.vn>\r\n\r\nKính mời.\r\n";
  const ContentColumns columns = mailstore::describe_content(mail);
  CHECK_FALSE(columns.to.ends_with(mailstore::kCutMark));
  CHECK(columns.to.find("Nguyễn Văn 399 <nguyen.van.399@so.example.vn>") != std::string::npos);
  const auto text = mailstore::unpack_text(columns.packed_text);
  REQUIRE(text);
}

TEST_CASE("content room: people behind the cut are found as the column would have them") {
  std::string people;
  for (int i = 0; i < 3000; ++i) people += "a" + std::to_string(i) + "@x.vn, ";
  const std::string mail =
      "From: An <an@so.example.vn>\r\nTo: " + people + "\"Tran, B\" <b@x.vn>, c@x.vn (Name)\r\nSubject: x\r\n\r\nx\r\n";
  REQUIRE(mailstore::describe_content(mail).to.ends_with(mailstore::kCutMark));
  const auto finds = [&](std::string_view field, std::string_view needle, bool as_column) {
    return mailstore::look_into_message(mail, {false, true, field, as_column}, base::CasemapFinder(needle));
  };
  CHECK(finds("To", "Tran, B <b@x", true));
  CHECK_FALSE(finds("To", "Tran, B <b@x", false));  // HEADER looks at the field as it stands
  CHECK_FALSE(finds("Cc", "Tran, B <b@x", true));
}

TEST_CASE("content room: keys that are cut stay different") {
  std::mt19937 random(7);
  const std::string subject = letters(random, 1500);
  const auto key = [&](const std::string& end) {
    return mailstore::describe_content(folded("Subject: ", 10, [&] { return subject + end; }) + "\r\nx\r\n")
        .base_subject;
  };
  CHECK(key("a").size() < 700);
  CHECK(key("a") == key("A"));
  CHECK(key("a") != key("b"));
}

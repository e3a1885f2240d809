// Linear time on hostile input: each shape is parsed at one size and at four times that size; quadratic work would take
// sixteen times as long, and at a megabyte seconds. The bound is far off both.
#include <doctest/doctest.h>

#include <ctime>

#include <algorithm>
#include <functional>
#include <string>

#include "base/mime/decoded_text.h"
#include "base/mime/header_text.h"
#include "base/mime/html_text.h"
#include "base/mime/imap_structure.h"
#include "base/mime/message.h"
#include "base/mime/references.h"
#include "base/text/case.h"

using namespace base;

namespace {

std::string repeated(std::string_view piece, std::size_t bytes) {
  std::string out;
  out.reserve(bytes + piece.size());
  while (out.size() < bytes) out += piece;
  return out;
}

// Processor time of this thread: a busy machine changes it little.
double now() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_nsec) / 1e9;
}

double seconds(const std::function<void()>& work) {
  double best = 1e9;
  for (int i = 0; i < 3; ++i) {
    const double start = now();
    work();
    best = std::min(best, now() - start);
  }
  return best;
}

void everything(const std::string& bytes) {
  const ParsedMessage message = parse_message(bytes);
  imap_envelope(message.envelope);
  imap_body_structure(message.root);
  decode_text(message, bytes);
}

std::string nested(std::size_t bytes, const char* boundary_pad) {
  std::string out;
  for (std::size_t i = 0; out.size() < bytes; ++i) {
    const std::string b = std::to_string(i) + boundary_pad;
    out += "Content-Type: multipart/mixed; boundary=\"" + b + "\"\r\n\r\n--" + b + "\r\n";
  }
  return out;
}

}  // namespace

TEST_CASE("mime/hostile: time grows with the size, not with its square") {
  struct Row {
    const char* name;
    std::function<void(std::size_t)> work;
  };
  const std::string mixed = "Content-Type: multipart/mixed; boundary=b\r\n\r\n";
  const auto message = [](std::string head, std::string piece) {
    return [=](std::size_t bytes) { everything(head + repeated(piece, bytes)); };
  };
  const Row rows[] = {
      {"dashes", message(mixed, "--\r\n")},
      {"near boundaries", message(mixed + "--b\r\n\r\n", "--bx\r\n")},
      {"dashes under 100 open multiparts",
       [](std::size_t n) { everything(nested(9000, "x") + repeated("--\r\n", n)); }},
      {"nested boundaries", [](std::size_t n) { everything(nested(n, "x")); }},
      {"many parts", message(mixed, "--b\r\n\r\nx\r\n")},
      {"header without end", message("", "A: b\r\n")},
      {"one folded field", message("Subject: ", "x\r\n ")},
      {"addresses", message("To: ", "a@b, ")},
      {"address openers", message("To: ", "<")},
      {"comments", message("To: ", "(")},
      {"quotes", message("To: ", "\"a")},
      {"groups", message("To: ", "a:")},
      {"broken encoded words in addresses", message("To: ", "=?")},
      {"encoded word starts", [](std::size_t n) { decode_header_text(repeated("=?u?q?", n)); }},
      {"encoded words", [](std::size_t n) { decode_header_text(repeated("=?utf-8?q?=E1?= ", n)); }},
      {"parameters", message("Content-Type: text/plain", ";a=b")},
      {"continuations", message("Content-Disposition: x", ";filename*1=b")},
      {"message ids", [](std::size_t n) { message_ids(repeated("<a", n)); }},
      {"subject blobs", [](std::size_t n) { base_subject(repeated("[", n)); }},
      {"subject replies", [](std::size_t n) { base_subject(repeated("re: ", n)); }},
      {"open tags", [](std::size_t n) { html_to_text(repeated("<a", n)); }},
      {"open comments", [](std::size_t n) { html_to_text(repeated("<!--", n)); }},
      {"scripts", [](std::size_t n) { html_to_text(repeated("<script>", n)); }},
      {"entities", [](std::size_t n) { html_to_text(repeated("&&#x", n)); }},
      {"letters beyond the tables", [](std::size_t n) { casemap(repeated("日本語", n)); }},
      {"needle", [](std::size_t n) { CasemapFinder(repeated("a", n / 2) + 'b').contains_in_raw(repeated("A", n)); }},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.name));
    const double small = seconds([&] { row.work(256u << 10); });
    const double large = seconds([&] { row.work(1u << 20); });
    CAPTURE(small);
    CAPTURE(large);
    CHECK((large < 0.2 || large < small * 10));
    CHECK(large < 20.0);
  }
}

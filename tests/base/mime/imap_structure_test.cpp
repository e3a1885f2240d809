#include "base/mime/imap_structure.h"

#include <doctest/doctest.h>

using namespace base;

namespace {
std::string envelope_of(const std::string& header) { return imap_envelope(parse_message(header).envelope); }
std::string structure_of(const std::string& bytes) { return imap_body_structure(parse_message(bytes).root); }
}  // namespace

TEST_CASE("mime/imap_structure: ENVELOPE of the example in RFC 3501 section 8") {
  CHECK(
      envelope_of(
          "Date: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\r\nFrom: Terry Gray <gray@cac.washington.edu>\r\nSubject: IMAP4rev1 WG mtg summary and minutes\r\n"
          "To: imap@cac.washington.edu\r\ncc: minutes@CNRI.Reston.VA.US,\r\n   John Klensin <KLENSIN@MIT.EDU>\r\nMessage-Id: <B27397-0100000@cac.washington.edu>\r\n"
          "MIME-Version: 1.0\r\nContent-Type: TEXT/PLAIN; CHARSET=US-ASCII\r\n\r\n") ==
      "(\"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\" \"IMAP4rev1 WG mtg summary and minutes\" ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) "
      "((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\")) ((NIL NIL \"imap\" \"cac.washington.edu\")) "
      "((NIL NIL \"minutes\" \"CNRI.Reston.VA.US\")(\"John Klensin\" NIL \"KLENSIN\" \"MIT.EDU\")) NIL NIL \"<B27397-0100000@cac.washington.edu>\")");
}

TEST_CASE("mime/imap_structure: ENVELOPE of odd headers") {
  struct Row {
    const char* header;
    const char* envelope;
  };
  const Row rows[] = {
      {"\r\n", "(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)"},
      {"Subject:\r\n\r\n", "(NIL \"\" NIL NIL NIL NIL NIL NIL NIL NIL)"},
      {"Subject: a \"q\" \\\r\n\r\n", "(NIL \"a \\\"q\\\" \\\\\" NIL NIL NIL NIL NIL NIL NIL NIL)"},
      {"Subject: \xC4\x91\r\n\r\n", "(NIL {2}\r\n\xC4\x91 NIL NIL NIL NIL NIL NIL NIL NIL)"},
      {"To: G: a@b;\r\n\r\n",
       "(NIL NIL NIL NIL NIL ((NIL NIL \"G\" NIL)(NIL NIL \"a\" \"b\")(NIL NIL NIL NIL)) NIL NIL NIL NIL)"},
      {"To: <@r:a@b>\r\n\r\n", "(NIL NIL NIL NIL NIL ((NIL \"@r\" \"a\" \"b\")) NIL NIL NIL NIL)"},
      {"To: nobody\r\n\r\n", "(NIL NIL NIL NIL NIL ((NIL NIL \"nobody\" \"\")) NIL NIL NIL NIL)"},
      {"From: a@b\r\nSender: s@b\r\nReply-To:\r\n\r\n",
       "(NIL NIL ((NIL NIL \"a\" \"b\")) ((NIL NIL \"s\" \"b\")) ((NIL NIL \"a\" \"b\")) NIL NIL NIL NIL NIL)"},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.header));
    CHECK(envelope_of(row.header) == row.envelope);
  }
  CHECK(imap_envelope(parse_envelope("Subject: \xC4\x91\r\n\r\n"), ImapStrings::utf8_accept) ==
        "(NIL \"\xC4\x91\" NIL NIL NIL NIL NIL NIL NIL NIL)");
  CHECK(envelope_of("Subject: " + std::string(2000, 'x') + "\r\n\r\n").find("{2000}\r\n") != std::string::npos);
}

TEST_CASE("mime/imap_structure: BODYSTRUCTURE") {
  struct Row {
    const char* bytes;
    const char* structure;
  };
  const Row rows[] = {
      {"\r\nx\r\n", "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 3 1 NIL NIL NIL NIL)"},
      {"Content-Type: TEXT/HTML; Charset=UTF-8; format=flowed\r\nContent-Transfer-Encoding: BASE64\r\nContent-ID: <c>\r\nContent-Description: d\r\nContent-MD5: m\r\n"
       "Content-Disposition: inline; filename=a\r\nContent-Language: vi\r\nContent-Location: l\r\n\r\n",
       "(\"text\" \"html\" (\"charset\" \"UTF-8\" \"format\" \"flowed\") \"<c>\" \"d\" \"base64\" 0 0 \"m\" (\"inline\" (\"filename\" \"a\")) (\"vi\") \"l\")"},
      {"Content-Type: image/png\r\n\r\nx", "(\"image\" \"png\" NIL NIL NIL \"7bit\" 1 NIL NIL NIL NIL)"},
      {"Content-Type: message/rfc822\r\n\r\nSubject: s\r\n\r\nab\r\n",
       "(\"message\" \"rfc822\" NIL NIL NIL \"7bit\" 18 (NIL \"s\" NIL NIL NIL NIL NIL NIL NIL NIL) (\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 4 1 NIL NIL NIL NIL) 3 NIL NIL "
       "NIL NIL)"},
      {"Content-Type: multipart/mixed; boundary=b\r\nContent-Language: vi, en\r\n\r\n--b\r\n\r\nx\r\n--b\r\nContent-Type: image/png\r\n\r\ny\r\n--b--\r\n",
       "((\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 1 0 NIL NIL NIL NIL)(\"image\" \"png\" NIL NIL NIL \"7bit\" 1 NIL NIL NIL NIL) \"mixed\" (\"boundary\" \"b\") NIL "
       "(\"vi\" \"en\") NIL)"},
      {"Content-Type: multipart/mixed; boundary=b\r\n\r\nno parts\r\n",
       "((\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 10 1 NIL NIL NIL NIL) \"mixed\" (\"boundary\" \"b\") NIL NIL NIL)"},
      {"Content-Type: application/pdf; name*=utf-8''%C4%91\r\n\r\n",
       "(\"application\" \"pdf\" (\"name*\" \"utf-8''%C4%91\") NIL NIL \"7bit\" 0 NIL NIL NIL NIL)"},
      {"Content-Type: application/pdf; name=\"\xC4\x91\"\r\n\r\n",
       "(\"application\" \"pdf\" (\"name\" {2}\r\n\xC4\x91) NIL NIL \"7bit\" 0 NIL NIL NIL NIL)"},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.bytes));
    CHECK(structure_of(row.bytes) == row.structure);
  }
  CHECK(imap_body(parse_message("\r\nx\r\n").root) ==
        "(\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 3 1)");
  CHECK(
      imap_body(parse_message(rows[4].bytes).root) ==
      "((\"text\" \"plain\" (\"charset\" \"us-ascii\") NIL NIL \"7bit\" 1 0)(\"image\" \"png\" NIL NIL NIL \"7bit\" 1) \"mixed\")");
}

TEST_CASE("mime/imap_structure: strings") {
  std::string out;
  append_imap_string(out, "");
  append_imap_string(out, "a\r\nb");
  append_imap_string(out, std::string_view("x\0y", 3));
  append_imap_string(out, "\xFF", ImapStrings::utf8_accept);
  CHECK(out == "\"\"{4}\r\na\r\nb\"xy\"{1}\r\n\xFF");
}

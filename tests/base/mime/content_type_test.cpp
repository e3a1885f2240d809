#include "base/mime/content_type.h"

#include <doctest/doctest.h>

#include "base/text/utf8.h"

using namespace base;

TEST_CASE("mime/content_type: values and parameters, also broken ones") {
  struct Row {
    const char* value;
    const char* type;
    const char* name;       // of a parameter
    const char* parameter;  // decoded; nullptr: absent
  };
  const Row rows[] = {
      {"text/html; charset=UTF-8", "text/html", "charset", "UTF-8"},
      {"TEXT/Html", "text/html", "charset", nullptr},
      {"text/plain; charset=\"iso-8859-1\" (comment)", "text/plain", "charset", "iso-8859-1"},
      {"(c) text (d) / (e) html (f); (g) charset (h) = (i) x", "text/html", "charset", "x"},
      {"text", "text/plain", "charset", nullptr},
      {"", "text/plain", "charset", nullptr},
      {"nonsense; charset=x", "text/plain", "charset", nullptr},
      {"application/pdf; name=my file (1).pdf; x=y", "application/pdf", "name", "my file (1).pdf"},
      {"application/pdf; name=my file.pdf (a comment); x=y", "application/pdf", "name", "my file.pdf"},
      {"application/pdf; name=report(2).pdf", "application/pdf", "name", "report(2).pdf"},
      {"application/pdf; name=my file.pdf; x=y", "application/pdf", "x", "y"},
      {"application/pdf; name=\"a;b\"", "application/pdf", "name", "a;b"},
      {"application/pdf; name=\"a", "application/pdf", "name", "a"},
      {"application/pdf;;; name=a", "application/pdf", "name", "a"},
      {"application/pdf; =x; name=a", "application/pdf", "name", "a"},
      {"application/pdf; name=\"=?utf-8?b?xJE=?=.pdf\"", "application/pdf", "name", "đ.pdf"},
      {"application/pdf; name*=utf-8''%C4%91.pdf", "application/pdf", "name", "đ.pdf"},
      {"application/pdf; name*=utf-8'vi'%C4%91.pdf; name=plain", "application/pdf", "name", "đ.pdf"},
      {"application/pdf; name*0*=utf-8''%C4; name*1*=%91; name*2=.pdf", "application/pdf", "name", "đ.pdf"},
      {"application/pdf; name*1=b; name*0=a", "application/pdf", "name", "ab"},
      {"application/pdf; name*0=a; name*2=c", "application/pdf", "name", "a"},
      {"application/pdf; name*=%ZZ", "application/pdf", "name", "%ZZ"},
      {"application/pdf; name*=windows-1258''S%F4%EC", "application/pdf", "name", "Số"},
      {"application/pdf; name=đ.pdf", "application/pdf", "name", "đ.pdf"},
      {"application/pdf; name=caf\xE9", "application/pdf", "name", "café"},
      {"multipart/mixed; boundary=\"----=_Next\"", "multipart/mixed", "boundary", "----=_Next"},
      {"multipart/mixed; BOUNDARY=a=b", "multipart/mixed", "boundary", "a=b"},
      // RFC 2045 §5.1: a value that is not quoted is a token; a comment may stand right behind it. Only names of files
      // are read on.
      {"multipart/mixed; boundary=ranh(what parts them)", "multipart/mixed", "boundary", "ranh"},
      {"multipart/mixed; boundary=ranh(a;b=\"c\"; boundary=no); charset=x", "multipart/mixed", "charset", "x"},
      {"multipart/mixed; boundary=\"ranh\"(more; boundary=no)", "multipart/mixed", "boundary", "ranh"},
      {"multipart/mixed; boundary(b)=(c)ranh(d)", "multipart/mixed", "boundary", "ranh"},
      {"multipart/mixed; boundary=ranh and more; x=y", "multipart/mixed", "boundary", "ranh"},
      {"text/plain; charset=utf-8(Unicode (the usual))", "text/plain", "charset", "utf-8"},
      {"text/plain; charset=utf-8(not closed; format=flowed", "text/plain", "format", "flowed"},
      {"text/plain; format=flowed(comment); delsp=yes", "text/plain", "delsp", "yes"},
      {"multipart/related; type=text/html; start=<a@b>", "multipart/related", "type", "text/html"},
      {"multipart/related; type=text/html; start=<a@b>", "multipart/related", "start", "<a@b>"},
  };
  for (const Row& row : rows) {
    CAPTURE(std::string(row.value));
    const ContentType type = parse_content_type(row.value);
    CHECK(type.type + '/' + type.subtype == row.type);
    const auto parameter = type.parameter(row.name);
    REQUIRE(parameter.has_value() == (row.parameter != nullptr));
    if (parameter) CHECK(*parameter == row.parameter);
  }
}

TEST_CASE("mime/content_type: dispositions") {
  CHECK(parse_disposition("inline").type == "inline");
  CHECK(parse_disposition("Attachment; filename=x").parameter("filename") == "x");
  CHECK(parse_disposition("; filename=x").type == "attachment");
  CHECK(parse_disposition("").type == "attachment");
  CHECK(parse_disposition("inline(shown)").type == "inline");
  CHECK(parse_disposition("attachment; size=12(octets); filename=a (b).txt").parameter("size") == "12");
  CHECK(parse_disposition("attachment; size=12(octets); filename=a (b).txt").parameter("filename") == "a (b).txt");
}

TEST_CASE("mime/content_type: written parameters are read back") {
  for (const char* value : {"", "a", "a b", "a\"b\\", "đơn.pdf", "100%'*.pdf", "a;b", "x\ty"}) {
    CAPTURE(encode_parameter("name", value));
    const auto back = decoded_parameter(parse_parameters("; " + encode_parameter("name", value)), "name");
    REQUIRE(back.has_value());
    CHECK(*back == value);
  }
}

TEST_CASE("mime/content_type: parameter floods are cut") {
  std::string flood = "text/plain";
  for (int i = 0; i < 5000; ++i) flood += "; name*" + std::to_string(i) + "=x";
  CHECK(parse_content_type(flood).parameters.size() == kMaxParameters);
  CHECK(parse_content_type(flood).parameter("name")->size() == kMaxParameters);
  CHECK(parse_content_type("a/b; x=\"" + std::string(100000, 'y') + "\"").parameter("x")->size() == kMaxParameterBytes);
}

TEST_CASE("mime/content_type: what is cut ends with a whole character") {
  for (std::size_t before = 0; before < 3; ++before) {
    CAPTURE(before);
    std::string letters(before, 'm');
    for (int i = 0; i < 3000; ++i) letters += "ế";
    const ContentType type =
        parse_content_type(letters + "/" + letters + "; boundary=" + letters + "; x=\"" + letters + "\"");
    CHECK(is_valid_utf8(type.type));
    CHECK(is_valid_utf8(type.subtype));
    for (const Parameter& parameter : type.parameters) {
      CHECK(parameter.value.size() > 1000);
      CHECK(is_valid_utf8(parameter.value));
    }
    CHECK(type.parameters.size() == 2);
    CHECK(is_valid_utf8(parse_disposition(letters).type));
    CHECK(is_valid_utf8(parse_content_type("multipart/m" + std::string(200, '\x82') + "ixed; boundary=0").subtype));
  }
}

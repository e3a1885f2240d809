#include "base/crypto/pkcs11_uri.h"

#include <doctest/doctest.h>

namespace {

// RFC 7512 §2.
TEST_CASE("crypto/pkcs11_uri: attributes are read and decoded") {
  const auto uri = base::parse_pkcs11_uri(
      "pkcs11:token=D%E1%BA%A5u%20UBND;manufacturer=m;serial=00af;model=x%3By;object=con-dau;id=%01%00%ff;type=private;slot-id=7"
      "?module-path=/usr/lib/softhsm/libsofthsm2.so&pin-value=a%26b&x-other=1");
  REQUIRE(uri);
  CHECK(uri->token == "Dấu UBND");
  CHECK(uri->manufacturer == "m");
  CHECK(uri->serial == "00af");
  CHECK(uri->model == "x;y");
  CHECK(uri->object == "con-dau");
  CHECK(uri->id == std::string("\x01\x00\xff", 3));
  CHECK(uri->slot_id == 7);
  CHECK(uri->module_path == "/usr/lib/softhsm/libsofthsm2.so");
  CHECK(uri->pin_value == "a&b");
  const auto least = base::parse_pkcs11_uri("PKCS11:");
  REQUIRE(least);
  CHECK(least->token.empty());
  CHECK_FALSE(least->slot_id);
}

TEST_CASE("crypto/pkcs11_uri: three ways to name the file of the PIN") {
  for (const char* source : {"file:/etc/pin", "file:///etc/pin", "/etc/pin", "file:%2Fetc%2Fpin"}) {
    const auto uri = base::parse_pkcs11_uri(std::string("pkcs11:token=a?pin-source=") + source);
    REQUIRE(uri);
    CHECK(uri->pin_source == "/etc/pin");
  }
}

TEST_CASE("crypto/pkcs11_uri: what is refused, without a word of the text") {
  for (const char* text :
       {"", "pkcs12:token=a", "pkcs11:token", "pkcs11:=BIMAT", "pkcs11:token=a;token=BIMAT", "pkcs11:token=%4",
        "pkcs11:token=%zz", "pkcs11:token=BI MAT", "pkcs11:library-version=BIMAT", "pkcs11:type=cert",
        "pkcs11:slot-id=BIMAT", "pkcs11:slot-id=", "pkcs11:slot-id=99999999999999999999999", "pkcs11:token=a%00BIMAT",
        "pkcs11:token=a?pin-source=|BIMAT", "pkcs11:token=a?pin-source=BIMAT", "pkcs11:token=a?pin-value=BIMAT%00",
        "pkcs11:token=a?module-path=BIMAT.so", "pkcs11:token=a?pin-value"}) {
    CAPTURE(text);
    const auto uri = base::parse_pkcs11_uri(text);
    REQUIRE_FALSE(uri);
    CHECK(base::describe(uri.error()).find("BIMAT") == std::string::npos);
  }
  CHECK_FALSE(base::parse_pkcs11_uri("pkcs11:token=" + std::string(base::kMaxPkcs11Uri, 'a')));
}

}  // namespace

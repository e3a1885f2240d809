#include "server/outbound/idna.h"

#include <unicode/idna.h>

#include <memory>

#include "base/text/case.h"
#include "base/text/utf8.h"

namespace server::outbound {

namespace {

bool is_host_name(std::string_view name) {
  if (name.empty() || name.size() > 253) return false;
  std::size_t label = 0;
  for (char c : name) {
    if (c == '.') {
      if (label == 0) return false;
      label = 0;
      continue;
    }
    bool good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    if (!good || ++label > 63) return false;
  }
  return label > 0;
}

}  // namespace

base::Result<std::string> to_a_labels(std::string_view domain) {
  while (!domain.empty() && domain.back() == '.') domain.remove_suffix(1);
  std::string name = base::to_ascii_lower(domain);
  if (!base::is_ascii(name)) {
    UErrorCode problem = U_ZERO_ERROR;
    std::unique_ptr<icu::IDNA> idna(
        icu::IDNA::createUTS46Instance(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_CHECK_BIDI, problem));
    icu::IDNAInfo info;
    std::string out;
    icu::StringByteSink<std::string> sink(&out);
    if (U_SUCCESS(problem)) idna->nameToASCII_UTF8(name, sink, info, problem);
    if (U_FAILURE(problem) || info.hasErrors()) {
      return base::Error::permanent(base::ErrorCode::bad_input,
                                    {"Tên miền viết sai quy cách.", "The domain name is malformed."},
                                    std::string(domain));
    }
    name = base::to_ascii_lower(out);
  }
  if (!is_host_name(name))
    return base::Error::permanent(base::ErrorCode::bad_input,
                                  {"Tên miền viết sai quy cách.", "The domain name is malformed."},
                                  std::string(domain));
  return name;
}

}  // namespace server::outbound

// Any bytes: head parser and body decoder neither crash nor hang, keep their limits, and give the same requests in any
// pieces.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/http/message.h"
#include "base/http/request_target.h"
#include "tests/base/http/whole_requests.h"

namespace {

constexpr base::HttpHeadLimits kLimits{.target = 64, .head = 512, .fields = 8};
constexpr std::uint64_t kBody = 256;

void require(bool good) {
  if (!good) std::abort();
}

// All that was seen, as one text.
std::string flat(std::string_view bytes, std::size_t piece) {
  const tests::Requests seen = tests::read_requests(bytes, piece, kLimits, kBody);
  require(seen.most <= kBody);
  std::string out = std::to_string(seen.status) + (seen.status == 0 && seen.inside ? " inside" : "");
  for (const auto& [head, body] : seen.whole) {
    require(body.size() <= kBody && head.target.size() <= kLimits.target);
    require(head.headers.all().size() <= kLimits.fields);
    require(head.path == "*" || head.path.front() == '/');
    require(!(head.chunked && head.length));
    require(head.has_body() || body.empty());
    require(head.chunked || head.length.value_or(0) == body.size());
    (void)base::parse_form(head.query);
    (void)base::parse_form(body);
    (void)base::http_cookie(head.headers, "sid");
    if (const auto name = base::http_host_name(head.host)) require(base::http_host_name(*name) == name);
    out += "\n" + head.method + " " + head.path + "?" + head.query + " " + head.host;
    for (const auto& [name, value] : head.headers.all()) out += "\n" + name + ":" + value;
    out += "\n\n" + body;
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const std::string whole = flat(bytes, size + 1);
  require(whole == flat(bytes, 1));
  require(whole == flat(bytes, 7));
  return 0;
}

// Any bytes: the parser neither crashes nor hangs, keeps its limits, and gives the same requests in any pieces.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/http/message.h"
#include "base/http/request_parser.h"

namespace {

using base::HttpRequestParser;

void require(bool good) {
  if (!good) std::abort();
}

struct Seen {
  std::vector<std::string> requests;
  HttpRequestParser::State state = HttpRequestParser::State::head;
  int status = 0;
  bool operator==(const Seen&) const = default;
};

Seen run(std::string_view bytes, std::size_t piece) {
  base::HttpLimits limits;
  limits.target = 64;
  limits.head = 512;
  limits.fields = 8;
  limits.body = 256;
  HttpRequestParser parser(limits);
  Seen out;
  std::string pending;
  while (!bytes.empty() || !pending.empty()) {
    if (pending.empty()) {
      pending = bytes.substr(0, piece);
      bytes.remove_prefix(pending.size());
    }
    std::size_t used = parser.feed(pending);
    require(used <= pending.size());
    pending.erase(0, used);
    if (parser.state() == HttpRequestParser::State::failed) break;
    if (parser.state() != HttpRequestParser::State::complete) {
      require(used > 0);
      continue;
    }
    base::HttpRequest request = parser.take();
    require(request.body.size() <= limits.body && request.target.size() <= limits.target);
    require(request.headers.all().size() <= limits.fields);
    require(request.path == "*" || request.path.front() == '/');
    (void)base::parse_form(request.query);
    (void)base::parse_form(request.body);
    (void)base::http_cookie(request.headers, "sid");
    std::string flat = request.method + " " + request.path + "?" + request.query;
    for (const auto& [name, value] : request.headers.all()) flat += "\n" + name + ":" + value;
    out.requests.push_back(flat + "\n\n" + request.body);
  }
  out.state = parser.state();
  out.status = parser.state() == HttpRequestParser::State::failed ? parser.status() : 0;
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  Seen whole = run(bytes, size + 1);
  require(whole == run(bytes, 1));
  require(whole == run(bytes, 7));
  return 0;
}

#include "server/outbound/unbound_resolver.h"

#include <arpa/inet.h>
#include <unbound.h>

#include <functional>
#include <utility>

#include "base/async/pool.h"
#include "base/text/case.h"

namespace server::outbound {

namespace {

constexpr int kTypeA = 1, kTypeMx = 15, kTypeAaaa = 28, kClassIn = 1;
constexpr int kServFail = 2, kNxDomain = 3;

struct ContextDeleter {
  void operator()(ub_ctx* context) const { ub_ctx_delete(context); }
};
struct ResultDeleter {
  void operator()(ub_result* result) const { ub_resolve_free(result); }
};
using UbResult = std::unique_ptr<ub_result, ResultDeleter>;

base::Error no_answer(std::string detail) {
  return base::Error::transient(base::ErrorCode::unavailable, {"DNS không trả lời.", "DNS gave no answer."},
                                std::move(detail));
}

// Blocking. The raw records of one type; empty when the name exists without any.
base::Result<std::vector<std::string>> look_up(ub_ctx* context, const std::string& name, int type) {
  ub_result* raw = nullptr;
  int problem = ub_resolve(context, name.c_str(), type, kClassIn, &raw);
  UbResult result(raw);
  if (problem != 0) return no_answer(name + ": " + ub_strerror(problem));
  if (result->bogus) return no_answer(name + ": DNSSEC: " + (result->why_bogus ? result->why_bogus : "bogus"));
  if (result->rcode == kNxDomain)
    return base::Error::permanent(base::ErrorCode::not_found, {"Tên miền không tồn tại.", "The domain does not exist."},
                                  name);
  if (result->rcode != 0)
    return no_answer(name + ": rcode " + std::to_string(result->rcode == 0 ? kServFail : result->rcode));
  std::vector<std::string> out;
  for (int i = 0; result->havedata && result->data[i]; ++i)
    out.emplace_back(result->data[i], static_cast<std::size_t>(result->len[i]));
  return out;
}

base::Result<std::vector<MxRecord>> look_up_mx(ub_ctx* context, const std::string& name) {
  base::Result<std::vector<std::string>> records = look_up(context, name, kTypeMx);
  if (!records) return std::move(records).error();
  std::vector<MxRecord> out;
  for (const std::string& rdata : *records) {
    base::Result<MxRecord> record = parse_mx_rdata(rdata);
    if (record) out.push_back(std::move(*record));
  }
  if (out.empty() && !records->empty()) return no_answer(name + ": malformed MX records");
  return out;
}

base::Result<std::vector<std::string>> look_up_addresses(ub_ctx* context, const std::string& name) {
  std::vector<std::string> out;
  base::Result<std::vector<std::string>> six = look_up(context, name, kTypeAaaa);
  base::Result<std::vector<std::string>> four = look_up(context, name, kTypeA);
  if (!six && !four) return std::move(four).error();
  char text[INET6_ADDRSTRLEN];
  if (six) {
    for (const std::string& rdata : *six) {
      if (rdata.size() == 16 && inet_ntop(AF_INET6, rdata.data(), text, sizeof text)) out.emplace_back(text);
    }
  }
  if (four) {
    for (const std::string& rdata : *four) {
      if (rdata.size() == 4 && inet_ntop(AF_INET, rdata.data(), text, sizeof text)) out.emplace_back(text);
    }
  }
  // Half an answer without addresses may hide some.
  if (out.empty() && (!six || !four)) return !four ? std::move(four).error() : std::move(six).error();
  return out;
}

}  // namespace

base::Result<MxRecord> parse_mx_rdata(std::string_view rdata) {
  auto malformed = [] {
    return base::Error::permanent(base::ErrorCode::bad_input, {"bản ghi MX sai quy cách", "malformed MX record"});
  };
  if (rdata.size() < 3 || rdata.size() > 2 + 255) return malformed();
  MxRecord out;
  out.preference = static_cast<unsigned char>(rdata[0]) * 256 + static_cast<unsigned char>(rdata[1]);
  std::size_t at = 2;
  while (true) {
    if (at >= rdata.size()) return malformed();
    std::size_t length = static_cast<unsigned char>(rdata[at++]);
    if (length == 0) break;
    if (length > 63 || at + length > rdata.size()) return malformed();
    if (!out.host.empty()) out.host += '.';
    out.host += base::to_ascii_lower(rdata.substr(at, length));
    at += length;
  }
  if (at != rdata.size()) return malformed();
  return out;
}

struct UnboundResolver::State {
  std::unique_ptr<ub_ctx, ContextDeleter> context;
  std::unique_ptr<base::Pool> pool;  // dies before the context
};

UnboundResolver::UnboundResolver(std::unique_ptr<State> state) : state_(std::move(state)) {}
UnboundResolver::~UnboundResolver() = default;

base::Result<std::unique_ptr<UnboundResolver>> UnboundResolver::open(Options options) {
  auto failed = [](const std::string& what, int problem) {
    return base::Error::permanent(base::ErrorCode::unavailable, {"Không thiết lập được DNS.", "DNS cannot be set up."},
                                  what + ": " + ub_strerror(problem));
  };
  auto state = std::make_unique<State>();
  state->context.reset(ub_ctx_create());
  ub_ctx* context = state->context.get();
  if (!context)
    return base::Error::permanent(base::ErrorCode::internal, {"Không thiết lập được DNS.", "DNS cannot be set up."},
                                  "ub_ctx_create");
  if (int problem = options.resolv_conf.empty() ? 0 : ub_ctx_resolvconf(context, options.resolv_conf.c_str())) {
    return failed(options.resolv_conf, problem);
  }
  if (int problem = options.hosts.empty() ? 0 : ub_ctx_hosts(context, options.hosts.c_str()))
    return failed(options.hosts, problem);
  if (!options.trust_anchor_file.empty()) {
    if (int problem = ub_ctx_add_ta_file(context, options.trust_anchor_file.c_str()))
      return failed(options.trust_anchor_file, problem);
  }
  for (const std::string& record : options.local_data) {
    if (int problem = ub_ctx_data_add(context, record.c_str())) return failed(record, problem);
  }
  state->pool = std::make_unique<base::Pool>(base::Pool::Options{"dns", options.threads, 10000});
  return std::unique_ptr<UnboundResolver>(new UnboundResolver(std::move(state)));
}

base::Co<base::Result<std::vector<MxRecord>>> UnboundResolver::mx(std::string name) {
  ub_ctx* context = state_->context.get();
  auto job = [context, name]() -> base::Result<std::vector<MxRecord>> { return look_up_mx(context, name); };
  co_return co_await state_->pool->run(job);
}

base::Co<base::Result<std::vector<std::string>>> UnboundResolver::addresses(std::string name) {
  ub_ctx* context = state_->context.get();
  auto job = [context, name]() -> base::Result<std::vector<std::string>> { return look_up_addresses(context, name); };
  co_return co_await state_->pool->run(job);
}

}  // namespace server::outbound

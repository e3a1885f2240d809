// HttpMirror: a handler for tests that tells what it saw. The path says what else it does.
#pragma once

#include <stdexcept>
#include <stop_token>
#include <string>

#include "base/async/executor.h"
#include "base/http/handler.h"
#include "tests/base/async/counted_pool.h"

namespace tests {

class MirrorExchange final : public base::HttpExchange {
 public:
  MirrorExchange(base::HttpHead head, Limits limits, std::stop_source stop, CountedPool& pool)
      : head_(std::move(head)), limits_(limits), stop_(std::move(stop)), lease_(pool.lease({})) {}

  Limits limits() const override { return limits_; }
  base::Co<base::HttpReply> answer(base::BodyReader& body) override {
    using base::HttpReply;
    if (head_.path == "/throw") throw std::runtime_error("a bug");
    if (head_.path == "/later") co_await base::sleep_for(std::chrono::milliseconds(5));
    if (head_.path == "/big") co_return HttpReply::text(200, std::string(300000, 'b'));
    if (head_.path == "/stop") stop_.request_stop();
    if (head_.path == "/empty") co_return HttpReply::empty(204);
    if (head_.path == "/unread") co_return HttpReply::text(200, "not read\n");
    if (head_.path == "/some") {
      char some[3];
      auto got = co_await body.read(some, sizeof some);
      co_return HttpReply::text(200, "some: " + std::string(some, got ? *got : 0) + "\n");
    }
    auto text = co_await base::read_whole(body, static_cast<std::size_t>(limits_.body), *lease_);
    if (!text) co_return HttpReply::text(200, "this is never sent\n");
    HttpReply reply = HttpReply::text(200, head_.method + " " + head_.path + "?" + head_.query + " " + *text +
                                               (head_.tls ? " tls" : "") + " " + head_.peer.ip + "\n");
    if (head_.path == "/inject") reply.headers.set("X-Value", "a\r\nSet-Cookie: stolen=1");
    co_return reply;
  }

 private:
  const base::HttpHead head_;
  const Limits limits_;
  std::stop_source stop_;
  std::unique_ptr<base::ReceiveLease> lease_;
};

class HttpMirror final : public base::HttpHandler {
 public:
  base::HttpExchange::Limits limits{.body = 1 << 20};
  std::stop_source stop;
  int begun = 0;

  base::Co<base::HttpBegun> begin(base::HttpHead head) override {
    ++begun;
    if (head.path == "/throw-early") throw std::runtime_error("a bug");
    if (head.path == "/null") co_return std::unique_ptr<base::HttpExchange>();
    if (head.path == "/forbidden") co_return base::HttpReply::text(403, "no\n");
    co_return std::make_unique<MirrorExchange>(std::move(head), limits, stop, pool_);
  }

 private:
  CountedPool pool_;
};

}  // namespace tests

// A database that refuses units or queries when told to, for tests of what goes on in the background then.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "base/sql/database.h"
#include "base/thread_annotations.h"

namespace tests {

class RefusingDatabase final : public base::Database {
 public:
  explicit RefusingDatabase(std::unique_ptr<base::Database> inner) : inner_(std::move(inner)) {}

  // `units` more are run, then each is refused with `why`. `before`: called once, before the first refusal.
  void refuse_units(int units, base::Error why, std::function<void()> before = {}) {
    base::MutexLock lock(mutex_);
    accepted_ = units;
    why_ = std::move(why);
    before_ = std::move(before);
    asked_ = 0;
  }
  // From `before`: the unit that waits is refused, those behind it are not.
  void refuse_once() {
    base::MutexLock lock(mutex_);
    once_ = true;
  }
  void refuse_queries(std::optional<base::Error> why) {
    base::MutexLock lock(mutex_);
    no_query_ = std::move(why);
  }
  void accept() {
    base::MutexLock lock(mutex_);
    why_.reset();
    no_query_.reset();
  }
  // Units since refuse_units(), the refused ones among them.
  int asked() {
    base::MutexLock lock(mutex_);
    return asked_;
  }

  base::Result<void> migrate(std::span<const base::Migration> migrations) override {
    return inner_->migrate(migrations);
  }
  base::Co<base::Result<void>> write_unit(Unit unit) override {
    const auto no = refusal();
    if (no) co_return *no;
    co_return co_await inner_->write_unit(std::move(unit));
  }
  base::Co<base::Result<void>> read_query(Query query) override {
    const auto no = query_refusal();
    if (no) co_return *no;
    co_return co_await inner_->read_query(std::move(query));
  }
  base::Result<void> write_blocking(Unit unit) override {
    const auto no = refusal();
    return no ? *no : inner_->write_blocking(std::move(unit));
  }
  base::Result<void> read_blocking(Query query) override {
    const auto no = query_refusal();
    return no ? *no : inner_->read_blocking(std::move(query));
  }
  base::Result<void> long_read_blocking(Query query) override { return inner_->long_read_blocking(std::move(query)); }
  base::SqlDialect dialect() const override { return inner_->dialect(); }
  bool writable() const override { return inner_->writable(); }

 private:
  std::optional<base::Error> refusal() {
    std::function<void()> before;
    {
      base::MutexLock lock(mutex_);
      ++asked_;
      if (!why_ || asked_ <= accepted_) return std::nullopt;
      before = std::exchange(before_, {});
      if (!before) return why_;
    }
    const std::optional<base::Error> why = suspended();
    before();
    base::MutexLock lock(mutex_);
    if (!std::exchange(once_, false)) why_ = why;
    return why;
  }
  // Lets units through while somebody does something in between.
  std::optional<base::Error> suspended() {
    base::MutexLock lock(mutex_);
    return std::exchange(why_, std::nullopt);
  }
  std::optional<base::Error> query_refusal() {
    base::MutexLock lock(mutex_);
    return no_query_;
  }

  std::unique_ptr<base::Database> inner_;
  base::Mutex mutex_;
  std::optional<base::Error> why_ GUARDED_BY(mutex_), no_query_ GUARDED_BY(mutex_);
  std::function<void()> before_ GUARDED_BY(mutex_);
  bool once_ GUARDED_BY(mutex_) = false;
  int accepted_ GUARDED_BY(mutex_) = 0, asked_ GUARDED_BY(mutex_) = 0;
};

}  // namespace tests

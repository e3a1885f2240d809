// What a unit of work sees on either engine, and what it leaves behind for the writer: hooks, and the error that killed
// the transaction below it, if one did. Lives for one run of the unit, on the writing thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/sql/database.h"

namespace base::sql {

class UnitTransaction : public SqlTransaction {
 public:
  using Hook = std::function<Result<void>()>;
  using SqlReader::query;
  using SqlTransaction::execute;

  void before_commit(std::string_view key, Hook hook) final {
    for (const auto& [known, ignored] : before_) {
      if (known == key) return;
    }
    before_.emplace_back(std::string(key), std::move(hook));
  }
  // What the commit carries (carried_bytes.h), and how it is settled.
  void carry(std::string bytes, Hook settle) {
    carried_.push_back(std::move(bytes));
    if (!settle_) settle_ = std::move(settle);
  }
  std::vector<std::string>& carried() { return carried_; }
  const Hook& settle() const { return settle_; }
  void after_commit(std::function<void()> hook) final { after_.push_back(std::move(hook)); }

  const std::vector<std::pair<std::string, Hook>>& before_hooks() const { return before_; }
  void run_after_hooks() const {
    for (const auto& hook : after_) hook();
  }
  // Set when the engine has rolled the transaction back on its own: every further statement answers it, because it
  // would otherwise run outside any transaction.
  const std::optional<Error>& dead() const { return dead_; }

  // Runs the unit; what it swallowed does not count as success when the transaction is gone. An exception is a bug: it
  // fails this unit only.
  Result<void> run(const Database::Unit& unit);

 protected:
  void kill(const Error& error) { dead_ = error; }

 private:
  std::vector<std::pair<std::string, Hook>> before_;
  std::vector<std::string> carried_;
  Hook settle_;
  std::vector<std::function<void()>> after_;
  std::optional<Error> dead_;
};

}  // namespace base::sql

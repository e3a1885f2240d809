// After each commit a number (account, modseq) is signalled, never a payload; whoever watches reads on by itself
// (design.md idea 3). Thread-safe.
#pragma once

#include <functional>
#include <memory>

#include "base/async/signal.h"
#include "base/ids.h"

namespace mailstore {

class ChangeSignals {
 public:
  ChangeSignals();
  ~ChangeSignals();
  // Notifies `signal` at each change of `account` until the token dies. The signal outlives the token.
  class Token {
   public:
    virtual ~Token() = default;
  };
  std::unique_ptr<Token> watch(base::AccountId account, base::Signal& signal);
  // Every change of every account (indexer); called on the writing thread, must be short.
  std::unique_ptr<Token> watch_all(std::function<void(base::AccountId, base::ModSeq)> callback);
  void changed(base::AccountId account, base::ModSeq modseq);

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace mailstore

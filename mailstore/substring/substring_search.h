// Exact SEARCH by text without looking at every message: dictionaries of all words of all messages (README.md). What
// they cannot say is looked at by the store. Thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/fs/file_system.h"
#include "base/result.h"
#include "mailstore/store/owner/mail_store.h"
#include "mailstore/store/text_candidates.h"

namespace mailstore {

// Schema steps 440 … 449.
std::span<const base::Migration> substring_migrations();

class SubstringSearch : public TextCandidates {
 public:
  // directory: where the dictionaries lie; made when missing. All outlive it. Errors: io, unavailable.
  static base::Result<std::unique_ptr<SubstringSearch>> open(MailStore& store, base::FileSystem& files,
                                                             std::string directory);
  ~SubstringSearch() override = default;

  // Starts the thread that keeps the dictionaries up to date.
  virtual void start() = 0;
  virtual void stop() = 0;
  // Enters everything outstanding now; blocking. For tests and measuring.
  virtual base::Result<void> catch_up() = 0;

 protected:
  SubstringSearch() = default;
};

}  // namespace mailstore

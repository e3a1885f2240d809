// `verify`: every invariant and checksum of the mail store, read-only, also beside a running server. Blocking.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "mailstore/blob/blob_store.h"
#include "mailstore/search/search.h"
#include "mailstore/store/owner/mail_store.h"

namespace mailstore {

struct VerifyParts {  // all outlive the call
  MailStore& store;
  BlobStore& blobs;
  Search* search = nullptr;  // may be null: the index is then not looked at
};

struct VerifyOptions {
  bool bytes = true;  // read every blob and compare its SHA-256
  std::function<void(std::string_view stage, std::int64_t done, std::int64_t total)> progress;  // may be null
  std::stop_token stop;                                                                         // ends the looking soon
};

struct VerifyProblem {
  std::string where;  // "mailbox 123 (INBOX of account 45)", "content 77"
  std::string what;
};

struct VerifyReport {
  std::int64_t accounts = 0, mailboxes = 0, messages = 0, contents = 0, blobs = 0, blob_bytes = 0, dead_blobs = 0,
               events = 0, indexed = 0;
  std::vector<VerifyProblem> problems;  // the first 1000
  std::int64_t problem_count = 0;
  bool ok() const { return problem_count == 0; }
};

// Errors only when the looking itself fails (stopped: by the token); what is wrong stands in the report.
base::Result<VerifyReport> verify_store(const VerifyParts& parts, const VerifyOptions& options);

}  // namespace mailstore

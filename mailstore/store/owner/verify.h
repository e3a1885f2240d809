// Checks of every invariant of the store's rows, and of the bytes they name. Read-only; blocking; beside a running
// server.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "mailstore/store/owner/mail_store.h"
#include "mailstore/store/owner/retention.h"

namespace mailstore {

struct Finding {
  std::string where;  // "mailbox 123 (INBOX of account 45)", "content 77"
  std::string what;
};

struct StoreFindings {
  std::vector<Finding> findings;  // the first kMaxFindings
  std::int64_t count = 0;
  std::int64_t accounts = 0, mailboxes = 0, messages = 0, contents = 0;
  static constexpr std::size_t kMaxFindings = 1000;
  bool ok() const { return count == 0; }
  void add(std::string where, std::string what) {
    if (findings.size() < kMaxFindings) findings.push_back({std::move(where), std::move(what)});
    ++count;
  }
};

// Rows: counters equal sums, uid < uid_next, modseq within bounds, no row without its partner, no content without a
// holder (`others` as in retention.h). One snapshot per account and per batch of contents. Errors: stopped (by the
// token, temporary).
base::Result<void> verify_rows(MailStore& store, ContentReferences others, StoreFindings& out,
                               std::stop_token stop = {});
// Packed copies of views: each one that would be believed gives the view that the rows give. How many there were.
base::Result<std::int64_t> verify_view_copies(MailStore& store, StoreFindings& out, std::stop_token stop = {});
// Bytes: every content's blob is there; with `read_bytes` its SHA-256 and its size are compared.
base::Result<void> verify_contents(MailStore& store, bool read_bytes, StoreFindings& out, std::stop_token stop = {});

}  // namespace mailstore

// `mail import`: mbox, Maildir, Maildir++ and .eml files into an account's mailbox, with flags and dates kept. Messages
// enter through mailstore/delivery like any other; importing never creates office events. One bad message never stops
// the rest. Blocking: for the command line and job threads, not for an executor's thread. Formats and rules: README.md.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "mailstore/delivery/delivery.h"
#include "mailstore/maintenance/mail_source.h"
#include "mailstore/store/owner/mail_store.h"

namespace mailstore {

struct ImportParts {  // both outlive the call
  MailStore& store;
  Delivery& delivery;
};

struct ImportRequest {
  base::AccountId account;
  std::string mailbox = "INBOX";  // UTF-8 path, made when missing; sub-folders of a Maildir++ become its children
  std::string path;               // a file or a directory
  MailSourceOptions source;
  // A message whose bytes the mailbox already holds is skipped, so that an interrupted import may simply be run again.
  bool skip_known = true;
  std::function<void(const struct ImportReport&)> progress;  // after each batch; may be null
  std::stop_token stop;                                      // ends the import after the batch that is being stored
};

struct ImportProblem {
  std::string file;
  std::int64_t offset = 0;  // where the message begins in the file, bytes
  std::string what;
};

struct ImportReport {
  std::int64_t imported = 0;
  std::int64_t known = 0;  // skipped, already there
  std::int64_t failed = 0;
  std::int64_t bytes_read = 0;
  bool stopped = false;                 // by the token: there may be more to import
  std::vector<ImportProblem> problems;  // the first kMaxProblems
  static constexpr std::size_t kMaxProblems = 1000;
};

// Errors: not_found (path or account's mailbox could not be made), bad_input (nothing that looks like mail),
// over_quota, disk_full, unavailable: what was imported until then stays and the import may be repeated.
base::Result<ImportReport> import_mail(const ImportParts& parts, const ImportRequest& request);

}  // namespace mailstore

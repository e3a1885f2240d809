// `mail export`: an account's mailboxes as Maildir++, mbox or .eml files, with flags and dates kept. What is written is
// what IMAP clients fetch (trace header of the delivery, then the stored bytes): exact in Maildir and .eml; in mbox
// line ends become LF, From lines are quoted as mboxrd and flags stand in Status, X-Status and X-Keywords; beside .eml
// files they stand in an index (eml_index.h). Blocking.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

#include "base/result.h"
#include "mailstore/store/owner/mail_store.h"

namespace mailstore {

enum class ExportFormat { maildir, mbox, eml };

struct ExportRequest {
  base::AccountId account;
  std::string mailbox;  // "" = all; else this one and its children
  std::string path;     // directory, made when missing; must be empty
  ExportFormat format = ExportFormat::maildir;
  std::function<void(std::int64_t done, std::int64_t total)> progress;  // may be null
  std::stop_token stop;                                                 // ends the export before the next message
};

struct ExportReport {
  std::int64_t mailboxes = 0, messages = 0, bytes = 0;
};

// Errors: not_found (mailbox), exists (the directory is not empty), io, disk_full, corrupt (a message fails its
// checksum), stopped (what was written stays and is not whole).
base::Result<ExportReport> export_mail(MailStore& store, const ExportRequest& request);

}  // namespace mailstore

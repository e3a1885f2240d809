// Messages out of foreign files: mbox (mboxo, mboxrd, mboxcl), Maildir, Maildir++ (dotted and nested sub-folders),
// single .eml files and directories of them. Read one at a time; memory is bounded by the largest message. Not
// thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/mime/date.h"
#include "base/result.h"
#include "mailstore/store/types.h"

namespace mailstore {

enum class MboxQuoting {
  automatic,  // mboxrd, unless Content-Length shows that nothing was quoted (mboxcl2)
  mboxrd,     // "^>+From " loses one '>'
  mboxo,      // "^>From " loses its '>'
  none,       // bytes as they are
};

struct MailSourceOptions {
  MboxQuoting quoting = MboxQuoting::automatic;
  std::int64_t max_message_bytes = 1024 * 1024 * 1024;  // longer ones are reported as problems, 1 … 1 GiB
};

struct SourceMessage {
  std::string bytes;  // as in the file; line ends untouched, From_ line and mbox status headers removed
  Flags flags;        // \Recent and new/ are not flags: a message of new/ is unseen
  std::optional<InternalDate>
      date;            // From_ line, file time, Received or Date header, in the order that fits the format
  std::string folder;  // sub-folder below the given path, UTF-8, levels separated by '/'; "" = top
  std::string file;
  std::int64_t offset = 0;  // of the message (its From_ line) in the file
};

struct SourceProblem {
  std::string file;
  std::int64_t offset = 0;
  std::string what;
};

struct SourceVisitor {
  // false stops the reading.
  std::function<bool(SourceMessage)> message;
  std::function<void(SourceProblem)> problem;  // what could not be read; reading goes on
};

// What kind of thing lies there is found out by looking at it. Errors: not_found, io (the path itself), bad_input (an
// empty or unknown thing).
base::Result<void> read_mail_source(const std::string& path, const MailSourceOptions& options,
                                    const SourceVisitor& visitor);

// The date for a message without a better one: the newest Received field, else Date.
std::optional<InternalDate> date_from_header(std::string_view message);

}  // namespace mailstore

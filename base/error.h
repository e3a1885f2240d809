// What went wrong, said twice: a sentence for people and peers in both languages (no detail leaks) and detail for the
// log. A value type; safe to copy between threads.
#pragma once

#include <string>
#include <utility>

#include "base/sentence.h"

namespace base {

enum class ErrorCode {
  bad_input,  // the caller's bytes or arguments are wrong
  not_found,
  exists,         // a thing of that name is already there
  no_permission,  // known caller, not allowed
  auth_failed,    // wrong credentials
  over_quota,
  too_large,  // one item over its limit
  limit,      // too many items, connections, failures
  conflict,   // changed under us; read again and retry
  busy,       // a queue is full; try later
  disk_full,  // writes are refused, reads go on
  io,
  corrupt,      // a checksum or an invariant failed
  unavailable,  // the database or another part is away
  timeout,
  closed,   // the peer or the stream is gone
  stopped,  // we are shutting down
  unsupported,
  internal,  // a bug
};

struct Error {
  ErrorCode code = ErrorCode::internal;
  bool temporary = false;      // true: the same request may succeed later (4xx, NO [UNAVAILABLE], 503)
  Sentence text;               // safe to show to anyone who speaks to us
  std::string detail_for_log;  // may name paths, SQL, errno; never a secret

  // permanent(ErrorCode::not_found, {"Không có hộp thư này.", "No such mailbox."})
  static Error permanent(ErrorCode code, Sentence text, std::string for_log = {}) {
    return Error{code, false, std::move(text), std::move(for_log)};
  }
  static Error transient(ErrorCode code, Sentence text, std::string for_log = {}) {
    return Error{code, true, std::move(text), std::move(for_log)};
  }
};

// The word of the code, for logs and --json ("over_quota").
const char* to_string(ErrorCode code);

// The error's own sentence, for people. Protocol words get the Vietnamese of their kind: what sort of thing it is and
// what to do next.
Sentence in_words(const Error& error);

// For the log: "over_quota: the English sentence (detail_for_log)".
std::string describe(const Error& error);

}  // namespace base

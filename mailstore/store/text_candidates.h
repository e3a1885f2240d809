// What may be known about a question by text before any message is looked at. The store asks whoever was handed in (the
// dictionaries of mailstore/substring) and looks only at the messages of which nothing is known.
#pragma once

#include <cstdint>
#include <vector>

#include "base/async/co.h"
#include "base/ids.h"
#include "base/result.h"
#include "mailstore/store/types.h"

namespace mailstore {

class MailStore;

enum class TextKnown : std::uint8_t {
  nothing,  // the message must be looked at
  no,       // it does not match
  yes,      // it matches
};

// A message as the question sees it: trace lines belong to the email, all other texts to the content.
struct TextSubject {
  base::EmailId email;
  base::ContentId content;
};

class TextCandidates {
 public:
  virtual ~TextCandidates() = default;
  // One answer for each, in order; exactly what MailStore::match() finds, where anything is known. Thread-safe.
  virtual base::Co<base::Result<std::vector<TextKnown>>> narrow(TextQuery query, std::vector<TextSubject> subjects) = 0;
};

// Before the store is used by others, and with nullptr after. `candidates` outlives its use.
void set_text_candidates(MailStore& store, TextCandidates* candidates);

// Asks whoever was handed in. Never fails: then nothing is known. MailStore::match() looks at the rest.
base::Co<std::vector<TextKnown>> narrow_text(MailStore& store, TextQuery query, std::vector<TextSubject> subjects);

}  // namespace mailstore

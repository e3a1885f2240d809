// What may be known about a question by text before any message is looked at: who searches asks this first (the
// dictionaries of mailstore/substring, handed in by who wires), and SelectedMail::match() about the rest.
#pragma once

#include <cstdint>
#include <vector>

#include "base/async/co.h"
#include "base/ids.h"
#include "base/result.h"
#include "mailstore/store/types.h"

namespace mailstore {

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
  // One answer for each, in order; exactly what SelectedMail::match() finds, where anything is known. Never fails: then
  // nothing is known. Thread-safe.
  virtual base::Co<std::vector<TextKnown>> narrow(TextQuery query, std::vector<TextSubject> subjects) = 0;
};

}  // namespace mailstore

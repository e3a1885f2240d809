// The names of acts, for logs, tests and events.
#include <array>

#include "policies/speech/speech.h"

namespace policies::speech {

const char* to_string(Act act) {
  constexpr std::array<const char*, 35> words{
      "none",    "accept",     "progress",    "done",      "ask_extension", "refuse",     "hand_on",
      "send_up", "approve",    "deny",        "give_back", "close",         "cancel",     "suspend",
      "resume",  "change_due", "change_lead", "add_party", "remove_party",  "add_text",   "set_priority",
      "urge",    "ask_state",  "take_back",   "recall",    "correct",       "ask_number", "register_it",
      "list",    "report",     "help",        "history",   "yes",           "no",         "thanks"};
  return words.at(static_cast<std::size_t>(act));
}

const char* to_string(PartyWord role) {
  constexpr std::array<const char*, 4> words{"unsaid", "lead", "cooperating", "informed"};
  return words.at(static_cast<std::size_t>(role));
}

const char* to_string(Priority priority) {
  constexpr std::array<const char*, 5> words{"unsaid", "normal", "urgent", "very_urgent", "at_once"};
  return words.at(static_cast<std::size_t>(priority));
}

}  // namespace policies::speech

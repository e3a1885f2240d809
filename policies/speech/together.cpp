#include "policies/speech/together.h"

namespace policies::speech {

namespace {

bool is_change(Act act) {
  switch (act) {
    case Act::change_due:
    case Act::change_lead:
    case Act::add_party:
    case Act::remove_party:
    case Act::add_text:
    case Act::set_priority:
    case Act::urge:
    case Act::ask_state: return true;
    default: return false;
  }
}

bool is_question_to_us(Act act) {
  return act == Act::list || act == Act::report || act == Act::help || act == Act::history || act == Act::ask_number;
}

}  // namespace

bool goes_with(Act a, Act b) {
  if (a == b || is_question_to_us(a) || is_question_to_us(b)) return true;
  const auto either = [&](Act one, auto&& other) { return (a == one && other(b)) || (b == one && other(a)); };
  if (is_change(a) && is_change(b)) return true;
  if (either(Act::accept, [](Act x) { return x == Act::progress || x == Act::ask_extension || x == Act::hand_on; }))
    return true;
  if (either(Act::progress, [](Act x) { return x == Act::ask_extension || x == Act::hand_on; })) return true;
  if (either(Act::hand_on, [](Act x) { return x == Act::ask_extension; })) return true;
  if (either(Act::send_up, [](Act x) { return x == Act::done; })) return true;
  if (either(Act::approve, is_change) || either(Act::resume, is_change)) return true;
  if (either(Act::give_back, is_change)) return true;
  return either(Act::deny, [](Act x) {
    return x == Act::change_due || x == Act::urge || x == Act::ask_state || x == Act::add_text;
  });
}

}  // namespace policies::speech

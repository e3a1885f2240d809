// Who is meant by what somebody wrote: one of several by full name, address or code, by the name without its common
// first words ("Lam Sơn" for "UBND phường Lam Sơn"), a person by the given name too ("anh Bình", "đ/c Tú"). Nothing is
// guessed: when two fit equally well it is nobody. Pure, thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policies/tasks/task.h"

namespace policies::tasks {

struct Nameable {
  std::string name;
  std::string address;  // may be empty, as may the code
  std::string code;
  bool person = false;
};

struct Named {
  int index = -1;        // into what was searched; -1: nobody, or several
  std::string rest;      // what follows the name, trimmed of separators
  bool several = false;  // two fit: whoever wrote it must say more
};

// Who is named at the beginning of `text`, without regard to marks and case; the longest fitting name wins.
Named named_among(const std::vector<Nameable>& all, std::string_view text);

// Of a task: who takes part now (not the removed, nor those who passed it on).
Named named_party(const Task& task, std::string_view text);
// Of a party: who has an open hand.
Named named_hand(const TaskParty& party, std::string_view text);

}  // namespace policies::tasks

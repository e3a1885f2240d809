// The mail that greets somebody who has just set his own first password: where his work comes, who helps him, and the
// words of his role (help_text.h, so that greeting, TRỢ GIÚP and the printed page cannot drift apart). Pure,
// thread-safe.
#pragma once

#include <string>
#include <vector>

#include "policies/tasks/texts/help_text.h"

namespace policies::tasks {

struct Welcome {
  HelpRole role = HelpRole::staff;
  std::string name, address, office;  // "Trần Văn An", "an@…", "UBND thị xã Bỉm Sơn"
  std::string unit_mailbox;           // shared task mailbox of his section or office; may be empty
  HelpAddresses addresses;
  std::vector<std::string> clerks, administrators;  // "Lê Hồng Nhung <nhung@…>"; may be empty
};

struct WelcomePart {
  Sentence heading;
  std::vector<Sentence> said;
};
// What stands above the words of the role.
std::vector<WelcomePart> welcome_parts(const Welcome& welcome);
Sentence welcome_greeting(const Welcome& welcome);
MessageText welcome_message(const Welcome& welcome);

}  // namespace policies::tasks

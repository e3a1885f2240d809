// What an administrator sets of the store. A value.
#pragma once

#include <cstdint>

namespace mailstore {

struct StoreSettings {
  std::int64_t max_mailboxes = 2000;  // of one account; more are not made, what there is stays. A reader subscribes to
                                      // at most twice as many. 100 … 1000000
};

}  // namespace mailstore

// What an administrator sets of the store. A value.
#pragma once

#include <cstdint>

namespace mailstore {

class MailStore;

struct StoreSettings {
  std::int64_t max_mailboxes = 2000;  // of one account; more are not made, what there is stays. A reader subscribes to
                                      // at most twice as many. 100 … 1000000
};

// Before the store is used.
void set_store_settings(MailStore& store, StoreSettings settings);

}  // namespace mailstore

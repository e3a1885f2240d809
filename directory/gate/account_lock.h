// A wait that failed sign-ins brought upon an account: what an administrator is shown, and `account unlock` ends.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/ids.h"

namespace directory {

struct AccountLock {
  base::AccountId account;
  std::string network;  // who waits: address, /64, /24 or /48; "" = wherever the account has not signed in from lately
  base::Timestamp until;
  int failures = 0;
};

}  // namespace directory

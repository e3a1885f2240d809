// Where the recipients of a message go: boxes of ours, foreign domains, nowhere. Pure but for the directory's view.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/ids.h"
#include "directory/people/directory_view.h"
#include "mailstore/delivery/delivery.h"
#include "mailstore/delivery/prepare/placement.h"

namespace mailstore {

// One copy for one account, whichever way it was addressed.
struct LocalBox {
  base::AccountId account;
  base::EmailId email;          // made before the unit, so that a repeated unit is noticed
  std::string detail;           // "x" of user+x@; used up by place()
  EnvelopeRecipient recipient;  // the first address that led here
  Placement placement;
};

struct RefusedRecipient {
  EnvelopeRecipient recipient;
  std::string status;  // RFC 3463
  std::string reason;  // one line
};

struct Routing {
  std::vector<LocalBox> boxes;                                    // ascending by account, each once
  std::map<std::string, std::vector<EnvelopeRecipient>> foreign;  // by domain, lower case
  std::vector<RefusedRecipient> refused;
};

Routing route(const directory::DirectoryView& view, const std::vector<EnvelopeRecipient>& recipients);
// Part after the last '@', lower case.
std::string domain_of(std::string_view address);

}  // namespace mailstore

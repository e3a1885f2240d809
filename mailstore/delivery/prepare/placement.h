// Where a copy goes within its account and how it lies there: decided after routing and before the unit that writes it,
// so that nothing is thought about on the writer. Values and reads; a unit works with what it is given.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/sql/database.h"

namespace mailstore {

struct LocalBox;

struct Placement {
  std::string mailbox;                // path as stored; "" = INBOX, and so when there is no such mailbox any more
  std::uint32_t flags = 0;            // bits of store/types.h
  std::vector<std::string> keywords;  // as the user spells them
  bool operator==(const Placement&) const = default;
};

// Whether place() has anything to read for these.
bool needs_placing(std::span<const LocalBox> boxes);
// Decides for every box that has something to be decided by, which is then used up (LocalBox::detail). Today that are
// sub-addresses (RFC 5233): user+name@ goes into an existing mailbox of that name, written with or without marks.
base::Result<void> place(base::SqlReader& reader, std::span<LocalBox> boxes);

}  // namespace mailstore

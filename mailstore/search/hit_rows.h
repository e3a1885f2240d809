// What the index found, checked against SQL: the account still holds the message, in which mailbox, with which flags.
// Only rows that pass are counted or shown. Blocking reads inside a snapshot.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/sql/database.h"
#include "mailstore/search/query/query_plan.h"
#include "mailstore/store/types.h"

namespace mailstore::search {

// One message in one mailbox.
struct HitRow {
  base::EmailId email;
  base::ContentId content;
  base::MailboxId mailbox;
  base::Uid uid;
  base::Timestamp received;
  std::int64_t size = 0;
  std::uint32_t flags = 0;
  std::uint32_t place = 0;  // index into the places
};

// A mailbox as conditions see it.
struct Place {
  base::MailboxId mailbox;
  std::string path;
  std::string folded;  // path, for "in:"
  SpecialUse use = SpecialUse::none;
};

Place make_place(base::MailboxId mailbox, std::string path, SpecialUse use);
bool holds(const Condition& condition, const HitRow& row, const Place& place);

// Rows of those contents that the account holds; places of new mailboxes are appended to `places`.
base::Result<void> read_hit_rows(base::SqlReader& reader, base::AccountId account,
                                 std::span<const base::ContentId> contents, std::vector<HitRow>& rows,
                                 std::vector<Place>& places);

}  // namespace mailstore::search

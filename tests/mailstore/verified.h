// Every test of the store may end with this: the rows and bytes of the office are sound.
#pragma once

#include "mailstore/store/owner/retention.h"
#include "mailstore/store/owner/verify.h"
#include "tests/mailstore/mail_office.h"

namespace tests {

inline void check_sound(MailOffice& office) {
  mailstore::StoreFindings found;
  good(mailstore::verify_rows(*office.store, mailstore::delivery_content_references(), found));
  good(mailstore::verify_contents(*office.store, true, found));
  for (const auto& finding : found.findings) FAIL_CHECK(finding.where << ": " << finding.what);
  CHECK(found.count == 0);
}

}  // namespace tests

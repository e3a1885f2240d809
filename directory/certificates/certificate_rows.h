// Rows of account_certificate and trusted_item: reading into values, writing inside a transaction of
// change_directory(). Internal to directory/.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/sql/database.h"
#include "directory/certificates/certificates.h"

namespace directory {

// Removed ones too, by account and date.
base::Result<std::vector<RegisteredCertificate>> read_certificates(base::SqlReader& reader);
// The row of what counts now; id 0 when there is none.
base::Result<std::int64_t> find_certificate(base::SqlReader& reader, base::AccountId account,
                                            const std::string& fingerprint);
base::Result<void> insert_certificate(base::SqlTransaction& tx, const RegisteredCertificate& certificate);
base::Result<void> end_certificate(base::SqlTransaction& tx, std::int64_t id, base::Timestamp at, std::string_view by);

// Roots first, by subject.
base::Result<std::vector<TrustedItem>> read_trusted(base::SqlReader& reader);
// Everything in PEM: the roots as one text, each list by itself.
struct TrustTexts {
  std::string roots;
  std::vector<std::string> lists;
};
base::Result<TrustTexts> read_trust_texts(base::SqlReader& reader);
// `series`: the fingerprint of a root, RevocationListInfo::series of a list. Takes the place of what has the same
// series.
base::Result<void> replace_trusted(base::SqlTransaction& tx, const TrustedItem& item, const std::string& series,
                                   const std::string& pem);
base::Result<void> delete_trusted(base::SqlTransaction& tx, std::int64_t id);
// The one with that series; id 0 when there is none.
base::Result<TrustedItem> find_trusted(base::SqlReader& reader, TrustedItem::Kind kind, const std::string& series);

}  // namespace directory

// The texts of a message as IMAP SEARCH compares them (text_match.cpp), for who makes dictionaries of them: a needle is
// found in a message when one of these texts holds it, or when `more` was told and the message itself holds it.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "base/sql/database.h"
#include "mailstore/store/types.h"

namespace mailstore {

class BlobStore;

struct SearchedRow {
  base::ContentId content;
  std::string subject, from, to, cc, bcc;  // decoded columns
  std::string packed;                      // content_text
  std::string blob_ref;
  std::int64_t size = 0;  // of the content, octets
};

// Rows of the first contents of `ids`, ascending; those that are gone are left out. Ends early when the rows hold more
// than `max_octets`. REQUIRES: ids ascending, each once. Blocking.
struct SearchedRows {
  std::vector<SearchedRow> rows;
  std::size_t taken = 0;  // of the ids
};
base::Result<SearchedRows> read_searched_rows(base::SqlReader& reader, std::span<const std::int64_t> ids,
                                              std::size_t max_octets);

struct SearchedTextVisitor {
  // False: no more of this field is wanted. Fields: subject, from, to, cc, bcc, header, body.
  std::function<bool(TextField, std::string_view utf8)> text;
  // The message holds more of this field than the texts told.
  std::function<void(TextField)> more;
};
// Errors: corrupt (the row is damaged), conflict (its bytes were moved meanwhile), io.
base::Result<void> visit_searched_texts(const SearchedRow& row, const BlobStore& blobs,
                                        const SearchedTextVisitor& visitor);

// Trace lines of a delivery as they are compared: one line for each field.
std::string unfolded_lines(std::string_view prefix);

}  // namespace mailstore

// FetchPlan: what answering a FETCH takes, made once for all of its messages: what to read of the store, and whether
// what lists show of a message (ENVELOPE, BODYSTRUCTURE, the header fields that clients list by) is enough. Immutable.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/mime/field_selector.h"
#include "base/mime/kept_fields.h"
#include "mailstore/store/types.h"
#include "server/imap/fetch/fetch_arguments.h"

namespace server::imap {

class FetchPlan {
 public:
  explicit FetchPlan(FetchRequest request);

  const FetchRequest& request() const { return request_; }
  // What the answer is made of when the message itself is read too.
  mailstore::Wants wants() const { return wants_; }
  // Each body item asks for fields of the message's own header that no delivery puts before it: the list may tell them.
  bool asks_lists() const { return asks_lists_; }
  // Each body item asks for the message's own header or for some of it: nothing behind that need be read.
  bool asks_headers() const { return asks_headers_; }
  bool is_told_by(const mailstore::MessageMeta& meta) const;
  // The text of item `at`, appended. REQUIRES: asks_lists(), is_told_by(meta).
  bool append_listed(std::size_t at, const mailstore::MessageMeta& meta, std::string& out) const;
  // Of HEADER.FIELDS and HEADER.FIELDS.NOT.
  const base::FieldNames& names(std::size_t at) const { return names_[at]; }

 private:
  const FetchRequest request_;
  mailstore::Wants wants_ = 0;
  bool asks_lists_ = true, asks_headers_ = true;
  std::vector<base::KeptQuestion> questions_;  // of each item
  std::vector<base::FieldNames> names_;        // of each item
};

}  // namespace server::imap

// ListedContent: what clients see of a content when they list a mailbox, in one narrow row, ready to be sent: ENVELOPE,
// BODYSTRUCTURE and the header fields that lists ask for (base/mime/kept_fields.h). Immutable, shared by caches and
// answers. Format in listed_content.cpp.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace mailstore {

class ListedContent {
 public:
  struct Parts {
    std::string_view envelope, body_structure;  // ready IMAP bytes, "(…)"
    std::string_view fields;                    // encode_kept_fields(); empty: tells nothing
  };
  static std::string pack(const Parts& parts);
  // Takes any bytes; corrupt when they are not ours.
  static base::Result<std::shared_ptr<const ListedContent>> unpack(std::string packed);

  // Only for unpack(), which alone makes the key.
  class Key {
    friend class ListedContent;
    Key() = default;
  };
  ListedContent(Key, std::string packed) : packed_(std::move(packed)) {}
  ListedContent(const ListedContent&) = delete;
  ListedContent& operator=(const ListedContent&) = delete;

  // Views into it.
  const Parts& parts() const { return parts_; }
  std::size_t octets() const { return sizeof(*this) + packed_.capacity(); }

 private:
  bool read();

  const std::string packed_;
  Parts parts_;
};

}  // namespace mailstore

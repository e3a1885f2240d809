// The columns of a content (content_columns.h) in little memory, for who holds those of many messages until one commit:
// of a message of thousands of addresses they are ten times its octets, and mostly the same words. Thread-safe.
#pragma once

#include <cstddef>
#include <string>

#include "mailstore/store/contents/content_columns.h"

namespace mailstore {

// Octets of its texts.
std::size_t weight_of(const ContentColumns& columns);
// Moves the texts out of the columns into one compressed string; unfold() gives the whole columns again.
std::string fold(ContentColumns& columns);
// REQUIRES: `folded` is what fold() gave for these columns.
ContentColumns unfold(const ContentColumns& columns, const std::string& folded);

}  // namespace mailstore

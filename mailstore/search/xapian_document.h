// The Xapian document of one content. Included by xapian_*.cpp only.
#pragma once

#include <xapian.h>

#include <span>

#include "mailstore/search/words.h"
#include "mailstore/store/content_text.h"

namespace mailstore::search {

Xapian::Document make_document(const ContentWords& words, std::span<const base::AccountId> accounts, WordForms& forms);

// Value of kContentSlot and back; {0} for bytes that are not ours.
std::string encode_content(base::ContentId content);
base::ContentId decode_content(const std::string& value);

}  // namespace mailstore::search

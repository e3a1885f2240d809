// The Xapian document of one content. Included by xapian_*.cpp only.
#pragma once

#include <xapian.h>

#include <optional>
#include <span>

#include "mailstore/search/index_writer.h"
#include "mailstore/search/words.h"
#include "mailstore/store/content_text.h"

namespace mailstore::search {

// Asked now and then while the words of a large text are read; nothing is made once it answers yes.
std::optional<Xapian::Document> make_document(const ContentWords& words, std::span<const base::AccountId> accounts,
                                              WordForms& forms, const GiveUp& give_up);

// Value of kContentSlot and back; {0} for bytes that are not ours.
std::string encode_content(base::ContentId content);
base::ContentId decode_content(const std::string& value);

}  // namespace mailstore::search

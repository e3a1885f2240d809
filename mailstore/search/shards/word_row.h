// The words of one document in their order, small: what phrases are answered from. A word is kept as a mark of 36 bits,
// 20 of its folded form and 16 of its exact one, so that a phrase may be asked for in both; whoever asks has seen
// before that the document holds every word as a term, so that two words are taken for one another once in 10^10
// neighbours.
//
//   row    = distinct:varint rice:u8 words:varint × kRowFields bits        ; empty: a document without words
//   bits   = delta × distinct, number × (sum of words)                     ; most significant bit first, zeros at the
//   end delta  = mark - (mark before + 1), of the ascending marks, as a Rice code: quotient in ones and a zero, `rice`
//   bits number = which of the ascending marks, in as many bits as `distinct` needs; `distinct` itself parts words that
//   are
//            no neighbours (two names of attachments)
//
// Pure.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "mailstore/search/query/fields.h"
#include "mailstore/search/query/words.h"

namespace mailstore::search {

using WordMark = std::uint64_t;  // 36 bits
inline constexpr WordMark kNoNeighbour = ~WordMark{0};
WordMark word_mark(const WordForm& form);

// Fields of words in the order of the row.
inline constexpr std::array<Field, 6> kRowFields = {Field::subject, Field::from,       Field::to,
                                                    Field::cc,      Field::attachment, Field::body};
using RowWords = std::array<std::vector<WordMark>, kRowFields.size()>;

std::string encode_row(const RowWords& words);
// Errors: corrupt.
base::Result<RowWords> decode_row(std::string_view row);

// Whether the words stand one behind the other in the field. exact: with their marks. Errors: corrupt.
base::Result<bool> row_holds(std::string_view row, Field field, const std::vector<WordForm>& phrase, bool exact);

}  // namespace mailstore::search

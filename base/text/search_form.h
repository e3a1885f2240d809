// The form in which a CasemapFinder (case.h) compares texts, for who makes tables of words for it: a needle is found in
// a text when the needle's form is a run of bytes of the text's form. Pure, thread-safe.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace base {

// Needles whose form is longer are compared in other pieces of a long text: their form says nothing for certain.
inline constexpr std::size_t kSearchFormPiece = 64 << 10;

// Of a needle or a short text, as a whole. Valid UTF-8. Empty for a needle that is empty or holds nothing that is seen
// (which is then compared as it stands: its form says nothing either).
std::string search_form(std::string_view utf8);

// Of a text, piece by piece in order, until `visit` answers false; the pieces put together are the form.
void visit_search_form(std::string_view utf8, const std::function<bool(std::string_view piece)>& visit);

}  // namespace base

// Units and persons named in a text as people write them: "Phòng Kinh tế chủ trì, P.TC-KH phối hợp", "đ/c Bình". Names
// count with all their marks or with none. Nothing is guessed: a name that two share names nobody. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "directory/people/directory_view.h"

namespace mailstore::office {

// Whom a text may name.
struct NameScope {
  base::UnitId office;   // persons and sections of this office …
  base::UnitId section;  // … of this section alone, when it is set
  bool below = false;    // and the offices below it
  bool bare = false;     // the text is nothing but a name: a given name stands without "đ/c"
};

struct NamedParty {
  // The mailbox by which a unit is given tasks, or the person. nullptr: several have that name.
  const directory::Account* account = nullptr;
  std::vector<const directory::Account*> several;
  std::size_t begin = 0, end = 0;  // bytes of the text
};

inline constexpr std::size_t kMaxNamingText = 16 * 1024;  // bytes that are looked at

// In the order of the text, each once.
std::vector<NamedParty> named_parties(const directory::DirectoryView& view, const NameScope& scope,
                                      std::string_view text);

// The same for each of these texts, every naming: whoever is named twice stands there twice. A unit's code of two or
// three letters counts only in capitals ("SO" is no "so").
std::vector<std::vector<NamedParty>> named_parties_in_each(const directory::DirectoryView& view, const NameScope& scope,
                                                           const std::vector<std::string_view>& texts);

}  // namespace mailstore::office

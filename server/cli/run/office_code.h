// The office that a code after --office names.
#pragma once

#include <string>

#include "base/result.h"
#include "directory/people/directory_view.h"

namespace server::cli {

// The office with this very code. A section is never widened to its office. Pointer: as long as `view`. Errors:
// bad_input for the code of a section, which names its office; not_found otherwise, with the codes most like it.
base::Result<const directory::Unit*> office_by_code(const directory::DirectoryView& view, const std::string& code);

}  // namespace server::cli

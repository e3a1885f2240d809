// Header fields of an mbox that belong to the folder (flags, lengths, numbers) and share their names with fields that
// any sender may write. Pure, thread-safe.
//
// Our export hides the message's own ones behind a prefix, as often as needed, and writes the folder's as the last of
// the header:
//   own     = "X-Vanthu-Own-" (own / name) ":" …
//   folder  = "X-Vanthu-Mbox: 1" *(" " word) LF "Status: …" LF ["X-Status: …" LF] ["X-Keywords: …" LF]
//   word    = "bare" (no empty line ends the header) / "unended" (the last line has no line end) / "verbatim" (line
//   ends as they are)
// Other programs write the folder's fields together at the end of the header, some at its beginning; what stands
// elsewhere is the message's own.
#pragma once

#include <string>
#include <string_view>

#include "mailstore/store/types.h"

namespace mailstore {

// One message as it stands behind its From_ line: LF line ends (or its own when they would not come back), From lines
// quoted as mboxrd, the folder's fields, and the empty line that ends it.
std::string mbox_entry(std::string_view message, const Flags& flags);

struct FolderFields {
  Flags flags;
  bool ours = false;  // our own export: everything else in the message is as it was sent
};
// Reads the folder's fields and takes them off; undoes what mbox_entry() did but for the line ends and the quoting.
FolderFields take_folder_fields(std::string& message);

}  // namespace mailstore

// Arguments of LIST and LSUB: RFC 9051 §6.3.9, RFC 5258 (LIST-EXTENDED), RFC 5819 (LIST-STATUS), RFC 6154
// (SPECIAL-USE); and of STATUS: RFC 9051 §6.3.11, RFC 8438, RFC 9208 §4.1.4. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/imap/session/scanner.h"

namespace server::imap {

struct StatusItems {
  bool messages = false, recent = false, uid_next = false, uid_validity = false, unseen = false;
  bool highest_modseq = false, size = false, deleted = false, deleted_storage = false, append_limit = false;
};

struct ListRequest {
  bool extended = false;  // any of the RFC 5258 forms
  bool select_subscribed = false, select_remote = false, select_recursive = false, select_special_use = false;
  std::string reference;              // as written
  std::vector<std::string> patterns;  // as written
  bool return_subscribed = false, return_children = false, return_special_use = false;
  std::optional<StatusItems> return_status;
};

ListRequest parse_list(Scanner& args);
ListRequest parse_lsub(Scanner& args);
// "(MESSAGES UNSEEN)"
StatusItems parse_status_items(Scanner& args);

}  // namespace server::imap

#include "server/imap/mailboxes/list_arguments.h"

#include <array>

#include "server/imap/mailboxes/mailbox_pattern.h"

namespace server::imap {
namespace {

// Calls `each` for every word of a parenthesised list, which may be empty.
template <class Each>
void words(Scanner& args, const Each& each) {
  args.expect('(');
  std::size_t count = 0;
  while (args.ok() && !args.accept(')')) {
    if (count++ > 0) args.space();
    each(args.upper_atom());
    if (count > 100) args.fail("The list is too long");
  }
}

void selection_options(Scanner& args, ListRequest& request) {
  words(args, [&](const std::string& name) {
    if (name == "SUBSCRIBED") {
      request.select_subscribed = true;
    } else if (name == "REMOTE") {
      request.select_remote = true;
    } else if (name == "RECURSIVEMATCH") {
      request.select_recursive = true;
    } else if (name == "SPECIAL-USE") {
      request.select_special_use = true;
    } else {
      args.fail("The selection option is not known");
    }
  });
  // RFC 5258 §3.1: RECURSIVEMATCH needs another selection option that it can match.
  if (args.ok() && request.select_recursive && !request.select_subscribed && !request.select_special_use) {
    args.fail("RECURSIVEMATCH needs another selection option");
  }
  args.space();
}

void return_options(Scanner& args, ListRequest& request) {
  args.space();
  words(args, [&](const std::string& name) {
    if (name == "SUBSCRIBED") {
      request.return_subscribed = true;
    } else if (name == "CHILDREN") {
      request.return_children = true;
    } else if (name == "SPECIAL-USE") {
      request.return_special_use = true;
    } else if (name == "STATUS") {
      args.space();
      request.return_status = parse_status_items(args);
    } else {
      args.fail("The RETURN option is not known");
    }
  });
}

void patterns(Scanner& args, ListRequest& request) {
  if (!args.accept('(')) {
    request.patterns.push_back(args.list_mailbox());
    return;
  }
  request.extended = true;
  do {
    request.patterns.push_back(args.list_mailbox());
    if (request.patterns.size() > kMaxPatterns) args.fail("A LIST has at most 10 patterns");
  } while (args.ok() && args.accept(' '));
  args.expect(')');
}

}  // namespace

StatusItems parse_status_items(Scanner& args) {
  struct Row {
    std::string_view name;
    bool StatusItems::*member;
  };
  constexpr std::array kRows = {Row{"MESSAGES", &StatusItems::messages},
                                Row{"RECENT", &StatusItems::recent},
                                Row{"UIDNEXT", &StatusItems::uid_next},
                                Row{"UIDVALIDITY", &StatusItems::uid_validity},
                                Row{"UNSEEN", &StatusItems::unseen},
                                Row{"HIGHESTMODSEQ", &StatusItems::highest_modseq},
                                Row{"SIZE", &StatusItems::size},
                                Row{"DELETED", &StatusItems::deleted},
                                Row{"DELETED-STORAGE", &StatusItems::deleted_storage},
                                Row{"APPENDLIMIT", &StatusItems::append_limit}};
  StatusItems items;
  bool any = false;
  words(args, [&](const std::string& name) {
    for (const Row& row : kRows) {
      if (row.name != name) continue;
      items.*row.member = any = true;
      return;
    }
    args.fail("The status item is not known");
  });
  if (args.ok() && !any) args.fail("A status item was expected");
  return items;
}

ListRequest parse_list(Scanner& args) {
  ListRequest request;
  if (args.peek() == '(') {
    request.extended = true;
    selection_options(args, request);
  }
  request.reference = args.astring();
  args.space();
  patterns(args, request);
  if (args.accept_space_word("RETURN")) {
    request.extended = true;
    return_options(args, request);
  }
  args.end();
  return request;
}

ListRequest parse_lsub(Scanner& args) {
  ListRequest request;
  request.reference = args.astring();
  args.space();
  request.patterns.push_back(args.list_mailbox());
  args.end();
  return request;
}

}  // namespace server::imap

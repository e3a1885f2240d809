// Throws bytes at the wire reader and at every argument parser.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "server/imap/fetch/fetch_arguments.h"
#include "server/imap/mailboxes/list_arguments.h"
#include "server/imap/mailboxes/mailbox_pattern.h"
#include "server/imap/search/search_arguments.h"
#include "server/imap/session/command_reader.h"
#include "server/imap/session/mailbox_name.h"
#include "server/imap/session/message_arguments.h"

namespace {

template <class Parse>
void try_parser(const server::imap::Command& command, const Parse& parse) {
  server::imap::Command copy = command;
  server::imap::Scanner args(copy);
  args.tag();
  args.space();
  args.upper_atom();
  args.space();
  parse(args);
}

void try_all(const server::imap::Command& command) {
  using namespace server::imap;
  try_parser(command, parse_fetch);
  try_parser(command, parse_search);
  try_parser(command, parse_sort);
  try_parser(command, parse_thread);
  try_parser(command, parse_list);
  try_parser(command, parse_lsub);
  try_parser(command, parse_select);
  try_parser(command, parse_store);
  try_parser(command, parse_append);
  try_parser(command, parse_copy);
  try_parser(command, parse_status_items);
  const auto name = decode_mailbox_name(command.text, false);
  std::string out;
  if (name) append_mailbox_name(out, *name, false);
  const std::string text = command.text.substr(0, 200);
  if (const auto pattern = MailboxPattern::make(text)) (void)pattern->matches(text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using Event = server::imap::CommandReader::Event;
  if (size == 0) return 0;
  const std::size_t piece = 1 + data[0] % 64;
  std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  server::imap::CommandReader reader(1000);
  while (!bytes.empty()) {
    std::string_view part = bytes.substr(0, piece);
    bytes.remove_prefix(part.size());
    for (Event event = reader.feed(part); event != Event::need_more; event = reader.feed(part)) {
      if (event == Event::flood) return 0;
      if (event == Event::literal) {
        reader.literal().size < 10000 ? reader.accept_literal() : reader.discard_literal();
      } else {
        try_all(reader.take());
      }
    }
  }
  return 0;
}

// Any bytes: the grammars of SMTP commands and replies neither crash nor let control characters through, and the data
// scanner gives the same message in any pieces, which our own dot-stuffing turns back into what came.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "server/outbound/client_reply.h"
#include "server/outbound/dot_stuffer.h"
#include "server/outbound/idna.h"
#include "server/outbound/unbound_resolver.h"
#include "server/smtp/arguments.h"
#include "server/smtp/data_scanner.h"

namespace {

void require(bool good) {
  if (!good) std::abort();
}

bool clean(std::string_view text) {
  for (unsigned char c : text) {
    if (c < 0x20 || c == 0x7F) return false;
  }
  return true;
}

void parse_commands(std::string_view line) {
  using namespace server::smtp;
  CommandLine command = split_command(line);
  for (std::string_view rest : {line, command.rest}) {
    auto mail = parse_mail(rest);
    if (auto* args = std::get_if<MailArgs>(&mail))
      require(clean(args->reverse_path) && clean(args->envid) && args->size >= 0);
    for (bool smtputf8 : {false, true}) {
      auto rcpt = parse_rcpt(rest, smtputf8);
      if (auto* recipient = std::get_if<mailstore::EnvelopeRecipient>(&rcpt)) {
        require(!recipient->address.empty() && clean(recipient->address) && clean(recipient->original));
      }
    }
    auto helo = parse_helo(rest);
    if (auto* name = std::get_if<std::string>(&helo)) require(!name->empty() && clean(*name));
    (void)parse_bdat(rest);
    if (auto decoded = decode_xtext(rest)) {
      require(decode_xtext(server::outbound::encode_xtext(*decoded)) == *decoded);
    }
    (void)decode_utf8_xtext(rest);
  }
  std::string reply = render({550, "5.0.0", std::string(line)});
  require(reply.ends_with("\r\n"));
  server::outbound::ReplyReader reader;
  (void)reader.feed(line);
  (void)server::outbound::parse_extensions(line);
  (void)server::outbound::parse_mx_rdata(line);
  (void)server::outbound::to_a_labels(line);
}

struct Scanned {
  bool done, lone, long_line;
  std::string message;
  std::size_t used;
  bool operator==(const Scanned&) const = default;
};

Scanned scan(std::string_view bytes, std::size_t piece) {
  using server::smtp::DataScanner;
  DataScanner scanner(DataScanner::Form::dots, {1 << 20, 100});
  std::size_t at = 0;
  while (at < bytes.size() && !scanner.done()) {
    std::size_t used = scanner.feed(bytes.substr(at, piece));
    require(used > 0);
    at += used;
  }
  bool done = scanner.done(), lone = scanner.lone_cr_or_lf(), long_line = scanner.line_too_long();
  return {done, lone, long_line, scanner.take(), at};
}

void scan_data(std::string_view bytes) {
  Scanned whole = scan(bytes, bytes.size() + 1);
  require(whole == scan(bytes, 1) && whole == scan(bytes, 3));
  if (!whole.done || whole.lone) return;
  server::outbound::DotStuffer stuffer;
  std::string wire;
  stuffer.feed(whole.message, wire);
  stuffer.finish(wire);
  require(scan(wire, 5).message == whole.message);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  parse_commands(bytes);
  scan_data(bytes);
  return 0;
}

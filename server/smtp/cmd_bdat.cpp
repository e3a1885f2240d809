// BDAT, RFC 3030 §2:  "BDAT" SP chunk-size [ SP "LAST" ] CRLF, then exactly so many octets. A refused chunk is read all
// the same, so that what follows it is a command again.
#include "server/smtp/commands.h"
#include "server/smtp/finish_message.h"
#include "server/smtp/message_input.h"
#include "server/smtp/session.h"

namespace server::smtp {

namespace {

// A chunk that we would not even read to throw it away.
constexpr std::uint64_t kHopelessChunk = std::uint64_t{2} << 30;
// Smaller ones, down to no octet at all, bring a message forward as little as NOOP does.
constexpr std::uint64_t kSoundChunk = 1024;

std::optional<Reply> refuse_chunk(Session& session) {
  if (!session.transaction) return bad_sequence("MAIL comes first");
  if (session.transaction->chunks_failed) return bad_sequence("An earlier chunk was refused, say RSET");
  if (session.transaction->recipients.empty()) return Reply{554, "5.5.1", "No valid recipients"};
  return std::nullopt;
}

// Reads `size` octets into the message (null: throws them away).
base::Co<Channel::Got> read_chunk(Session& session, std::uint64_t size, MessageBuffer* message) {
  MessageInput input(session, message);
  while (size > 0) {
    const Channel::Got got = co_await input.wait();
    if (got != Channel::Got::bytes) co_return got;
    size -= input.take(size);
  }
  co_return Channel::Got::bytes;
}

}  // namespace

base::Co<Reply> cmd_bdat(Session& session, std::string_view rest) {
  Parsed<BdatArgs> parsed = parse_bdat(rest);
  if (Reply* refused = std::get_if<Reply>(&parsed)) {
    // How many octets follow is unknown: going on would read a message as commands.
    refused->close = true;
    co_return *refused;
  }
  BdatArgs args = std::get<BdatArgs>(parsed);
  if (args.size > kHopelessChunk) co_return Reply{552, "5.3.4", "Chunk is too large", true};

  std::optional<Reply> refused = refuse_chunk(session);
  MessageBuffer* message = nullptr;
  if (!refused) {
    Transaction& transaction = *session.transaction;
    if (!transaction.chunks) transaction.chunks = std::make_unique<MessageBuffer>(session, DataScanner::Form::chunks);
    message = transaction.chunks.get();
  }
  const Channel::Got got = co_await read_chunk(session, args.size, message);
  if (got != Channel::Got::bytes) co_return session.reply_for_lost_input(got);
  if (refused) co_return *refused;

  if (message->refused) refused = Reply{452, "4.3.1", "Too many large messages at once, try again later"};
  if (message->scanner.too_large()) refused = Reply{552, "5.3.4", "Message is too large"};
  if (refused && args.last) session.reset_transaction();
  if (refused && !args.last) session.transaction->chunks_failed = true;
  if (refused) co_return *refused;
  if (args.size >= kSoundChunk) session.note_progress();
  if (!args.last) co_return Reply{250, "2.0.0", std::to_string(args.size) + " octets received"};
  Reply reply = co_await finish_message(session, *message);
  session.reset_transaction();
  co_return reply;
}

}  // namespace server::smtp

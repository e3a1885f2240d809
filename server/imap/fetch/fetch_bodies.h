// MessageBodies: the body items of one message (RFC 9051 §6.4.5 BODY[…]): found by its structure, sent in pieces, as
// fast as the client reads.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/mime/section.h"
#include "server/imap/fetch/fetch_plan.h"
#include "server/imap/session/pace.h"
#include "server/imap/session/session.h"

namespace server::imap {

// What a body item answers: octets in hand, then `length` octets from `offset` on, piece by piece: of the message, or
// with `chosen` of what item number `item` chooses of the header.
struct BodyText {
  bool nil = false;
  std::array<std::string_view, 2> lent;  // in hand: of what was read ahead
  std::string ready;                     // in hand, behind them
  std::int64_t offset = 0;
  std::int64_t length = 0;
  bool chosen = false;
  std::size_t item = 0;
  base::ByteRange header;

  std::size_t in_hand() const { return lent[0].size() + lent[1].size() + ready.size(); }
};

class MessageBodies {
 public:
  // `content`: the message's octets without prefix when they were read ahead. All outlive it.
  MessageBodies(Session& session, const FetchPlan& plan, const mailstore::Entry& entry,
                const mailstore::MessageMeta& meta, const std::optional<std::string>& content);

  // Item number `at` of the request. `read_first`: its first piece is read too, so that a message that cannot be read
  // is refused in time.
  base::Co<base::Result<BodyText>> find(std::size_t at, bool read_first);
  // After the item's label: NIL or the literal.
  base::Co<base::Result<void>> write(BodyText text);

 private:
  base::Result<base::SectionPlace> place(const base::SectionSpec& spec, bool& found);
  base::Co<base::Result<BodyText>> chosen_fields(std::size_t at, base::ByteRange header);
  // A section of an embedded message that is itself encoded: at most ParseLimits::decoded_message octets are read and
  // decoded.
  base::Co<base::Result<BodyText>> decoded_section(const BodyItem& item, const base::SectionPlace& place);
  // Chooses anew and writes the part of it that the text asks for.
  base::Co<base::Result<bool>> write_fields(BodyText text);
  // Octets of the message, from what was read ahead; at most to the end of its prefix or of its content.
  std::string_view lent(std::int64_t offset, std::int64_t length) const;
  // Octets of the message, from what was read ahead or from the store. Valid until the next call.
  base::Co<base::Result<std::string_view>> octets(std::int64_t offset, std::int64_t length);
  // The next piece of the text; an error also when the message is shorter than it should be.
  base::Co<base::Result<std::string_view>> read_piece(BodyText& text);

  Session& session_;
  const FetchPlan& plan_;
  const mailstore::Entry& entry_;
  const mailstore::MessageMeta& meta_;
  const std::optional<std::string>& content_;
  std::optional<base::ParsedMessage> outline_, parsed_;
  std::string read_;  // what octets() answered last
  Pace pace_;
};

}  // namespace server::imap

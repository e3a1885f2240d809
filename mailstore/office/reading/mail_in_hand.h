// The mail as each kind's reader gets it: parsed, its words read and its first line understood, once for all of them.
#pragma once

#include <optional>
#include <string_view>

#include "base/mime/message.h"
#include "mailstore/office/reading/itip_reply.h"
#include "mailstore/office/reading/read_mail.h"

namespace mailstore::office {

struct MailInHand {
  const IntakeTools& tools;
  const Submission& mail;
  const base::ParsedMessage& message;  // as it was sent
  // What is read of it: itself, or what an opaque signature holds.
  const base::ParsedMessage& inside;
  std::string_view inside_bytes;
  IntakeHead head;                 // but for the office
  policies::replies::Reply reply;  // head.text by the reply grammar
  std::optional<ItipReply> itip;   // the answer of a calendar program; head.text has its words, or a command beside it
  bool encrypted = false;          // no words, because the mail is encrypted for somebody else
  bool has_files = false;          // it brings an attachment

  policies::replies::Reply read_words(std::string_view words) const {
    return policies::replies::parse_reply(words, {tools.calendar, mail.at, std::nullopt});
  }
};

}  // namespace mailstore::office

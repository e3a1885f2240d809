// Intake: what a submitted mail asks of the office, read out of its bytes before any transaction. Pure but for the
// directory's view and the trust store it is given. A mail that asks nothing is ordinary mail.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/crypto/cms.h"
#include "base/crypto/hash.h"
#include "base/mime/message.h"
#include "directory/certificates/certificates.h"
#include "directory/people/directory_view.h"
#include "mailstore/office/journal/event.h"
#include "mailstore/office/reading/itip_reply.h"
#include "mailstore/office/reading/reply_token.h"
#include "policies/access/may.h"
#include "policies/dispatch/dispatch_check.h"
#include "policies/replies/quoted_reply.h"

namespace mailstore::office {

// What the door has in its hand: an authenticated submission, edited as it will be stored.
struct Submission {
  base::AccountId author;
  std::string on_behalf_of;             // role address in From; "" = his own
  std::vector<std::string> recipients;  // of the envelope
  std::string_view bytes;
  base::Timestamp at;
};

enum class IntakeKind {
  assignment,  // to his office's task mailbox
  task_reply,  // to a reply token, or to the task mailbox as an answer
  records,     // XIN SỐ, VÀO SỔ, TỪ CHỐI, HỦY: the first line of a clerk's mail
  dispatch,    // from the records mailbox with [VB …] in the subject
};

struct HeaderRecipient {
  std::string name, address;
};

struct Intake {
  IntakeKind kind = IntakeKind::assignment;
  base::UnitId office;  // whose journal is written first
  base::AccountId journal;
  directory::Account author;
  policies::access::Actor actor;  // what the directory knows of the author
  base::Timestamp at;
  base::Sha256 cause{};
  std::string message_id, subject;   // decoded
  std::vector<std::string> answers;  // Message-IDs: In-Reply-To, then References from the newest
  policies::replies::NewText text;
  std::string quoted;      // assignment: what stands quoted or forwarded below `text`
  bool encrypted = false;  // no text, because the mail is encrypted for somebody else
  std::vector<HeaderRecipient> to, cc;
  std::optional<MessageToken> answered;  // the newest of our messages among `answers`
  ReplyToken token;                      // task_reply
  bool several_tasks = false;            // task_reply: to the reply addresses of more than one task or party
  std::optional<ItipReply>
      itip;  // the answer of a calendar program; `text` then has its words, or a command that was written beside it
  bool only_answer =
      false;  // an assignment it cannot be: an answer to a task that is still to be found, or ordinary mail
  // dispatch
  policies::dispatch::DispatchFacts facts;  // but for `row`
  std::string verdict, verdict_sentence;    // of the signatures
  std::string results;                      // clauses for Authentication-Results
  std::vector<Recipient> recipients;
  std::string signer;
  std::vector<DispatchedFile> files;  // the signed ones
  bool files_only = false;            // only files are signed, not the mail around them
  bool wrong_sender = false;          // a document to other offices, sent from a person's own address
  // What becomes of the mail itself.
  base::AccountId filed_in;       // the role mailbox that keeps it; none: where it was addressed
  std::vector<std::string> keep;  // envelope recipients who get it as it is
};

// A quick look without reading the body: must read_intake be asked at all?
// "nv+…" in one of our domains, right or forged.
bool is_reply_address(const directory::DirectoryView& view, std::string_view address);

bool may_concern_office(const directory::DirectoryView& view, const Submission& mail);

struct IntakeTools {
  const directory::DirectoryView& view;
  const ReplyKeys& keys;
  const directory::Certificates& certificates;
};
// Nothing: ordinary mail. Automatic mail (Auto-Submitted, lists, reports) never asks anything. Verifies signatures of
// dispatches: on a pool.
std::optional<Intake> read_intake(const IntakeTools& tools, const Submission& mail);

}  // namespace mailstore::office

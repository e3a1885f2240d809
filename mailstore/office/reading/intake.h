// Intake: what a submitted mail asks of the office, as one of the kinds below. A value: it is read out of the mail's
// bytes once (read_mail.h) and ruled on inside the unit of work (mailstore/office/ruling).
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/crypto/hash.h"
#include "base/ids.h"
#include "directory/people/types.h"
#include "mailstore/office/journal/event.h"
#include "mailstore/office/reading/answered_mail.h"
#include "mailstore/office/reading/reply_token.h"
#include "policies/access/may.h"
#include "policies/dispatch/dispatch_check.h"
#include "policies/reminders/preference_words.h"
#include "policies/replies/quoted_reply.h"
#include "policies/replies/reply_grammar.h"

namespace mailstore::office {

struct HeaderRecipient {
  std::string name, address;
};

// Who wrote it, when, and what it says: of every kind.
struct IntakeHead {
  base::UnitId office;  // whose journal is written first
  directory::Account author;
  bool english = false;           // what is said to him carries the English twin
  policies::access::Actor actor;  // what the directory knows of the author
  base::AccountId in_name_of;     // a leader whose address stands in From, when it is not the author's
  base::Timestamp at;
  base::Sha256 cause{};
  std::string message_id, subject;        // decoded
  std::vector<std::string> answers;       // Message-IDs: In-Reply-To, then References from the newest
  std::optional<MessageToken> answered;   // the newest of our messages among `answers`
  AnsweredMail parent;                    // the one mail that it answers: what it proves is asked of this alone
  std::optional<QuestionToken> question;  // the question of ours that it was written to, or answers
  std::vector<HeaderRecipient> to, cc;
  policies::replies::NewText text;   // the author's words, or what his calendar program said for him
  std::vector<std::string> files{};  // names of what is attached, those of `mails` first
  std::vector<MailRef> mails{};      // mails before this one whose words and files it brings to their end
  std::int64_t question_done = 0;    // seq of the question, of the same office, that is answered by it; 0: none
  // Its HTML has words that nobody sees, and with them it would be read otherwise: what comes of it is asked.
  bool hides_words = false;
  std::int64_t mail_bytes = 0;  // of the whole mail, as it is stored
};

// To his office's task mailbox.
struct AssignmentAsk {
  std::string quoted;                // what stands quoted or forwarded below the words
  bool encrypted = false;            // no words, because the mail is encrypted for somebody else
  policies::replies::Reply reply{};  // its first line may be a command
  bool has_files = false;
  bool perhaps = false;  // sent past the task mailbox and without a deadline: is a task meant?
  std::string
      listed{};  // the words of its HTML with the numbers of lists and cells of tables parted by tabs; may be ""
};

// To a reply address, or to a task mailbox as the answer to one of our messages, by a task's number or UID.
struct ReplyAsk {
  ReplyToken token;                // {} when the reply address is a forged one
  policies::replies::Reply reply;  // before the party's deadline is known (policies::replies::counted_from)
  std::optional<int> sequence;     // of a calendar program: which state of the task it saw
  bool several_tasks = false;      // to the reply addresses of more than one task or party
  bool encrypted = false;
  bool has_files = false;  // it brings an attachment
  bool by_name = false;    // its task is known by the number that the author wrote, or by the UID of his calendar
};

// To a question of ours: the missing piece, yes or no, or something else about its task.
struct QuestionAsk {
  std::int64_t seq = 0;            // of the question, in the journal of the head's office
  policies::replies::Reply reply;  // as of ReplyAsk, like the next two
  bool encrypted = false;
  bool has_files = false;
};

// A clerk's first line: XIN SỐ, HỦY, VÀO SỔ, TỪ CHỐI, or words that look like one of them.
struct RecordsAsk {
  policies::replies::Reply reply;
};

// From the records mailbox with [VB …] in the subject, or what should have been.
struct DispatchAsk {
  policies::dispatch::DispatchFacts facts;  // but for `row`
  std::string verdict, verdict_sentence;    // of the signatures
  std::vector<Recipient> recipients;
  std::string signer;
  std::vector<DispatchedFile> files;  // the signed ones
  bool files_only = false;            // only files are signed, not the mail around them
  bool wrong_sender = false;          // sent to other offices from a person's own address
};

// It goes where it was sent; its author is told that something was not done by it.
struct RemarkAsk {
  std::string rule;  // of the answer
  base::Sentence what;
  bool from_tasks = false;  // the task mailbox says it, else the records mailbox
  std::string thread;       // plain talk: said once to him in this thread (Message-ID of its root); "": each time
};

// He asks to see something, or chooses what is sent to him.
struct InquiryAsk {
  enum class What { help, list, report, history, preference } what = What::help;
  std::string argument;                        // as written: which list, which month
  ReplyToken token;                            // of history: which task
  policies::reminders::PreferenceWish wish{};  // of preference
};

// A leader hands over for some days, or takes it back.
struct AccessAsk {
  std::string words;                       // what is to be read
  std::vector<base::AccountId> to_people;  // in To besides our mailboxes: then it may be a task for them
  AssignmentAsk otherwise;                 // what it is when it is no handing over
};

// About a series of tasks: an answer to one of its mails, or a mail with its number in the subject.
struct SeriesAsk {
  std::int64_t series = 0;  // 0: there is none of that number
  std::string number;       // "CK-2026-000003"
  bool encrypted = false;
};

// Words that may be about several tasks of his: he is asked which.
struct WhichTaskAsk {
  std::vector<TaskChoice> choices;  // not empty
};

// What becomes of the mail itself.
struct Filing {
  base::AccountId box;            // the role mailbox that keeps it; none: where it was addressed
  std::vector<std::string> keep;  // envelope recipients who get it as it is
  std::string results;            // clauses for Authentication-Results of what is sent on
  bool nothing_kept = false;      // a secret: no byte of it goes to the disk
};

struct Intake {
  IntakeHead head;
  std::variant<AssignmentAsk, ReplyAsk, RecordsAsk, DispatchAsk, QuestionAsk, RemarkAsk, InquiryAsk, AccessAsk,
               SeriesAsk, WhichTaskAsk>
      ask;
  Filing filing;
};

}  // namespace mailstore::office

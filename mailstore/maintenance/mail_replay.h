// `mail replay`: mail of another time through the same door as at the submission port, with the time as a parameter.
// For demonstrations and for measuring: whoever calls it speaks for every account. Blocking; one thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/sentence.h"
#include "directory/people/directory.h"
#include "mailstore/delivery/delivery.h"
#include "mailstore/store/owner/mail_store.h"

namespace mailstore {

// The newest message in an account's INBOX whose subject has these words.
struct ReplayAnswers {
  std::string account;
  std::string subject_contains;
};

struct ReplayMail {
  base::Timestamp at;
  std::string from;             // address of the account that sends
  std::string on_behalf_of;     // role address in From; with `message` it may be left out
  std::vector<std::string> to;  // envelope
  std::string message;          // RFC 5322, any line ends
  // Instead of `to` and `message`: an answer with this text as a mail program makes it (To = Reply-To, In-Reply-To,
  // "Re: ").
  std::optional<ReplayAnswers> answers;
  std::string text;
};

enum class ReplayOutcome { applied, answered, delivered, known, refused };
const char* to_string(ReplayOutcome outcome);

struct ReplayResult {
  ReplayOutcome outcome = ReplayOutcome::delivered;
  std::string what;         // applied: the event; answered: the rule
  base::Sentence reason{};  // refused
};

struct ReplayParts {  // all outlive the replay
  MailStore& store;
  Delivery& delivery;
  directory::Directory& directory;
};

class MailReplay {
 public:
  explicit MailReplay(const ReplayParts& parts) : parts_(parts) {}

  // What follows from earlier mails about the same words is done before an answer looks for the message it answers;
  // other follow-ups go on beside. Errors: those that concern more than this mail (disk_full, unavailable, …): what was
  // replayed until then stays.
  base::Result<ReplayResult> send(const ReplayMail& mail);
  // A mail that an earlier run has sent: nothing is done, but a later one with the same words counts as the next.
  void pass_over(const ReplayMail& mail);
  // Everything that follows from the mails until now is done.
  base::Result<void> settle();

 private:
  base::Result<std::optional<DeliverRequest>> answer_to(const ReplayMail& mail, const directory::Account& author);
  base::Result<ReplayResult> deliver(DeliverRequest request);
  std::string answer_id(const ReplayMail& mail, const std::string& domain);
  base::Result<std::optional<base::ContentId>> newest(base::AccountId account, const std::string& words);
  base::Result<std::optional<base::ContentId>> find_answered(const ReplayAnswers& answers);

  const ReplayParts parts_;
  std::map<std::string, int> answered_;  // lines sent, how many times
  std::vector<std::string> pending_;     // subjects of mails of which something may follow
};

}  // namespace mailstore

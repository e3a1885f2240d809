#include "mailstore/office/reading/inquiry_mail.h"

#include <algorithm>

#include "policies/minutes/points.h"
#include "policies/speech/speech.h"
#include "policies/tasks/lists/task_list.h"

namespace mailstore::office {

namespace speech = policies::speech;
using speech::Act;

namespace {

std::optional<InquiryAsk::What> what_of(Act act) {
  switch (act) {
    case Act::help: return InquiryAsk::What::help;
    case Act::list: return InquiryAsk::What::list;
    case Act::report: return InquiryAsk::What::report;
    case Act::history: return InquiryAsk::What::history;
    default: return std::nullopt;
  }
}

// The one thing that is asked for; nothing when something else is said too.
std::optional<InquiryAsk> asked_in(const MailInHand& hand, std::string_view words) {
  const speech::Hearing hearing{{true, true, true, true}, hand.tools.calendar, hand.mail.at, {}, hand.has_files, {}};
  const speech::Speech heard = speech::read_speech(words, hearing);
  std::optional<InquiryAsk> ask;
  for (const speech::Said& said : heard.acts) {
    if (said.act == Act::thanks) continue;
    const auto what = what_of(said.act);
    if (!what || ask) return std::nullopt;
    ask.emplace();
    ask->what = *what;
    ask->argument = said.words;
  }
  return ask;
}

// "ĐĂNG KÝ bản tin sáng" as the first line, with no more below it than a closing word; or as the subject.
std::optional<InquiryAsk> chosen_in(const MailInHand& hand) {
  namespace reminders = policies::reminders;
  constexpr std::size_t kClosing = 80;  // bytes
  const std::string& text = hand.head.text.text;
  const std::size_t line = text.find('\n');
  std::optional<reminders::PreferenceWish> wish;
  const bool short_below = line == std::string::npos || text.size() - line <= kClosing;
  if (!text.empty() && short_below) wish = reminders::read_preference_wish(text.substr(0, line));
  if (!wish && hand.head.answers.empty() && text.size() <= kClosing)
    wish = reminders::read_preference_wish(hand.head.subject);
  if (!wish) return std::nullopt;
  InquiryAsk ask;
  ask.what = InquiryAsk::What::preference;
  ask.wish = *wish;
  return ask;
}

// His own office's mailboxes, his own section's: whoever writes to another unit wants something of it.
bool only_to_us(const MailInHand& hand, bool& reply_address) {
  bool any = false;
  auto is_ours = [&](const HeaderRecipient& to) {
    if (is_reply_address(hand.tools.view, to.address)) {
      reply_address = any = true;
      return true;
    }
    const directory::Account* role = hand.tools.view.role_at(to.address);
    const bool ours = role != nullptr && role->office == hand.head.author.office &&
                      (role->purpose == directory::kTasks || role->purpose == directory::kRecords ||
                       (role->purpose == directory::kSectionTasks && role->unit == hand.head.author.unit));
    any = any || ours;
    return ours;
  };
  const bool all = std::all_of(hand.head.to.begin(), hand.head.to.end(), is_ours) &&
                   std::all_of(hand.head.cc.begin(), hand.head.cc.end(), is_ours);
  return all && any;
}

}  // namespace

std::optional<Intake> read_inquiry_mail(const MailInHand& hand) {
  bool reply_address = false;
  // "NHẮC việc" by itself is a choice; in answer to a task it urges.
  const bool urges = hand.reply.intent == policies::replies::Intent::urge && hand.head.answers.empty();
  if ((hand.reply.intent != policies::replies::Intent::comment && !urges) || hand.encrypted ||
      !only_to_us(hand, reply_address))
    return std::nullopt;
  const std::string& text = hand.head.text.text;
  constexpr std::size_t kShort = 400;  // bytes: whoever writes more asks for something else
  if (text.size() > kShort) return std::nullopt;
  // "1. Đ/c An lập danh sách …": points are work.
  const policies::minutes::Minutes points = policies::minutes::read_minutes(text);
  if (points.items.size() >= 2 && !points.bare) return std::nullopt;
  auto ask = text.empty() && hand.head.answers.empty() ? asked_in(hand, hand.head.subject) : asked_in(hand, text);
  if (!reply_address && policies::tasks::asks_own_tasks(text.empty() ? hand.head.subject : text)) {
    ask.emplace();
    ask->what = InquiryAsk::What::list;
    ask->argument = "của tôi";
  }
  auto chosen = chosen_in(hand);
  if (urges && (reply_address || !chosen)) return std::nullopt;
  if (chosen) ask = std::move(chosen);
  if (!ask) return std::nullopt;
  Intake intake;
  intake.head = hand.head;
  intake.head.office = hand.head.author.office;
  if (hand.head.answered) ask->token = hand.head.answered->token;
  for (const std::string& recipient : hand.mail.recipients) {
    if (!is_reply_address(hand.tools.view, recipient)) intake.filing.keep.push_back(recipient);
    else if (const auto token = hand.tools.keys.read_local_part(recipient.substr(0, recipient.rfind('@'))))
      ask->token = *token;
  }
  if (ask->what == InquiryAsk::What::history && ask->token.task == 0) return std::nullopt;
  if (reply_address && ask->what != InquiryAsk::What::history && ask->what != InquiryAsk::What::help)
    return std::nullopt;
  intake.ask = std::move(*ask);
  const directory::Account* box = hand.tools.view.role_mailbox(intake.head.office, directory::kTasks);
  if (box != nullptr && intake.filing.keep.empty()) intake.filing.box = box->id;
  return intake;
}

}  // namespace mailstore::office

#include "mailstore/office/ruling/steps/task_words.h"

#include <algorithm>

#include "mailstore/office/rows/trail_rows.h"
#include "mailstore/office/ruling/steps/product_ruling.h"
#include "policies/speech/speech.h"
#include "policies/tasks/texts/conversation_text.h"

namespace mailstore::office {

namespace tasks = policies::tasks;
namespace speech = policies::speech;
using speech::Act;

namespace {

// Something of his people waits for the head's word: a result, a refusal, a wish for more time.
bool hands_wait(const TaskCase& c) {
  const auto& hands = c.party_value().hands;
  return c.side().head && std::any_of(hands.begin(), hands.end(), [](const tasks::Hand& hand) {
           return hand.state == tasks::HandState::submitted || hand.state == tasks::HandState::refused ||
                  (hand.asked_due && tasks::is_open(hand.state));
         });
}

// To his people a head speaks as an assigner does.
speech::Side side_of(const TaskCase& c) {
  const tasks::Side side = c.side();
  return {side.assigner || hands_wait(c), side.holder, side.head, false};
}

bool answers_people(const TaskCase& c, Act act) {
  return hands_wait(c) && !c.side().assigner && (act == Act::approve || act == Act::deny || act == Act::give_back);
}

// "Ừ, lùi đến 14/12 nhé" of a head whose specialist asked for more time is said to him, not to the assigner.
std::string more_time_for(const TaskCase& c, const speech::Said& said) {
  const int to = c.side().spoken_to;
  const auto& hands = c.party_value().hands;
  const bool of_time = said.act == Act::ask_extension || said.act == Act::change_due || said.act == Act::approve;
  if (!of_time || !said.due || to < 0 || static_cast<std::size_t>(to) >= hands.size()) return {};
  const tasks::Hand& hand = hands[static_cast<std::size_t>(to)];
  if (!hand.asked_due) return {};
  return "GIAO " + hand.address + " hạn " + policies::calendar::slash_date(said.due->date);
}

// Talk, and questions of what one is told anyway: no step.
bool is_step(Act act) {
  switch (act) {
    case Act::none:
    case Act::ask_state:
    case Act::recall:
    case Act::correct:
    case Act::ask_number:
    case Act::register_it:
    case Act::list:
    case Act::report:
    case Act::help:
    case Act::history:
    case Act::yes:
    case Act::no:
    case Act::thanks: return false;
    default: return true;
  }
}

// "Đồng ý nhé em", "Tốt, cảm ơn em" of an assigner when nothing waits for his word is talk.
bool answers_nothing(const TaskCase& c, Act act) {
  if (act != Act::approve && act != Act::deny && act != Act::close && act != Act::give_back) return false;
  if (act != Act::close && hands_wait(c)) return false;
  const tasks::TaskParty& party = c.party_value();
  return party.pending_extension() == nullptr && party.state != tasks::State::wait_confirm &&
         party.state != tasks::State::refused;
}

// "OK anh" of a holder who has not accepted yet is perhaps his acceptance.
speech::Said perhaps_accepts(const TaskCase& c, speech::Said said) {
  if (said.act == Act::yes && c.side().holder && !c.side().assigner &&
      c.party_value().state == tasks::State::not_started) {
    said.act = Act::accept;
    said.whole = false;
  }
  return said;
}

// The command that says the same: what we advise, ask about and apply is one thing.
policies::replies::Reply command_of(const TaskCase& c, const speech::Said& said, const std::string& command) {
  policies::replies::Reply reply =
      policies::replies::parse_reply(command, {c.tools().calendar, c.head().at, c.party_value().due});
  // "Thôi không cần làm nữa nhé": the words are the reason.
  if (reply.reason.empty()) reply.reason = said.reason.empty() ? said.words : said.reason;
  if (reply.problem == policies::replies::ReplyProblem::missing_reason && !reply.reason.empty())
    reply.problem = policies::replies::ReplyProblem::none;
  // What he wrote goes with the step, as below a command.
  reply.rest = c.head().text.text;
  return reply;
}

// "Giao chị Hoa và anh An xử lý": one step for each who is named.
std::vector<speech::Said> one_by_one(const speech::Said& said) {
  const bool of_people = said.act == Act::hand_on || said.act == Act::add_party || said.act == Act::remove_party;
  if (!of_people || said.who.size() < 2) return {said};
  std::vector<speech::Said> out;
  for (const std::string& who : said.who) {
    speech::Said one = said;
    one.who = {who};
    out.push_back(std::move(one));
  }
  return out;
}

// The day that is said with "Giao đ/c Mai xử lý" is hers.
void add_own_day(const TaskCase& c, const speech::Said& said, base::Sentence& command) {
  std::optional<policies::phrases::Deadline> due = said.due;
  if (!due) {
    auto found = policies::phrases::find_deadline("", c.head().text.text, c.tools().calendar, c.head().at);
    if (found.verdict == policies::phrases::DeadlineVerdict::understood) due = std::move(found.found.front());
  }
  if (!due || command.vi.find("hạn ") != std::string::npos) return;
  const std::string day = policies::calendar::slash_date(due->date);
  command.vi += " hạn " + day;
  command.en += " by " + day;
}

struct Understood {
  std::vector<tasks::TaskEvent> events;
  std::vector<base::Sentence> commands;
  bool whole = true;
  std::optional<Ruling> refusal;  // of the first step that cannot be
  std::optional<Event> offer;     // what can be done instead
};

// The acts as steps, each judged on the task after the one before it.
base::Result<Understood> understand(const TaskCase& c, const speech::Speech& heard) {
  Understood out;
  TaskCase after = c;
  std::vector<speech::Said> acts;
  for (const speech::Said& spoken : heard.acts) {
    const speech::Said said = perhaps_accepts(c, spoken);
    if (!is_step(said.act) || answers_nothing(c, said.act)) continue;
    for (speech::Said& one : one_by_one(said)) acts.push_back(std::move(one));
  }
  for (const speech::Said& said : acts) {
    base::Sentence command = answers_people(c, said.act) ? speech::nearest_command(said, {true, false, false, false})
                                                         : speech::nearest_command(said, side_of(c));
    if (const std::string given = more_time_for(c, said); !given.empty()) command = {given, given};
    if (said.act == Act::send_up) command = {"XONG", "DONE"};  // the one command of it
    if (command.vi.empty()) continue;
    if (said.act == Act::hand_on) add_own_day(c, said, command);
    out.commands.push_back(command);
    out.whole = out.whole && said.whole && !heard.conflict;
    const policies::replies::Reply reply = command_of(after, said, command.vi);
    if (!reply.applies()) {  // something is missing: "HẠN MỚI <ngày>"
      out.whole = false;
      continue;
    }
    if (!out.offer) out.offer = offer_assigner(c, reply);
    auto judged = after.judge(reply);
    if (!judged) return judged.error();
    if (!judged->event) {
      if (!out.refusal) out.refusal = std::move(judged->refusal);
      continue;
    }
    after.take(*judged->event);
    out.events.push_back(std::move(*judged->event));
  }
  return out;
}

// A head who answers the mail of his specialist speaks to him: the seq of that mail's event says whose words it told.
base::Result<int> hand_answered(const TaskCase& c) {
  if (c.seen() == 0 || !c.side().head || c.side().assigner) return -1;
  auto step = read_trail_step(c.tools().reader, c.task().head.task, c.seen());
  if (!step) return step.error();
  if (!*step) return -1;
  const auto& hands = c.party_value().hands;
  for (std::size_t i = hands.size(); i-- > 0;) {
    if (hands[i].account == (*step)->actor && (*step)->actor != c.head().author.id) return static_cast<int>(i);
  }
  return -1;
}

}  // namespace

base::Result<Ruling> rule_plain_words(const TaskCase& given, bool has_files) {
  TaskCase c = given;
  auto answered = hand_answered(c);
  if (!answered) return answered.error();
  c.speaks_to(*answered);
  speech::Hearing hearing{side_of(c), c.tools().calendar, c.head().at, c.party_value().due, has_files, {}};
  if (c.party_value().unit) hearing.own_names.push_back(c.party_value().name);
  const speech::Speech heard = speech::read_speech(c.head().text.text, hearing);
  auto understood = understand(c, heard);
  if (!understood) return understood.error();
  Ruling ruling;
  const bool complete = !understood->refusal && understood->events.size() == understood->commands.size();
  if (!understood->events.empty() && complete && understood->whole) {
    auto question = ask_for_product(c, understood->events, has_files);
    if (!question) question = ask_for_missing(c, understood->events);
    if (question) {
      ruling.events = {c.comment(), std::move(*question)};
      return ruling;
    }
    for (tasks::TaskEvent& event : understood->events) ruling.events.push_back(c.event_of_step(std::move(event)));
    return ruling;
  }
  ruling.events.push_back(c.comment());
  if (understood->offer) {
    ruling.events.push_back(std::move(*understood->offer));
    return ruling;
  }
  if (understood->refusal) {
    for (Event& event : understood->refusal->events) ruling.events.push_back(std::move(event));
    return ruling;
  }
  if (!understood->commands.empty()) {
    const std::string command = understood->commands.size() == 1 ? understood->commands.front().vi : "";
    if (complete) ruling.events.push_back(c.ask_to_confirm(std::move(understood->events), understood->commands));
    else if (command.find('<') != std::string::npos)
      ruling.events.push_back(c.ask_for_rest(
          "act-incomplete", tasks::nearest_message(c.task(), c.party(), c.side(), understood->commands, c.head().at),
          command));
    else
      ruling.events.push_back(c.tell(
          "act-incomplete", tasks::nearest_message(c.task(), c.party(), c.side(), understood->commands, c.head().at)));
    return ruling;
  }
  const bool asks_state = std::any_of(heard.acts.begin(), heard.acts.end(),
                                      [](const speech::Said& said) { return said.act == Act::ask_state; });
  if (asks_state && c.side().assigner) {
    ruling.events.push_back(c.tell("state-told", tasks::state_message(c.task(), c.party(), c.side(), c.head().at)));
    return ruling;
  }
  policies::replies::NewText written = c.head().text;
  if (const auto hint = tasks::hint_for_comment(written, {c.tools().calendar, c.head().at, c.party_value().due})) {
    ruling.events.push_back(
        c.tell("comment-hint", tasks::comment_message(c.task(), c.party(), c.side(), *hint, c.head().at)));
    return ruling;
  }
  // What may be an act is answered each time, plain talk once a task.
  const std::string thread = "nv-" + std::to_string(c.task().head.task);
  auto told = was_said(c.tools().reader, c.head().office, thread, c.head().author.id);
  if (!told) return told.error();
  if (!heard.business && *told) return ruling;
  Event kept = c.tell(heard.business ? "comment-business" : "comment-kept",
                      tasks::kept_message(c.task(), c.party(), c.side(), heard.business, c.head().at));
  if (!heard.business) std::get<Answered>(kept.body).thread = thread;
  ruling.events.push_back(std::move(kept));
  return ruling;
}

}  // namespace mailstore::office

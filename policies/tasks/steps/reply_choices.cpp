// The words that are offered: each parses as that command and is legal now for that side.
#include <algorithm>

#include "policies/tasks/steps/steps.h"
#include "policies/tasks/steps/task_state.h"
#include "policies/tasks/steps/waiting.h"

namespace policies::tasks {

namespace {

using replies::Intent;

const Sentence& reason_word() {
  static const Sentence word{"<lý do>", "<reason>"};
  return word;
}

// What somebody works on: the same words for a party and for a hand, as far as they go.
void add_work(bool may_accept, bool open, std::vector<Choice>& out) {
  if (may_accept) out.push_back({Intent::accept, {"NHẬN", "ACCEPT"}, {}, {"nhận nhiệm vụ", "take the task"}});
  if (!open) return;
  out.push_back({Intent::progress, {"TIẾN ĐỘ", "PROGRESS"}, {"60%", "60"}, {"báo cáo tiến độ", "report progress"}});
  out.push_back({Intent::done,
                 {"XONG", "DONE"},
                 {},
                 {"báo cáo hoàn thành, kèm kết quả", "report it done, with the result attached"}});
}

// `asks`: of one who decides himself GIA HẠN would be HẠN MỚI.
void add_holder_choices(const TaskParty& state, bool asks, base::Timestamp now, std::vector<Choice>& out) {
  const bool open = is_open_for_holder(state.state);
  add_work(state.state == State::not_started || state.state == State::returned || state.state == State::refused, open,
           out);
  if (open) {
    if (asks && state.due && now <= *state.due && state.pending_extension() == nullptr) {
      out.push_back({Intent::extend,
                     {"GIA HẠN", "EXTEND"},
                     {"<ngày> <lý do>", "<date> <reason>"},
                     {"xin gia hạn", "ask for more time"}});
    }
    out.push_back({Intent::reassign,
                   {"CHUYỂN TỚI", "REASSIGN TO"},
                   {"<đơn vị hoặc địa chỉ>", "<unit or address>"},
                   {"chuyển nhiệm vụ", "pass it on"}});
  }
  if (state.state == State::not_started || state.state == State::in_progress) {
    out.push_back({Intent::refuse,
                   {"TỪ CHỐI", "REFUSE"},
                   reason_word(),
                   {"từ chối nhiệm vụ, chờ người giao trả lời", "refuse the task; the assigner answers"}});
  }
}

void add_head_choices(const TaskParty& state, std::vector<Choice>& out) {
  if (is_open_for_holder(state.state)) {
    out.push_back({Intent::give_hand,
                   {"GIAO", "ASSIGN"},
                   {"<người> [hạn <ngày>] [lời]", "<person> [by <date>] [words]"},
                   {"phụ trách giao cho người trong đơn vị", "the head gives it to somebody of the unit"}});
    int wishes = 0, others = 0;
    for (const Hand& hand : state.hands) {
      if (!is_open(hand.state)) continue;
      wishes += hand.asked_due ? 1 : 0;
      others += hand.state == HandState::submitted || hand.state == HandState::refused ? 1 : 0;
    }
    if (wishes == 1 && others == 0) {
      out.push_back({Intent::approve,
                     {"ĐỒNG Ý", "APPROVE"},
                     {},
                     {"lùi hạn trong đơn vị như đề nghị", "give the time that was asked for"}});
      out.push_back(
          {Intent::deny, {"KHÔNG", "NO"}, reason_word(), {"giữ hạn trong đơn vị", "the date inside the unit stands"}});
    }
    const bool back = std::any_of(state.hands.begin(), state.hands.end(), [](const Hand& hand) {
      return hand.state == HandState::submitted || hand.state == HandState::refused;
    });
    if (back)
      out.push_back({Intent::give_back,
                     {"TRẢ LẠI", "RETURN"},
                     {"<người> <lý do>", "<person> <reason>"},
                     {"yêu cầu người trong đơn vị làm lại", "have it done again inside the unit"}});
  }
  if (state.has_open_hands()) {
    out.push_back({Intent::take_back,
                   {"LẤY LẠI", "TAKE BACK"},
                   {"<người>", "<person>"},
                   {"thôi giao cho người này", "take it from that person"}});
  }
}

void add_hand_choices(const TaskParty& state, const Hand& hand, std::vector<Choice>& out) {
  if (!is_open_for_holder(state.state) || !is_open(hand.state)) return;
  const bool waits = hand.state == HandState::submitted;
  add_work(hand.state == HandState::given || hand.state == HandState::returned || hand.state == HandState::refused,
           !waits, out);
  if (!waits && (hand.due || state.due))
    out.push_back({Intent::extend,
                   {"GIA HẠN", "EXTEND"},
                   {"<ngày> <lý do>", "<date> <reason>"},
                   {"xin phụ trách lùi hạn trong đơn vị", "ask the head of the unit for more time"}});
  if (hand.state == HandState::given || hand.state == HandState::accepted) {
    out.push_back({Intent::refuse,
                   {"TỪ CHỐI", "REFUSE"},
                   reason_word(),
                   {"xin không nhận, chờ phụ trách trả lời", "refuse it; the head of the unit answers"}});
  }
}

// What waits, and what ends or rests the task.
void add_answers(const TaskParty& state, std::vector<Choice>& out) {
  const Waiting waiting = waiting_of(state);
  if (waiting.count() == 1 && !waiting.result) {
    const bool extension = waiting.extension;
    out.push_back({Intent::approve,
                   {"ĐỒNG Ý", "APPROVE"},
                   {},
                   extension ? Sentence{"gia hạn như đề nghị", "extend as asked"}
                             : Sentence{"cho thôi thực hiện nhiệm vụ", "release them from the task"}});
    out.push_back({Intent::deny,
                   {"KHÔNG", "NO"},
                   reason_word(),
                   extension ? Sentence{"giữ thời hạn hiện tại", "the deadline stands"}
                             : Sentence{"vẫn phải thực hiện nhiệm vụ", "the task stands"}});
  }
  if (waiting.result) {
    out.push_back({Intent::close,
                   {"ĐÓNG", "CLOSE"},
                   {},
                   {"chấp nhận kết quả và đóng nhiệm vụ", "accept the result and close the task"}});
    out.push_back({Intent::give_back, {"TRẢ LẠI", "RETURN"}, reason_word(), {"yêu cầu làm lại", "have it done again"}});
  }
  if (state.state == State::suspended)
    out.push_back({Intent::resume, {"TIẾP TỤC", "RESUME"}, {}, {"cho tiếp tục nhiệm vụ", "let the task go on"}});
  else
    out.push_back({Intent::suspend,
                   {"TẠM HOÃN", "SUSPEND"},
                   {"[lý do]", "[reason]"},
                   {"tạm hoãn nhiệm vụ", "let the task rest"}});
  out.push_back({Intent::cancel, {"HỦY", "CANCEL"}, reason_word(), {"hủy nhiệm vụ", "cancel the task"}});
}

bool may_change_due(State state) { return !is_final(state) && state != State::wait_confirm && state != State::refused; }
bool may_be_urged(State state) { return !is_final(state) && state != State::wait_confirm && state != State::suspended; }

const Sentence& new_date() {
  static const Sentence word{"<ngày> [lý do]", "<date> [reason]"};
  return word;
}

void add_urgency(const Task& task, std::vector<Choice>& out) {
  const Sentence what{"đổi độ khẩn", "change the urgency"};
  auto offer = [&](Priority priority, const char* vi, const char* en) {
    if (task.priority != priority) out.push_back({Intent::priority, {vi, en}, {}, what, true});
  };
  offer(Priority::urgent, "KHẨN", "URGENT");
  offer(Priority::very_urgent, "THƯỢNG KHẨN", "VERY URGENT");
  offer(Priority::express, "HỎA TỐC", "EXPRESS");
  offer(Priority::normal, "KHÔNG KHẨN", "NOT URGENT");
}

void add_shape(const Task& task, std::vector<Choice>& out) {
  out.push_back({Intent::add_party,
                 {"THÊM", "ADD"},
                 task.is_each() ? Sentence{"<đơn vị> [để biết]", "<unit> [informed]"}
                                : Sentence{"<đơn vị> [phối hợp | để biết]", "<unit> [cooperating | informed]"},
                 {"thêm đơn vị", "add a party"},
                 true});
  int there = 0, parts = 0;
  for (const TaskParty& party : task.parties) {
    if (party.removed() || party.reassigned_to || party.role == PartyRole::lead || party.state == State::done) continue;
    ++there;
    if (party.role == PartyRole::part && party.state != State::cancelled) ++parts;
  }
  // A part that stands alone cannot be taken out.
  if (there > (task.is_each() && parts < 2 ? parts : 0)) {
    out.push_back({Intent::remove_party,
                   {"BỎ", "REMOVE"},
                   {"<đơn vị> [lý do]", "<unit> [reason]"},
                   {"bỏ đơn vị khỏi nhiệm vụ", "take a party out"},
                   true});
  }
  if (!task.is_each() && task.state() != State::wait_confirm && task.state() != State::suspended) {
    out.push_back({Intent::lead,
                   {"CHỦ TRÌ", "LEAD"},
                   {"<đơn vị>", "<unit>"},
                   {"đổi đơn vị chủ trì, đơn vị cũ phối hợp", "another one leads, the old one cooperates"},
                   true});
  }
}

void add_changes(const Task& task, const TaskParty& state, std::vector<Choice>& out) {
  if (may_change_due(state.state)) {
    out.push_back(
        {Intent::new_due, {"HẠN MỚI", "NEW DEADLINE"}, new_date(), {"đổi thời hạn", "change the deadline"}, false});
  }
  if (may_be_urged(state.state))
    out.push_back({Intent::urge, {"ĐÔN ĐỐC", "URGE"}, {"[lời]", "[words]"}, {"đôn đốc", "urge"}, true});
  out.push_back({Intent::add_text,
                 {"BỔ SUNG", "ADD TEXT"},
                 {"<nội dung>", "<words>"},
                 {"bổ sung nội dung chỉ đạo", "add to the direction"},
                 true});
  add_shape(task, out);
  add_urgency(task, out);
}

// "TẤT CẢ": for tasks in which each answers for itself, as far as there is more than one to speak of.
void add_all(const Task& task, std::vector<Choice>& out) {
  int open = 0, waiting = 0, changeable = 0, urgeable = 0, resting = 0;
  for (const int part : task.answerable()) {
    const State state = task.parties[static_cast<std::size_t>(part)].state;
    if (is_final(state)) continue;
    ++open;
    if (state == State::wait_confirm) ++waiting;
    if (state == State::suspended) ++resting;
    if (may_change_due(state)) ++changeable;
    if (may_be_urged(state)) ++urgeable;
  }
  if (waiting > 0)
    out.push_back({Intent::close,
                   {"ĐÓNG TẤT CẢ", "CLOSE ALL"},
                   {},
                   {"chấp nhận mọi kết quả đang chờ", "accept all results that wait"},
                   true});
  if (changeable > 0)
    out.push_back({Intent::new_due,
                   {"HẠN MỚI TẤT CẢ", "NEW DEADLINE ALL"},
                   new_date(),
                   {"đổi thời hạn của mọi nơi", "change the deadline of all"},
                   true});
  if (urgeable > 0)
    out.push_back({Intent::urge,
                   {"ĐÔN ĐỐC TẤT CẢ", "URGE ALL"},
                   {},
                   {"đôn đốc mọi nơi chưa xong", "urge all that are not done"},
                   true});
  if (resting > 0)
    out.push_back(
        {Intent::resume, {"TIẾP TỤC TẤT CẢ", "RESUME ALL"}, {}, {"cho mọi nơi tiếp tục", "let all go on"}, true});
  if (open > 0)
    out.push_back({Intent::cancel,
                   {"HỦY TẤT CẢ", "CANCEL ALL"},
                   reason_word(),
                   {"hủy nhiệm vụ ở mọi nơi", "cancel the task for all"},
                   true});
}

}  // namespace

std::vector<Choice> reply_choices(const Task& task, int card, Side side, base::Timestamp now) {
  std::vector<Choice> out;
  if (task.parties.empty() || card < kWholeTask || card >= static_cast<int>(task.parties.size())) return out;
  if (is_final(task.state())) return out;
  const TaskParty& own = task.parties[static_cast<std::size_t>(card == kWholeTask ? task.lead_index() : card)];
  if (!is_final(own.state) && own.role != PartyRole::informed && !own.removed()) {
    const bool by_hand = side.hand >= 0 && static_cast<std::size_t>(side.hand) < own.hands.size();
    if (by_hand && !side.head) {
      add_hand_choices(own, own.hands[static_cast<std::size_t>(side.hand)], out);
    } else if (side.holder) {
      add_holder_choices(own, !side.assigner, now, out);
      if (side.head) add_head_choices(own, out);
    }
  }
  if (!side.assigner) return out;
  const TaskParty& shown = task.parties[static_cast<std::size_t>(shown_party(task, card))];
  const bool shared = task.is_each() && task.answerable().size() > 1;
  if (!is_final(shown.state) && !(shared && card == kWholeTask)) {
    add_answers(shown, out);
    add_changes(task, shown, out);
  } else {
    add_shape(task, out);
    add_urgency(task, out);
  }
  if (shared) add_all(task, out);
  return out;
}

std::vector<Sentence> choices(const Task& task, int party, Side side, base::Timestamp now) {
  std::vector<Sentence> out;
  auto line = [](const std::string& command, const std::string& argument, const std::string& what) {
    return command + (argument.empty() ? "" : " " + argument) + (what.empty() ? "" : " – " + what);
  };
  for (const Choice& choice : reply_choices(task, party, side, now)) {
    out.push_back({line(choice.command.vi, choice.argument.vi, choice.what.vi),
                   line(choice.command.en, choice.argument.en, choice.what.en)});
  }
  return out;
}

}  // namespace policies::tasks

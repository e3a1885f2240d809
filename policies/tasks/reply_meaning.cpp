// What a reply word means for one party now: exactly one step, or a sentence why none (structured-mail.md 5, rule 3).
#include <vector>

#include "base/text/utf8.h"
#include "policies/tasks/task_state.h"

namespace policies::tasks {

namespace {

bool is_assigner_word(replies::Intent intent) {
  switch (intent) {
    case replies::Intent::approve:
    case replies::Intent::deny:
    case replies::Intent::give_back:
    case replies::Intent::close:
    case replies::Intent::cancel:
    case replies::Intent::suspend:
    case replies::Intent::resume: return true;
    default: return false;
  }
}

// What waits for the assigner's yes or no.
struct Waiting {
  bool extension = false;
  bool result = false;
  bool refusal = false;
  int count() const { return (extension ? 1 : 0) + (result ? 1 : 0) + (refusal ? 1 : 0); }
};

Waiting waiting_of(const TaskParty& party) {
  return {party.pending_extension() != nullptr && !is_final(party.state), party.state == State::wait_confirm,
          party.state == State::refused};
}

Meaning refused(std::string vi, std::string en) { return {std::nullopt, {std::move(vi), std::move(en)}}; }

Meaning step(EventKind kind, const replies::Reply& reply, int party) {
  TaskEvent event;
  event.kind = kind;
  event.party = party;
  event.percent = reply.percent;
  if (reply.due) event.due = reply.due->due;
  event.reason = reply.reason;
  if (carries_words(kind)) event.reason = std::string(base::utf8_prefix_bytes(reply.rest, kMaxWords));
  return {std::move(event), {}};
}

Meaning yes_or_no(const replies::Reply& reply, const TaskParty& state, int party) {
  const Waiting waiting = waiting_of(state);
  const bool yes = reply.intent == replies::Intent::approve;
  if (waiting.count() == 0) {
    return refused("Hiện không có việc gì đang chờ ý kiến của Anh/Chị ở nhiệm vụ này.",
                   "Nothing in this task is waiting for your answer now.");
  }
  if (waiting.count() > 1) {
    return refused(
        "Có cả đề nghị gia hạn và kết quả hoặc lời từ chối đang chờ nên chưa rõ ý kiến này trả lời việc nào; hãy dùng ĐÓNG hoặc TRẢ LẠI <lý do> cho kết quả.",
        "Both a request for an extension and a result or refusal are waiting, so it is not clear which one is meant; use CLOSE or RETURN <reason> for the result.");
  }
  if (waiting.extension) return step(yes ? EventKind::extension_approved : EventKind::extension_refused, reply, party);
  if (waiting.result) return step(yes ? EventKind::confirmed : EventKind::given_back, reply, party);
  return step(yes ? EventKind::refusal_granted : EventKind::refusal_denied, reply, party);
}

Meaning assigner_word(const replies::Reply& reply, const TaskParty& state, int party) {
  switch (reply.intent) {
    case replies::Intent::approve:
    case replies::Intent::deny: return yes_or_no(reply, state, party);
    case replies::Intent::give_back:
      return step(state.state == State::refused ? EventKind::refusal_denied : EventKind::given_back, reply, party);
    case replies::Intent::close: return step(EventKind::confirmed, reply, party);
    case replies::Intent::cancel: return step(EventKind::cancelled, reply, party);
    case replies::Intent::suspend: return step(EventKind::suspended, reply, party);
    default: return step(EventKind::resumed, reply, party);
  }
}

void add_holder_choices(const TaskParty& state, base::Timestamp now, std::vector<Choice>& out) {
  const bool open = state.state == State::not_started || state.state == State::in_progress ||
                    state.state == State::returned || state.state == State::redo;
  if (state.state == State::not_started || state.state == State::returned || state.state == State::refused) {
    out.push_back({replies::Intent::accept, {"NHẬN", "ACCEPT"}, {}, {"nhận nhiệm vụ", "take the task"}});
  }
  if (open) {
    out.push_back(
        {replies::Intent::progress, {"TIẾN ĐỘ", "PROGRESS"}, {"60%", "60"}, {"báo cáo tiến độ", "report progress"}});
    out.push_back({replies::Intent::done,
                   {"XONG", "DONE"},
                   {},
                   {"báo cáo hoàn thành, kèm kết quả", "report it done, with the result attached"}});
    if (state.due && now <= *state.due && state.pending_extension() == nullptr) {
      out.push_back({replies::Intent::extend,
                     {"GIA HẠN", "EXTEND"},
                     {"<ngày> <lý do>", "<date> <reason>"},
                     {"xin gia hạn", "ask for more time"}});
    }
    out.push_back({replies::Intent::reassign,
                   {"CHUYỂN TỚI", "REASSIGN TO"},
                   {"<đơn vị hoặc địa chỉ>", "<unit or address>"},
                   {"chuyển nhiệm vụ", "pass it on"}});
  }
  if (state.state == State::not_started || state.state == State::in_progress) {
    out.push_back({replies::Intent::refuse,
                   {"TỪ CHỐI", "REFUSE"},
                   {"<lý do>", "<reason>"},
                   {"từ chối nhiệm vụ, chờ người giao trả lời", "refuse the task; the assigner answers"}});
  }
}

void add_assigner_choices(const TaskParty& state, std::vector<Choice>& out) {
  const Sentence reason{"<lý do>", "<reason>"};
  const Waiting waiting = waiting_of(state);
  if (waiting.count() == 1 && !waiting.result) {
    const bool extension = waiting.extension;
    out.push_back({replies::Intent::approve,
                   {"ĐỒNG Ý", "APPROVE"},
                   {},
                   extension ? Sentence{"gia hạn như đề nghị", "extend as asked"}
                             : Sentence{"cho thôi thực hiện nhiệm vụ", "release them from the task"}});
    out.push_back({replies::Intent::deny,
                   {"KHÔNG", "NO"},
                   reason,
                   extension ? Sentence{"giữ thời hạn hiện tại", "the deadline stands"}
                             : Sentence{"vẫn phải thực hiện nhiệm vụ", "the task stands"}});
  }
  if (waiting.result) {
    out.push_back({replies::Intent::close,
                   {"ĐÓNG", "CLOSE"},
                   {},
                   {"chấp nhận kết quả và đóng nhiệm vụ", "accept the result and close the task"}});
    out.push_back(
        {replies::Intent::give_back, {"TRẢ LẠI", "RETURN"}, reason, {"yêu cầu làm lại", "have it done again"}});
  }
  if (state.state == State::suspended)
    out.push_back(
        {replies::Intent::resume, {"TIẾP TỤC", "RESUME"}, {}, {"cho tiếp tục nhiệm vụ", "let the task go on"}});
  else
    out.push_back({replies::Intent::suspend,
                   {"TẠM HOÃN", "SUSPEND"},
                   {"[lý do]", "[reason]"},
                   {"tạm hoãn nhiệm vụ", "let the task rest"}});
  out.push_back({replies::Intent::cancel, {"HỦY", "CANCEL"}, reason, {"hủy nhiệm vụ", "cancel the task"}});
}

}  // namespace

Meaning meaning_of(const replies::Reply& reply, const Task& task, int party, Side side) {
  if (party < 0 || static_cast<std::size_t>(party) >= task.parties.size()) {
    return refused("Nhiệm vụ này không có bên được nêu.", "This task has no such party.");
  }
  if (is_assigner_word(reply.intent)) {
    if (!side.assigner) {
      return refused("“" + reply.command_line + "” là lệnh dành cho người giao nhiệm vụ.",
                     "“" + reply.command_line + "” is for the assigner of the task.");
    }
    return assigner_word(reply, task.parties[static_cast<std::size_t>(party)], party);
  }
  if (reply.intent == replies::Intent::register_document || reply.intent == replies::Intent::reserve_number) {
    return refused("“" + reply.command_line + "” dùng cho văn bản, không dùng cho nhiệm vụ.",
                   "“" + reply.command_line + "” is for documents, not for tasks.");
  }
  if (reply.intent == replies::Intent::comment) return step(EventKind::commented, reply, party);
  if (!side.holder) {
    return refused("“" + reply.command_line + "” là lệnh dành cho bên được giao nhiệm vụ.",
                   "“" + reply.command_line + "” is for those to whom the task was given.");
  }
  switch (reply.intent) {
    case replies::Intent::accept: return step(EventKind::accepted, reply, party);
    case replies::Intent::progress: return step(EventKind::progressed, reply, party);
    case replies::Intent::done: return step(EventKind::submitted, reply, party);
    case replies::Intent::extend: return step(EventKind::extension_asked, reply, party);
    case replies::Intent::reassign: return step(EventKind::reassigned, reply, party);
    default: return step(EventKind::refused, reply, party);
  }
}

std::vector<Choice> reply_choices(const Task& task, int party, Side side, base::Timestamp now) {
  std::vector<Choice> out;
  if (party < 0 || static_cast<std::size_t>(party) >= task.parties.size()) return out;
  const TaskParty& state = task.parties[static_cast<std::size_t>(party)];
  if (is_final(state.state) || is_final(task.state())) return out;
  if (side.holder && state.role != PartyRole::informed) add_holder_choices(state, now, out);
  if (side.assigner) add_assigner_choices(state, out);
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

// The words of every task message, Vietnamese first and English second, as pure functions over values. Each text is
// complete in itself: who, what, until when, on what basis and which words to answer. Lines end in '\n'; the caller
// makes the MIME.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "policies/phrases/deadline_text.h"
#include "policies/phrases/period_text.h"
#include "policies/replies/quoted_reply.h"
#include "policies/replies/reply_grammar.h"
#include "policies/tasks/steps/task_state.h"

namespace policies::tasks {

struct MessageText {
  std::string subject;  // one line, UTF-8
  std::string text;     // text/plain, in both languages
  std::string vi{};     // the Vietnamese half of it, complete in itself
  // Parts of the text that are no facts of the task, for other forms of the same message. Lines end in '\n'.
  Sentence opening{};   // what it says first: the greeting, what was done, why nothing was
  Sentence notes{};     // how the deadline was read; mostly empty
  std::string words{};  // what the sender wrote besides the command, or his comment; as written, may have several lines

  // What somebody gets who has the English twin, or has not.
  std::string in(bool english) const {
    if (english) return text;
    return vi.empty() ? text.substr(0, text.find("\n----------\n\n")) : vi;
  }
};

// Whose facts a card shows: the whole of a task in which each answers for itself (kWholeTask, and those who are only
// informed of it), else shown_party().
bool shows_whole(const Task& task, int card);

// The title of a task out of the subject of the leader's mail: without Re:/Fwd:/"Trả lời:" and spaces; may be empty, is
// cut only beyond what a title can be (2,000 bytes).
std::string title_of(std::string_view subject);

// "Kỳ tháng 12/2026 của CK-2026-000003": of the task of a period; empty of any other.
Sentence series_words(const Assignment& head);

// A subject without the words that mail programs put in front of an answer: "Re:", "Trả lời:", "Fwd:".
std::string without_reply_words(std::string_view subject);

// "[NV-2026-000123] Hạn 20/12: title": the tag and the short date ("Không hạn" without one).
std::string assignment_subject(const Task& task, int party);

// To one party: its own role, due date and reply words.
MessageText assignment_message(const Task& task, int party, base::Timestamp now);

// To the assigner: all that was understood, in full.
MessageText understood_message(const Task& task, const phrases::DeadlineAnswer& deadline,
                               int offset_minutes = base::kOfficeOffsetMinutes);

// What was not understood and is asked back. Nothing was created.
struct Unclear {
  phrases::DeadlineAnswer deadline;               // ambiguous or unreadable, or none
  bool no_lead = false;                           // no unit or person in To besides the task address
  bool no_title = false;                          // empty subject
  std::vector<std::string> unknown_recipients;    // addresses nobody has here
  bool encrypted = false;                         // nothing of the text could be read
  bool deadline_open = false;                     // one was meant in the mail before; `deadline` says no more of it
  bool mode_open = false;                         // does the first lead, or does each answer for itself?
  bool name_open = false;                         // he enters tasks for leaders: for which one?
  std::vector<std::string> several;               // names that more than one unit or person has
  std::optional<Assignment> known{};              // what is clear already, and is kept until the answer comes
  bool last_time = false;                         // no answer to this one will be read
  std::vector<phrases::UnclearPeriod> periods{};  // something recurs, and when is not clear
  bool period_open = false;                       // the same of the mail before; `periods` says no more of it
  std::optional<phrases::Period> period{};        // what recurs, when that is clear
  bool period_or_once = false;                    // a deadline stands beside what recurs: which of them?
};
MessageText ask_back_message(std::string_view subject, const Unclear& unclear);

// To a party or the assigner after a step: what was done, where the task stands, which words can follow.
// `to_assigner`: words for the assigner's side. REQUIRES: the event was applied to the task.
MessageText step_message(const Task& task, const TaskEvent& event, bool to_assigner, std::string_view actor_name,
                         base::Timestamp now);

// The same to somebody whose side is known better: a head, who sees who has what; a person with a hand.
MessageText step_message(const Task& task, const TaskEvent& event, Side side, std::string_view actor_name,
                         base::Timestamp now);

// To the person to whom the head of a unit gave a part: his own due date and words. REQUIRES: such a hand.
MessageText hand_message(const Task& task, int party, int hand, base::Timestamp now);

// To the writer of a comment that was perhaps meant as a command: it was kept, and what to do (hint_for_comment).
MessageText comment_message(const Task& task, int party, Side side, const Sentence& hint, base::Timestamp now);

// To the sender of a reply that changed nothing: why, where the task stands, what the choices are.
MessageText refusal_message(const Task& task, int party, Side side, const Sentence& why, base::Timestamp now);

// Why a command that lacks something was not applied.
Sentence describe(const replies::Reply& reply);

// A comment that was perhaps meant as a command: it stands below the quote, or behind a greeting. What to do instead.
std::optional<Sentence> hint_for_comment(const replies::NewText& text, const replies::ReplyContext& context);

// What happened, in one sentence: "Nguyễn Văn Bình đã nhận nhiệm vụ."
Sentence describe(const TaskEvent& event, std::string_view actor_name);
// The same with what was and what is now, and whose part it is. REQUIRES: the event was applied to the task.
Sentence describe_step(const Task& task, const TaskEvent& event, std::string_view actor_name);

// A task mail of someone who may not assign.
MessageText not_allowed_message(std::string_view subject, const Sentence& why);

}  // namespace policies::tasks

// One answer about one task and party: who speaks, what he is to it, what he may do. Every way to a step of a task
// (command, plain words, confirmed question) judges it here, so that no way is laxer than another. Lives within a
// ruling.
#pragma once

#include <optional>

#include "mailstore/office/ruling/ruling.h"
#include "policies/replies/reply_grammar.h"
#include "policies/tasks/texts/task_text.h"

namespace mailstore::office {

// A step that is legal now and that the author may do; else the answer that says why not, with nothing changed.
struct Judged {
  std::optional<policies::tasks::TaskEvent> event;
  Ruling refusal;
};

class TaskCase {
 public:
  // REQUIRES: task has the party, or it is kWholeTask. `seen`: seq of the event after which the author saw the task, 0
  // when unknown; `sequence`: the same of a calendar program (RFC 5546 §2.1.5).
  TaskCase(const RulingTools& tools, const IntakeHead& head, policies::tasks::Task task, int party,
           std::int64_t seen = 0, std::optional<int> sequence = std::nullopt);

  const policies::tasks::Task& task() const { return task_; }
  int party() const { return party_; }  // of the card: kWholeTask too
  // The party whose state and deadline the card shows.
  int shown() const { return policies::tasks::shown_party(task_, party_); }
  const policies::tasks::TaskParty& party_value() const { return task_.parties[static_cast<std::size_t>(shown())]; }
  policies::tasks::Side side() const { return side_; }
  const IntakeHead& head() const { return head_; }
  const RulingTools& tools() const { return tools_; }
  std::int64_t seen() const { return seen_; }
  // The author, head of the unit, answers words of this person of his: his remarks are for him, not for the assigner.
  void speaks_to(int hand) { side_.spoken_to = hand; }

  policies::access::Decision may(policies::access::Action action) const { return may(action, own_party()); }
  // May he take this step now, whatever state the task is in?
  policies::access::Decision may_take(const policies::tasks::TaskEvent& event) const;
  // Errors: of the database.
  base::Result<Judged> judge(const policies::replies::Reply& reply) const;
  base::Result<Judged> judge(policies::tasks::TaskEvent event) const;
  // The judged step has been taken: what is judged next sees the task after it. REQUIRES: it was judged legal.
  void take(const policies::tasks::TaskEvent& event);

  Event event_of_step(policies::tasks::TaskEvent event) const;
  // What he wrote, kept with the task; it changes nothing.
  Event comment() const;
  // These steps, once he says yes. `commands`: the words for them, as they are put to him.
  Event ask_to_confirm(std::vector<policies::tasks::TaskEvent> steps,
                       const std::vector<base::Sentence>& commands) const;
  // To the author about this task and party.
  Event tell(std::string rule, const policies::tasks::MessageText& text) const;
  Ruling refuse(const char* rule, const base::Sentence& why) const;
  // The same as a question: what is missing may be all that the answer says. `command`: as Question has it.
  Event ask_for_rest(std::string rule, const policies::tasks::MessageText& text, std::string command) const;

 private:
  policies::access::Decision may(policies::access::Action action, int party) const;
  // What he is written to for: the card's own party, though it shows another.
  int own_party() const { return party_ >= 0 ? party_ : shown(); }
  policies::access::Party about(int party) const;
  base::Result<std::optional<Ruling>> stale(int party) const;
  int party_of_member(const directory::Account& account) const;
  std::optional<Ruling> give_to_member(policies::tasks::TaskEvent& event, int of,
                                       const directory::Account& person) const;
  std::optional<Ruling> fill_in(const policies::replies::Reply& reply, policies::tasks::TaskEvent& event) const;

  const RulingTools& tools_;
  const IntakeHead& head_;
  policies::tasks::Task task_;
  int party_ = 0;
  policies::tasks::Side side_;
  std::int64_t seen_ = 0;
  std::optional<int> sequence_;
  bool taken_ = false;
};

}  // namespace mailstore::office

// Task cards of many kinds for the tests: every state, deadline, extension, set of parties and hostile title.
#pragma once

#include <string>
#include <vector>

#include "mailstore/office/mails/task_card.h"
#include "policies/calendar/date.h"

namespace card_samples {

namespace tasks = policies::tasks;
namespace cal = policies::calendar;

inline const base::Timestamp kNow = cal::at_minute(cal::Date{2026, 11, 23}, 600);

enum class Due { none, whole_day, hour };
enum class Asked { nothing, pending, approved };

// Quotes, markup, line ends, separators of every format, long, right to left, outside the basic plane.
inline const std::vector<std::string>& titles() {
  static const std::vector<std::string> list{
      "Rà soát hộ nghèo năm 2026",
      "Báo cáo \"khẩn\" & <b>đậm</b> <script>alert('x')</script>",
      "Dòng một\r\nDòng hai\nATTENDEE:mailto:gia@x.example",
      "Một, hai; ba: bốn \\ năm \\n sáu",
      "Hoàn thành 🎉👨‍👩‍👧 đúng hạn 🇻🇳",
      "\"/><a href=https://evil.example onclick=x>&amp;nbsp;&#60;",
      "تقرير عاجل ‮abc‬ עברית",
      "= ?utf-8?q?x?= \t nhiều   khoảng \x01\x7F trắng ",
      [] {
        std::string text;
        while (text.size() < 1000) text += "Tổng hợp số liệu nhiệm kỳ, ";
        return text;
      }(),
      std::string(1000, 'x'),
  };
  return list;
}

inline tasks::TaskParty party(tasks::PartyRole role, const char* name, const char* address) {
  tasks::TaskParty out;
  out.role = role;
  out.name = name;
  out.address = address;
  return out;
}

inline std::vector<tasks::TaskParty> parties(int kind) {
  using tasks::PartyRole;
  std::vector<tasks::TaskParty> out{party(PartyRole::lead, "UBND phường Lam Sơn", "vanthu.lamson@bimson.example")};
  if (kind >= 1) {
    out.push_back(party(PartyRole::cooperating, "Phòng \"Tài chính\", <Kế hoạch>; A: B", "taichinh@bimson.example"));
    out.push_back(party(PartyRole::informed, "Lê Thị Hoa\n(Văn phòng)", "hoalt@bimson.example"));
  }
  if (kind >= 2) {
    out.push_back(party(PartyRole::cooperating, "UBND phường Ba Đình", "vanthu.badinh+nv@bimson.example"));
    out.push_back(party(PartyRole::informed, "Trần Văn Ổn & con", "o'n@bimson.example"));
  }
  return out;
}

struct Choice {
  tasks::State state = tasks::State::not_started;
  Due due = Due::whole_day;
  Asked asked = Asked::nothing;
  int parties = 1;
  std::string title = titles()[0];
  bool to_assigner = false;
  int party = 0;
};

inline tasks::Task task(const Choice& choice) {
  tasks::Assignment head;
  head.task = 4711;
  head.number = "NV-2026-000123";
  head.title = choice.title;
  head.content = "Đề nghị đơn vị rà soát <kỹ> & báo cáo.\nGửi kèm \"danh sách\"; hạn như trên.";
  head.office_name = "UBND thị xã Bỉm Sơn";
  head.assigner_name = "Nguyễn Văn Bình, Chủ tịch UBND; \\nquyền \"phụ trách\"";
  head.basis = "1132/STTTT-CNTT";
  head.assigned_at = kNow - std::chrono::hours(48);
  const cal::Date day{2026, 12, 18};
  if (choice.due == Due::whole_day) head.due = cal::end_of_day(day);
  if (choice.due == Due::hour) head.due = cal::at_minute(day, 16 * 60);
  head.parties = parties(choice.parties);
  tasks::Task out = tasks::new_task(head);
  tasks::TaskParty& lead = out.parties[0];
  lead.state = choice.state;
  switch (choice.state) {
    case tasks::State::in_progress: lead.percent = 60; break;
    case tasks::State::wait_confirm:
    case tasks::State::done: lead.percent = 100; break;
    case tasks::State::redo: lead.percent = 35; break;
    default: break;
  }
  if (choice.state != tasks::State::not_started && choice.state != tasks::State::refused) lead.accepted_at = kNow;
  if (lead.percent == 100) lead.submitted_at = kNow;
  if (choice.state == tasks::State::done) lead.confirmed_at = kNow;
  if (choice.state == tasks::State::suspended) lead.suspended_from = tasks::State::in_progress;
  if (choice.asked != Asked::nothing) {
    tasks::Extension extension;
    extension.asked_at = kNow;
    extension.old_due = lead.due;
    extension.new_due = cal::end_of_day(cal::Date{2026, 12, 28});
    extension.reason = "chờ số liệu; <thiếu> người";
    if (choice.asked == Asked::approved) {
      extension.decision = tasks::Extension::Decision::approved;
      extension.decided_at = kNow;
      lead.due = extension.new_due;
    }
    lead.extensions.push_back(extension);
  }
  out.events = choice.state == tasks::State::not_started ? 0 : 3;
  return out;
}

inline tasks::EventKind kind_for(tasks::State state) {
  using tasks::EventKind;
  switch (state) {
    case tasks::State::in_progress: return EventKind::progressed;
    case tasks::State::wait_confirm: return EventKind::submitted;
    case tasks::State::done: return EventKind::confirmed;
    case tasks::State::suspended: return EventKind::suspended;
    case tasks::State::returned: return EventKind::given_back;
    case tasks::State::cancelled: return EventKind::cancelled;
    case tasks::State::refused: return EventKind::refused;
    default: return EventKind::accepted;
  }
}

// REQUIRES: `task` lives as long as the card.
inline mailstore::office::TaskCard card(const tasks::Task& task, const Choice& choice) {
  mailstore::office::TaskCard out;
  out.task = &task;
  out.party = choice.party;
  out.to_assigner = choice.to_assigner;
  tasks::TaskEvent event;
  event.kind = kind_for(choice.state);
  event.percent = 60;
  event.reason = "thiếu phụ lục 2 <bản ký>";
  event.party = choice.party;
  if (choice.state != tasks::State::not_started)
    out.text = tasks::step_message(task, event, choice.to_assigner, "Lê Thị \"Hoa\"", kNow);
  else if (choice.to_assigner) out.text = tasks::understood_message(task, {});
  else out.text = tasks::assignment_message(task, choice.party, kNow);
  out.reply_address = "nv+1a2b3c.2.k7m2p9qx@bimson.example";
  out.role_address = "giaoviec@bimson.example";
  out.role_name = "Giao việc – UBND thị xã Bỉm Sơn";
  out.acting_address = "binhnv@bimson.example";
  out.acting_name = "Nguyễn Văn Bình";
  out.now = kNow;
  out.seq = 17;
  out.domain = "bimson.example";
  return out;
}

inline constexpr tasks::State kStates[] = {
    tasks::State::not_started, tasks::State::in_progress, tasks::State::wait_confirm,
    tasks::State::done,        tasks::State::suspended,   tasks::State::returned,
    tasks::State::redo,        tasks::State::cancelled,   tasks::State::refused};

}  // namespace card_samples

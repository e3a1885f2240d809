// Internal: what drafts are made of, from a mail, an answer or a point of minutes: who may be told what, one leading or
// each for itself, the deadline in words. Pure but for the directory.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mailstore/office/ruling/ruling.h"

namespace mailstore::office {

struct Parties {
  std::vector<policies::tasks::TaskParty> list;
  std::vector<std::string> unknown;
  bool group = false;  // some of them by the address of a group
};

bool says_any(std::string_view text, std::initializer_list<std::string_view> phrases);
// "mỗi đơn vị", "các phường, xã báo cáo": each answers for itself.
bool says_each(std::string_view text);
bool says_one_leads(std::string_view text);

// Whether the units of an assignment share one result or each owes its own.
enum class ModeSaid { joint, each, open };
ModeSaid mode_said(const RulingTools& tools, const std::string& text, const Parties& parties);
void set_mode(TaskDraft& draft, policies::tasks::Mode mode);
bool has_lead(const TaskDraft& draft);

// Sorted into the draft: what the answer or the mail says of the deadline.
void take_deadline(policies::phrases::DeadlineAnswer&& answer, TaskDraft& draft);
// "Hạn 4/12", "4/12", "trước 16h thứ Sáu nhé em", "không thời hạn"; or with other words around it. False: says none.
bool take_said_deadline(const RulingTools& tools, const std::string& text, base::Timestamp at, TaskDraft& draft,
                        policies::phrases::DeadlineAnswer& answer);
// The one day that was probably meant. REQUIRES: there is a candidate.
void take_candidate(TaskDraft& draft);

}  // namespace mailstore::office

// Internal: what a task card says, gathered once from (Task, party) so that text, HTML, JSON-LD and VTODO cannot
// differ. Values are one line each, valid UTF-8, without control characters; only the direction keeps its line ends.
// Pure, thread-safe.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mailstore/office/mails/task_card.h"

namespace mailstore::office {

struct CardPerson {
  std::string name;
  std::string address;
};

struct CardFile {
  std::string name;
  std::string content_type;  // type/subtype
  std::string content_id;    // without brackets; may be empty
  std::size_t size = 0;      // decoded bytes
  std::string sha256;        // of the decoded bytes, hexadecimal
};

struct CardFacts {
  std::string uid;  // "nv-<task>@domain"
  std::string number, title, office, assigner, basis;
  std::string entered_by;  // in the assigner's name; mostly empty
  std::string content;     // direction; lines end in '\n'
  std::vector<CardPerson> lead, cooperating, informed;
  std::vector<CardPerson> parts;  // of a task in which each answers for itself
  base::Sentence series;          // of a period's task: "Kỳ tháng 12/2026 của CK-2026-000003"
  base::Sentence priority;        // "HỎA TỐC"; empty for normal
  CardPerson party;               // whose state is shown; empty: the whole of a task in which each answers for itself
  policies::tasks::TaskParty shown;
  std::optional<base::Timestamp> due;
  base::Sentence due_words;    // "thứ Sáu, ngày 18/12/2026 (hết ngày)"
  base::Sentence state_words;  // "đang thực hiện, trong hạn" at the time of the event
  base::Sentence escalated;    // "đã báo người giao ngày 14/12/2026"; empty: the deadline was told to nobody
  policies::tasks::Qualifier qualifier = policies::tasks::Qualifier::none;
  int percent = 0;
  std::string reason_of_extension;
  std::vector<policies::tasks::Choice> choices;  // empty when no answer is expected
  std::vector<CardFile> files;
};

// REQUIRES: card.task set, with at least one party.
CardFacts facts_of(const TaskCard& card);

// LF line ends, valid UTF-8, no other control characters than tabs.
std::string plain_lines(std::string_view text);

inline constexpr std::size_t kMaxFact = 16 * 1024;  // bytes of one value

// "mailto:nv%2Bx@d?subject=…&body=…"; the last two are left out when empty. RFC 6068.
std::string mailto_uri(std::string_view address, std::string_view subject = {}, std::string_view body = {});

}  // namespace mailstore::office

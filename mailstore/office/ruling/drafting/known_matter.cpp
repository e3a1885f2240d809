#include "mailstore/office/ruling/drafting/known_matter.h"

#include <algorithm>

#include "base/text/fold.h"
#include "policies/dispatch/document_number.h"
#include "policies/phrases/words.h"

namespace mailstore::office {

namespace tasks = policies::tasks;
namespace dispatch = policies::dispatch;

namespace {

constexpr std::size_t kMostNumbers = 30;  // looked at

// Does the number stand behind a word that says what the task rests on?
bool is_called_basis(std::string_view text, const std::string& written) {
  const std::string folded = base::fold(text), number = base::fold(written);
  const auto at = folded.find(number);
  if (at == std::string::npos) return false;
  const std::size_t from = at < 80 ? 0 : at - 80;
  const std::string before = folded.substr(from, at - from);
  const auto stop = before.find_last_of(".;\n");
  const std::string clause = stop == std::string::npos ? before : before.substr(stop + 1);
  for (const std::string_view word : {"can cu", "theo", "thuc hien", "trien khai", "pursuant to", "based on"}) {
    if (clause.find(word) != std::string::npos) return true;
  }
  return false;
}

bool same_parties(const std::vector<tasks::TaskParty>& one, const std::vector<tasks::TaskParty>& other) {
  return one.size() == other.size() && std::all_of(one.begin(), one.end(), [&](const tasks::TaskParty& party) {
           return std::any_of(other.begin(), other.end(), [&](const tasks::TaskParty& there) {
             return there.unit == party.unit && there.account == party.account && there.role == party.role;
           });
         });
}

}  // namespace

base::Result<std::string> basis_of(const RulingTools& tools, base::UnitId office, const std::string& subject,
                                   const std::string& text) {
  std::vector<dispatch::DocumentNumber> numbers = dispatch::find_document_numbers(subject, kMostNumbers);
  for (auto& number : dispatch::find_document_numbers(text, kMostNumbers)) numbers.push_back(std::move(number));
  for (const auto& number : numbers) {
    const std::string written = dispatch::format_document_number(number);
    auto known = knows_incoming_number(tools.reader, office, written);
    if (!known) return known.error();
    if (*known) return written;
  }
  auto first = dispatch::find_document_number(subject);
  if (!first) {
    first = dispatch::find_document_number(text);
    for (const auto& number : numbers) {
      const std::string written = dispatch::format_document_number(number);
      if (is_called_basis(text, written)) return written;
    }
  }
  return first ? dispatch::format_document_number(*first) : std::string();
}

base::Result<std::optional<tasks::Task>> same_again(const RulingTools& tools, const IntakeHead& head,
                                                    const tasks::Assignment& given) {
  const base::Timestamp since(head.at.us - kSameAgainDays * 86'400'000'000LL);
  auto before = read_tasks_of(tools.reader, given.office, given.assigner, since);
  if (!before) return before.error();
  for (auto task = before->rbegin(); task != before->rend(); ++task) {
    const bool gone = task->state() == tasks::State::cancelled;
    if (!gone && task->head.title == given.title && task->head.content == given.content &&
        task->head.due == given.due && same_parties(task->head.parties, given.parties))
      return std::optional<tasks::Task>(std::move(*task));
  }
  return std::optional<tasks::Task>();
}

}  // namespace mailstore::office

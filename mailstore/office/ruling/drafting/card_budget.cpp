#include "mailstore/office/ruling/drafting/card_budget.h"

#include <algorithm>

namespace mailstore::office {

namespace tasks = policies::tasks;

namespace {

// Both sides, and who had it in hand.
constexpr std::int64_t kMailsOfStep = 4;

// How many mails with the files of the causing one follow from the event.
base::Result<std::int64_t> cards_of(const RulingTools& tools, const Event& event) {
  if (const auto* given = std::get_if<TaskAssigned>(&event.body))
    return static_cast<std::int64_t>(given->assignment.parties.size());
  if (const auto* series = std::get_if<SeriesStarted>(&event.body))  // of each period
    return static_cast<std::int64_t>(series->assignment.parties.size());
  const auto* step = std::get_if<TaskStep>(&event.body);
  if (step == nullptr) return std::int64_t{0};
  auto task = read_task(tools.reader, step->task);
  if (!task) return task.error();
  return *task ? static_cast<std::int64_t>((*task)->parties.size()) + kMailsOfStep : std::int64_t{0};
}

base::Result<std::int64_t> bytes_of_source(const RulingTools& tools, const Event& event) {
  if (event.source == 0) return std::int64_t{0};
  return tools.reader.query_i64(
      "SELECT COALESCE(MAX(c.size), 0) FROM journal_event j JOIN content c ON c.id = j.cause_content WHERE j.office = ? "
      "AND j.seq = ?",
      {event.office, event.source});
}

std::string megabytes(std::int64_t bytes) { return std::to_string((bytes + (1 << 20) - 1) >> 20) + " MB"; }

}  // namespace

base::Result<Ruling> within_card_budget(const RulingTools& tools, const Intake& intake, Ruling ruling) {
  std::int64_t cards = 0, bytes = 0;
  for (const Event& event : ruling.events) {
    auto source = bytes_of_source(tools, event);
    if (!source) return source.error();
    const std::int64_t one = intake.head.mail_bytes + *source;
    auto count = cards_of(tools, event);
    if (!count) return count.error();
    cards += *count;
    bytes += *count * one;
  }
  if (bytes <= kMostCardBytes) return ruling;
  const std::string places = std::to_string(cards), all = megabytes(bytes), most = megabytes(kMostCardBytes),
                    each = megabytes(bytes / std::max<std::int64_t>(cards, 1));
  const base::Sentence said{
      "Thư của Anh/Chị cùng tệp kèm theo dài " + each + ", gửi tới " + places + " nơi thành " + all +
          ": mỗi nơi nhận và giữ một bản đầy đủ, nên mỗi thư được tối đa " + most +
          " tất cả. Chưa làm gì. Xin rút gọn hoặc nén tệp, bớt nơi nhận và gửi làm nhiều thư, hoặc để tệp ở một nơi chung "
          "và ghi đường dẫn trong thư.",
      "Your message and its files have " + each + "; to " + places + " places that makes " + all +
          ": each gets and keeps a whole copy, so that one message may make " + most +
          " in all. Nothing was done. Please make the files smaller, send several messages to fewer places each, or put "
          "the files in one place and write the link."};
  return Ruling{{answer_of(intake.head, AnswerFrom::tasks, "too-many-copies", "Re: " + intake.head.subject,
                           answer_text(intake.head, said))},
                std::nullopt};
}

}  // namespace mailstore::office

// What the samples of events are made of: a town, its people, a task, a document, one event around a body.
#pragma once

#include <string>
#include <type_traits>
#include <variant>
#include <vector>

#include "mailstore/office/journal/event.h"

namespace tests {

inline constexpr base::UnitId kTown{101}, kWard{102};
inline constexpr base::AccountId kLeader{201}, kClerk{202}, kHead{203}, kOther{204};
inline constexpr std::int64_t kTask = 9001;

inline policies::calendar::Date day(int year, int month, int number) {
  return policies::calendar::make_date(year, month, number).value();
}
// Minutes after 2026-11-23 09:00 +07:00.
inline base::Timestamp minute(std::int64_t minutes) { return base::Timestamp::from_seconds(1795399200 + minutes * 60); }

inline mailstore::office::Event event(std::int64_t seq, mailstore::office::EventBody body,
                                      base::AccountId actor = kClerk, base::UnitId office = kTown) {
  mailstore::office::Event out;
  out.version = 1;  // as they were written before the trail of tasks was kept: what is read and folded for ever
  out.office = office;
  out.seq = seq;
  out.at = minute(seq);
  out.actor = actor;
  out.actor_address = actor ? "nguoi" + std::to_string(actor.value) + "@bimson.example" : "";
  out.actor_name = actor ? "Nguyễn Văn Bình" : "";
  out.proof = actor ? mailstore::office::Proof::submission : mailstore::office::Proof::system;
  out.verdict = "valid";
  out.verdict_sentence = "Chữ ký số hợp lệ.";
  out.cause = base::sha256("mail " + std::to_string(seq));
  out.cause_message_id = "m" + std::to_string(seq) + "@bimson.example";
  out.body = std::move(body);
  return out;
}

inline policies::tasks::TaskParty party(policies::tasks::PartyRole role, base::AccountId account,
                                        const std::string& code) {
  policies::tasks::TaskParty out;
  out.role = role;
  out.unit = kWard;
  out.account = account;
  out.unit_code = code;
  out.address = "giaoviec." + code + "@bimson.example";
  out.name = "UBND phường " + code;
  return out;
}

inline mailstore::office::TaskAssigned assigned(std::int64_t task = kTask, int ordinal = 1) {
  mailstore::office::TaskAssigned body;
  auto& head = body.assignment;
  head.task = task;
  head.number = "NV-2026-" + std::string(6 - std::to_string(ordinal).size(), '0') + std::to_string(ordinal);
  head.title = "Báo cáo tình hình sử dụng phần mềm";
  head.content = "Đề nghị các phường báo cáo.\nHạn 18/12.";
  head.office = kTown;
  head.office_name = "UBND thị xã Bỉm Sơn";
  head.assigner = kLeader;
  head.assigner_name = "Nguyễn Văn Bình, Chủ tịch";
  head.assigned_at = minute(0);
  head.due = policies::calendar::end_of_day(day(2026, 12, 18));
  head.due_words = "hạn 18/12";
  head.calendar_version = "2026-1";
  head.basis = "1132/STTTT-CNTT";
  head.parties = {party(policies::tasks::PartyRole::lead, kHead, "LAMSON"),
                  party(policies::tasks::PartyRole::cooperating, kOther, "DONGSON")};
  policies::phrases::Deadline deadline;
  deadline.due = *head.due;
  deadline.date = day(2026, 12, 18);
  deadline.words = head.due_words;
  deadline.calendar_version = head.calendar_version;
  body.deadline = deadline;
  return body;
}

inline mailstore::office::TaskStep step(policies::tasks::EventKind kind, int number = 0, std::int64_t task = kTask) {
  mailstore::office::TaskStep body;
  body.task = task;
  body.event.kind = kind;
  body.event.party = number;
  return body;
}

inline mailstore::office::NumberKey key(int number, int year = 2026,
                                        mailstore::office::Book book = mailstore::office::Book::outgoing,
                                        base::UnitId office = kTown) {
  return {office, book, year, number};
}
inline mailstore::office::NumberReserved reserved(int number, policies::calendar::Date date,
                                                  mailstore::office::Book book = mailstore::office::Book::outgoing) {
  return {key(number, date.year, book), date, 14, "BC-UBND", "kết quả triển khai phần mềm"};
}
inline mailstore::office::DocumentDispatched dispatched(int number) {
  return {key(number),
          day(2026, 11, 23),
          "BC-UBND",
          "kết quả triển khai phần mềm",
          "Mai Đình Lâm",
          {{"vanthu.lamson@bimson.example", kWard, "UBND phường Lam Sơn"},
           {"so@ngoai.example", {}, "Sở Thông tin và Truyền thông"}},
          "1132/STTTT-CNTT",
          {{"“van-ban.pdf”",
            {base::sha256("leader " + std::to_string(number)), base::sha256("seal " + std::to_string(number))}}}};
}
inline mailstore::office::DocumentArrived arrived(const std::string& number = "1132/STTTT-CNTT") {
  mailstore::office::DocumentArrived body;
  body.issuer = "Sở Thông tin và Truyền thông";
  body.issuer_address = "vanthu@stttt.example";
  body.number = number;
  body.date = day(2026, 11, 20);
  body.abstract = "V/v báo cáo tình hình sử dụng phần mềm";
  body.message_id = number + "@stttt.example";
  body.digest = base::sha256(number);
  return body;
}
inline mailstore::office::StatusReceived status(int number, int recipient, policies::dispatch::ExchangeStatus what,
                                                std::string reason = "", std::string arrival = "") {
  return {key(number), recipient, what, std::move(reason), std::move(arrival)};
}

}  // namespace tests

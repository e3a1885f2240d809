// Whoever puts a reply address of ours into Reply-To, or a mail of ours into References, does not make a polite answer
// to him a decision: a step is taken only from an answer to a mail that we sent, or from a command written by hand.
#include <algorithm>

#include "tests/mailstore/assigned_task.h"

using namespace tests;
namespace tasks = policies::tasks;
namespace office = mailstore::office;

namespace {

// A result waits for the chairman's word.
void hand_in(OfficeTown& town) {
  good(town.submit(assignment()));
  good(town.answer("duc", town.last("giaoviec.lamson"), "nhận"));
  good(town.answer("duc", town.last("duc"), "xong"));
  REQUIRE(state_of(town) == tasks::State::wait_confirm);
}

// A mail as it comes to port 25.
Found from_outside(OfficeTown& town, const std::string& who, const std::string& subject, const std::string& fields) {
  auto request = MailOffice::letter({OfficeTown::at(who)},
                                    "From: Khách <khach@outside.example>\r\nTo: <" + OfficeTown::at(who) +
                                        ">\r\nSubject: " + subject + "\r\n" + fields +
                                        "Date: Mon, 23 Nov 2026 09:00:00 +0700\r\nMIME-Version: 1.0\r\n"
                                        "Content-Type: text/plain; charset=utf-8\r\n\r\nMai em qua lấy giấy mời ạ?\r\n",
                                    "khach@outside.example");
  good(base::run_blocking(town.house.door->deliver(std::move(request))));
  town.settle();
  return town.last(who);
}

// A mail program's answer: In-Reply-To and References of what it answers; a program without headers names nothing.
base::Result<mailstore::DeliverAnswer> answered(OfficeTown& town, const std::string& who, const Found& mail,
                                                const std::string& text, bool headers = true) {
  Letter letter;
  letter.from = who;
  letter.to = {mail.reply_to()};
  letter.subject = "Re: " + mail.subject();
  letter.text = text;
  const std::string id = mail.id();
  const std::string before = mail.header("References");
  if (headers && !id.empty()) letter.extra = "In-Reply-To: <" + id + ">\r\n";
  if (headers && (!id.empty() || !before.empty()))
    letter.extra += "References: " + before + (id.empty() ? "" : " <" + id + ">") + "\r\n";
  return town.submit(letter);
}

const office::Question* last_question(const std::vector<office::Event>& journal) {
  return journal.empty() ? nullptr : std::get_if<office::Question>(&journal.back().body);
}

}  // namespace

TEST_CASE("office/proof: a stranger's mail with our address in Reply-To makes no polite answer a step") {
  for (const char* words :
       {"OK em", "Đồng ý", "Đồng ý nhé em", "ĐỒNG Ý", "Trả lại: thiếu phụ lục", "HỦY không cần nữa"}) {
    CAPTURE(words);
    with_town([&](OfficeTown& town) {
      hand_in(town);
      const Found ours = town.last("chutich");
      struct Trick {
        const char* name;
        std::string subject, fields;
      };
      const std::string token = "Reply-To: <" + ours.reply_to() + ">\r\n";
      const std::string box = "Reply-To: <" + OfficeTown::at("giaoviec") + ">\r\n";
      const std::string of_his = "Message-ID: <1@outside.example>\r\n";
      for (const Trick& trick : {
               Trick{"token", "Giấy mời", token + of_his},
               Trick{"token and tag", ours.subject(), token + of_his},
               Trick{"token and our mail in References", ours.subject(),
                     token + of_his + "References: <" + ours.id() + ">\r\n"},
               Trick{"mailbox and our mail in References", "Giấy mời",
                     box + of_his + "References: <" + ours.id() + ">\r\nIn-Reply-To: <" + ours.id() + ">\r\n"},
               Trick{"mailbox and tag", "[NV-2026-000001] Giấy mời", box + of_his},
               Trick{"our Message-ID", ours.subject(), token + "Message-ID: <" + ours.id() + ">\r\n"},
               Trick{"our Message-ID with another end", ours.subject(),
                     token + "Message-ID: <" + ours.id().substr(0, ours.id().find('-')) + "-77@outside.example>\r\n"},
               Trick{"our Message-ID besides", ours.subject(),
                     token + "Message-ID: <1@outside.example> <" + ours.id() + ">\r\n"},
               Trick{"no Message-ID", ours.subject(), token},
               Trick{"no Message-ID, our mail in References", ours.subject(),
                     token + "References: <" + ours.id() + ">\r\n"},
               Trick{"a Message-ID that is none", ours.subject(),
                     token + "Message-ID: x\r\nReferences: <" + ours.id() + ">\r\n"},
           }) {
        CAPTURE(trick.name);
        const auto mail = from_outside(town, "chutich", trick.subject, trick.fields);
        const auto before = town.inbox("chutich").size();
        good(answered(town, "chutich", mail, words));
        CHECK(state_of(town) == tasks::State::wait_confirm);
        CHECK(town.inbox("chutich").size() >= before + (std::string(words) == "OK em" ? 0 : 1));  // never silent
      }
    });
  }
}

TEST_CASE("office/proof: what would be done is said in full, one word to our mail does it, another drops it") {
  with_town([](OfficeTown& town) {
    hand_in(town);
    const Found ours = town.last("chutich");
    const Found mail = from_outside(town, "chutich", "Giấy mời",
                                    "Message-ID: <1@outside.example>\r\nReply-To: <" + ours.reply_to() + ">\r\n");
    good(answered(town, "chutich", mail, "Đồng ý"));
    const auto journal = town.journal("BS");
    REQUIRE(last_question(journal) != nullptr);
    CHECK(last_question(journal)->rule == "not-our-mail");
    Found asked = town.last("chutich");
    CHECK(asked.text().find("đã chấp nhận kết quả; nhiệm vụ hoàn thành") != std::string::npos);
    CHECK(asked.text().find("[NV-2026-000001]") != std::string::npos);
    good(town.answer("chutich", asked, "KHÔNG"));
    CHECK(state_of(town) == tasks::State::wait_confirm);
    good(answered(town, "chutich", mail, "Trả lại: thiếu phụ lục"));
    asked = town.last("chutich");
    CHECK(asked.text().find("trả lại kết quả, đề nghị làm lại: thiếu phụ lục") != std::string::npos);
    good(answered(town, "chutich", asked, "ĐÚNG", false));  // its address is known to him alone
    CHECK(state_of(town) == tasks::State::returned);
    // Taken back the same way.
    good(answered(town, "chutich", mail, "HOÀN TÁC"));
    CHECK(state_of(town) == tasks::State::returned);
    CHECK(town.last("chutich").text().find("hoàn tác: ") != std::string::npos);
    good(town.answer("chutich", town.last("chutich"), "ĐÚNG"));
    CHECK(state_of(town) == tasks::State::wait_confirm);
  });
}

TEST_CASE("office/proof: a colleague who knows a Message-ID of the task gets no decision out of a polite answer") {
  with_town([](OfficeTown& town) {
    hand_in(town);
    const Found his = town.last("duc");
    Letter letter;
    letter.from = "duc";
    letter.to = {OfficeTown::at("chutich")};
    letter.subject = "Em xin phép nghỉ chiều nay ạ";
    letter.text = "Anh cho em nghỉ nhé.";
    for (const std::string& id : {his.id(), std::string("duc-1@client.example"), town.last("chutich").id()}) {
      CAPTURE(id);
      letter.message_id = id;
      letter.extra = "Reply-To: <" + his.reply_to() + ">\r\nReferences: <" + his.id() + ">\r\n";
      good(town.submit(letter));
      good(answered(town, "chutich", town.last("chutich"), "Đồng ý em"));
      CHECK(state_of(town) == tasks::State::wait_confirm);
    }
  });
}

TEST_CASE("office/proof: programs that name no parent: a command about the task is done, plain words are asked back") {
  with_town([](OfficeTown& town) {
    hand_in(town);
    const Found ours = town.last("chutich");
    good(answered(town, "chutich", ours, "tốt lắm, chấp nhận kết quả nhé em", false));
    CHECK(state_of(town) == tasks::State::wait_confirm);
    Found nameless = ours;  // another subject: the task is not named
    const auto subject = nameless.bytes.find("\r\nSubject: ");
    const auto end = nameless.bytes.find("\r\n", subject + 2);
    nameless.bytes.replace(subject, end - subject, "\r\nSubject: x");
    good(answered(town, "chutich", nameless, "Đồng ý", false));
    CHECK(state_of(town) == tasks::State::wait_confirm);
    CHECK(last_question(town.journal("BS")) != nullptr);
    good(answered(town, "chutich", ours, "Đồng ý", false));  // as the buttons of the card write it
    CHECK(state_of(town) == tasks::State::done);
  });
}

TEST_CASE("office/proof: questions and series are answered by answers to our mails only") {
  with_town([](OfficeTown& town) {
    Letter odd = assignment();
    odd.text = "Phường Lam Sơn chủ trì báo cáo kết quả, hạn 31/11.\r\n";
    good(town.submit(odd));
    const Found asked = town.last("chutich");
    for (const std::string& fields :
         {"Reply-To: <" + asked.reply_to() + ">\r\n",
          "Reply-To: <" + OfficeTown::at("giaoviec") + ">\r\nReferences: <" + asked.id() + ">\r\n",
          "Reply-To: <" + OfficeTown::at("giaoviec") + ">\r\nMessage-ID: <" + asked.id() + ">\r\n"}) {
      CAPTURE(fields);
      const Found mail = from_outside(
          town, "chutich", asked.subject(),
          fields + (fields.find("Message-ID") == std::string::npos ? "Message-ID: <q@outside.example>\r\n" : ""));
      for (const char* words : {"hạn 4/12 em nhé", "Không"}) {
        good(answered(town, "chutich", mail, words));
        CHECK(town.tasks().empty());
        REQUIRE(last_question(town.journal("BS")) != nullptr);
        CHECK(town.last("chutich").text().find("Xin trả lời thư này") != std::string::npos);
      }
    }
    good(town.answer("chutich", town.last("chutich"), "hạn 4/12"));
    CHECK(town.tasks().size() == 1);
    Letter series;
    series.from = "chutich";
    series.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.lamson")};
    series.subject = "Báo cáo tình hình an ninh";
    series.text = "Báo cáo thứ Sáu hằng tuần.";
    good(town.submit(series));
    const Found begun = town.last("chutich");
    REQUIRE(begun.id().starts_with("ck."));
    const auto ended = [&] {
      const auto journal = town.journal("BS");
      return std::any_of(journal.begin(), journal.end(), [](const office::Event& event) {
        return std::holds_alternative<office::SeriesEnded>(event.body);
      });
    };
    for (const std::string& fields : {"References: <" + begun.id() + ">\r\nMessage-ID: <c@outside.example>\r\n",
                                      "Message-ID: <" + begun.id() + ">\r\n"}) {
      CAPTURE(fields);
      const Found mail = from_outside(town, "chutich", "Họp [CK-2026-000001]",
                                      "Reply-To: <" + OfficeTown::at("giaoviec") + ">\r\n" + fields);
      good(answered(town, "chutich", mail, "Kết thúc"));
      CHECK_FALSE(ended());
      CHECK(town.last("chutich").text().find("không do máy chủ này gửi") != std::string::npos);
    }
    good(town.answer("chutich", begun, "Kết thúc"));
    CHECK(ended());
  });
}

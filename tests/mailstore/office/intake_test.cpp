// Reading by itself: which question a submitted mail puts to the office. A directory and a few made-up tasks; no store,
// no door, no journal.
#include <doctest/doctest.h>

#include <map>

#include "base/mime/message.h"
#include "directory/people/setup.h"
#include "directory/plans/provisioning.h"
#include "mailstore/office/reading/read_mail.h"
#include "tests/mailstore/office_town.h"

using namespace tests;
using namespace mailstore::office;
namespace cal = policies::calendar;
namespace tasks = policies::tasks;

namespace {

// Nobody is trusted and nothing registered.
class NoCertificates final : public directory::Certificates {
 public:
  base::TrustStore trust() const override { return {}; }
  std::vector<base::AccountId> holders_of(std::string_view, base::Timestamp) const override { return {}; }
  bool registered_for(std::string_view, base::UnitId, base::Timestamp) const override { return false; }
  std::vector<directory::RegisteredCertificate> certificates(base::AccountId, bool) const override { return {}; }
  std::vector<directory::TrustedItem> trusted() const override { return {}; }
  base::Result<directory::TrustAdded> add_trust(std::string_view, std::string_view) override { return none(); }
  base::Result<directory::TrustedItem> remove_trust(std::string_view, std::string_view) override { return none(); }
  base::Result<directory::CertificateAdded> add(base::AccountId, std::string_view, std::string_view) override {
    return none();
  }
  base::Result<directory::RegisteredCertificate> remove(base::AccountId, std::string_view, std::string_view) override {
    return none();
  }

 private:
  static base::Error none() {
    return base::Error::permanent(base::ErrorCode::unsupported, base::protocol_words("no certificates here"));
  }
};

struct Mail {
  std::string author;              // local part
  std::vector<std::string> to;     // whole addresses
  std::vector<std::string> blind;  // of the envelope only
  std::string subject, text;
  std::string in_reply_to = {};  // without brackets
  std::string on_behalf_of = {};
  std::string type = "text/plain; charset=utf-8";
  std::string extra = {};  // header lines, CRLF
};

std::string at(const std::string& local) { return OfficeTown::at(local); }

struct ReadingRoom {
  explicit ReadingRoom(const StorageEngine& engine) : db(engine.open()) {
    good(db->migrate(directory::migrations()));
    people = good(directory::Directory::open(*db, clock, ids));
    good(directory::create_root(*people, clock, ids, "UBND thị xã Bỉm Sơn", {"bimson.example"}));
    auto units = good(directory::plan_units(*people->view(), ids, kTownUnits));
    good(directory::apply_units(*people, clock, ids, units, {}));
    auto staff = good(directory::plan_staff(*people->view(), ids, kTownStaff));
    good(directory::apply_staff(*people, clock, ids, staff, {}));
    view = people->view();
    add_task(7, "NV-2026-000007", "BS", "chutich", {"giaoviec.lamson", "bao"});
    add_task(8, "NV.LAMSON-2026-000001", "LS", "duc", {"tu"});
    lookup.by_number = [this](const std::string& number) -> TaskLookup::Answer {
      ++asked;
      if (broken) return base::Error::transient(base::ErrorCode::io, base::protocol_words("the disk is gone"));
      for (const auto& [id, task] : known) {
        if (task.head.number == number) return std::optional<tasks::Task>(task);
      }
      return std::optional<tasks::Task>();
    };
    lookup.by_id = [this](std::int64_t id) -> TaskLookup::Answer {
      ++asked;
      if (broken) return base::Error::transient(base::ErrorCode::io, base::protocol_words("the disk is gone"));
      const auto found = known.find(id);
      return found == known.end() ? std::optional<tasks::Task>() : std::optional<tasks::Task>(found->second);
    };
  }

  const directory::Account& account(const std::string& local) const {
    const auto* found = view->find_address(at(local));
    REQUIRE_MESSAGE(found != nullptr, local);
    return *found;
  }
  std::string code(base::UnitId unit) const { return unit ? view->find_unit(unit)->code : "nowhere"; }

  void add_task(std::int64_t id, const std::string& number, const std::string& office, const std::string& assigner,
                const std::vector<std::string>& holders) {
    tasks::Task task;
    task.head.task = id;
    task.head.number = number;
    task.head.office = view->find_unit_by_code(office)->id;
    task.head.assigner = account(assigner).id;
    for (const std::string& holder : holders) {
      tasks::TaskParty party;
      party.account = account(holder).id;
      party.address = at(holder);
      if (holder.starts_with("giaoviec.")) party.unit = account(holder).office;
      if (!task.parties.empty()) party.role = tasks::PartyRole::cooperating;
      task.parties.push_back(std::move(party));
    }
    known[id] = std::move(task);
  }

  std::string bytes_of(const Mail& mail) const {
    const std::string from = mail.on_behalf_of.empty() ? at(mail.author) : mail.on_behalf_of;
    std::string out = "From: <" + from + ">\r\nTo: " + OfficeTown::addresses(mail.to) + "\r\nSubject: " + mail.subject +
                      "\r\nMessage-ID: <m1@client.example>\r\nDate: Mon, 23 Nov 2026 09:00:00 +0700\r\n";
    if (!mail.in_reply_to.empty()) out += "In-Reply-To: <" + mail.in_reply_to + ">\r\n";
    return out + mail.extra + "MIME-Version: 1.0\r\nContent-Type: " + mail.type +
           "\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + mail.text + "\r\n";
  }

  base::Result<std::optional<Intake>> read(const Mail& mail) {
    const std::string bytes = bytes_of(mail);
    Submission submission;
    submission.author = account(mail.author).id;
    submission.on_behalf_of = mail.on_behalf_of;
    submission.recipients = mail.to;
    submission.recipients.insert(submission.recipients.end(), mail.blind.begin(), mail.blind.end());
    submission.bytes = bytes;
    submission.at = now;
    asked = 0;
    return read_intake({*view, keys, certificates, *calendar, lookup}, submission);
  }

  // "reply BS 7.0 accept; in giaoviec; keep tu": kind, office, what the kind has; where it is kept; who gets it as is.
  std::string told(const Mail& mail) {
    const auto intake = good(read(mail));
    if (!intake) return "ordinary";
    std::string out = std::visit([&](const auto& ask) { return ask_told(intake->head, ask); }, intake->ask);
    if (intake->filing.box) out += "; in " + local(view->find_account(intake->filing.box)->address);
    for (const std::string& address : intake->filing.keep)
      out += (&address == &intake->filing.keep.front() ? "; keep " : " ") + local(address);
    if (intake->filing.nothing_kept) out += "; nothing kept";
    return out;
  }

  static std::string local(const std::string& address) { return address.substr(0, address.find("@bimson")); }
  static std::string reply_told(const policies::replies::Reply& reply) {
    return std::string(" ") + policies::replies::to_string(reply.intent) +
           (reply.problem != policies::replies::ReplyProblem::none ? " incomplete" : "");
  }
  std::string ask_told(const IntakeHead& head, const AssignmentAsk& ask) const {
    return "assignment " + code(head.office) + (ask.encrypted ? " encrypted" : "") +
           (ask.quoted.empty() ? "" : " quotes") + (ask.perhaps ? " perhaps" : "");
  }
  std::string ask_told(const IntakeHead& head, const AccessAsk& ask) const {
    return "access " + code(head.office) + " " + ask.words;
  }
  std::string ask_told(const IntakeHead& head, const SeriesAsk& ask) const {
    return "series " + code(head.office) + " " + ask.number;
  }
  std::string ask_told(const IntakeHead& head, const WhichTaskAsk& ask) const {
    return "which of " + std::to_string(ask.choices.size()) + " " + code(head.office);
  }
  std::string ask_told(const IntakeHead& head, const QuestionAsk& ask) const {
    return "question " + code(head.office) + " " + std::to_string(ask.seq);
  }
  std::string ask_told(const IntakeHead& head, const RemarkAsk& ask) const {
    return "remark " + code(head.office) + " " + ask.rule + (ask.thread.empty() ? "" : " once");
  }
  std::string ask_told(const IntakeHead& head, const InquiryAsk& ask) const {
    constexpr const char* kinds[] = {"help", "list", "report", "history"};
    return "inquiry " + code(head.office) + " " + kinds[static_cast<int>(ask.what)];
  }
  std::string ask_told(const IntakeHead& head, const ReplyAsk& ask) const {
    return "reply " + code(head.office) + " " + std::to_string(ask.token.task) + "." + std::to_string(ask.token.party) +
           reply_told(ask.reply) + (ask.several_tasks ? " several" : "") + (ask.encrypted ? " encrypted" : "") +
           (ask.sequence ? " saw " + std::to_string(*ask.sequence) : "");
  }
  std::string ask_told(const IntakeHead& head, const RecordsAsk& ask) const {
    return "records " + code(head.office) + reply_told(ask.reply);
  }
  std::string ask_told(const IntakeHead& head, const DispatchAsk& ask) const {
    return "dispatch " + code(head.office) + " " + ask.facts.subject.tag + " to " +
           std::to_string(ask.recipients.size()) + (ask.wrong_sender ? " wrong sender" : "");
  }

  std::string reply_address(std::int64_t task, int party) const { return at(keys.local_part({task, party})); }

  base::SystemClock clock;
  base::IdMaker ids{clock};
  std::unique_ptr<base::Database> db;
  std::unique_ptr<directory::Directory> people;
  std::shared_ptr<const directory::DirectoryView> view;
  NoCertificates certificates;
  ReplyKeys keys{{{0, std::string(32, 'k')}}};
  const cal::Calendar* calendar = &cal::shipped_calendar();
  std::map<std::int64_t, tasks::Task> known;
  TaskLookup lookup;
  int asked = 0;
  bool broken = false;
  base::Timestamp now = cal::at_minute({2026, 11, 23}, 9 * 60);  // a Monday
};

// The directory's rows are the directory's matter: one engine is enough here.
void with_reading(const std::function<void(ReadingRoom&)>& body) {
  const TempDirectory directory;
  StorageEngine engine{"sqlite", {}};
  engine.options.url = "sqlite:" + directory / "vanthu.db";
  ReadingRoom room(engine);
  body(room);
}

struct Row {
  Mail mail;
  std::string expect;
  int asked = 0;  // look-ups of tasks
};

void check(ReadingRoom& room, const std::vector<Row>& rows) {
  for (const Row& row : rows) {
    CAPTURE(row.mail.author);
    CAPTURE(row.mail.subject);
    CAPTURE(row.mail.text);
    CHECK(room.told(row.mail) == row.expect);
    CHECK(room.asked == row.asked);
  }
}

std::string calendar_reply(const std::string& properties) {
  return "BEGIN:VCALENDAR\r\nPRODID:-//x\r\nVERSION:2.0\r\nMETHOD:REPLY\r\nBEGIN:VTODO\r\nUID:nv-7@bimson.example\r\n"
         "DTSTAMP:20261124T000000Z\r\nORGANIZER:mailto:giaoviec@bimson.example\r\n" +
         properties + "SUMMARY:x\r\nEND:VTODO\r\nEND:VCALENDAR\r\n";
}

}  // namespace

TEST_CASE("office/reading: lists and help are asked of any role mailbox, and never of somebody else besides") {
  with_reading([](ReadingRoom& room) {
    room.add_task(7, "NV-2026-000007", "BS", "chutich", {"giaoviec.lamson"});
    check(room,
          {{{"an", {at("giaoviec")}, {}, "DANH SÁCH quá hạn", ""}, "inquiry BS list; keep giaoviec"},
           {{"an", {at("giaoviec")}, {}, "Hỏi", "danh sach cua toi"}, "inquiry BS list; keep giaoviec"},
           {{"nhung", {at("vanthu")}, {}, "TRỢ GIÚP", ""}, "inquiry BS help; keep vanthu"},
           {{"chutich", {at("giaoviec")}, {}, "BÁO CÁO tháng 11", ""}, "inquiry BS report; keep giaoviec"},
           {{"duc", {room.reply_address(7, 0)}, {}, "Re: x", "LỊCH SỬ"}, "inquiry LS history; in giaoviec.lamson"},
           {{"chutich", {at("giaoviec"), at("giaoviec.lamson")}, {}, "Danh sách hộ nghèo", "Gửi danh sách, hạn 20/12"},
            "assignment BS; in giaoviec"}});
  });
}

TEST_CASE("office/reading: a leader's mail to a unit's task mailbox alone is an assignment, or perhaps one") {
  with_reading([](ReadingRoom& room) {
    check(room, {{{"chutich", {at("giaoviec.vhtt")}, {}, "Báo cáo", "hạn 9/12"}, "assignment BS; in giaoviec"},
                 {{"chutich", {at("giaoviec.vhtt")}, {}, "Báo cáo", "Phòng làm giúp."},
                  "assignment BS perhaps; keep giaoviec.vhtt"},
                 {{"chutich", {at("giaoviec.lamson")}, {}, "Báo cáo", "trước 9/12"}, "assignment BS; in giaoviec"},
                 {{"an", {at("giaoviec.lamson")}, {}, "Báo cáo", "trước 9/12"},
                  "remark BS letter-to-task-mailbox; keep giaoviec.lamson"}});
  });
}

TEST_CASE("office/reading: a leader's mail to his own task mailbox is an assignment") {
  with_reading([](ReadingRoom& room) {
    const std::string own = at("giaoviec"), ward = at("giaoviec.lamson");
    check(room,
          {
              {{"chutich", {own, ward}, {}, "Báo cáo", "Hạn 20/12."}, "assignment BS; in giaoviec"},
              {{"chutich", {own, ward}, {at("bao")}, "Báo cáo", "Hạn 20/12."},
               "assignment BS; in giaoviec; keep bao"},  // a blind copy
              {{"chutich", {own}, {}, "Fwd: x", "Đề nghị làm.\r\n\r\nOn Mon, An wrote:\r\n> nội dung"},
               "assignment BS quotes; in giaoviec"},
              {{"duc", {ward, own}, {}, "Báo cáo", "x"}, "assignment LS; in giaoviec.lamson"},
              // Another office's task mailbox takes no assignments of his.
              {{"duc", {own}, {}, "Báo cáo", "Hạn 20/12."}, "remark LS letter-to-task-mailbox; keep giaoviec"},
              {{"chutich", {at("bao")}, {}, "Báo cáo", "Hạn 20/12."}, "ordinary"},
              {{"chutich", {own}, {}, "x", "Tôi đi vắng.", "", "", "text/plain", "Auto-Submitted: auto-replied\r\n"},
               "ordinary"},
              {{"chutich", {own}, {}, "x", "", "", "", "application/pkcs7-mime; smime-type=enveloped-data"},
               "assignment BS encrypted; in giaoviec"},
          });
  });
}

TEST_CASE("office/reading: an answer is known by its reply address, or by the message it answers") {
  with_reading([](ReadingRoom& room) {
    const std::string own = at("giaoviec"), to = room.reply_address(7, 0), other = room.reply_address(8, 0);
    const std::string message = room.keys.message_id_left({7, 1}, 3) + "-1@bimson.example";
    check(room, {
                    {{"duc", {to}, {}, "Re: x", "NHẬN"}, "reply BS 7.0 accept; in giaoviec", 1},
                    {{"duc", {to, at("tu")}, {}, "Re: x", "Xong"}, "reply BS 7.0 done; in giaoviec; keep tu", 1},
                    {{"duc", {to, own}, {}, "Re: x", "Xong"}, "reply BS 7.0 done; in giaoviec", 1},
                    {{"duc", {other}, {}, "Re: x", "Từ chối"}, "reply LS 8.0 refuse incomplete; in giaoviec.lamson", 1},
                    {{"duc", {to, other}, {}, "Re: x", "Xong"}, "reply BS 7.0 done several; in giaoviec", 1},
                    {{"bao", {own}, {}, "Re: x", "Xong", message}, "reply BS 7.1 done; in giaoviec", 1},
                    {{"bao", {own}, {}, "Re: x", "đã xem", message}, "reply BS 7.1 comment; in giaoviec", 1},
                    // A forged address is no task's; one whose task is gone stays with its author's office.
                    {{"duc", {at("nv+7.0.aaaa")}, {}, "Re: x", "Xong"}, "reply LS 0.0 done"},
                    {{"duc", {room.reply_address(99, 0)}, {}, "Re: x", "Xong"}, "reply LS 99.0 done", 1},
                    // An answer to our message that goes to people only is theirs.
                    {{"bao", {at("chutich")}, {}, "Re: x", "Xong", message}, "ordinary"},
                });
  });
}

TEST_CASE("office/reading: the kind is known once, with the task that a number or a UID names") {
  with_reading([](ReadingRoom& room) {
    const std::string own = at("giaoviec"), ward = at("giaoviec.lamson"), number = "[NV-2026-000007] Báo cáo";
    const std::string calendar = "text/calendar; charset=utf-8; method=REPLY";
    const auto accepts = [&](const std::string& who) {
      return calendar_reply("SEQUENCE:2\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:" + at(who) + "\r\n");
    };
    check(room, {
                    {{"duc", {own}, {}, number, "Xong"}, "reply BS 7.0 done; in giaoviec", 1},
                    {{"bao", {own, at("an")}, {}, number, "Xong"}, "reply BS 7.1 done; in giaoviec; keep an", 1},
                    {{"chutich", {own}, {}, number, "Đóng"}, "reply BS 7.0 close; in giaoviec", 1},  // the assigner
                    // To another office's mailbox: it is the task that says where it belongs.
                    {{"duc", {ward}, {}, number, "Xong"}, "reply BS 7.0 done; in giaoviec; keep giaoviec.lamson", 1},
                    // No command: a new task that cites the old one, or ordinary mail. Nothing is looked up for it.
                    {{"chutich", {own}, {}, number, "Làm tiếp việc này."}, "reply BS 7.0 comment; in giaoviec", 1},
                    {{"duc", {own}, {}, number, "Làm tiếp việc này."}, "reply BS 7.0 comment; in giaoviec", 1},
                    // A task of others, or none of that number.
                    {{"mai", {own}, {}, number, "Xong"}, "remark DS not-a-party; keep giaoviec", 1},
                    {{"chutich", {own}, {}, "[NV-2026-999999] x", "Xong"}, "assignment BS; in giaoviec", 1},
                    // Calendar programs give no assignments.
                    {{"duc", {own}, {}, "Accepted: x", accepts("giaoviec.lamson"), "", "", calendar},
                     "reply BS 7.0 accept saw 2; in giaoviec",
                     1},
                    {{"bao", {own}, {}, "Accepted: x", accepts("bao"), "", "", calendar},
                     "reply BS 7.1 accept saw 2; in giaoviec",
                     1},
                    {{"mai", {own}, {}, "Accepted: x", accepts("mai"), "", "", calendar},
                     "remark DS not-a-party; keep giaoviec",
                     1},
                });
    room.broken = true;
    const auto failed = room.read({"duc", {own}, {}, number, "Xong"});
    REQUIRE_FALSE(failed);
    CHECK(failed.error().code == base::ErrorCode::io);
  });
}

TEST_CASE("office/reading: a clerk's first line") {
  with_reading([](ReadingRoom& room) {
    const std::string records = at("vanthu"), ward = at("vanthu.lamson"), outside = "a@outside.example";
    const std::string document = "Re: [VB 05/BC-UBND] Báo cáo";
    check(room, {
                    {{"nhung", {records}, {}, "xin số", "XIN SỐ BC"}, "records BS reserve_number; keep vanthu"},
                    {{"an", {records}, {}, "xin số", "XIN SỐ BC"}, "records BS reserve_number; keep vanthu"},
                    {{"an", {at("bao")}, {}, "xin số", "XIN SỐ BC"}, "ordinary"},
                    {{"nhung", {records}, {}, "XIN SỐ BC", "Nhờ chị."}, "records BS reserve_number; keep vanthu"},
                    {{"an", {records}, {}, "XIN SỐ BC", "Nhờ chị."}, "ordinary"},  // the subject counts of clerks only
                    {{"nhung", {records}, {}, "xin số", "Cho tôi xin số báo cáo"}, "records BS comment; keep vanthu"},
                    {{"nhung", {outside}, {}, document, "Vào sổ", "d@outside.example"},
                     "records BS register_document; keep a@outside.example"},
                    {{"lan", {outside}, {}, document, "Từ chối: sai nơi nhận", "d@outside.example"},
                     "records LS refuse; keep a@outside.example"},
                    {{"nhung", {outside}, {}, document, "Vào sổ, chuyển lãnh đạo", "d@outside.example"},
                     "records BS comment; keep a@outside.example"},  // asked back
                    {{"an", {outside}, {}, document, "Vào sổ, chuyển lãnh đạo", "d@outside.example"}, "ordinary"},
                    {{"nhung", {records}, {}, "Re: [SỐ 12/BC-UBND]", "Hủy: ghi nhầm", "s@bimson.example"},
                     "records BS cancel; keep vanthu"},
                    {{"nhung", {records}, {}, "Re: x", "Hủy: ghi nhầm", "s@bimson.example"}, "ordinary"},
                    // To a task's address it is the task's.
                    {{"duc", {room.reply_address(7, 0)}, {}, document, "Từ chối: bận", "d@outside.example"},
                     "reply BS 7.0 refuse; in giaoviec",
                     1},
                });
    const auto from_subject = good(room.read({"nhung", {records}, {}, "XIN SỐ BC 20/11/2026", "Nhờ chị."}));
    REQUIRE(from_subject);
    CHECK(std::get<RecordsAsk>(from_subject->ask).reply.document_type == "BC 20/11/2026");
    CHECK(from_subject->head.text.text == "XIN SỐ BC 20/11/2026");
  });
}

TEST_CASE("office/reading: a document to other offices") {
  with_reading([](ReadingRoom& room) {
    const std::string records = at("vanthu"), ward = at("vanthu.lamson"), second = at("giaoviec.lamson");
    const auto document = [&](const std::string& subject, std::vector<std::string> to, const std::string& sender) {
      return Mail{"nhung", std::move(to), {}, subject, "Kính gửi.", "", sender};
    };
    const std::string subject = "[VB 05/BC-UBND] Báo cáo";
    check(room, {
                    {document(subject, {ward, at("vanthu.dongson")}, records), "dispatch BS 05/BC-UBND to 2"},
                    {document(subject, {ward, ward, records}, records), "dispatch BS 05/BC-UBND to 1"},
                    {document(subject, {ward, "a@outside.example"}, records), "dispatch BS 05/BC-UBND to 2"},
                    {document("[VB không số] Báo cáo", {ward}, records), "dispatch BS không số to 1"},
                    {document("Re: " + subject, {ward}, records), "remark BS document-without-tag; keep vanthu.lamson"},
                    {document("Báo cáo", {ward}, records), "ordinary"},
                    // From a person's own address it is stopped, unless it stays in the house.
                    {document(subject, {ward}, ""), "dispatch BS 05/BC-UBND to 1 wrong sender"},
                    {document(subject, {"a@outside.example"}, ""), "dispatch BS 05/BC-UBND to 1 wrong sender"},
                    {document(subject, {at("bao")}, ""), "ordinary"},
                    {document("[VB 05/BC-UBND] MẬT x", {ward}, records), "dispatch BS 05/BC-UBND to 1; nothing kept"},
                });
    const auto one = good(room.read(document(subject, {ward}, records)));
    REQUIRE(one);
    const auto& ask = std::get<DispatchAsk>(one->ask);
    CHECK(ask.recipients.front().name == "UBND phường Lam Sơn");
    CHECK(ask.facts.recipient_offices == 1);
    CHECK(ask.facts.signature == policies::dispatch::SignatureState::none);
    CHECK(ask.verdict == "none");
    CHECK(ask.files.empty());
  });
}

TEST_CASE("office/reading: what every kind has") {
  with_reading([](ReadingRoom& room) {
    const std::string message = room.keys.message_id_left({7, 1}, 3) + "-1@bimson.example";
    Mail mail{"bao", {at("giaoviec")}, {}, "=?utf-8?B?QsOhbyBjw6Fv?=", "Xong\r\n\r\nOn Mon, An wrote:\r\n> x", message};
    mail.extra = "References: <first@x.example> <second@x.example>\r\nCc: An <an@bimson.example>\r\n";
    const auto intake = good(room.read(mail));
    REQUIRE(intake);
    const IntakeHead& head = intake->head;
    CHECK(head.author.id == room.account("bao").id);
    CHECK(head.at == room.now);
    CHECK(head.message_id == "m1@client.example");
    CHECK(head.subject == "Báo cáo");
    CHECK(head.answers == std::vector<std::string>{message, "second@x.example", "first@x.example"});
    REQUIRE(head.answered);
    CHECK(head.answered->seq == 3);
    REQUIRE(head.cc.size() == 1);
    CHECK(head.cc[0].name == "An");
    CHECK(head.text.text == "Xong");
    CHECK(head.cause == base::sha256(room.bytes_of(mail)));
  });
}

TEST_CASE("office/reading: days count by the calendar that is given") {
  with_reading([](ReadingRoom& room) {
    const Mail mail{"duc", {room.reply_address(7, 0)}, {}, "Re: x", "Gia hạn thêm 1 ngày làm việc: chờ số liệu"};
    const auto due = [&] {
      const auto intake = good(room.read(mail));
      REQUIRE(intake);
      const auto& reply = std::get<ReplyAsk>(intake->ask).reply;
      REQUIRE(reply.due);
      return cal::iso_date(reply.due->date);
    };
    CHECK(due() == "2026-11-25");  // the 24th is a holiday
    auto days = cal::shipped_days();
    days.push_back({{2026, 11, 25}, cal::DayKind::off, "nghỉ"});
    const cal::Calendar with_holiday(cal::WeeklyRule{}, days, "test");
    room.calendar = &with_holiday;
    CHECK(due() == "2026-11-26");
  });
}

// The disk is cut at every write of a records office: a document goes out and is registered, returned, a number given
// up, a question answered, unused numbers voided, a book opened. What was acknowledged is done, and when everything is
// asked again, all is done once.
#include <map>
#include <tuple>

#include "mailstore/office/rows/book_opening.h"
#include "tests/mailstore/office_crash.h"
#include "tests/mailstore/records_office.h"

using namespace tests;
namespace dispatch = policies::dispatch;
using mailstore::office::Book;
using mailstore::office::IncomingState;

namespace {

std::string digits(std::size_t size) {
  std::string out;
  for (std::uint32_t state = 7; out.size() < size;) {
    state = state * 1664525u + 1013904223u;
    out += std::to_string(state);
  }
  return out;
}

Letter request_of(const std::string& who, const std::string& to, const std::string& text, const std::string& id) {
  Letter letter;
  letter.from = who;
  letter.to = {to};
  letter.subject = "xin số";
  letter.text = text;
  letter.message_id = id + "@client.example";
  return letter;
}

Letter answer_of(const std::string& who, const Found& message, const std::string& text, const std::string& id) {
  Letter letter = request_of(who, message.reply_to(), text, id);
  letter.subject = "Re: " + message.subject();
  letter.in_reply_to = message.id();
  return letter;
}

// The mail of a dispatch with a signed document, as large as asked.
std::pair<Letter, std::string> document(OfficeTown& town, const base::CertificateAndKey& key, const std::string& number,
                                        std::size_t size) {
  base::OutgoingMail mail;
  mail.from = {base::Address::of("Văn thư", "vanthu", "bimson.example")};
  mail.to = {base::Address::of("", "vanthu.lamson", "bimson.example"),
             base::Address::of("", "vanthu.dongson", "bimson.example")};
  mail.subject = "[VB " + number + "] Thử";
  mail.date = town.now;
  mail.message_id = "vb" + std::to_string(size) + "@client.example";
  const std::string inner = base::multipart_entity(
      "mixed",
      {base::text_entity("Kính gửi.\n"), base::binary_entity("application/pdf", "%PDF-1.4 " + digits(size), "a.pdf")},
      "s");
  Letter letter;
  letter.from = "nhung";
  letter.on_behalf_of = "vanthu@bimson.example";
  letter.to = kWards;
  return {letter, base::build_message_from_entity(mail, signed_entity(inner, key, town.now))};
}

struct Acknowledged {
  bool sent = false, registered = false, returned = false, given_up = false, external = false, asked = false,
       voided = false, opened = false;
  bool all() const { return sent && registered && returned && given_up && external && asked && voided && opened; }
};

// How many messages each mailbox and journal has, and where books and documents stand.
using Counts = std::map<std::string, std::size_t>;

struct Template {
  Template() {
    auto file_system = base::make_file_system();
    MailOffice office(open_sqlite(directory.path()), *file_system, directory / "blobs");
    OfficeTown town(office);
    const auto since = town.house.clock.now() - std::chrono::hours(24 * 500);
    const auto authority = good(base::make_authority("Gốc thử nghiệm", since, 3650));
    const auto seal =
        good(base::make_signing_certificate(authority, "UBND thị xã Bỉm Sơn", {"vanthu@bimson.example"}, since, 3650));
    const auto certificates = good(directory::Certificates::open(*town.house.people, town.house.clock, town.house.ids));
    good(certificates->add_trust(authority.certificate_pem, "test"));
    good(certificates->add(town.account("vanthu"), seal.certificate_pem, "test"));
    // A number of last year that nobody used.
    town.now = town.house.clock.now() - std::chrono::hours(24 * 366);
    good(town.submit(request_of("hai", "vanthu.dongson@bimson.example", "XIN SỐ BC", "last-year")));
    now = town.now = town.house.clock.now() + std::chrono::minutes(1);  // certificates count from when they were added
    opening = {{town.unit("SO"), Book::outgoing, policies::calendar::local_date(town.house.clock.now()).year, 146},
               policies::calendar::local_date(town.house.clock.now())};
    for (const char* id : {"n1", "n2", "n3"})
      good(town.submit(request_of("nhung", OfficeTown::at("vanthu"), "XIN SỐ BC", id)));
    given_third = town.last("nhung");
    const auto first = document(town, seal, "01/BC-UBND", 100);
    good(town.submit_bytes(first.first, first.second));
    town.settle();
    at_lamson = town.last("vanthu.lamson");
    at_dongson = town.last("vanthu.dongson");
    auto outside = MailOffice::letter({"vanthu@bimson.example"}, sample_mail("[VB 1132/STTTT-CNTT] Báo cáo"),
                                      "vanthu@sotttt.example");
    good(base::run_blocking(town.house.door->deliver(std::move(outside))));
    external = town.last("vanthu");
    std::tie(letter, bytes) = document(town, seal, "02/BC-UBND", 300000);
  }
  TempDirectory directory;
  base::Timestamp now;
  mailstore::office::BookOpened opening;
  Found given_third, at_lamson, at_dongson, external;
  Letter letter;  // the second document
  std::string bytes;
  Counts whole;  // after a play that nothing disturbed
};

// Reads nothing itself: the disk may be gone.
Acknowledged play(OfficeTown& town, const Template& prepared, bool book_is_open = false) {
  town.now = prepared.now;
  const auto submit = [&](const Letter& letter) {
    return town.submit_bytes(letter, town.bytes_of(letter)).has_value();
  };
  Acknowledged ok;
  ok.sent = town.submit_bytes(prepared.letter, prepared.bytes).has_value();
  ok.registered = submit(answer_of("lan", prepared.at_lamson, "VÀO SỔ", "register"));
  ok.returned = submit(answer_of("hai", prepared.at_dongson, "TỪ CHỐI không thuộc thẩm quyền", "return"));
  ok.given_up = submit(answer_of("nhung", prepared.given_third, "HỦY in nhầm", "void"));
  ok.external = submit(answer_of("nhung", prepared.external, "VÀO SỔ", "external"));
  ok.asked = submit(request_of("nhung", OfficeTown::at("vanthu"), "XIN SỐ ABC", "asked"));
  ok.voided = town.house.desk->void_unused_numbers().has_value();
  ok.opened = book_is_open || town.house.desk->open_book(prepared.opening).has_value();
  return ok;
}

// Number of a document that arrived → its state.
std::map<std::string, IncomingState> arrivals(OfficeTown& town, const std::string& office) {
  std::map<std::string, IncomingState> out;
  good(town.house.db->read_blocking([&](base::SqlSnapshot& snapshot) {
    return snapshot.query("SELECT number, state FROM incoming_document WHERE office = ?", {town.unit(office)},
                          [&](const base::SqlRow& row) {
                            CHECK(out.emplace(row.str(0), static_cast<IncomingState>(row.i64(1))).second);
                            return true;
                          });
  }));
  return out;
}

Counts count(OfficeTown& town) {
  Counts out;
  for (const char* who : {"nhung", "lan", "hai", "vanthu", "vanthu.lamson", "vanthu.dongson"})
    out[who] = town.inbox(who).size();
  for (const char* office : {"BS", "LS", "DS", "SO"}) {
    const auto events = town.journal(office);
    for (std::size_t i = 0; i < events.size(); ++i) CHECK(events[i].seq == static_cast<std::int64_t>(i) + 1);
    out[std::string("journal ") + office] = events.size();
    for (const auto& entry : town.book(office))
      out[std::string("book ") + office + " " + std::to_string(entry.key.number)] =
          static_cast<std::size_t>(entry.state);
    for (const auto& [number, state] : arrivals(town, office))
      out[std::string("arrival ") + office + " " + number] = static_cast<std::size_t>(state);
  }
  return out;
}

void check_acknowledged(OfficeTown& town, const Acknowledged& ok) {
  const auto book = town.book();
  REQUIRE(book.size() == 3);
  if (ok.sent) CHECK(book[1].state == dispatch::RowState::used);
  if (ok.given_up) CHECK(book[2].state == dispatch::RowState::voided);
  if (ok.registered) CHECK(arrivals(town, "LS")["01/BC-UBND"] == IncomingState::registered);
  if (ok.returned) CHECK(arrivals(town, "DS")["01/BC-UBND"] == IncomingState::returned);
  if (ok.external) CHECK(arrivals(town, "BS")["1132/STTTT-CNTT"] == IncomingState::registered);
  if (ok.voided) CHECK(town.book("DS").front().state == dispatch::RowState::voided);
  if (ok.opened) CHECK(town.book("SO").size() == 1);
}

void check_outcome(const std::string& directory, Template& prepared, const Acknowledged& ok) {
  auto file_system = base::make_file_system();
  MailOffice office(open_sqlite(directory), *file_system, directory + "/blobs");
  OfficeTown town(office);
  town.settle();
  check_sound(office);
  check_registers(office);
  check_acknowledged(town, ok);
  const Counts before = count(town);
  if (prepared.whole.empty()) prepared.whole = before;
  for (const auto& [what, number] : before) {  // nothing twice
    if (!what.starts_with("book") && !what.starts_with("arrival"))
      CHECK_MESSAGE(number <= prepared.whole.at(what), what);
  }
  // Clients send again what was not acknowledged, and what was: each counts once.
  CHECK(play(town, prepared, !town.book("SO").empty()).all());
  town.settle();
  CHECK(count(town) == prepared.whole);
  check_sound(office);
  check_registers(office);
}

std::int64_t walk(Template& prepared, const CrashPoint& fault) {
  return play_with_fault(
      prepared.directory.path(), fault, [&](OfficeTown& town) { return play(town, prepared); },
      [&](const std::string& directory, const Acknowledged& ok) {
        if (fault.number == 0) CHECK(ok.all());
        check_outcome(directory, prepared, ok);
      });
}

}  // namespace

TEST_CASE("office/crash: a power cut at every write of a records office leaves everything done once") {
  Template prepared;
  cut_power_everywhere(5, [&](const CrashPoint& fault) { return walk(prepared, fault); });
}

TEST_CASE("office/crash: full disks and I/O errors in a records office are refused cleanly") {
  Template prepared;
  fail_everywhere(11, [&](const CrashPoint& fault) { return walk(prepared, fault); });
}

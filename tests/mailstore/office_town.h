// A small town with offices of its own, for the tests of office mail through the door: UBND thị xã Bỉm Sơn with two
// sections, two wards, a department; leaders, clerks, specialists. Mail is submitted as people would; time is what the
// test says.
#pragma once

#include "base/mime/decoded_text.h"
#include "base/mime/header_fields.h"
#include "base/mime/header_text.h"
#include "base/mime/message.h"
#include "directory/plans/provisioning.h"
#include "mailstore/office/rows/rows.h"
#include "policies/calendar/date.h"
#include "tests/mailstore/mail_office.h"

namespace tests {

inline constexpr const char* kTownUnits =
    "code,name,symbol,parent,kind,mail\n"
    "BS,UBND thị xã Bỉm Sơn,UBND,,office,\n"
    "BS.VP,Văn phòng HĐND và UBND,VP,BS,section,\n"
    "BS.VHTT,Phòng Văn hóa và Thông tin,VX,BS,section,vhtt\n"
    "LS,UBND phường Lam Sơn,UBND,BS,office,lamson\n"
    "DS,UBND phường Đông Sơn,UBND,BS,office,dongson\n"
    "SO,Sở Thông tin và Truyền thông,STTTT,BS,office,sotttt\n";

inline constexpr const char* kTownStaff =
    "full_name,title,unit,phone,address,role,staff_code\n"
    "Mai Đình Lâm,Chủ tịch UBND thị xã,BS,,chutich,leader,B1\n"
    "Lê Hồng Nhung,Văn thư,BS.VP,,nhung,clerk,B2\n"
    "Lưu Thu Hà,Văn thư,BS.VP,,ha,clerk,B3\n"
    "Phạm Quốc Bảo,Trưởng phòng,BS.VHTT,,bao,leader,B4\n"
    "Trần Văn An,Chuyên viên,BS.VHTT,,an,staff,B5\n"
    "Vũ Minh Đức,Chủ tịch UBND phường,LS,,duc,leader,L1\n"
    "Đỗ Thị Lan,Văn thư,LS,,lan,clerk,L2\n"
    "Hoàng Văn Tú,Chuyên viên,LS,,tu,staff,L3\n"
    "Ngô Thị Mai,Chủ tịch UBND phường,DS,,mai,leader,D1\n"
    "Bùi Văn Hải,Văn thư,DS,,hai,clerk,D2\n"
    "Đặng Thu Thủy,Văn thư,SO,,thuy,clerk,S1\n"
    "Phan Công Sơn,Giám đốc,SO,,son,leader,S2\n";

// One message as somebody finds it in a mailbox.
struct Found {
  std::string bytes;
  std::string header(const char* name) const {
    return base::decode_header_text(base::header_value(bytes, name).value_or(""));
  }
  std::string subject() const { return header("Subject"); }
  std::string text() const { return base::decode_text(base::parse_message(bytes), bytes).text; }
  std::string id() const {
    const std::string raw = base::header_value(bytes, "Message-ID").value_or("");
    return raw.size() > 2 ? raw.substr(1, raw.size() - 2) : "";
  }
  std::string reply_to() const {
    const auto list = base::parse_address_list(
        base::header_value(bytes, "Reply-To").value_or(base::header_value(bytes, "From").value_or("")));
    return list.empty() ? "" : list.front().addr_spec();
  }
};

struct Letter {
  std::string from;                 // local part of the author
  std::string on_behalf_of;         // role address in From
  std::vector<std::string> to, cc;  // whole addresses
  std::string subject, text;
  std::string in_reply_to;  // without brackets
  std::string extra;        // further header lines, CRLF
  std::string message_id;   // "" = made up
};

struct OfficeTown {
  explicit OfficeTown(MailOffice& house) : house(house) {
    if (house.people->view()->find_unit_by_code("LS") != nullptr) return;  // opened again
    auto units = good(directory::plan_units(*house.people->view(), house.ids, kTownUnits));
    good(directory::apply_units(*house.people, house.clock, house.ids, units, {}));
    auto staff = good(directory::plan_staff(*house.people->view(), house.ids, kTownStaff));
    good(directory::apply_staff(*house.people, house.clock, house.ids, staff, {}));
  }

  static std::string at(const std::string& local) { return local + "@bimson.example"; }
  base::UnitId unit(const std::string& code) { return house.people->view()->find_unit_by_code(code)->id; }
  base::AccountId account(const std::string& address) {
    const auto* found =
        house.people->view()->find_address(address.find('@') == std::string::npos ? at(address) : address);
    REQUIRE_MESSAGE(found != nullptr, address);
    return found->id;
  }

  static std::string addresses(const std::vector<std::string>& list) {
    std::string out;
    for (const auto& address : list) out += (out.empty() ? "<" : ", <") + address + ">";
    return out;
  }

  std::string bytes_of(const Letter& letter) {
    const std::string id =
        letter.message_id.empty() ? "t" + std::to_string(++counter) + "@client.example" : letter.message_id;
    const std::string from = letter.on_behalf_of.empty() ? at(letter.from) : letter.on_behalf_of;
    std::string out = "From: <" + from + ">\r\nTo: " + addresses(letter.to) + "\r\n";
    if (!letter.cc.empty()) out += "Cc: " + addresses(letter.cc) + "\r\n";
    out += "Subject: " + letter.subject + "\r\nMessage-ID: <" + id + ">\r\nDate: Mon, 23 Nov 2026 09:00:00 +0700\r\n";
    if (!letter.in_reply_to.empty())
      out += "In-Reply-To: <" + letter.in_reply_to + ">\r\nReferences: <" + letter.in_reply_to + ">\r\n";
    return out + letter.extra +
           "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" +
           letter.text + "\r\n";
  }

  base::Result<mailstore::DeliverAnswer> submit_bytes(const Letter& letter, const std::string& bytes) {
    std::vector<std::string> recipients = letter.to;
    recipients.insert(recipients.end(), letter.cc.begin(), letter.cc.end());
    auto request = MailOffice::letter(recipients, bytes, at(letter.from));
    request.source = mailstore::Source::submission;
    request.author = account(letter.from);
    request.on_behalf_of = letter.on_behalf_of;
    request.at = now;
    return base::run_blocking(house.door->deliver(std::move(request)));
  }
  base::Result<mailstore::DeliverAnswer> submit(const Letter& letter) {
    auto answer = submit_bytes(letter, bytes_of(letter));
    settle();
    return answer;
  }
  // Everything that follows is done.
  void settle() { good(house.door->recover()); }

  // An answer to a message as a client makes it: to Reply-To (or From), In-Reply-To set.
  base::Result<mailstore::DeliverAnswer> answer(const std::string& who, const Found& message, const std::string& text) {
    Letter letter;
    letter.from = who;
    letter.to = {message.reply_to()};
    letter.subject = "Re: " + message.subject();
    letter.in_reply_to = message.id();
    letter.text = text + "\r\n\r\nOn Mon, 23 Nov 2026 at 09:00, someone wrote:\r\n> quoted";
    return submit(letter);
  }

  std::vector<Found> inbox(const std::string& who) {
    const auto box = house.mailbox(account(who), "INBOX").id;
    std::vector<Found> out;
    auto view = house.view(box);
    for (std::size_t i = 0; i < view->size(); ++i) out.push_back(Found{house.read(box, view->at(i))});
    return out;
  }
  Found last(const std::string& who) {
    auto all = inbox(who);
    REQUIRE_MESSAGE(!all.empty(), who);
    return all.back();
  }

  std::vector<policies::tasks::Task> tasks(const std::string& office = "BS") {
    std::vector<policies::tasks::Task> out;
    good(house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      out = good(mailstore::office::read_tasks(snapshot, unit(office)));
      return {};
    }));
    return out;
  }
  std::vector<mailstore::office::BookEntry> book(const std::string& office = "BS") {
    std::vector<mailstore::office::BookEntry> out;
    good(house.db->read_blocking([&](base::SqlSnapshot& snapshot) -> base::Result<void> {
      out = good(mailstore::office::read_entries(snapshot, unit(office), mailstore::office::Book::outgoing,
                                                 std::nullopt, std::nullopt));
      return {};
    }));
    return out;
  }
  std::vector<mailstore::office::Event> journal(const std::string& office) {
    const auto account = house.people->view()->journal_of(unit(office))->id;
    const auto box = house.mailbox(account, "INBOX").id;
    std::vector<mailstore::office::Event> out;
    auto view = house.view(box);
    for (std::size_t i = 0; i < view->size(); ++i)
      out.push_back(good(mailstore::office::event_of_message(house.read(box, view->at(i)))));
    return out;
  }

  MailOffice& house;
  // Monday, 23 November 2026, 09:00 in the office zone.
  base::Timestamp now = policies::calendar::at_minute({2026, 11, 23}, 9 * 60);
  int counter = 0;
};

inline void with_town(const std::function<void(OfficeTown&)>& body) {
  with_office([&](MailOffice& office) {
    OfficeTown town(office);
    body(town);
  });
}

}  // namespace tests

#include "mailstore/office/mails/record_texts.h"

#include "mailstore/office/journal/event_sentence.h"
#include "policies/calendar/date.h"
#include "policies/dispatch/document_number.h"
#include "policies/dispatch/document_types.h"
#include "policies/dispatch/exchange_status.h"

namespace mailstore::office {

namespace dispatch = policies::dispatch;
using policies::calendar::iso_date;
using policies::calendar::slash_date;

namespace {

const dispatch::DocumentType* type_of_ordinal(int ordinal) {
  return ordinal >= 1 && ordinal <= 32 ? &dispatch::document_type(ordinal) : nullptr;
}

// HD and HĐ, DA and ĐA are the same when typed without marks: who meant the other one learns it while the number is
// unused.
Sentence other_reading(const dispatch::DocumentType& type) {
  for (const dispatch::DocumentType& other : dispatch::document_types()) {
    if (other.ordinal == type.ordinal || type.folded_abbreviation.empty() ||
        other.folded_abbreviation != type.folded_abbreviation)
      continue;
    const std::string name(other.name_vi), abbreviation(other.abbreviation), english(other.name_en);
    return {"(Nếu cần " + name + ": HỦY số này rồi XIN SỐ " + abbreviation + ".)\n",
            "(If " + english + " was meant: CANCEL this number, then REQUEST NUMBER " + abbreviation + ".)\n"};
  }
  return {};
}

std::string named(const std::string& text) { return text.empty() ? "" : " “" + text + "”"; }

Sentence state_of(const RecipientRow& row) {
  if (!row.office && row.name != row.address) {  // one of ours, but no office's records mailbox
    return {
        "đã gửi tới hộp thư trong hệ thống; đây không phải hộp thư văn thư của cơ quan nên không có báo nhận tự động",
        "sent to a mailbox of this system; it is no office's records mailbox, so there is no automatic receipt"};
  }
  if (!row.office)
    return {"gửi ra ngoài hệ thống, không có báo nhận tự động", "sent outside this system, no automatic receipt"};
  if (!row.state.last) return {"đang chuyển", "on its way"};
  Sentence state = dispatch::status_name(*row.state.last);
  const std::string code = dispatch::code_of(*row.state.last);
  state.vi = code + " " + state.vi;
  state.en = code + " " + state.en;
  if (!row.arrival.empty()) {
    state.vi += ", số đến " + row.arrival;
    state.en += ", arrival number " + row.arrival;
  }
  if (!row.reason.empty()) {
    state.vi += ": " + row.reason;
    state.en += ": " + row.reason;
  }
  return state;
}

}  // namespace

Sentence reserved_text(const NumberReserved& body, const std::string& records_address, const std::string& place) {
  const std::string number = number_text(body.key.number, body.symbol);
  const auto* type = type_of_ordinal(body.type);
  const Sentence other = type != nullptr ? other_reading(*type) : Sentence();
  Sentence text;
  text.vi = "Đã cấp số: " + number + "\nLoại văn bản: " + std::string(type != nullptr ? type->name_vi : "") + "\n" +
            other.vi + (body.abstract.empty() ? "" : "Trích yếu: " + body.abstract + "\n") +
            "Ngày văn bản: " + slash_date(body.date) +
            "\nDòng ghi trên văn bản: " + dispatch::date_line(place, body.date) + "\n\nĐể phát hành: gửi từ " +
            records_address + ", tiêu đề bắt đầu bằng\n  [VB " + number + "] " +
            (body.abstract.empty() ? "trích yếu" : body.abstract) +
            "\nđến các nơi nhận, kèm văn bản, ký số bằng chứng thư đã đăng ký của cơ quan (S/MIME hoặc PDF đã ký).\n"
            "Nếu không dùng số này: trả lời thư này, dòng đầu tiên ghi\n  HỦY <lý do>\n";
  text.en =
      "Number given: " + number + "\nType: " + std::string(type != nullptr ? type->name_en : "") + "\n" + other.en +
      (body.abstract.empty() ? "" : "Abstract: " + body.abstract + "\n") + "Date: " + iso_date(body.date) +
      "\n\nTo dispatch: send from " + records_address + ", subject beginning with\n  [VB " + number + "] " +
      (body.abstract.empty() ? "abstract" : body.abstract) +
      "\nto the recipients, with the document, signed by a registered certificate of the office (S/MIME or signed PDF).\n"
      "If the number is not used: answer this message with the first line\n  CANCEL <reason>\n";
  return text;
}

Sentence voided_text(const NumberVoided& body, const std::string& symbol) {
  const std::string number = number_text(body.key.number, symbol);
  return {
      "Số " + number + " đã được hủy, lý do: " + body.reason + "\nSố này không được dùng lại và vẫn có trong sổ.\n",
      "Number " + number + " is void, reason: " + body.reason + "\nIt will not be used again and stays in the book.\n"};
}

Sentence recipients_text(const std::vector<RecipientRow>& rows) {
  Sentence text;
  for (const RecipientRow& row : rows) {
    const Sentence state = state_of(row);
    const std::string who =
        std::to_string(row.recipient + 1) + ". " + row.name + (row.name == row.address ? "" : " <" + row.address + ">");
    text.vi += who + ": " + state.vi + "\n";
    text.en += who + ": " + state.en + "\n";
  }
  return text;
}

Sentence dispatched_text(const DocumentDispatched& body, const std::vector<RecipientRow>& rows,
                         const std::string& verdict_vi) {
  const std::string number = number_text(body.key.number, body.symbol);
  const Sentence list = recipients_text(rows);
  Sentence text;
  text.vi = "Văn bản " + number + named(body.abstract) + " ngày " + slash_date(body.date) +
            " đã được phát hành và ghi vào sổ văn bản đi.\n" + (verdict_vi.empty() ? "" : verdict_vi + "\n") +
            (body.answers.empty() ? "" : "Trả lời văn bản: " + body.answers + "\n") + "\nNơi nhận:\n" + list.vi;
  text.en = "Document " + number + named(body.abstract) + " of " + iso_date(body.date) +
            " was dispatched and entered into the outgoing register.\n" +
            (body.answers.empty() ? "" : "In answer to: " + body.answers + "\n") + "\nRecipients:\n" + list.en;
  return text;
}

Sentence status_text(const BookEntry& entry, const StatusReceived& body, const std::vector<RecipientRow>& rows) {
  const std::string number = number_text(entry.key.number, entry.symbol);
  const Sentence list = recipients_text(rows), name = dispatch::status_name(body.status);
  const std::string who =
      body.recipient < static_cast<int>(rows.size()) ? rows[static_cast<std::size_t>(body.recipient)].name : "?";
  const std::string why = body.reason.empty() ? "" : "\nLý do: " + body.reason,
                    why_en = body.reason.empty() ? "" : "\nReason: " + body.reason;
  return {"Văn bản " + number + named(entry.abstract) + "\n" + who + ": " + name.vi +
              (body.arrival.empty() ? "" : ", số đến " + body.arrival) + why + "\n\nTất cả nơi nhận:\n" + list.vi,
          "Document " + number + named(entry.abstract) + "\n" + who + ": " + name.en +
              (body.arrival.empty() ? "" : ", arrival number " + body.arrival) + why_en + "\n\nAll recipients:\n" +
              list.en};
}

Sentence verdict_note(const std::string& verdict) {
  if (verdict == "valid") return {"Chữ ký số hợp lệ", "The digital signature is valid"};
  if (verdict == "invalid") return {"Chữ ký số KHÔNG hợp lệ", "The digital signature is NOT valid"};
  if (verdict == "other signer")
    return {"Chữ ký số KHÔNG phải của người gửi", "The digital signature is NOT the sender's"};
  if (verdict == "indeterminate")
    return {"Chữ ký số chưa xác minh được", "The digital signature could not be verified"};
  return {"Không có chữ ký số", "There is no digital signature"};
}

std::string signature_note(const IncomingDocument& document) {
  std::string note =
      document.arrived.signature.empty() ? verdict_note(document.verdict).vi : document.arrived.signature;
  if (note.ends_with('.')) note.pop_back();
  return note;
}

Sentence origin_note(Origin origin) {
  switch (origin) {
    case Origin::delivered: break;
    case Origin::appended:
      return {"văn bản giấy/ngoài hệ thống do văn thư đưa vào hộp thư, máy chủ không nhận thư này",
              "on paper or from outside the system: put into the mailbox by hand, not received by the server"};
    case Origin::copied:
      return {"văn bản ngoài hệ thống do văn thư chép từ hộp thư khác sang, không gửi tới văn thư",
              "from outside the system: copied from another mailbox, not sent to the records office"};
  }
  return {};
}

Sentence registered_text(const IncomingDocument& document) {
  const std::string arrival = dispatch::format_number(document.arrival_number),
                    number = document.arrived.number.empty() ? "không số" : document.arrived.number;
  Sentence text{"Đã vào sổ văn bản đến.\nSố đến: " + arrival + "\nNgày đến: " + slash_date(document.arrival_date) +
                    "\nSố, ký hiệu: " + number + "\nTác giả: " + document.arrived.issuer +
                    "\nTrích yếu: " + document.arrived.abstract + "\n",
                "Registered.\nArrival number: " + arrival + "\nArrival date: " + iso_date(document.arrival_date) +
                    "\nNumber and symbol: " + (document.arrived.number.empty() ? "none" : document.arrived.number) +
                    "\nIssuer: " + document.arrived.issuer + "\nAbstract: " + document.arrived.abstract + "\n"};
  const Sentence signature = verdict_note(document.verdict);
  text.vi += signature_note(document) + ".\n";
  text.en += signature.en + ".\n";
  if (const Sentence origin = origin_note(document.arrived.origin); !origin.vi.empty()) {
    text.vi += "Lưu ý: " + origin.vi + ".\n";
    text.en += "Note: " + origin.en + ".\n";
  }
  if (document.arrived.shares_message_id) {
    text.vi += "Lưu ý: có thư khác mang cùng mã thư (Message-ID) nhưng khác nội dung; có thể là thư giả.\n";
    text.en += "Note: another mail bears the same Message-ID with other content; one of them may be forged.\n";
  }
  if (document.arrived.duplicate_of != 0) {
    text.vi += "Lưu ý: có thể trùng với một văn bản đã đến trước đó (cùng số, ký hiệu và tác giả).\n";
    text.en += "Note: possibly a duplicate of a document that came before (same number, symbol and issuer).\n";
  }
  return text;
}

Sentence returned_text(const IncomingDocument& document) {
  const std::string number = document.arrived.number.empty() ? document.arrived.abstract : document.arrived.number;
  const bool ours = document.arrived.sender.has_value();
  return {"Đã từ chối tiếp nhận văn bản " + number + " của " + document.arrived.issuer +
              ".\nLý do: " + document.reason +
              (ours ? "\nNơi gửi đã được báo (02).\n"
                    : "\nNơi gửi ở ngoài hệ thống chỉ biết qua thư trả lời của Anh/Chị.\n"),
          "Document " + number + " of " + document.arrived.issuer + " was returned.\nReason: " + document.reason +
              (ours ? "\nThe sender was told (02).\n"
                    : "\nThe sender is outside this system and knows only by your answer.\n")};
}

Sentence duplicate_text(const DocumentArrived& document, const IncomingDocument& earlier) {
  const bool registered = earlier.state == IncomingState::registered;
  const std::string where_vi =
      registered ? "đã vào sổ số đến " + dispatch::format_number(earlier.arrival_number) : "chưa vào sổ";
  const std::string where_en =
      registered ? "registered under arrival number " + dispatch::format_number(earlier.arrival_number)
                 : "not registered yet";
  const std::string day_vi = slash_date(policies::calendar::local_date(earlier.arrived_at)),
                    day_en = iso_date(policies::calendar::local_date(earlier.arrived_at));
  return {"Văn bản " + document.number + " của " + document.issuer +
              " vừa đến có thể TRÙNG: cùng số, ký hiệu và tác giả với văn bản đến ngày " + day_vi + " (" + where_vi +
              ").\nXin so sánh hai thư. Nếu đúng là trùng, trả lời thư văn bản mới: TỪ CHỐI trùng văn bản.\n",
          "Document " + document.number + " of " + document.issuer +
              " that has just arrived may be a DUPLICATE: same number, symbol and issuer as the one of " + day_en +
              " (" + where_en + ").\nPlease compare both. If it is one, answer the new one: REFUSE duplicate.\n"};
}

}  // namespace mailstore::office

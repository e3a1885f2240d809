#include "policies/dispatch/dispatch_check.h"

namespace policies::dispatch {

namespace {

std::string spaced(const std::string& sentence) { return sentence.empty() ? std::string() : " " + sentence; }

Refusal secret(Secrecy secrecy) {
  const std::string mark = mark_of(secrecy);
  return refusal(
      "secret",
      "Văn bản có dấu " + mark +
          " không được gửi qua thư điện tử công vụ. Hãy xóa thư này khỏi hộp thư và gửi theo đường văn bản mật; chỉ ghi một dòng vào sổ văn bản mật. Nếu văn bản không mật, hãy bỏ dấu đó ở tiêu đề, nội dung hoặc tên tệp rồi gửi lại.",
      "A document marked " + mark +
          " (state secret) may not go by official mail. Delete this mail and use the channel for secret documents; only a line in the secret register is kept. If the document is not secret, remove the mark from the subject, the text or the file name and send it again.");
}

std::optional<Refusal> check_signature(const DispatchFacts& facts) {
  const std::string& vi = facts.signature_sentence.vi;
  const std::string& en = facts.signature_sentence.en;
  switch (facts.signature) {
    case SignatureState::valid:
    case SignatureState::unchecked: return std::nullopt;
    case SignatureState::none:
      return refusal(
          "unsigned",
          "Thư chưa được ký số. Hãy ký thư bằng chứng thư của cơ quan (S/MIME) hoặc đính kèm tệp PDF đã ký số, rồi gửi lại với đúng số này.",
          "The mail is not signed. Sign it with the office's certificate (S/MIME) or attach the signed PDF, then send it again with the same number.");
    case SignatureState::invalid:
      return refusal(
          "signature-invalid",
          "Chữ ký số không hợp lệ." + spaced(vi) + " Hãy ký lại bằng chứng thư còn hiệu lực và gửi lại.",
          "The signature is not valid." + spaced(en) + " Sign again with a valid certificate and send it again.");
    case SignatureState::unclear:
      return refusal("signature-unclear",
                     "Không kiểm tra được chữ ký số." + spaced(vi) +
                         " Hãy ký lại rồi gửi lại, hoặc hỏi quản trị về chứng thư gốc.",
                     "The signature could not be judged." + spaced(en) +
                         " Sign and send again, or ask the administrator about the trusted roots.");
    case SignatureState::partial:
      return refusal("signature-partial",
                     "Chữ ký số không bao trùm toàn bộ nội dung gửi." + spaced(vi) +
                         " Hãy ký sau cùng, không thêm gì sau khi ký, rồi gửi lại.",
                     "The signature does not cover all that is sent." + spaced(en) +
                         " Sign last, add nothing afterwards, and send it again.");
    case SignatureState::other_signer:
      if (!facts.files_of_others.empty()) {
        return refusal(
            "signer-not-registered",
            "Tệp " + facts.files_of_others +
                ": người ký cuối không được đăng ký cho cơ quan này. Mỗi tệp PDF phải được cơ quan hoặc lãnh đạo của cơ quan ký cuối; hoặc hãy ký cả thư (S/MIME) bằng chứng thư đã đăng ký, hoặc bỏ tệp đó, rồi gửi lại.",
            "File " + facts.files_of_others +
                ": the last signer is not registered for this office. Every PDF must be signed last by the office or a leader of it; or sign the whole mail (S/MIME) with a registered certificate, or remove that file, and send it again.");
      }
      return refusal(
          "signer-not-registered",
          "Chứng thư " + (facts.signer.empty() ? std::string("đã ký") : "“" + facts.signer + "”") +
              " không được đăng ký cho cơ quan này hay cho lãnh đạo của cơ quan. Hãy ký bằng chứng thư của cơ quan hoặc của lãnh đạo, hoặc nhờ quản trị đăng ký chứng thư.",
          "The certificate " + (facts.signer.empty() ? std::string("used") : "\"" + facts.signer + "\"") +
              " is registered neither for this office nor for a leader of it. Sign with the office's or a leader's certificate, or ask the administrator to register it.");
  }
  return std::nullopt;
}

std::optional<Refusal> check_number(const DispatchFacts& facts) {
  const std::string wanted = format_document_number(facts.subject.number);
  if (!facts.row || facts.row->number != facts.subject.number.number) {
    return refusal("number-not-reserved",
                   "Số " + wanted + " chưa được cấp trong sổ của cơ quan. Hãy gửi XIN SỐ để lấy số rồi ghi đúng số đó.",
                   "Number " + wanted +
                       " was not given by the office's book. Ask for a number (XIN SỐ) and use exactly that one.");
  }
  if (std::optional<Refusal> settled = may_use(*facts.row, facts.row->date)) return settled;
  if (!facts.subject.number.letter.empty() || !same_symbol(facts.subject.number.symbol, facts.reserved_symbol)) {
    const std::string given = format_number(facts.row->number) + "/" + facts.reserved_symbol;
    return refusal("wrong-symbol",
                   "Số " + format_number(facts.row->number) + " được cấp với ký hiệu " + given + ", không phải " +
                       wanted + ". Hãy sửa tiêu đề thành [VB " + given + "] và văn bản cho khớp.",
                   "Number " + format_number(facts.row->number) + " was given as " + given + ", not " + wanted +
                       ". Correct the subject to [VB " + given + "] and the document to match.");
  }
  if (facts.last_year) return number_of_two_years(facts.subject.number, *facts.row, *facts.last_year, "VB");
  return std::nullopt;
}

}  // namespace

Refusal number_of_two_years(const DocumentNumber& number, const BookRow& now, const BookRow& last_year,
                            const std::string& tag) {
  auto of_year = [&](const BookRow& row) {
    DocumentNumber with_year = number;
    with_year.year = row.date.year;
    return "[" + tag + " " + format_document_number(with_year) + "]";
  };
  const std::string plain = format_document_number(number);
  return refusal("number-of-two-years",
                 "Có hai số " + plain + " chưa dùng, cấp ngày " + calendar::slash_date(last_year.date) + " và " +
                     calendar::slash_date(now.date) + ". Hãy ghi rõ năm trong tiêu đề: " + of_year(last_year) +
                     " hoặc " + of_year(now) + ".",
                 "There are two unused numbers " + plain + ", given on " + calendar::slash_date(last_year.date) +
                     " and " + calendar::slash_date(now.date) +
                     ". Write the year in the subject: " + of_year(last_year) + " or " + of_year(now) + ".");
}

std::vector<Refusal> check_dispatch(const DispatchFacts& facts) {
  if (facts.secrecy != Secrecy::none) return {secret(facts.secrecy)};
  std::vector<Refusal> out;
  if (facts.subject.kind != DispatchSubject::Kind::dispatch) {
    out.push_back(refusal(
        "no-number", "Tiêu đề không có số và ký hiệu đọc được. Hãy ghi tiêu đề theo mẫu: [VB 147/BC-UBND] Trích yếu.",
        "The subject has no readable number and symbol. Write it like this: [VB 147/BC-UBND] abstract."));
  } else if (std::optional<Refusal> wrong = check_number(facts)) {
    out.push_back(*std::move(wrong));
  }
  if (std::optional<Refusal> wrong = check_signature(facts)) out.push_back(*std::move(wrong));
  if (facts.attachments == 0) {
    out.push_back(refusal("no-document", "Thư không có tệp văn bản đính kèm. Hãy đính kèm văn bản rồi gửi lại.",
                          "The mail carries no document. Attach it and send again."));
  }
  if (facts.recipient_offices == 0) {
    out.push_back(refusal(
        "no-recipient",
        "Không có nơi nhận nào ngoài cơ quan mình trong To hoặc Cc. Hãy ghi địa chỉ văn thư của cơ quan nhận rồi gửi lại.",
        "No receiver but this office itself stands in To or Cc. Give the records address of the receiving office and send again."));
  }
  return out;
}

}  // namespace policies::dispatch

#include "policies/dispatch/dispatch_check.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "policies/dispatch/exchange_status.h"

namespace {

using namespace policies::dispatch;
using Kind = DispatchSubject::Kind;

TEST_CASE("dispatch/subject: read and written") {
  const auto subject = parse_dispatch_subject("[VB 147/BC-UBND] Kết quả triển khai các phần mềm");
  CHECK(subject.kind == Kind::dispatch);
  CHECK(format_document_number(subject.number) == "147/BC-UBND");
  CHECK(subject.abstract == "Kết quả triển khai các phần mềm");
  CHECK(build_dispatch_subject(subject.number, "Kết quả\r\n triển khai các phần mềm") ==
        "[VB 147/BC-UBND] Kết quả triển khai các phần mềm");
  for (const char* parted : {"[VB 147/BC-UBND] - Kết quả", "[VB 147/BC-UBND]: Kết quả", "[VB 147/BC-UBND] – Kết quả",
                             "[VB 147/BC-UBND]Kết quả"}) {
    CHECK(parse_dispatch_subject(parted).abstract == "Kết quả");
  }
  CHECK(parse_dispatch_subject("  [ vb  Số: 05 / UBND-VX ]x").kind == Kind::dispatch);
  CHECK(parse_dispatch_subject("[VB: 05/UBND-VX] x").kind == Kind::dispatch);
  CHECK(parse_dispatch_subject("Re: [VB 147/BC-UBND] x").kind == Kind::reply);
  CHECK(parse_dispatch_subject("Trả lời: Fwd: [VB 147/BC-UBND] x").kind == Kind::reply);
  CHECK(parse_dispatch_subject("[VB] Kết quả").kind == Kind::broken);
  CHECK(parse_dispatch_subject("[VB 147] Kết quả").kind == Kind::broken);
  CHECK(parse_dispatch_subject("[VB 147/BC-UBND Kết quả").kind == Kind::broken);
  CHECK(parse_dispatch_subject("Nhờ xem [VB 147/BC-UBND]").kind == Kind::none);
  CHECK(parse_dispatch_subject("[VBA 147/BC-UBND]").kind == Kind::none);
  CHECK(parse_dispatch_subject("Họp giao ban").kind == Kind::none);
  CHECK(parse_dispatch_subject("").kind == Kind::none);
}

TEST_CASE("dispatch/secret: marks are seen, ordinary words are not") {
  CHECK(find_secret_mark("[MẬT] Báo cáo", "") == Secrecy::secret);
  CHECK(find_secret_mark("MẬT: Báo cáo", "") == Secrecy::secret);
  CHECK(find_secret_mark("[VB 147/BC-UBND] TỐI MẬT - Báo cáo", "") == Secrecy::top_secret);
  CHECK(find_secret_mark("Báo cáo (tuyệt mật)", "") == Secrecy::absolute);
  CHECK(find_secret_mark("[M\u00ADẬT\u200B] Báo cáo", "") == Secrecy::secret);  // nobody sees what stands between
  CHECK(find_secret_mark("Báo cáo", "TỐI\u2060 M\uFEFFẬT") == Secrecy::top_secret);
  CHECK(find_secret_mark("Báo cáo", "\u00D0ộ mật: Mật") == Secrecy::secret);
  CHECK(find_secret_mark("Báo cáo", "UBND\r\n  MẬT  \r\nNội dung") == Secrecy::secret);
  CHECK(find_secret_mark("Báo cáo", "Độ mật: Tối mật\n") == Secrecy::top_secret);
  CHECK(find_secret_mark("Báo cáo", "Mức độ mật: **Mật**") == Secrecy::secret);
  CHECK(find_secret_mark("Báo cáo", "x\nTUYET MAT\ny") == Secrecy::absolute);
  CHECK(find_secret_mark("Báo cáo", "MA\xCC\x82\xCC\xA3T") == Secrecy::secret);  // decomposed
  CHECK(find_secret_mark("Đổi mật khẩu", "Hãy đổi mật khẩu.\nBảo mật thông tin\nMẬT KHẨU\nmật ong\nMật độ") ==
        Secrecy::none);
  CHECK(find_secret_mark("MẬT KHẨU mới", "Độ mật: Thường") == Secrecy::none);
  CHECK(find_secret_mark("[VB 01/BC-UBND] MẬT Về việc phòng chống bão", "") == Secrecy::secret);
  CHECK(find_secret_mark("[VB 01/BC-UBND] MẬT V/v phòng chống bão", "") == Secrecy::secret);
  CHECK(find_secret_mark("[VB 01/BC-UBND] TỐI MẬT Về việc phòng chống bão", "") == Secrecy::top_secret);
  CHECK(find_secret_mark("[VB 01/BC-UBND] Tuyệt mật về việc phòng chống bão", "") == Secrecy::absolute);
  CHECK(find_secret_mark("[VB 01/BC-UBND] Độ mật: Mật. Về việc phòng chống bão", "") != Secrecy::none);
  CHECK(find_secret_mark("[VB 01/BC-UBND] Độ mật: Tối mật Về việc", "") == Secrecy::top_secret);
  CHECK(find_secret_mark("x", "Tuyệt mật\n\nKính gửi") == Secrecy::absolute);
  CHECK(find_secret_mark("x", "UBND\n Mật \nKính gửi") == Secrecy::secret);
  CHECK(find_secret_mark("[VB 01/BC-UBND] MẬT ĐỘ DÂN SỐ", "") == Secrecy::none);
  CHECK(find_secret_mark("[VB 01/BC-UBND] Mật độ dân số", "mật\n") == Secrecy::none);
  CHECK(find_secret_mark("[VB 01/BC-UBND] Về việc bảo vệ bí mật nhà nước", "HỎA TỐC\nĐộ mật: Không\n") ==
        Secrecy::none);
  CHECK(find_secret_mark("", "") == Secrecy::none);
}

DispatchFacts good_facts() {
  DispatchFacts facts;
  facts.subject = parse_dispatch_subject("[VB 147/BC-UBND] Kết quả");
  facts.signature = SignatureState::valid;
  facts.recipient_offices = 1;
  facts.row = BookRow{147, RowState::reserved, *policies::calendar::make_date(2017, 9, 8)};
  facts.reserved_symbol = "BC-UBND";
  facts.attachments = 1;
  return facts;
}

std::vector<std::string> rules(const DispatchFacts& facts) {
  std::vector<std::string> out;
  for (const Refusal& refusal : check_dispatch(facts)) {
    CHECK(refusal.sentence.vi.size() > 20);
    CHECK(refusal.sentence.en.size() > 20);
    out.push_back(refusal.rule);
  }
  return out;
}

TEST_CASE("dispatch/secret: quoted stamps and the names of files are seen too") {
  CHECK(find_secret_mark("x", "Kính gửi\n> MẬT\n> Nội dung") == Secrecy::secret);
  CHECK(find_secret_mark("x", "> > Tối mật\n") == Secrecy::top_secret);
  for (const char* name : {"MẬT - bao cao.pdf", "bao-cao_MẬT.docx", "BÁO CÁO MẬT.pdf", "Báo cáo (Mật).pdf",
                           "[mật] 12.pdf", "12_MẬT_signed.pdf", "MA\xCC\x82\xCC\xA3T.pdf"}) {
    CAPTURE(name);
    CHECK(find_secret_mark_in_name(name) == Secrecy::secret);
  }
  for (const char* name : {"tối mật.pdf", "Bao cao (Tối mật).pdf", "BC-TOI-MAT-2026.pdf"}) {
    CAPTURE(name);
    CHECK(find_secret_mark_in_name(name) == Secrecy::top_secret);
  }
  CHECK(find_secret_mark_in_name("bao_cao_TUYET_MAT.pdf") == Secrecy::absolute);
  for (const char* name : {"bao-cao.pdf", "bao-cao-bao-mat.pdf", "BÁO CÁO BẢO MẬT.pdf", "DANH MỤC BÍ MẬT NHÀ NƯỚC.pdf",
                           "MẬT KHẨU thư công vụ.docx", "Mật độ dân số.xlsx", "giai phong mat bang.pdf",
                           "tien-do-toi-mat-bang.pdf", "", ".pdf", "MAT-BANG.pdf"}) {
    CAPTURE(name);
    CHECK(find_secret_mark_in_name(name) == Secrecy::none);
  }
}

TEST_CASE("dispatch/check: each wrong thing is named, a right one goes") {
  using Rules = std::vector<std::string>;
  CHECK(rules(good_facts()).empty());
  const auto with = [](auto change) {
    DispatchFacts facts = good_facts();
    change(facts);
    return rules(facts);
  };
  CHECK(with([](auto& f) { f.signature = SignatureState::unchecked; }).empty());
  CHECK(with([](auto& f) { f.signature = SignatureState::none; }) == Rules{"unsigned"});
  CHECK(with([](auto& f) { f.signature = SignatureState::invalid; }) == Rules{"signature-invalid"});
  CHECK(with([](auto& f) { f.signature = SignatureState::unclear; }) == Rules{"signature-unclear"});
  CHECK(with([](auto& f) { f.signature = SignatureState::partial; }) == Rules{"signature-partial"});
  CHECK(with([](auto& f) { f.signature = SignatureState::other_signer; }) == Rules{"signer-not-registered"});
  CHECK(with([](auto& f) { f.row.reset(); }) == Rules{"number-not-reserved"});
  CHECK(with([](auto& f) { f.row->state = RowState::used; }) == Rules{"number-used"});
  CHECK(with([](auto& f) { f.row->state = RowState::voided; }) == Rules{"number-void"});
  CHECK(with([](auto& f) { f.reserved_symbol = "KH-UBND"; }) == Rules{"wrong-symbol"});
  CHECK(with([](auto& f) { f.reserved_symbol = "bc-ubnd"; }).empty());
  CHECK(with([](auto& f) { f.subject = parse_dispatch_subject("[VB 147a/BC-UBND] x"); }) == Rules{"wrong-symbol"});
  CHECK(with([](auto& f) { f.subject = parse_dispatch_subject("[VB 148/BC-UBND] x"); }) ==
        Rules{"number-not-reserved"});
  CHECK(with([](auto& f) { f.subject = parse_dispatch_subject("[VB 147] x"); }) == Rules{"no-number"});
  CHECK(with([](auto& f) {
          f.last_year = BookRow{147, RowState::reserved, *policies::calendar::make_date(2016, 12, 30)};
        }) == Rules{"number-of-two-years"});
  CHECK(with([](auto& f) { f.recipient_offices = 0; }) == Rules{"no-recipient"});
  CHECK(with([](auto& f) { f.attachments = 0; }) == Rules{"no-document"});
  CHECK(with([](auto& f) {
          f.secrecy = Secrecy::secret;
          f.signature = SignatureState::none;
        }) == Rules{"secret"});
  CHECK(with([](auto& f) {
          f.signature = SignatureState::none;
          f.recipient_offices = 0;
        }) == Rules{"unsigned", "no-recipient"});
}

TEST_CASE("dispatch/status: codes and their order") {
  CHECK(code_of(ExchangeStatus::registered) == "03");
  CHECK(parse_status("1") == ExchangeStatus::arrived);
  CHECK(parse_status("01") == ExchangeStatus::arrived);
  CHECK(parse_status("16") == ExchangeStatus::recall_refused);
  CHECK_FALSE(parse_status("14"));
  CHECK_FALSE(parse_status(""));
  CHECK_FALSE(parse_status("001"));
  CHECK_FALSE(parse_status("a"));
  ExchangeState state;
  const auto step = [&](ExchangeStatus next) {
    const auto refusal = may_follow(state, next);
    if (!refusal) state = after(state, next);
    return refusal ? refusal->rule : std::string();
  };
  CHECK(step(ExchangeStatus::arrived).empty());
  CHECK(step(ExchangeStatus::arrived) == "status-again");
  CHECK(step(ExchangeStatus::registered).empty());
  CHECK(step(ExchangeStatus::refused) == "status-order");
  CHECK(step(ExchangeStatus::arrived) == "status-order");
  CHECK(step(ExchangeStatus::recall_agreed) == "status-order");
  CHECK(step(ExchangeStatus::recall_asked).empty());
  CHECK(step(ExchangeStatus::processing).empty());
  CHECK(step(ExchangeStatus::recall_refused).empty());
  CHECK(step(ExchangeStatus::finished).empty());
  CHECK(step(ExchangeStatus::recall_asked) == "status-order");
  state = {};
  CHECK(step(ExchangeStatus::arrived).empty());
  CHECK(step(ExchangeStatus::refused).empty());
  CHECK(step(ExchangeStatus::registered) == "status-order");
  state = {ExchangeStatus::arrived, true, false};
  CHECK(step(ExchangeStatus::finished).empty());
  CHECK(step(ExchangeStatus::recall_agreed) == "status-order");
  CHECK(step(ExchangeStatus::recall_refused).empty());
  state = {ExchangeStatus::registered, true, false};
  CHECK(step(ExchangeStatus::recall_agreed).empty());
  CHECK(step(ExchangeStatus::processing) == "status-order");
}

TEST_CASE("dispatch/status: subject of a status mail") {
  const DocumentNumber number = *parse_document_number("147/BC-UBND");
  CHECK(status_subject(ExchangeStatus::registered, number) == "[TT 03] 147/BC-UBND đã tiếp nhận");
  CHECK(status_subject(ExchangeStatus::refused, number) == "[TT 02] 147/BC-UBND từ chối tiếp nhận");
  const auto read = parse_status_subject("[TT 3] 147/BC-UBND đã tiếp nhận");
  REQUIRE(read);
  CHECK(read->status == ExchangeStatus::registered);
  CHECK(read->number == number);
  CHECK_FALSE(parse_status_subject("[TT 99] 147/BC-UBND"));
  CHECK_FALSE(parse_status_subject("Re: [TT 03] 147/BC-UBND"));
}

}  // namespace

// vanthu seal check [UNIT]: each office's seal: is it there, whose certificate, until when, and does it sign so that
// our own verification calls the signature valid?
#include <algorithm>
#include <chrono>

#include <nlohmann/json.hpp>

#include "mailstore/signing/verdict.h"
#include "server/cli/certificates/certificate_output.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

using directory::Notice;

struct Checked {
  std::string unit, name;
  std::string status;  // "ok", "none", "broken"
  std::optional<base::CertificateInfo> certificate;
  bool in_token = false;
  double milliseconds = 0;      // of the test signature
  std::vector<Notice> notices;  // why it is broken, and what else is to be said
};

void broken(Checked& out, std::string_view code, base::Sentence text) {
  out.status = "broken";
  out.notices.push_back({std::string(code), std::move(text)});
}

// Signs a text and judges the signature as the door would.
void try_out(House& house, const base::SigningKey& key, Checked& out) {
  const base::Timestamp now = house.clock.now();
  const std::string text = "Thử con dấu số. / Test of the seal.\r\n";
  const auto begin = house.clock.steady();
  auto der = base::sign_detached(text, std::vector<base::SigningKey>{key}, now);
  out.milliseconds = std::chrono::duration<double, std::milli>(house.clock.steady() - begin).count();
  if (!der) {
    return broken(
        out, "does_not_sign",
        {"Con dấu không ký được: " + base::in_words(der.error()).vi, "The seal does not sign: " + der.error().text.en});
  }
  const base::CmsVerdict verdict =
      base::verify_detached(*der, text, house.certificates->trust(), now, base::SignatureUse::mail);
  for (const base::SignerVerdict& signer : verdict.signers) {
    for (const base::SignatureReason reason : signer.reasons) {
      const auto sentence = mailstore::signing::sentence_of(reason);
      if (base::outcome_of(reason) == base::SignatureOutcome::invalid) broken(out, base::to_string(reason), sentence);
      else out.notices.push_back({base::to_string(reason), sentence});
    }
  }
  if (verdict.outcome == base::SignatureOutcome::invalid && out.status != "broken") {
    broken(out, "invalid", {"Chữ ký thử không hợp lệ.", "The test signature is not valid."});
  }
}

Checked check(House& house, const directory::Unit* unit, const std::string& code) {
  Checked out;
  out.unit = code;
  out.name = unit == nullptr ? "" : unit->name;
  auto key = house.seals->of(code);
  if (!key) {
    base::Sentence why = base::in_words(key.error());
    if (!key.error().detail_for_log.empty()) why.en += " (" + key.error().detail_for_log + ")";
    broken(out, base::to_string(key.error().code), std::move(why));
    return out;
  }
  if (!*key) {
    out.status = "none";
    return out;
  }
  out.status = "ok";
  out.certificate = (*key)->certificate();
  out.in_token = (*key)->in_token();
  if (unit == nullptr || unit->kind != directory::UnitKind::office) {
    broken(
        out, "no_office",
        {"Không có cơ quan nào mang mã này: tệp không được dùng.", "No office has this code: the file is not used."});
  } else if (!house.certificates->registered_for(out.certificate->sha256_fingerprint, unit->id, house.clock.now())) {
    out.notices.push_back({"not_registered",
                           {"Chứng thư số của con dấu chưa đăng ký cho cơ quan: `vanthu cert add`.",
                            "The seal's certificate is not registered for the office: `vanthu cert add`."}});
  }
  try_out(house, **key, out);
  return out;
}

void print(const Checked& one, CommandIo& io) {
  std::string line = one.unit + "\t" + one.name + "\t";
  if (one.status == "none") line += "không có con dấu số / no seal";
  else if (one.status == "ok") line += "dùng được / ok";
  else line += "HỎNG / BROKEN";
  if (one.certificate) {
    line += "\t" + one.certificate->subject + "\t" + day_of(one.certificate->not_before) + "…" +
            day_of(one.certificate->not_after);
    line += one.in_token ? "\ttoken" : "\tPEM";
  }
  io.out(line + "\n");
  print_notices(one.notices, io);
}

base::Result<int> run(House& house, const Arguments& arguments, CommandIo& io) {
  const auto view = house.directory->view();
  std::vector<std::string> codes;
  if (arguments.positionals.empty()) {
    codes = house.seals->unit_codes();
    for (const directory::Unit& unit : view->units()) {
      if (unit.kind == directory::UnitKind::office && std::find(codes.begin(), codes.end(), unit.code) == codes.end())
        codes.push_back(unit.code);
    }
    std::sort(codes.begin(), codes.end());
  } else {
    codes.push_back(arguments.positionals[0]);
    if (view->find_unit_by_code(codes[0]) == nullptr) {
      return base::Error::permanent(base::ErrorCode::not_found,
                                    {"Không có đơn vị mang mã " + codes[0] +
                                         ". Không có gì thay đổi; `vanthu seal check` cho xem mã của các cơ quan.",
                                     "There is no unit with the code " + codes[0] +
                                         ". Nothing was changed. `vanthu seal check` shows the codes of the offices."});
    }
  }
  bool any_broken = false;
  nlohmann::json list = nlohmann::json::array();
  for (const std::string& code : codes) {
    const Checked one = check(house, view->find_unit_by_code(code), code);
    any_broken |= one.status == "broken";
    if (!arguments.json) {
      print(one, io);
      continue;
    }
    list.push_back({{"unit", one.unit},
                    {"name", one.name},
                    {"status", one.status},
                    {"in_token", one.in_token},
                    {"milliseconds", one.milliseconds},
                    {"notices", json_of(one.notices)},
                    {"certificate", one.certificate ? json_of(*one.certificate) : nlohmann::json()}});
  }
  if (arguments.json) print_json(list, io);
  return any_broken ? exit_code::kData : exit_code::kOk;
}

}  // namespace

CommandSpec seal_check_command() {
  return {
      "seal check",
      "Con dấu số của từng cơ quan: chứng thư, thời hạn và một chữ ký thử. / Each office's seal: certificate, validity, and a test signature.",
      {"UNIT?"},
      {},
      Place::house,
      run};
}

}  // namespace server::cli

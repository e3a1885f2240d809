#include "mailstore/office/reading/dispatch_mail.h"

#include <algorithm>

#include "base/mime/decoded_text.h"
#include "mailstore/office/reading/dispatch_signers.h"
#include "mailstore/signing/authentication_results.h"
#include "policies/dispatch/dispatch_subject.h"

namespace mailstore::office {

namespace dispatch = policies::dispatch;

namespace {

dispatch::SignatureState signature_state(const signing::Verdict& verdict, bool registered) {
  using dispatch::SignatureState;
  using signing::Finding;
  if (!verdict.is_signed) return SignatureState::none;
  if (verdict.valid()) return registered ? SignatureState::valid : SignatureState::other_signer;
  if (verdict.only_revocation_unknown() && registered) return SignatureState::unchecked;
  if (verdict.outcome == signing::SignatureOutcome::invalid) return SignatureState::invalid;
  auto is_partial = [](Finding finding) {
    return finding == Finding::unsigned_part_beside || finding == Finding::below_unsigned ||
           finding == Finding::appended_bytes || finding == Finding::not_whole_file;
  };
  bool partial = std::any_of(verdict.findings.begin(), verdict.findings.end(), is_partial);
  for (const auto& signature : verdict.signatures) {
    partial = partial || std::any_of(signature.findings.begin(), signature.findings.end(), is_partial);
  }
  return partial ? SignatureState::partial : SignatureState::unclear;
}

std::string names_of_signers(const std::vector<const signing::Verdict*>& verdicts) {
  std::vector<std::string> names;
  for (const signing::Verdict* verdict : verdicts) {
    for (const base::SignerVerdict* signer : verdict->signers()) {
      if (!signer->certificate) continue;
      std::string name = signing::signer_name(*signer->certificate);
      if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
    }
  }
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : "; ") + name;
  return out;
}

// Column 4 of the register: whoever signed the document itself comes before the signer of the mail around it.
std::string signers_of_document(const signing::MessageVerdict& judged, const signing::Verdict& overall) {
  std::vector<const signing::Verdict*> verdicts;
  for (const signing::SignedFile& file : judged.files) {
    const signing::Verdict& verdict = file.report.verdict;
    if (verdict.valid() || verdict.only_revocation_unknown()) verdicts.push_back(&verdict);
  }
  verdicts.push_back(&overall);
  return names_of_signers(verdicts);
}

void judge_signatures(const MailInHand& hand, DispatchAsk& ask, Intake& intake) {
  const directory::Certificates& certificates = hand.tools.certificates;
  signing::MessageVerdict judged =
      signing::verify_message(hand.message, hand.mail.bytes, certificates.trust(), hand.mail.at);
  const signing::Verdict overall = judged.overall();
  // All of what is sent, not some of it, must be spoken for (dispatch_signers.h).
  const DispatchSigners signers = judge_signers(judged, certificates, intake.head.office, hand.mail.at);
  judged.vouched_for = signers.registered;  // a leader signs mail of the records mailbox
  ask.facts.signature = signature_state(overall, signers.registered);
  ask.facts.files_of_others = signers.files_of_others;
  ask.files = signed_files(judged);
  ask.files_only = judged.files_only();
  ask.facts.signature_sentence = signing::sentence_of(judged);
  ask.facts.signer = names_of_signers({&overall});
  ask.signer = signers_of_document(judged, overall);
  ask.facts.attachments = static_cast<int>(judged.files.size()) + judged.other_attachments;
  ask.verdict = signing::word_of(overall);
  ask.verdict_sentence = ask.facts.signature_sentence.vi;
  intake.filing.results = signing::authentication_results(judged);
}

// One entry per receiving office, however many of its addresses were given.
std::vector<Recipient> recipients_of(const MailInHand& hand, base::UnitId sender) {
  std::vector<Recipient> out;
  for (const std::string& address : hand.mail.recipients) {
    Recipient recipient{address, {}, address};
    const directory::Account* account = hand.tools.view.find_address(address);
    if (account != nullptr && account->kind == directory::AccountKind::role_mailbox &&
        account->purpose == directory::kRecords) {
      if (account->office == sender) continue;
      recipient.office = account->office;
      recipient.address = account->address;
      if (const directory::Unit* unit = hand.tools.view.find_unit(account->office)) recipient.name = unit->name;
      auto same = [&](const Recipient& other) { return other.office == recipient.office; };
      if (std::any_of(out.begin(), out.end(), same)) continue;
    } else if (account != nullptr) {
      recipient.name = account->full_name;
    }
    out.push_back(std::move(recipient));
  }
  return out;
}

// A document to other offices from somebody's own address: it would go out unsigned and unregistered.
const directory::Account* mistaken_sender(const MailInHand& hand) {
  const directory::DirectoryView& view = hand.tools.view;
  if (dispatch::parse_dispatch_subject(hand.head.subject).kind != dispatch::DispatchSubject::Kind::dispatch)
    return nullptr;
  auto offices = view.clerk_offices(hand.head.author.id);
  if (offices.empty()) offices.push_back(hand.head.author.office);
  for (const std::string& recipient : hand.mail.recipients) {
    const directory::Account* role = view.role_at(recipient);
    const bool other_office = role != nullptr && role->purpose == directory::kRecords &&
                              std::find(offices.begin(), offices.end(), role->office) == offices.end();
    const auto at = recipient.rfind('@');
    if (other_office ||
        (at != std::string::npos && !view.is_local_domain(std::string_view(recipient).substr(at + 1)))) {
      return view.role_mailbox(offices.front(), directory::kRecords);
    }
  }
  return nullptr;
}

// All of it would go out: the quoted text and what stands below the signature too, and the names of the files.
dispatch::Secrecy secrecy_of(const MailInHand& hand) {
  const base::DecodedText words = base::decode_text(hand.inside, hand.inside_bytes, dispatch::kSecretTextRead);
  dispatch::Secrecy secrecy = dispatch::find_secret_mark(hand.head.subject, words.text);
  for (const std::string& name : words.attachment_names)
    secrecy = std::max(secrecy, dispatch::find_secret_mark_in_name(name));
  return secrecy;
}

}  // namespace

std::optional<Intake> read_dispatch_mail(const MailInHand& hand) {
  const bool personal = hand.mail.on_behalf_of.empty();
  const directory::Account* records =
      personal ? mistaken_sender(hand) : hand.tools.view.role_at(hand.mail.on_behalf_of);
  if (records == nullptr || records->purpose != directory::kRecords) return std::nullopt;
  const auto subject = dispatch::parse_dispatch_subject(hand.head.subject);
  if (subject.kind != dispatch::DispatchSubject::Kind::dispatch &&
      subject.kind != dispatch::DispatchSubject::Kind::broken)
    return std::nullopt;
  Intake intake;
  intake.head = hand.head;
  intake.head.office = records->office;
  DispatchAsk& ask = intake.ask.emplace<DispatchAsk>();
  ask.wrong_sender = personal;
  ask.facts.subject = subject;
  ask.facts.secrecy = secrecy_of(hand);
  intake.filing.nothing_kept = ask.facts.secrecy != dispatch::Secrecy::none;
  if (!intake.filing.nothing_kept) judge_signatures(hand, ask, intake);
  ask.recipients = recipients_of(hand, records->office);
  ask.facts.recipient_offices = static_cast<int>(ask.recipients.size());
  return intake;
}

}  // namespace mailstore::office

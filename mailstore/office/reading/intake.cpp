#include "mailstore/office/reading/intake.h"

#include <algorithm>

#include "base/mime/decoded_text.h"
#include "base/mime/header_text.h"
#include "base/mime/references.h"
#include "base/text/case.h"
#include "directory/people/actor.h"
#include "mailstore/office/reading/automatic_mail.h"
#include "mailstore/office/reading/dispatch_signers.h"
#include "mailstore/office/reading/opened_mail.h"
#include "mailstore/office/reading/reply_text.h"
#include "mailstore/signing/authentication_results.h"
#include "policies/dispatch/dispatch_subject.h"
#include "policies/replies/reply_grammar.h"

namespace mailstore::office {

namespace dispatch = policies::dispatch;

namespace {

std::string local_part(std::string_view address) { return std::string(address.substr(0, address.rfind('@'))); }

std::vector<HeaderRecipient> recipients_of(const std::vector<base::Address>& list) {
  std::vector<HeaderRecipient> out;
  for (const base::Address& address : list) {
    if (address.kind != base::Address::Kind::mailbox || address.mailbox.empty()) continue;
    out.push_back({base::decode_header_text(address.name), address.mailbox + "@" + address.host});
  }
  return out;
}

// Message-IDs that the mail answers, the nearest first.
std::vector<std::string> answers_of(std::string_view bytes) {
  const std::string_view header = bytes.substr(0, base::header_size(bytes));
  std::vector<std::string> out = base::message_ids(base::header_value(header, "In-Reply-To").value_or(""));
  auto references = base::message_ids(base::header_value(header, "References").value_or(""));
  out.insert(out.end(), references.rbegin(), references.rend());
  return out;
}

// What is read of a mail: itself, or what an opaque signature holds.
struct Readable {
  const base::ParsedMessage& message;
  std::string_view bytes;
};

// What the author wrote, or his calendar program said for him.
void read_words(Intake& intake, const base::ParsedMessage& message, std::string_view bytes) {
  intake.text = reply_text(message, bytes);
  intake.encrypted = intake.text.text.empty() && is_encrypted(message, bytes);
  intake.itip = read_itip_reply(message, bytes);
  if (!intake.itip) return;
  // What a person wrote himself goes before what his program says.
  const auto written = policies::replies::parse_reply(
      intake.text.text, {policies::calendar::shipped_calendar(), intake.at, std::nullopt});
  if (written.intent != policies::replies::Intent::comment) return;
  intake.text = {};
  intake.text.text = intake.itip->words;
}

// Everything that does not depend on the kind.
Intake begin_intake(const IntakeTools& tools, const Submission& mail, const directory::Account& author,
                    const base::ParsedMessage& message, const Readable& inside) {
  Intake intake;
  intake.author = author;
  intake.actor = directory::actor_of(tools.view, author);
  intake.at = mail.at;
  intake.cause = base::sha256(mail.bytes);
  if (message.envelope.message_id) intake.message_id = base::normalised_message_id(*message.envelope.message_id);
  if (message.envelope.subject) intake.subject = base::decode_header_text(*message.envelope.subject);
  intake.answers = answers_of(mail.bytes);
  for (const std::string& id : intake.answers) {
    if (!intake.answered) intake.answered = tools.keys.read_message_id(id);
  }
  intake.to = recipients_of(message.envelope.to);
  intake.cc = recipients_of(message.envelope.cc);
  read_words(intake, inside.message, inside.bytes);
  return intake;
}

void set_office(const directory::DirectoryView& view, Intake& intake, base::UnitId office) {
  intake.office = office;
  if (const directory::Account* journal = view.journal_of(office)) intake.journal = journal->id;
}

// ---- to the task mailbox or a reply address

std::optional<Intake> read_task_mail(const IntakeTools& tools, const Submission& mail, Intake intake) {
  const directory::Account* tasks_box = nullptr;
  std::optional<ReplyToken> token;
  bool reply_address = false, several = false;
  for (const std::string& recipient : mail.recipients) {
    if (is_reply_address(tools.view, recipient)) {
      reply_address = true;
      const auto read = tools.keys.read_local_part(local_part(recipient));
      several = several || (token && read && *read != *token);
      if (!token) token = read;
      continue;
    }
    const directory::Account* role = tools.view.role_at(recipient);
    // His own office's mailbox makes it an assignment; another office's is one of the parties.
    if (role != nullptr && role->purpose == directory::kTasks &&
        (tasks_box == nullptr || role->office == intake.author.office))
      tasks_box = role;
  }
  if (!token && intake.answered && tasks_box != nullptr) token = intake.answered->token;
  if (token || reply_address) {
    intake.kind = IntakeKind::task_reply;
    intake.token = token.value_or(ReplyToken{});
    intake.several_tasks = several;
    set_office(tools.view, intake, tasks_box != nullptr ? tasks_box->office : intake.author.office);
    for (const std::string& recipient : mail.recipients) {
      if (!is_reply_address(tools.view, recipient)) intake.keep.push_back(recipient);
    }
    return intake;
  }
  if (tasks_box == nullptr) return std::nullopt;
  const bool foreign = tasks_box->office != intake.author.office;
  if (foreign && !intake.itip && intake.subject.find("[NV") == std::string::npos) return std::nullopt;
  intake.kind = IntakeKind::assignment;
  intake.only_answer = foreign || intake.itip;
  set_office(tools.view, intake, tasks_box->office);
  intake.filed_in = tasks_box->id;
  return intake;  // every party gets a message of its own; blind copies are added by the caller
}

// Recipients who stand neither in To nor in Cc get the assignment as an ordinary copy.
void keep_blind_copies(const directory::DirectoryView& view, const Submission& mail, Intake& intake) {
  for (const std::string& recipient : mail.recipients) {
    const directory::Account* account = view.find_address(recipient);
    if (account != nullptr && account->id == intake.filed_in) continue;
    auto named = [&](const HeaderRecipient& to) {
      return base::to_ascii_lower(to.address) == base::to_ascii_lower(recipient);
    };
    if (std::any_of(intake.to.begin(), intake.to.end(), named) ||
        std::any_of(intake.cc.begin(), intake.cc.end(), named))
      continue;
    intake.keep.push_back(recipient);
  }
}

// ---- the clerk

bool is_records_command(const policies::replies::Reply& reply) {
  using policies::replies::Intent;
  return reply.intent == Intent::reserve_number || reply.intent == Intent::register_document;
}

// In answer to something that is no task's message: tasks cite documents too.
bool answers_other_than_tasks(const Intake& intake) {
  return !intake.answers.empty() && !intake.answered && intake.subject.find("[NV") == std::string::npos;
}

// The tag as its sender wrote it ("[vb: 05/UBND-VX]"), or, of a document from outside, a number in the subject: what is
// listed as waiting.
bool answers_document(const Intake& intake) {
  if (!answers_other_than_tasks(intake)) return false;
  return dispatch::parse_dispatch_subject(intake.subject).kind != dispatch::DispatchSubject::Kind::none ||
         dispatch::find_document_number(intake.subject).has_value();
}

// TỪ CHỐI, TRẢ LẠI and HỦY are commands of the records office only in an answer to what it sent or got; of a clerk,
// whatever the subject has become: the ruling looks up the document.
bool is_records_answer(const policies::replies::Reply& reply, const Intake& intake, bool clerk) {
  using policies::replies::Intent;
  if (reply.intent == Intent::refuse || reply.intent == Intent::give_back)
    return answers_document(intake) || (clerk && answers_other_than_tasks(intake));
  return reply.intent == Intent::cancel && !intake.answers.empty() && intake.subject.find("[SỐ ") != std::string::npos;
}

// A clerk's words that were perhaps meant as a command: he is asked back, so that no document waits unseen.
bool is_records_slip(const policies::replies::Reply& reply, const Intake& intake, bool to_own_records) {
  using policies::replies::Intent;
  if (reply.intent != Intent::comment && reply.intent != Intent::deny) return false;  // "Không tiếp nhận"
  const Intent near = policies::replies::nearly_intent(intake.text.text);
  const bool below_quote =
      intake.text.text_below && intake.text.cut != policies::replies::Cut::signature;  // a signature alone forwards it
  if (near == Intent::reserve_number) return to_own_records;
  return answers_document(intake) &&
         (near == Intent::register_document || near == Intent::refuse || near == Intent::give_back || below_quote);
}

// A clerk's new mail "XIN SỐ BC", with nothing else below it that asks for a number.
bool asks_in_subject(const Intake& intake) {
  using policies::replies::Intent;
  if (!intake.answers.empty() || policies::replies::nearly_intent(intake.text.text) == Intent::reserve_number)
    return false;
  const auto reply =
      policies::replies::parse_reply(intake.subject, {policies::calendar::shipped_calendar(), intake.at, std::nullopt});
  return reply.intent == Intent::reserve_number && reply.problem == policies::replies::ReplyProblem::none;
}

std::optional<Intake> read_records_mail(const IntakeTools& tools, const Submission& mail, Intake intake) {
  auto reply =
      policies::replies::parse_reply(intake.text.text, {policies::calendar::shipped_calendar(), mail.at, std::nullopt});
  base::UnitId addressed;
  for (const std::string& recipient : mail.recipients) {
    const directory::Account* role = tools.view.role_at(recipient);
    if (role != nullptr && role->purpose == directory::kRecords && !addressed) addressed = role->office;
  }
  const auto offices = tools.view.clerk_offices(intake.author.id);
  const bool own = std::find(offices.begin(), offices.end(), addressed) != offices.end();
  if (own && reply.intent == policies::replies::Intent::comment && asks_in_subject(intake)) {
    intake.text.text = intake.subject;
    reply = policies::replies::parse_reply(intake.text.text,
                                           {policies::calendar::shipped_calendar(), mail.at, std::nullopt});
  }
  const bool to_task = std::any_of(mail.recipients.begin(), mail.recipients.end(),
                                   [&](const std::string& to) { return is_reply_address(tools.view, to); });
  const bool answer = !to_task && (is_records_answer(reply, intake, !offices.empty()) ||
                                   (!offices.empty() && is_records_slip(reply, intake, own)));
  if (!is_records_command(reply) && !answer) return std::nullopt;
  // A number is asked of the office that is written to; an answer speaks for the clerk's own office.
  base::UnitId office;
  if (reply.intent == policies::replies::Intent::reserve_number) {
    if (!addressed) return std::nullopt;
    office = addressed;
  } else if (own) {
    office = addressed;
  } else {
    office = offices.empty() ? intake.author.office : offices.front();
  }
  intake.kind = IntakeKind::records;
  set_office(tools.view, intake, office);
  intake.keep = mail.recipients;
  return intake;
}

// ---- dispatch

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

void judge_signatures(const IntakeTools& tools, const Submission& mail, const base::ParsedMessage& message,
                      Intake& intake) {
  signing::MessageVerdict judged = signing::verify_message(message, mail.bytes, tools.certificates.trust(), mail.at);
  const signing::Verdict overall = judged.overall();
  // All of what is sent, not some of it, must be spoken for (dispatch_signers.h).
  const DispatchSigners signers = judge_signers(judged, tools.certificates, intake.office, mail.at);
  judged.vouched_for = signers.registered;  // a leader signs mail of the records mailbox
  intake.facts.signature = signature_state(overall, signers.registered);
  intake.facts.files_of_others = signers.files_of_others;
  intake.files = signed_files(judged);
  intake.files_only = judged.files_only();
  intake.facts.signature_sentence = signing::sentence_of(judged);
  intake.facts.signer = names_of_signers({&overall});
  intake.signer = signers_of_document(judged, overall);
  intake.facts.attachments = static_cast<int>(judged.files.size()) + judged.other_attachments;
  intake.verdict = signing::word_of(overall);
  intake.verdict_sentence = intake.facts.signature_sentence.vi;
  intake.results = signing::authentication_results(judged);
}

// One entry per receiving office, however many of its addresses were given.
void add_dispatch_recipients(const directory::DirectoryView& view, const Submission& mail, Intake& intake) {
  for (const std::string& address : mail.recipients) {
    Recipient recipient{address, {}, address};
    const directory::Account* account = view.find_address(address);
    if (account != nullptr && account->kind == directory::AccountKind::role_mailbox &&
        account->purpose == directory::kRecords) {
      if (account->office == intake.office) continue;
      recipient.office = account->office;
      recipient.address = account->address;
      if (const directory::Unit* unit = view.find_unit(account->office)) recipient.name = unit->name;
      auto same = [&](const Recipient& other) { return other.office == recipient.office; };
      if (std::any_of(intake.recipients.begin(), intake.recipients.end(), same)) continue;
    } else if (account != nullptr) {
      recipient.name = account->full_name;
    }
    intake.recipients.push_back(std::move(recipient));
  }
  intake.facts.recipient_offices = static_cast<int>(intake.recipients.size());
}

// A document to other offices from somebody's own address: it would go out unsigned and unregistered.
const directory::Account* mistaken_sender(const directory::DirectoryView& view, const Submission& mail,
                                          const Intake& intake) {
  if (dispatch::parse_dispatch_subject(intake.subject).kind != dispatch::DispatchSubject::Kind::dispatch)
    return nullptr;
  auto offices = view.clerk_offices(intake.author.id);
  if (offices.empty()) offices.push_back(intake.author.office);
  for (const std::string& recipient : mail.recipients) {
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
dispatch::Secrecy secrecy_of(std::string_view subject, const Readable& inside) {
  const base::DecodedText words = base::decode_text(inside.message, inside.bytes, dispatch::kSecretTextRead);
  dispatch::Secrecy secrecy = dispatch::find_secret_mark(subject, words.text);
  for (const std::string& name : words.attachment_names)
    secrecy = std::max(secrecy, dispatch::find_secret_mark_in_name(name));
  return secrecy;
}

std::optional<Intake> read_dispatch(const IntakeTools& tools, const Submission& mail,
                                    const base::ParsedMessage& message, const Readable& inside, Intake intake) {
  const directory::Account* records = tools.view.role_at(mail.on_behalf_of);
  if (mail.on_behalf_of.empty()) {
    records = mistaken_sender(tools.view, mail, intake);
    intake.wrong_sender = records != nullptr;
  }
  if (records == nullptr || records->purpose != directory::kRecords) return std::nullopt;
  const auto subject = dispatch::parse_dispatch_subject(intake.subject);
  if (subject.kind != dispatch::DispatchSubject::Kind::dispatch &&
      subject.kind != dispatch::DispatchSubject::Kind::broken)
    return std::nullopt;
  intake.kind = IntakeKind::dispatch;
  set_office(tools.view, intake, records->office);
  intake.facts.subject = subject;
  intake.facts.secrecy = secrecy_of(intake.subject, inside);
  if (intake.facts.secrecy == dispatch::Secrecy::none) judge_signatures(tools, mail, message, intake);
  add_dispatch_recipients(tools.view, mail, intake);
  return intake;
}

}  // namespace

bool is_reply_address(const directory::DirectoryView& view, std::string_view address) {
  const auto at = address.rfind('@');
  return at != std::string_view::npos && looks_like_reply(address.substr(0, at)) &&
         view.is_local_domain(address.substr(at + 1));
}

bool may_concern_office(const directory::DirectoryView& view, const Submission& mail) {
  if (!mail.on_behalf_of.empty() && view.role_at(mail.on_behalf_of) != nullptr) return true;
  for (const std::string& recipient : mail.recipients) {
    if (is_reply_address(view, recipient) || view.role_at(recipient) != nullptr) return true;
  }
  const directory::Account* author = view.find_account(mail.author);
  if (author == nullptr) return false;
  const std::string_view header = mail.bytes.substr(0, base::header_size(mail.bytes));
  if (base::header_value(header, "In-Reply-To") && !view.clerk_offices(author->id).empty())
    return true;  // VÀO SỔ to a sender outside
  return dispatch::parse_dispatch_subject(base::decode_header_text(base::header_value(header, "Subject").value_or("")))
             .kind == dispatch::DispatchSubject::Kind::dispatch;
}

std::optional<Intake> read_intake(const IntakeTools& tools, const Submission& mail) {
  const directory::Account* author = tools.view.find_account(mail.author);
  if (author == nullptr) return std::nullopt;
  const base::ParsedMessage message = base::parse_message(mail.bytes);
  if (is_automatic(mail.bytes, message)) return std::nullopt;
  const auto opened = opened_entity(message, mail.bytes);
  const auto inner = opened ? std::optional<base::ParsedMessage>(base::parse_message(*opened)) : std::nullopt;
  const Readable inside{inner ? *inner : message, opened ? std::string_view(*opened) : mail.bytes};
  const Intake facts = begin_intake(tools, mail, *author, message, inside);
  if (auto intake = read_dispatch(tools, mail, message, inside, facts)) return intake;
  if (auto intake = read_records_mail(tools, mail, facts)) return intake;
  auto intake = read_task_mail(tools, mail, facts);
  if (intake && intake->kind == IntakeKind::assignment) {
    intake->quoted = quoted_below(inside.message, inside.bytes);
    keep_blind_copies(tools.view, mail, *intake);
  }
  return intake;
}

}  // namespace mailstore::office

#include "mailstore/office/reading/read_mail.h"

#include <algorithm>
#include <array>

#include "base/mime/header_text.h"
#include "base/mime/references.h"
#include "base/text/fold.h"
#include "directory/people/actor.h"
#include "mailstore/office/reading/automatic_mail.h"
#include "mailstore/office/reading/digest_answer.h"
#include "mailstore/office/reading/dispatch_mail.h"
#include "mailstore/office/reading/inquiry_mail.h"
#include "mailstore/office/reading/opened_mail.h"
#include "mailstore/office/reading/question_mail.h"
#include "mailstore/office/reading/records_mail.h"
#include "mailstore/office/reading/remark_mail.h"
#include "mailstore/office/reading/reply_text.h"
#include "mailstore/office/reading/series_mail.h"
#include "mailstore/office/reading/task_mail.h"
#include "policies/dispatch/dispatch_subject.h"
#include "policies/phrases/deadline_resolve.h"

namespace mailstore::office {

namespace dispatch = policies::dispatch;

namespace {

constexpr std::size_t kMaxFileName = 200;  // bytes kept of one

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

IntakeHead head_of(const IntakeTools& tools, const Submission& mail, const directory::Account& author,
                   const base::ParsedMessage& message) {
  IntakeHead head;
  head.author = author;
  head.english = tools.view.says_english(author.id);
  head.actor = directory::actor_of(tools.view, author);
  if (const directory::Account* name = tools.view.find_address(mail.on_behalf_of);
      name != nullptr && name->kind == directory::AccountKind::person && name->id != author.id)
    head.in_name_of = name->id;
  head.at = mail.at;
  head.cause = base::sha256(mail.bytes);
  head.mail_bytes = static_cast<std::int64_t>(mail.bytes.size());
  if (message.envelope.message_id) head.message_id = base::normalised_message_id(*message.envelope.message_id);
  if (message.envelope.subject) head.subject = base::decode_header_text(*message.envelope.subject);
  head.answers = answers_of(mail.bytes);
  head.parent = answered_mail(tools.keys, tools.view, author.id, mail.bytes.substr(0, base::header_size(mail.bytes)));
  for (const std::string& recipient : mail.recipients) {
    if (!head.question && is_reply_address(tools.view, recipient))
      head.question = tools.keys.read_question_local_part(recipient.substr(0, recipient.rfind('@')));
  }
  for (const std::string& id : head.answers) {
    if (!head.answered && !head.question) head.question = tools.keys.read_question_message_id(id);
    if (!head.answered && !head.question) head.answered = tools.keys.read_message_id(id);
  }
  head.to = recipients_of(message.envelope.to);
  head.cc = recipients_of(message.envelope.cc);
  return head;
}

bool has_attachment(const base::Part& part) {
  if (!part.is_multipart())
    return part.is_attachment() && part.content_type.subtype != "pkcs7-signature" && part.content_type.type != "image";
  return std::any_of(part.children.begin(), part.children.end(), has_attachment);
}

void collect_names(const base::Part& part, std::vector<std::string>& out) {
  for (const base::Part& child : part.children) collect_names(child, out);
  if (part.is_multipart() || !has_attachment(part) || out.size() >= kMostMailRefs) return;
  const std::string name = policies::phrases::one_line(part.file_name(), kMaxFileName);
  out.push_back(name.empty() ? "(tệp không tên)" : name);
}

// What the author wrote, or his calendar program said for him: what a person wrote himself goes first.
void read_words(MailInHand& hand) {
  policies::replies::NewText& text = hand.head.text;
  text = reply_text(hand.inside, hand.inside_bytes);
  hand.encrypted = text.text.empty() && is_encrypted(hand.inside, hand.inside_bytes);
  hand.reply = hand.read_words(text.text);
  hand.has_files = has_attachment(hand.inside.root);
  if (const auto all = text_with_hidden(hand.inside, hand.inside_bytes)) {
    // Below a command hidden words change nothing; plain words are read as a whole.
    const policies::replies::Reply with = hand.read_words(all->text);
    hand.head.hides_words = hand.reply.intent == policies::replies::Intent::comment ||
                            with.intent != hand.reply.intent || with.command_line != hand.reply.command_line ||
                            all->text == text.text;
  }
  if (hand.has_files) collect_names(hand.inside.root, hand.head.files);
  hand.itip = read_itip_reply(hand.inside, hand.inside_bytes);
  if (!hand.itip || hand.reply.intent != policies::replies::Intent::comment) return;
  text = {};
  text.text = hand.itip->words;
  hand.reply = hand.read_words(text.text);
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

base::Result<std::optional<Intake>> read_intake(const IntakeTools& tools, const Submission& mail) {
  const directory::Account* author = tools.view.find_account(mail.author);
  if (author == nullptr) return std::optional<Intake>();
  const base::ParsedMessage message = base::parse_message(mail.bytes);
  if (is_automatic(mail.bytes, message)) return std::optional<Intake>();
  const auto opened = opened_entity(message, mail.bytes);
  const auto inner = opened ? std::optional<base::ParsedMessage>(base::parse_message(*opened)) : std::nullopt;
  MailInHand hand{tools,
                  mail,
                  message,
                  inner ? *inner : message,
                  opened ? std::string_view(*opened) : mail.bytes,
                  head_of(tools, mail, *author, message),
                  {},
                  {}};
  read_words(hand);
  if (auto intake = read_dispatch_mail(hand)) return intake;
  auto chosen = read_task_choice(hand);
  if (!chosen || *chosen) return chosen;
  if (auto intake = read_question_mail(hand)) return intake;
  if (auto intake = read_inquiry_mail(hand)) return intake;
  auto series = read_series_mail(hand);
  if (!series || *series) return series;
  auto digest = read_digest_answer(hand);
  if (!digest || *digest) return digest;
  if (auto intake = read_records_mail(hand)) return intake;
  auto task = read_task_mail(hand);
  if (!task || *task) return task;
  return read_remark_mail(hand);
}

}  // namespace mailstore::office

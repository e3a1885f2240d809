#include "mailstore/office/mails/server_mail.h"

#include "base/mime/address.h"
#include "base/mime/message.h"
#include "mailstore/office/reading/opened_mail.h"
#include "mailstore/signing/smime.h"

namespace mailstore::office {

namespace {

base::Address address_of(const directory::Account& account) {
  const auto at = account.address.rfind('@');
  return base::Address::of(account.full_name, account.address.substr(0, at), account.address.substr(at + 1));
}

base::Address plain_address(const directory::DirectoryView& view, const std::string& address) {
  if (const directory::Account* account = view.find_address(address)) return address_of(*account);
  const auto at = address.rfind('@');
  return base::Address::of("", address.substr(0, at), at == std::string::npos ? "" : address.substr(at + 1));
}

void collect(const base::Part& part, std::string_view bytes, std::vector<std::string>& out) {
  if (part.is_multipart()) {
    for (const base::Part& child : part.children) {
      collect(child, bytes, out);
      if (part.content_type.subtype == "signed") break;  // a signature says nothing without the message it was made for
    }
    return;
  }
  // Pictures that the writer put into his text go along too: the text travels as plain text.
  const bool picture = part.content_type.type == "image" && part.content_id;
  if (part.is_attachment() || picture)
    out.emplace_back(bytes.substr(part.header.begin, part.body.end - part.header.begin));
}

}  // namespace

base::Result<std::string> build_server_mail(const OutputTools& tools, const ServerMail& mail,
                                            const std::string& entity) {
  base::OutgoingMail header;
  const directory::Account* speaker = tools.view->role_mailbox(mail.office, mail.purpose);
  header.from.push_back(speaker != nullptr ? address_of(*speaker) : base::Address::of("", "postmaster", tools.domain));
  if (!mail.sender.empty()) header.sender.push_back(plain_address(*tools.view, mail.sender));
  if (!mail.reply_to.empty()) header.reply_to.push_back(plain_address(*tools.view, mail.reply_to));
  header.to.push_back(plain_address(*tools.view, mail.to));
  header.subject = mail.subject;
  header.date = mail.at;
  header.message_id = mail.message_id;
  header.in_reply_to = mail.in_reply_to;
  if (mail.task != 0)
    header.references.push_back("nv-" + std::to_string(mail.task) + "@" + tools.domain);  // as the UID of its VTODO
  if (!mail.in_reply_to.empty()) header.references.push_back(mail.in_reply_to);
  header.extra_fields.emplace_back("Auto-Submitted", mail.answer ? "auto-replied" : "auto-generated");
  header.extra_fields.emplace_back("Content-Language", tools.view->says_english(mail.to) ? "vi, en" : "vi");
  if (!mail.structured_data.empty()) header.extra_fields.emplace_back("Structured-Data", mail.structured_data);
  const directory::Unit* office = tools.view->find_unit(mail.office);
  if (office != nullptr) {
    auto seal = tools.seals.of(office->code);
    if (!seal) return seal.error();
    if (*seal) {
      auto sealed = signing::sign_entity(entity, {**seal}, mail.at, mail.message_id);
      if (!sealed) return sealed.error();
      return base::build_message_from_entity(header, *sealed);
    }
  }
  return base::build_message_from_entity(header, entity);
}

std::vector<std::string> attachment_entities(std::string_view bytes) {
  std::vector<std::string> out;
  if (bytes.empty()) return out;
  base::ParsedMessage message = base::parse_message(bytes);
  const auto opened = opened_entity(message, bytes);
  if (opened) message = base::parse_message(*opened);
  if (message.root.is_multipart()) collect(message.root, opened ? std::string_view(*opened) : bytes, out);
  return out;
}

}  // namespace mailstore::office

#include "mailstore/office/reading/answered_mail.h"

#include <charconv>
#include <string>
#include <vector>

#include "base/mime/header_fields.h"
#include "base/mime/references.h"

namespace mailstore::office {

namespace {

using Whose = AnsweredMail::Whose;

// Pages of the morning and greetings come from a name below our domain (digest_message_id).
bool of_our_domain(const directory::DirectoryView& view, std::string_view message_id) {
  const auto at = message_id.rfind('@');
  if (at == std::string_view::npos) return false;
  const std::string_view domain = message_id.substr(at + 1);
  const auto dot = domain.find('.');
  return view.is_local_domain(domain) ||
         (dot != std::string_view::npos && view.is_local_domain(domain.substr(dot + 1)));
}

// "nhac.<account>.<time>@…": to whom it went.
std::optional<base::AccountId> account_of_digest(std::string_view message_id) {
  if (!is_digest_message_id(message_id)) return std::nullopt;
  message_id.remove_prefix(message_id.find('.') + 1);
  std::int64_t account = 0;
  const auto [end, error] = std::from_chars(message_id.data(), message_id.data() + message_id.size(), account);
  if (error != std::errc() || end == message_id.data() + message_id.size() || *end != '.') return std::nullopt;
  return base::AccountId(account);
}

// What no secret protects is ours by its domain.
bool is_named_ours(const directory::DirectoryView& view, std::string_view message_id) {
  return (message_id.starts_with("vb.") || is_digest_message_id(message_id) || read_series_message_id(message_id)) &&
         of_our_domain(view, message_id);
}

}  // namespace

AnsweredMail answered_mail(const ReplyKeys& keys, const directory::DirectoryView& view, base::AccountId author,
                           std::string_view header) {
  AnsweredMail parent;
  const auto value = base::header_value(header, "In-Reply-To");
  // References alone may be those of a mail that had no Message-ID a program could read.
  if (!value && !base::header_value(header, "References")) return parent;
  parent.whose = Whose::others;
  const std::vector<std::string> ids = base::message_ids(value.value_or(""));
  if (ids.size() != 1) return parent;
  const std::string& id = ids.front();
  parent.task = keys.read_message_id(id);
  parent.question = keys.read_question_message_id(id);
  if (of_our_domain(view, id)) parent.series = read_series_message_id(id);
  const auto reader = account_of_digest(id);
  const bool named = is_named_ours(view, id) && (!reader || *reader == author);
  if (parent.task || parent.question || named) parent.whose = Whose::ours;
  return parent;
}

bool is_own_message_id(const ReplyKeys& keys, const directory::DirectoryView& view, std::string_view message_id) {
  return keys.read_message_id(message_id) || keys.read_question_message_id(message_id) ||
         is_named_ours(view, message_id);
}

}  // namespace mailstore::office

#include "mailstore/delivery/prepare/message_edits.h"

#include <algorithm>
#include <functional>

#include "base/mime/builder.h"
#include "base/mime/date.h"
#include "base/mime/header_fields.h"
#include "base/mime/references.h"
#include "base/text/case.h"

namespace mailstore {
namespace {

bool is_named(const base::HeaderField& field, std::string_view bytes, std::string_view name) {
  return base::equals_ignoring_case(field.name(bytes), name);
}

// The message without the fields that `drop` picks; the same string when there are none.
std::string without(std::string bytes, const std::vector<base::HeaderField>& fields,
                    const std::function<bool(const base::HeaderField&)>& drop) {
  if (std::none_of(fields.begin(), fields.end(), drop)) return bytes;
  std::string out;
  out.reserve(bytes.size());
  std::size_t kept_to = 0;
  for (const base::HeaderField& field : fields) {
    if (!drop(field)) continue;
    out.append(bytes, kept_to, field.begin - kept_to);
    kept_to = field.end;
  }
  out.append(bytes, kept_to);
  return out;
}

std::vector<base::HeaderField> fields_of(std::string_view bytes) {
  return base::index_header(bytes.substr(0, base::header_size(bytes)));
}

bool has(const std::vector<base::HeaderField>& fields, std::string_view bytes, std::string_view name) {
  return std::any_of(fields.begin(), fields.end(),
                     [&](const base::HeaderField& f) { return is_named(f, bytes, name); });
}

// RFC 8601 §2.2: authserv-id [CFWS version] ";" …, with comments allowed before it (RFC 5322 §3.2.2: a backslash takes
// the next character's meaning away). The id is a token or a quoted string.
std::string authserv_id(std::string_view value) {
  std::size_t at = 0;
  int depth = 0;
  for (; at < value.size(); ++at) {
    const char c = value[at];
    if (c == '(') ++depth;
    if (depth == 0 && c != ' ' && c != '\t' && c != '\r' && c != '\n') break;
    if (c == '\\') ++at;
    if (c == ')') --depth;
  }
  std::string id;
  const bool quoted = at < value.size() && value[at] == '"';
  for (at += quoted ? 1 : 0; at < value.size(); ++at) {
    const char c = value[at];
    if (quoted ? c == '"' : std::string_view("; \t\r\n(/").find(c) != std::string_view::npos) break;
    if (quoted && c == '\\' && ++at == value.size()) break;
    id += value[at];
  }
  return id;
}

// RFC 8601 §5: a verdict in our name that we did not write.
bool is_forged_verdict(const base::HeaderField& field, std::string_view bytes, std::string_view our_id) {
  return !our_id.empty() && is_named(field, bytes, "Authentication-Results") &&
         base::equals_ignoring_case(authserv_id(field.value(bytes)), our_id);
}

// The Message-ID fields that go: all of them or none.
bool replaces_message_id(const std::vector<base::HeaderField>& fields, std::string_view bytes,
                         const SubmissionFacts& facts, bool from_outside) {
  int count = 0;
  for (const base::HeaderField& field : fields) {
    if (!is_named(field, bytes, "Message-ID")) continue;
    const auto ids = base::message_ids(field.value(bytes));
    if (from_outside && (++count > 1 || ids.size() != 1)) return true;
    const std::string first = base::normalised_message_id(field.value(bytes));
    if (facts.taken && (facts.taken(first) || std::any_of(ids.begin(), ids.end(), facts.taken))) return true;
  }
  return false;
}

}  // namespace

std::string edit_submission(std::string bytes, const SubmissionFacts& facts) {
  const auto fields = fields_of(bytes);
  std::string added;
  if (facts.sender != nullptr) {
    added += "Sender: " + base::format_address_list({*facts.sender}, base::HeaderEncoding::encoded_words, 8) + "\r\n";
  }
  if (!has(fields, bytes, "Date"))
    added += "Date: " + base::format_mail_date(facts.now, base::kOfficeOffsetMinutes) + "\r\n";
  const bool replaced = replaces_message_id(fields, bytes, facts, false);
  if (replaced || !has(fields, bytes, "Message-ID")) added += "Message-ID: <" + facts.message_id + ">\r\n";
  const std::string_view view = bytes;
  const auto unwanted = [&](const base::HeaderField& field) {
    return (replaced && is_named(field, view, "Message-ID")) || is_named(field, view, "Bcc") ||
           is_named(field, view, "Resent-Bcc") || is_forged_verdict(field, view, facts.our_id) ||
           (facts.sender != nullptr && is_named(field, view, "Sender"));
  };
  if (std::none_of(fields.begin(), fields.end(), unwanted) && added.empty()) return bytes;
  return added + without(std::string(bytes), fields, unwanted);
}

std::string edit_received(std::string bytes, const SubmissionFacts& facts) {
  const auto fields = fields_of(bytes);
  const std::string_view view = bytes;
  const bool replaced = replaces_message_id(fields, bytes, facts, true);
  std::string added;
  if (replaced || !has(fields, bytes, "Message-ID")) added = "Message-ID: <" + facts.message_id + ">\r\n";
  const auto unwanted = [&](const base::HeaderField& field) {
    return (replaced && is_named(field, view, "Message-ID")) || is_forged_verdict(field, view, facts.our_id);
  };
  if (std::none_of(fields.begin(), fields.end(), unwanted) && added.empty()) return bytes;
  return added + without(std::string(bytes), fields, unwanted);
}

std::string edit_appended(std::string bytes) {
  std::size_t lone = 0;
  for (std::size_t at = bytes.find('\n'); at != std::string::npos; at = bytes.find('\n', at + 1)) {
    if (at == 0 || bytes[at - 1] != '\r') ++lone;
  }
  if (lone == 0) return bytes;
  std::string out;
  out.reserve(bytes.size() + lone);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (bytes[i] == '\n' && (i == 0 || bytes[i - 1] != '\r')) out += '\r';
    out += bytes[i];
  }
  return out;
}

std::size_t count_received(std::string_view message) {
  const auto fields = fields_of(message);
  return static_cast<std::size_t>(std::count_if(fields.begin(), fields.end(), [&](const base::HeaderField& field) {
    return is_named(field, message, "Received");
  }));
}

}  // namespace mailstore

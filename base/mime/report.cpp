#include "base/mime/report.h"

#include <algorithm>
#include <optional>

#include "base/mime/date.h"
#include "base/mime/header_fields.h"
#include "base/mime/header_scan.h"
#include "base/mime/message.h"
#include "base/text/case.h"
#include "base/text/utf8.h"

namespace base {

namespace {

constexpr std::size_t kMaxReportRecipients = 1000;
constexpr std::size_t kMaxFieldText = 900;

const char* action_word(ReportedRecipient::Action action) {
  switch (action) {
    case ReportedRecipient::Action::failed: return "failed";
    case ReportedRecipient::Action::delayed: return "delayed";
    case ReportedRecipient::Action::delivered: return "delivered";
    case ReportedRecipient::Action::relayed: return "relayed";
    case ReportedRecipient::Action::expanded: return "expanded";
  }
  return "failed";
}

// One line that no peer's answer can break out of.
std::string line_text(std::string_view text) {
  std::string out = sanitize_utf8(text.substr(0, kMaxFieldText));
  for (char& c : out) {
    if (static_cast<unsigned char>(c) < ' ' || c == 0x7F) c = ' ';
  }
  return out;
}

void field(std::string& out, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  out += name;
  out += ": ";
  out += line_text(value);
  out += "\r\n";
}

// RFC 6533 §3: a non-ASCII address has the type utf-8.
std::string typed_address(std::string_view address) {
  return (is_ascii(address) ? "rfc822; " : "utf-8; ") + std::string(address);
}

// RFC 3464 §2.3.6: the type smtp is for what another server said; our own words have our own type.
bool is_smtp_reply(std::string_view diagnostic) {
  return diagnostic.size() >= 3 &&
         std::all_of(diagnostic.begin(), diagnostic.begin() + 3, [](char c) { return c >= '0' && c <= '9'; });
}

std::string delivery_status(const DeliveryReport& report) {
  std::string out;
  field(out, "Original-Envelope-Id", report.envelope_id);
  field(out, "Reporting-MTA", "dns; " + report.reporting_mta);
  if (report.arrival) field(out, "Arrival-Date", format_mail_date(*report.arrival, report.mail.date_offset_minutes));
  for (const ReportedRecipient& r : report.recipients) {
    out += "\r\n";
    field(out, "Original-Recipient", r.original_recipient);
    field(out, "Final-Recipient", typed_address(r.final_recipient));
    field(out, "Action", action_word(r.action));
    field(out, "Status", r.status);
    if (!r.remote_mta.empty()) field(out, "Remote-MTA", "dns; " + r.remote_mta);
    if (!r.diagnostic.empty())
      field(out, "Diagnostic-Code", (is_smtp_reply(r.diagnostic) ? "smtp; " : "x-vanthu; ") + r.diagnostic);
    if (r.last_attempt)
      field(out, "Last-Attempt-Date", format_mail_date(*r.last_attempt, report.mail.date_offset_minutes));
    if (r.will_retry_until)
      field(out, "Will-Retry-Until", format_mail_date(*r.will_retry_until, report.mail.date_offset_minutes));
  }
  return out;
}

// "rfc822; a@b" -> "a@b".
std::string after_type(std::string_view value) {
  const std::size_t semicolon = value.find(';');
  return std::string(trim_wsp(semicolon == std::string_view::npos ? value : value.substr(semicolon + 1)));
}

std::optional<Timestamp> date_of(std::string_view value) {
  const auto parsed = parse_mail_date(value);
  return parsed ? std::optional<Timestamp>(parsed->time) : std::nullopt;
}

ReportedRecipient read_recipient(std::string_view block) {
  using Action = ReportedRecipient::Action;
  ReportedRecipient r;
  // RFC 3464 §2.1.1: comments may stand in every field but those of free text.
  const auto structured = [&](std::string_view name) {
    return without_comments(header_value(block, name).value_or(""));
  };
  r.final_recipient = after_type(structured("Final-Recipient"));
  r.original_recipient = trim_wsp(structured("Original-Recipient"));
  const std::string action =
      to_ascii_lower(trim_wsp(without_comments(header_value(block, "Action").value_or("failed"))));
  for (const Action a : {Action::failed, Action::delayed, Action::delivered, Action::relayed, Action::expanded}) {
    if (starts_with_ignoring_case(action, action_word(a))) r.action = a;
  }
  const std::string fields = structured("Status");
  const std::string_view status = trim_wsp(fields);
  r.status = status.substr(0, status.find_first_of(" \t("));
  r.remote_mta = after_type(structured("Remote-MTA"));
  r.diagnostic = after_type(header_value(block, "Diagnostic-Code").value_or(""));
  r.last_attempt = date_of(header_value(block, "Last-Attempt-Date").value_or(""));
  r.will_retry_until = date_of(header_value(block, "Will-Retry-Until").value_or(""));
  return r;
}

// RFC 6532 §3: what UTF-8 in a header field, also of a part, makes a message. Not the messages it holds: they have
// their own label.
void look_at_headers(const Part& part, std::string_view bytes, bool& eight_bit, bool& valid) {
  const std::string_view header = part.header.of(bytes);
  if (!is_ascii(header)) {
    eight_bit = true;
    valid = valid && is_valid_utf8(header);
  }
  if (part.is_message()) return;
  for (const Part& child : part.children) look_at_headers(child, bytes, eight_bit, valid);
}

bool has_utf8_headers(std::string_view message) {
  bool eight_bit = false, valid = true;
  look_at_headers(parse_message(message).root, message, eight_bit, valid);
  return eight_bit && valid;
}

// The third part: the message or its header, labelled by what stands in it. RFC 6522 §3, RFC 6533 §4.2 and §4.3.
std::string returned_entity(const DeliveryReport& report) {
  const std::string_view original = report.original;
  if (report.returned == DeliveryReport::Returned::full)
    return message_entity(original, has_utf8_headers(original) ? "global" : "rfc822");
  const std::string_view header = original.substr(0, header_size(original));
  const char* type = "text/rfc822-headers";
  if (!is_ascii(header))
    type = is_valid_utf8(header) ? "message/global-headers" : "text/rfc822-headers; charset=unknown-8bit";
  return std::string("Content-Type: ") + type +
         (is_ascii(header) ? "\r\n\r\n" : "\r\nContent-Transfer-Encoding: 8bit\r\n\r\n") + std::string(header);
}

}  // namespace

std::string build_delivery_report(const DeliveryReport& report) {
  OutgoingMail mail = report.mail;
  mail.extra_fields.emplace_back("Auto-Submitted", "auto-replied");  // RFC 3834 §5
  const std::string status = delivery_status(report);
  const bool utf8_status = !is_ascii(status);
  std::vector<std::string> entities = {text_entity(mail.text)};
  // RFC 6533 §4 for non-ASCII addresses.
  entities.push_back(
      utf8_status ? "Content-Type: message/global-delivery-status\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + status
                  : "Content-Type: message/delivery-status\r\n\r\n" + status);
  if (!report.original.empty()) entities.push_back(returned_entity(report));
  const std::string seed = (mail.boundary_seed.empty() ? mail.message_id : mail.boundary_seed) + "/report";
  return build_message_from_entity(mail, multipart_entity("report", entities, seed, "; report-type=delivery-status"));
}

ParsedReport parse_delivery_status(std::string_view body) {
  ParsedReport report;
  bool first = true;
  for (std::size_t at = 0; at < body.size() && report.recipients.size() < kMaxReportRecipients;) {
    const std::size_t size = header_size(body.substr(at));
    const std::string_view block = body.substr(at, size);
    at += size;
    if (first) report.original_envelope_id = header_value(block, "Original-Envelope-Id").value_or("");
    if (header_value(block, "Final-Recipient")) report.recipients.push_back(read_recipient(block));
    first = false;
  }
  return report;
}

}  // namespace base

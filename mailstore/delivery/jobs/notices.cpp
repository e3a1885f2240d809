#include "mailstore/delivery/jobs/notices.h"

#include <algorithm>

#include "base/mime/builder.h"
#include "base/mime/report.h"

namespace mailstore {
namespace {

base::Address address_of(std::string_view name, std::string_view address) {
  auto spec = base::parse_addr_spec(address);
  if (!spec) return base::Address::of(std::string(name), std::string(address), {});
  return base::Address::of(std::string(name), spec->local, spec->domain);
}

base::OutgoingMail notice(const NoticeFacts& facts, std::string_view to_name, std::string_view to) {
  base::OutgoingMail mail;
  mail.from = {base::Address::of("Hệ thống thư (Mail system)", "postmaster", facts.domain)};
  mail.to = {address_of(to_name, to)};
  mail.date = facts.now;
  mail.message_id = facts.message_id;
  mail.boundary_seed = facts.message_id;
  return mail;
}

std::string lines_of(const Report& report, bool delivered) {
  std::string out;
  for (const ReportedBox& box : report.recipients) {
    if (box.delivered == delivered) out += "  " + box.recipient.address + ": " + box.status + " " + box.reason + "\n";
  }
  return out;
}

std::string words_of(const Report& report) {
  const std::string failed = lines_of(report, false), delivered = lines_of(report, true);
  std::string vi, en;
  if (!failed.empty()) {
    vi += "Thư của quý vị không gửi được tới:\n" + failed + "\n";
    en += "Your message could not be delivered to:\n" + failed + "\n";
  }
  if (!delivered.empty()) {
    vi += "Thư của quý vị đã vào hộp thư của:\n" + delivered + "\n";
    en += "Your message was delivered to the mailbox of:\n" + delivered + "\n";
  }
  return vi + en;
}

std::string mebibytes(std::int64_t bytes) { return std::to_string((bytes + (1 << 20) - 1) >> 20) + " MiB"; }

}  // namespace

std::string failure_report(const NoticeFacts& facts, const Report& report, base::Timestamp arrival,
                           std::string_view original) {
  const bool any_failed = std::any_of(report.recipients.begin(), report.recipients.end(),
                                      [](const ReportedBox& box) { return !box.delivered; });
  base::DeliveryReport out;
  out.mail = notice(facts, {}, report.trace.reverse_path);
  out.mail.subject = any_failed ? "Thư không gửi được (Undelivered mail)" : "Thư đã được gửi tới (Delivered mail)";
  out.mail.text = words_of(report);
  out.reporting_mta = facts.hostname;
  out.envelope_id = report.trace.envid;
  out.arrival = arrival;
  for (const ReportedBox& box : report.recipients) {
    base::ReportedRecipient recipient;
    recipient.final_recipient = box.recipient.address;
    recipient.original_recipient = box.recipient.original;
    recipient.action =
        box.delivered ? base::ReportedRecipient::Action::delivered : base::ReportedRecipient::Action::failed;
    recipient.status = box.status;
    recipient.diagnostic = box.reason;
    recipient.last_attempt = facts.now;
    out.recipients.push_back(std::move(recipient));
  }
  out.original = original;
  // A success report never returns the whole message (RFC 3461 §4.3).
  out.returned = report.trace.return_headers_only || !any_failed ? base::DeliveryReport::Returned::headers
                                                                 : base::DeliveryReport::Returned::full;
  return base::build_delivery_report(out);
}

std::string quota_warning_mail(const NoticeFacts& facts, const directory::Account& account, int percent,
                               std::int64_t used_bytes) {
  base::OutgoingMail mail = notice(facts, account.full_name, account.address);
  const std::string share = std::to_string(percent) + " %";
  const std::string used = mebibytes(used_bytes), limit = mebibytes(account.quota_bytes);
  mail.subject = "Hộp thư sắp đầy (Your mailbox is nearly full)";
  mail.extra_fields.emplace_back("Auto-Submitted", "auto-generated");
  mail.text = "Hộp thư " + account.address + " đã dùng hơn " + share + " dung lượng (" + used + " trên " + limit +
              "). Khi hộp thư đầy, thư mới sẽ bị từ chối. Xin xoá bớt thư không cần thiết và dọn Thùng rác.\n\n" +
              "The mailbox " + account.address + " uses more than " + share + " of its space (" + used + " of " +
              limit +
              "). When it is full, new mail is refused. Please delete what is not needed and empty the Trash.\n";
  return base::build_message(mail);
}

}  // namespace mailstore

#include "server/outbound/reports.h"

#include "base/mime/date.h"

namespace server::outbound {

namespace {

// A report with a larger message inside would itself be refused by many.
constexpr std::int64_t kLargestReturned = 1 << 20;

base::Address address_of(const std::string& name, const std::string& address) {
  std::size_t at = address.rfind('@');
  if (at == std::string::npos) return base::Address::of(name, address, "");
  return base::Address::of(name, address.substr(0, at), address.substr(at + 1));
}

std::string subject_of(Action action) {
  switch (action) {
    case Action::delayed: return "Thư bị chậm, hệ thống vẫn đang gửi / Delayed mail, still being retried";
    case Action::relayed:
    case Action::delivered:
    case Action::expanded: return "Thư đã được chuyển đi / Your mail was handed on";
    case Action::failed: break;
  }
  return "Thư không gửi được / Mail could not be delivered";
}

std::string opening_vi(Action action, const std::string& until) {
  switch (action) {
    case Action::delayed:
      return "Thư của Anh/Chị chưa tới được các địa chỉ dưới đây. Anh/Chị KHÔNG cần gửi lại: hệ thống sẽ tự gửi lại cho đến " +
             until + ".";
    case Action::relayed:
    case Action::delivered:
    case Action::expanded:
      return "Thư của Anh/Chị đã được máy chủ của các địa chỉ dưới đây nhận. Máy chủ đó không báo tiếp khi thư tới hộp thư.";
    case Action::failed: break;
  }
  return "Thư của Anh/Chị KHÔNG gửi được tới các địa chỉ dưới đây. Hệ thống sẽ không gửi lại thư này.";
}

std::string opening_en(Action action, const std::string& until) {
  switch (action) {
    case Action::delayed:
      return "Your message has not reached the addresses below yet. You need NOT send it again: we keep trying until " +
             until + ".";
    case Action::relayed:
    case Action::delivered:
    case Action::expanded:
      return "Your message was taken by the servers of the addresses below, which do not tell when it reaches the mailbox.";
    case Action::failed: break;
  }
  return "Your message could NOT be delivered to the addresses below. It will not be sent again.";
}

// The reason in words, from the status code (RFC 3463), for the most usual cases.
struct Reason {
  const char* status;  // without the class: "1.1"
  const char* vi;
  const char* en;
};
constexpr Reason kReasons[] = {
    {"1.1", "địa chỉ không tồn tại", "no such address"},
    {"1.2", "tên miền không tồn tại", "the domain does not exist"},
    {"1.10", "tên miền này không nhận thư", "the domain takes no mail"},
    {"2.1", "hộp thư đã đóng", "the mailbox is closed"},
    {"2.2", "hộp thư đã đầy", "the mailbox is full"},
    {"3.4", "thư quá lớn", "the message is too large"},
    {"4.1", "máy chủ bên nhận không trả lời", "the other server does not answer"},
    {"4.3", "không tra được tên miền", "DNS gave no answer"},
    {"4.4", "không tìm thấy máy chủ bên nhận", "no server was found for the domain"},
    {"4.7", "đã quá thời hạn gửi lại", "the time for trying again is over"},
    {"6.3", "máy chủ bên nhận không nhận thư 8 bit", "the other server does not take 8-bit mail"},
    {"6.7", "máy chủ bên nhận không nhận địa chỉ có dấu", "the other server does not take addresses in UTF-8"},
    {"7.1", "bên nhận từ chối thư này", "the other side refused the message"},
};

std::string reason_of(const std::string& status) {
  for (const Reason& reason : kReasons) {
    if (status.size() > 2 && status.substr(2) == reason.status) return std::string(reason.vi) + " / " + reason.en;
  }
  return {};
}

std::string text_of(const ReportRequest& request, const OutboundSettings& settings) {
  std::string until = base::format_mail_date(request.retry_until, base::kOfficeOffsetMinutes);
  std::string list;
  for (std::size_t i : request.recipients) {
    const mailstore::QueueRecipient& recipient = request.item.recipients[i];
    list += "  <" + recipient.address + ">\n";
    if (std::string reason = reason_of(recipient.status); !reason.empty() && request.action != Action::relayed)
      list += "    " + reason + "\n";
    if (!recipient.diagnostic.empty()) {
      list += "    " + (recipient.remote_mta.empty() ? "" : recipient.remote_mta + ": ") + recipient.diagnostic + "\n";
    }
  }
  return opening_vi(request.action, until) + "\n\n" + list + "\n" + opening_en(request.action, until) + "\n\n-- \n" +
         settings.hostname + "\n";
}

}  // namespace

bool wants_report(const mailstore::QueueItem& item, const mailstore::QueueRecipient& recipient, Action action) {
  if (item.reverse_path.empty() || recipient.notify.never) return false;
  switch (action) {
    case Action::failed: return recipient.notify.failure;
    case Action::delayed: return recipient.notify.delay;
    default: return recipient.notify.success;
  }
}

bool returns_whole_message(const mailstore::QueueItem& item, Action action) {
  return action == Action::failed && !item.return_headers_only && item.size <= kLargestReturned;
}

std::string make_report(const ReportRequest& request, const OutboundSettings& settings) {
  base::DeliveryReport report;
  report.mail.from.push_back(address_of("Hệ thống thư / Mail Delivery System", settings.report_from));
  report.mail.to.push_back(address_of("", request.item.reverse_path));
  report.mail.subject = subject_of(request.action);
  report.mail.date = request.now;
  report.mail.message_id = request.message_id;
  report.mail.boundary_seed = request.message_id;
  report.mail.text = text_of(request, settings);
  report.reporting_mta = settings.hostname;
  report.envelope_id = request.item.envid;
  report.arrival = request.item.created;
  report.original = request.original;
  report.returned = returns_whole_message(request.item, request.action) ? base::DeliveryReport::Returned::full
                                                                        : base::DeliveryReport::Returned::headers;
  for (std::size_t i : request.recipients) {
    const mailstore::QueueRecipient& recipient = request.item.recipients[i];
    base::ReportedRecipient out;
    out.final_recipient = recipient.address;
    out.original_recipient = recipient.original;
    out.action = request.action;
    out.status = recipient.status.empty() ? "5.0.0" : recipient.status;
    out.remote_mta = recipient.remote_mta;
    out.diagnostic = recipient.diagnostic;
    out.last_attempt = request.now;
    if (request.action == Action::delayed) out.will_retry_until = request.retry_until;
    report.recipients.push_back(std::move(out));
  }
  return base::build_delivery_report(report);
}

}  // namespace server::outbound

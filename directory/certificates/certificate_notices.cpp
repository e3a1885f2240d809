#include "directory/certificates/certificate_notices.h"

#include <algorithm>

#include "base/text/case.h"

namespace directory {

namespace {

using base::SignatureReason;

constexpr base::Duration kSoon = std::chrono::hours(24 * 30);

std::string day_of(base::Timestamp time) { return base::iso_date_time(time, base::kOfficeOffsetMinutes).substr(0, 10); }

void add_validity(std::vector<Notice>& out, base::Timestamp from, base::Timestamp to, base::Timestamp now) {
  if (now > to) {
    out.push_back(notice("expired", "Chứng thư số đã hết hạn ngày " + day_of(to) + ".",
                         "The certificate expired on " + day_of(to) + "."));
  } else if (now < from) {
    out.push_back(notice("not_yet_valid", "Chứng thư số chỉ có hiệu lực từ ngày " + day_of(from) + ".",
                         "The certificate is valid only from " + day_of(from) + "."));
  } else if (to - now < kSoon) {
    out.push_back(notice("expires_soon", "Chứng thư số hết hạn ngày " + day_of(to) + ".",
                         "The certificate expires on " + day_of(to) + "."));
  }
}

Notice of_reason(SignatureReason reason) {
  switch (reason) {
    case SignatureReason::wrong_key_usage:
      return notice("not_for_signing", "Chứng thư số không dành cho ký thư điện tử: chữ ký của nó sẽ không hợp lệ.",
                    "The certificate is not for signing mail: its signatures will not be valid.");
    case SignatureReason::revoked:
      return notice("revoked", "Chứng thư số đã bị thu hồi.", "The certificate is revoked.");
    case SignatureReason::weak_algorithm:
      return notice("weak_algorithm", "Chứng thư số dùng thuật toán hoặc khoá yếu.",
                    "The certificate uses a weak algorithm or key.");
    case SignatureReason::no_revocation_information:
      return notice("no_revocation_information",
                    "Chưa có danh sách thu hồi còn hạn cho chứng thư số này: thêm bằng `vanthu trust add`.",
                    "No fresh revocation list covers this certificate: add one with `vanthu trust add`.");
    default:
      return notice(
          "untrusted_chain",
          "Chứng thư số không dẫn tới gốc tin cậy nào: thêm gốc bằng `vanthu trust add`, nếu không chữ ký sẽ không hợp lệ.",
          "The certificate leads to no trusted root: add it with `vanthu trust add`, or its signatures will not be valid.");
  }
}

}  // namespace

Notice notice(std::string_view code, std::string vi, std::string en) {
  return {std::string(code), {std::move(vi), std::move(en)}};
}

std::vector<Notice> trust_notices(const base::TrustMaterial& item, const std::vector<TrustedItem>& trusted,
                                  base::Timestamp now) {
  std::vector<Notice> out;
  if (item.certificate) {
    const base::CertificateInfo& root = *item.certificate;
    add_validity(out, root.not_before, root.not_after, now);
    if (root.subject != root.issuer) {
      out.push_back(
          notice("not_self_signed",
                 "Đây là chứng thư số trung gian; từ nay nó được tin cậy như một gốc: " + root.subject + ".",
                 "This is an intermediate authority; from now on it is trusted like a root: " + root.subject + "."));
    }
    return out;
  }
  const base::RevocationListInfo& list = *item.list;
  if (!list.next_update) {
    out.push_back(notice(
        "list_without_end",
        "Danh sách thu hồi không ghi ngày cập nhật tiếp theo nên không chứng minh được chứng thư số còn hiệu lực.",
        "The revocation list names no next update, so it cannot show that a certificate is still good."));
  } else if (now > *list.next_update) {
    out.push_back(notice("list_expired",
                         "Danh sách thu hồi đã quá hạn ngày " + day_of(*list.next_update) + ": hãy thêm danh sách mới.",
                         "The revocation list is past its date (" + day_of(*list.next_update) + "): add a newer one."));
  }
  const bool has_issuer = std::any_of(trusted.begin(), trusted.end(), [&list](const TrustedItem& t) {
    return t.kind == TrustedItem::Kind::root && t.subject == list.issuer;
  });
  if (!has_issuer) {
    out.push_back(notice("no_issuer",
                         "Cơ quan phát hành danh sách thu hồi này không có trong các gốc tin cậy: " + list.issuer + ".",
                         "The issuer of this revocation list is not among the trusted roots: " + list.issuer + "."));
  }
  return out;
}

std::vector<Notice> certificate_notices(const base::CertificateInfo& certificate, std::string_view chain,
                                        const base::TrustStore& trust, const std::vector<std::string>& addresses,
                                        base::Timestamp now) {
  std::vector<Notice> out;
  add_validity(out, certificate.not_before, certificate.not_after, now);
  if (auto reasons = base::check_certificate(chain, trust, now, base::SignatureUse::mail); reasons) {
    for (const SignatureReason reason : *reasons) {
      if (reason != SignatureReason::expired_at_signing && reason != SignatureReason::not_yet_valid)
        out.push_back(of_reason(reason));
    }
  }
  const bool names_account =
      std::any_of(certificate.emails.begin(), certificate.emails.end(), [&](const std::string& email) {
        return std::any_of(addresses.begin(), addresses.end(),
                           [&](const std::string& a) { return base::equals_ignoring_case(a, email); });
      });
  if (!names_account && !addresses.empty()) {
    out.push_back(notice(
        "other_address",
        "Chứng thư số không ghi địa chỉ " + addresses.front() + ": phần mềm thư của người nhận có thể cảnh báo.",
        "The certificate does not name the address " + addresses.front() + ": mail programs of receivers may warn."));
  }
  return out;
}

}  // namespace directory

#include "mailstore/office/external_document.h"

#include "base/mime/address.h"
#include "base/mime/references.h"
#include "mailstore/office/row_values.h"
#include "mailstore/signing/authentication_results.h"
#include "mailstore/store/content_columns.h"
#include "policies/dispatch/dispatch_subject.h"

namespace mailstore::office {

namespace dispatch = policies::dispatch;

namespace {

void fill_from_subject(DocumentArrived& document, const std::string& subject) {
  const dispatch::DispatchSubject tagged = dispatch::parse_dispatch_subject(subject);
  document.abstract = subject;
  if (tagged.kind == dispatch::DispatchSubject::Kind::dispatch) {
    document.number = dispatch::format_document_number(tagged.number);
    document.abstract = tagged.abstract;
  } else if (auto number = dispatch::find_document_number(subject)) {
    document.number = dispatch::format_document_number(*number);
  }
}

void fill_from_sender(DocumentArrived& document, std::string_view from) {
  for (const base::Address& address : base::parse_address_list(from)) {
    if (address.kind != base::Address::Kind::mailbox) continue;
    document.issuer_address = address.addr_spec();
    document.issuer = address.name;
    if (document.issuer.empty()) document.issuer = document.issuer_address;
    return;
  }
}

}  // namespace

base::Result<std::optional<ExternalDocument>> find_external_document(base::SqlReader& reader, base::AccountId records,
                                                                     std::string_view message_id, std::string_view subject) {
  const auto keys = thread_keys_of(message_id, {}, base::base_subject(subject).text);
  if (keys.empty()) return std::optional<ExternalDocument>();
  std::optional<ExternalDocument> found;
  auto read = reader.query(
      "SELECT c.message_id, c.subject, c.from_text, c.hash, e.received_us, e.prefix FROM thread_ref t "
      "JOIN email e ON e.account = t.account AND e.thread = t.thread JOIN content c ON c.id = e.content WHERE t.account = ? AND t.ref = ?",
      {records, keys.front()}, [&](const base::SqlRow& row) {
        if (row.text(0) != message_id) return true;
        found.emplace();
        found->arrived.message_id = row.str(0);
        fill_from_subject(found->arrived, row.str(1));
        fill_from_sender(found->arrived, row.text(2));
        found->arrived.digest = digest_of_column(row.text(3));
        found->arrived.date.year = 0;
        found->received = base::Timestamp(row.i64(4));
        const signing::StatedVerdict stated = signing::stated_verdict(row.text(5));
        found->verdict = stated.word;
        found->verdict_sentence = signing::sentence_of(stated).vi;
        return false;
      });
  if (!read) return read.error();
  return found;
}

}  // namespace mailstore::office

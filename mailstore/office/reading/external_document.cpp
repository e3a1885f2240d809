#include "mailstore/office/reading/external_document.h"

#include <algorithm>
#include <map>

#include "base/mime/address.h"
#include "base/mime/references.h"
#include "base/text/fold.h"
#include "mailstore/office/rows/row_values.h"
#include "mailstore/signing/authentication_results.h"
#include "mailstore/store/contents/content_columns.h"
#include "mailstore/store/email_rows.h"
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

// Before step 229 of the store nobody kept it: what has a trace was delivered somewhere, as far as can be told.
Origin origin_of(base::AccountId delivered_to, std::string_view prefix, base::AccountId records) {
  if (delivered_to == EmailRow::kNotKnown) return prefix.empty() ? Origin::appended : Origin::delivered;
  if (!delivered_to) return Origin::appended;
  return delivered_to == records ? Origin::delivered : Origin::copied;
}

// Columns: message_id, subject, from_text, hash, received_us, prefix, delivered_to.
ExternalDocument document_of(const base::SqlRow& row, base::AccountId records) {
  ExternalDocument document;
  document.arrived.message_id = row.str(0);
  fill_from_subject(document.arrived, row.str(1));
  fill_from_sender(document.arrived, row.text(2));
  document.arrived.digest = digest_of_column(row.text(3));
  document.arrived.date.year = 0;
  document.received = base::Timestamp(row.i64(4));
  const signing::StatedVerdict stated = signing::stated_verdict(row.text(5));
  document.verdict = stated.word;
  document.verdict_sentence = signing::sentence_of(stated).vi;
  if (stated.word != "none") document.arrived.signature = document.verdict_sentence;
  document.arrived.origin = origin_of(base::AccountId(row.i64(6)), row.text(5), records);
  return document;
}

// Answers and forwarded answers speak about documents; a document that somebody passes on is one.
bool is_answer(std::string_view subject) {
  if (!base::base_subject(subject).is_reply_or_forward) return false;
  const std::string folded = base::fold(subject.substr(0, 40));
  return !folded.starts_with("fw") && !folded.starts_with("ct:") && !folded.starts_with("chuyen tiep:");
}

}  // namespace

base::Result<std::vector<ExternalDocument>> find_external_documents(base::SqlReader& reader, base::AccountId records,
                                                                    std::string_view message_id,
                                                                    std::string_view subject) {
  std::vector<ExternalDocument> found;
  const auto keys = thread_keys_of(message_id, {}, base::base_subject(subject).text);
  if (keys.empty()) return found;
  auto read = reader.query(
      "SELECT c.message_id, c.subject, c.from_text, c.hash, e.received_us, e.prefix, e.delivered_to FROM thread_ref t "
      "JOIN email e ON e.account = t.account AND e.thread = t.thread JOIN content c ON c.id = e.content "
      "WHERE t.account = ? AND t.ref = ? ORDER BY e.received_us, e.id",
      {records, keys.front()}, [&](const base::SqlRow& row) {
        if (row.text(0) != message_id) return true;
        ExternalDocument document = document_of(row, records);
        const auto same = std::find_if(found.begin(), found.end(), [&](const ExternalDocument& one) {
          return one.arrived.digest == document.arrived.digest;
        });
        if (same == found.end()) found.push_back(std::move(document));
        else if (document.arrived.origin < same->arrived.origin) *same = std::move(document);
        return true;
      });
  if (!read) return read.error();
  for (ExternalDocument& document : found) document.arrived.shares_message_id = found.size() > 1;
  return found;
}

base::Result<std::vector<ExternalDocument>> external_documents_in(base::SqlReader& reader, base::AccountId records,
                                                                  const directory::DirectoryView& view,
                                                                  base::Timestamp from, base::Timestamp until) {
  std::vector<ExternalDocument> found;
  auto read = reader.query(
      "SELECT c.message_id, c.subject, c.from_text, c.hash, e.received_us, e.prefix, e.delivered_to FROM mailbox b JOIN mailbox_email m ON m.mailbox = b.id "
      "JOIN email e ON e.account = b.account AND e.id = m.email JOIN content c ON c.id = e.content "
      "WHERE b.account = ? AND b.path = 'INBOX' AND e.received_us >= ? AND e.received_us < ? ORDER BY e.received_us, m.uid",
      {records, from.us, until.us}, [&](const base::SqlRow& row) {
        if (row.text(0).empty() || is_answer(row.text(1))) return true;
        ExternalDocument document = document_of(row, records);
        const std::string& address = document.arrived.issuer_address;
        const auto at = address.rfind('@');
        const bool outside = at != std::string::npos && !view.is_local_domain(std::string_view(address).substr(at + 1));
        if (outside && !document.arrived.number.empty()) found.push_back(std::move(document));
        return true;
      });
  if (!read) return read.error();
  std::map<std::string_view, const ExternalDocument*> first;  // of each Message-ID
  for (ExternalDocument& document : found) {
    const auto [other, fresh] = first.try_emplace(document.arrived.message_id, &document);
    if (!fresh && other->second->arrived.digest != document.arrived.digest) document.arrived.shares_message_id = true;
  }
  return found;
}

}  // namespace mailstore::office

// The words of the records mailbox, Vietnamese first, English second. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/sentence.h"
#include "mailstore/office/journal/event.h"
#include "mailstore/office/rows/rows.h"

namespace mailstore::office {

using base::Sentence;

Sentence reserved_text(const NumberReserved& body, const std::string& records_address, const std::string& place);
Sentence voided_text(const NumberVoided& body, const std::string& symbol);
// One line per recipient: what is known of each.
Sentence recipients_text(const std::vector<RecipientRow>& rows);
Sentence dispatched_text(const DocumentDispatched& body, const std::vector<RecipientRow>& rows,
                         const std::string& verdict_vi);
Sentence status_text(const BookEntry& entry, const StatusReceived& body, const std::vector<RecipientRow>& rows);
// What a register and its clerk read of an arrival's signature; verdict: the word of the journal.
Sentence verdict_note(const std::string& verdict);
// The register's words: whose signature it is and what it covers, when that is known; else of the verdict alone.
std::string signature_note(const IncomingDocument& document);
// Of what the server did not receive itself; empty for delivered.
Sentence origin_note(Origin origin);
Sentence registered_text(const IncomingDocument& document);
Sentence returned_text(const IncomingDocument& document);
Sentence duplicate_text(const DocumentArrived& document, const IncomingDocument& earlier);

}  // namespace mailstore::office

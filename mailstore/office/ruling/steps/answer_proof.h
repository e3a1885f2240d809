// A step is taken only from an answer to a mail that this server sent to its author, or from a command that he wrote
// into a mail of his own about that task. Everybody can put a reply address of ours into Reply-To, or a mail of ours
// into References: then a polite "Đồng ý" to him would decide. Such an answer is asked back with all that it would do
// (rule "not-our-mail"), and one word to our own mail does it. So is what a mail says that hides words from who reads
// it
// ("hidden-words"). All rulings pass here, so no way to a step goes around.
#pragma once

#include "mailstore/office/ruling/ruling.h"

namespace mailstore::office {

// The ruling itself, when the mail proves what it answers or nothing was done by it; else the question. Errors: of the
// database.
base::Result<Ruling> ask_unless_proven(const RulingTools& tools, const Intake& intake, Ruling ruling);

}  // namespace mailstore::office

// What of a question one part of the index answers, in sets of documents: each word's documents are looked for among
// those that are still possible, the rarest word first. Pure but for what the source reads.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "mailstore/search/query/query_plan.h"
#include "mailstore/search/shards/document_numbers.h"

namespace mailstore::search {

// A beginning that stands for more words than this is refused (per field and form).
inline constexpr std::size_t kMaxExpansion = 10000;

// A part of the index as questions see it. Errors of all: corrupt, io; of with_beginning also bad_input.
class TermSource {
 public:
  virtual ~TermSource() = default;
  // Of the documents `within`, those with the term.
  virtual base::Result<DocumentNumbers> with_term(const std::string& term, const DocumentNumbers& within) const = 0;
  virtual base::Result<DocumentNumbers> with_beginning(const std::string& beginning, const DocumentNumbers& within,
                                                       std::size_t limit) const = 0;
  // How many documents have the term, about.
  virtual base::Result<std::size_t> frequency(const std::string& term) const = 0;
  // Whether its words stand one behind the other in the field.
  virtual base::Result<bool> in_a_row(DocumentNumber document, Field field, const std::vector<WordForm>& words,
                                      bool exact) const = 0;
};

// Of the documents `within`, those for which every literal holds.
base::Result<DocumentNumbers> evaluate(const TermSource& source, const std::vector<Literal>& literals,
                                       DocumentNumbers within);

}  // namespace mailstore::search

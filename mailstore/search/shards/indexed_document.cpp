#include "mailstore/search/shards/indexed_document.h"

#include <algorithm>
#include <numeric>

#include "mailstore/search/query/fields.h"
#include "mailstore/search/shards/word_row.h"
#include "policies/dispatch/document_number.h"

namespace mailstore::search {
namespace {

constexpr std::size_t kBetweenChecks = 4096;  // words
// Different terms of one message: of ten times what long reports have. Beyond that the memory of one message would grow
// without measure; its further words are not in the index.
constexpr std::size_t kMaxTerms = 200000;
constexpr std::size_t kMaxNumbers = 10000;  // document numbers of one text

// Terms, each once, in the order of their coming: an open hash table over letters that lie one behind the other.
class TermSet {
 public:
  std::size_t size() const { return ends_.size(); }

  void add(std::string_view prefix, std::string_view word) {
    if (ends_.size() * 2 >= slots_.size()) grow();
    const std::size_t begin = letters_.size();
    letters_ += prefix;
    letters_ += word;
    std::uint32_t& slot = slot_of(std::string_view(letters_).substr(begin));
    if (slot != 0) return letters_.resize(begin);
    ends_.push_back(static_cast<std::uint32_t>(letters_.size()));
    slot = static_cast<std::uint32_t>(ends_.size());
  }

  // Moves them into the document, ascending.
  void sort_into(IndexedDocument& document) const {
    std::vector<std::uint32_t> order(ends_.size());
    std::iota(order.begin(), order.end(), 0u);
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return term(a) < term(b); });
    document.letters.reserve(letters_.size());
    document.ends.reserve(ends_.size());
    for (std::uint32_t number : order) {
      document.letters += term(number);
      document.ends.push_back(static_cast<std::uint32_t>(document.letters.size()));
    }
  }

 private:
  std::string_view term(std::uint32_t number) const {
    const std::size_t begin = number == 0 ? 0 : ends_[number - 1];
    return std::string_view(letters_).substr(begin, ends_[number] - begin);
  }
  // Where it stands (number + 1), or the empty place (0) that it belongs to.
  std::uint32_t& slot_of(std::string_view wanted) {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = std::hash<std::string_view>()(wanted) & mask;
    while (slots_[at] != 0 && term(slots_[at] - 1) != wanted) at = (at + 1) & mask;
    return slots_[at];
  }
  void grow() {
    slots_.assign(std::max<std::size_t>(512, slots_.size() * 2), 0);
    for (std::uint32_t number = 0; number < ends_.size(); ++number) slot_of(term(number)) = number + 1;
  }

  std::string letters_;
  std::vector<std::uint32_t> ends_;
  std::vector<std::uint32_t> slots_;
};

class DocumentMaker {
 public:
  DocumentMaker(WordForms& forms, const GiveUp& give_up) : forms_(forms), give_up_(give_up) {}

  bool gave_up() const { return gave_up_; }

  // Every word: the exact form, and the folded one where it differs.
  void words(Field field, std::string_view text) {
    const std::string exact = word_term(field, kExact, ""), folded = word_term(field, kFolded, "");
    std::vector<WordMark>& row =
        row_[static_cast<std::size_t>(std::find(kRowFields.begin(), kRowFields.end(), field) - kRowFields.begin())];
    if (!row.empty()) row.push_back(kNoNeighbour);
    WordReader reader(text);
    for (Word word; !gave_up_ && reader.next(word);) {
      if (++seen_ % kBetweenChecks == 0) {
        if (give_up_) gave_up_ = give_up_();
        if (terms_.size() >= kMaxTerms) return;
      }
      const WordForm& form = forms_.of(text, word);
      if (form.exact.empty()) continue;
      row.push_back(word_mark(form));
      terms_.add(exact, form.exact);
      if (!form.same() && !form.folded.empty()) terms_.add(folded, form.folded);
    }
  }

  void numbers(std::string_view text) {
    for (const policies::dispatch::DocumentNumber& number :
         policies::dispatch::find_document_numbers(text, kMaxNumbers)) {
      const policies::dispatch::NumberWords found = policies::dispatch::number_words(number);
      terms_.add(kNumberTerm, found.number);
      terms_.add(kSymbolTerm, found.symbol);
      terms_.add(kJoinedTerm, found.joined());
      if (!found.year.empty()) terms_.add(kJoinedTerm, found.joined_with_year());
    }
  }

  void has_attachment() { terms_.add(kHasAttachmentTerm, ""); }

  void finish(IndexedDocument& document) const {
    terms_.sort_into(document);
    document.row = encode_row(row_);
  }

 private:
  WordForms& forms_;
  const GiveUp& give_up_;
  TermSet terms_;
  RowWords row_;
  std::size_t seen_ = 0;
  bool gave_up_ = false;
};

}  // namespace

std::size_t IndexedDocument::lower_bound(std::string_view wanted) const {
  std::size_t first = 0;
  for (std::size_t count = ends.size(); count > 0;) {
    const std::size_t half = count / 2;
    if (term(first + half) < wanted) {
      first += half + 1;
      count -= half + 1;
    } else {
      count = half;
    }
  }
  return first;
}

bool IndexedDocument::holds(std::string_view wanted) const {
  const std::size_t at = lower_bound(wanted);
  return at < size() && term(at) == wanted;
}

std::optional<IndexedDocument> make_indexed(const ContentWords& words, WordForms& forms, const GiveUp& give_up) {
  DocumentMaker maker(forms, give_up);
  maker.words(Field::subject, words.subject);
  maker.words(Field::from, words.from);
  maker.words(Field::to, words.to);
  maker.words(Field::cc, words.cc);
  maker.words(Field::body, words.words.text);
  for (const std::string& name : words.words.attachment_names) {
    maker.words(Field::attachment, name);
    maker.numbers(name);
  }
  if (maker.gave_up()) return std::nullopt;
  maker.numbers(words.subject);
  maker.numbers(words.words.text);
  if (words.has_attachment) maker.has_attachment();
  IndexedDocument document;
  document.content = words.content;
  maker.finish(document);
  return document;
}

}  // namespace mailstore::search

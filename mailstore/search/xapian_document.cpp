#include "mailstore/search/xapian_document.h"

#include "mailstore/search/fields.h"
#include "policies/dispatch/document_number.h"

namespace mailstore::search {
namespace {

constexpr Xapian::termpos kGap = 20;  // between attachment names, so that no phrase reaches over

constexpr std::size_t kBetweenChecks = 4096;  // words
// Different words of one message, its forms counted: of ten times what long reports have. Beyond that the memory of one
// message would grow without measure (each costs some 300 bytes in Xapian's trees); its further words are not in the
// index.
constexpr Xapian::termcount kMaxTerms = 200000;
constexpr std::size_t kMaxNumbers = 10000;  // document numbers of one text

class DocumentMaker {
 public:
  DocumentMaker(Xapian::Document& document, WordForms& forms, const GiveUp& give_up)
      : document_(document), forms_(forms), give_up_(give_up) {}

  bool gave_up() const { return gave_up_; }

  // Every word at its position: the exact form, and the folded one where it differs.
  void words(Field field, std::string_view text, Xapian::termpos& position) {
    const char prefix = field_info(field).prefix.front();
    WordReader reader(text);
    for (Word word; !gave_up_ && reader.next(word);) {
      if (++seen_ % kBetweenChecks == 0) {
        if (give_up_) gave_up_ = give_up_();
        if (document_.termlist_count() >= kMaxTerms) return;
      }
      const WordForm& form = forms_.of(text, word);
      if (form.exact.empty()) continue;
      ++position;
      post(prefix, kExact, form.exact, position);
      if (!form.same() && !form.folded.empty()) post(prefix, kFolded, form.folded, position);
    }
  }

  void numbers(std::string_view text) {
    for (const policies::dispatch::DocumentNumber& number :
         policies::dispatch::find_document_numbers(text, kMaxNumbers)) {
      const policies::dispatch::NumberWords found = policies::dispatch::number_words(number);
      boolean(kNumberTerm, found.number);
      boolean(kSymbolTerm, found.symbol);
      boolean(kJoinedTerm, found.joined());
      if (!found.year.empty()) boolean(kJoinedTerm, found.joined_with_year());
    }
  }

 private:
  void post(char prefix, char form, const std::string& word, Xapian::termpos position) {
    term_.clear();
    term_ += prefix;
    term_ += form;
    term_ += word;
    document_.add_posting(term_, position);
  }
  void boolean(std::string_view prefix, const std::string& value) {
    term_.assign(prefix);
    term_ += value;
    document_.add_boolean_term(term_);
  }

  Xapian::Document& document_;
  WordForms& forms_;
  const GiveUp& give_up_;
  std::size_t seen_ = 0;
  bool gave_up_ = false;
  std::string term_;
};

}  // namespace

std::string encode_content(base::ContentId content) {
  std::string out(8, '\0');
  for (int i = 0; i < 8; ++i)
    out[static_cast<std::size_t>(i)] = static_cast<char>(static_cast<std::uint64_t>(content.value) >> (56 - 8 * i));
  return out;
}

base::ContentId decode_content(const std::string& value) {
  if (value.size() != 8) return {};
  std::uint64_t id = 0;
  for (char c : value) id = id << 8 | static_cast<unsigned char>(c);
  return base::ContentId(static_cast<std::int64_t>(id));
}

std::optional<Xapian::Document> make_document(const ContentWords& words, std::span<const base::AccountId> accounts,
                                              WordForms& forms, const GiveUp& give_up) {
  Xapian::Document document;
  DocumentMaker maker(document, forms, give_up);
  const std::pair<Field, const std::string*> texts[] = {
      {Field::subject, &words.subject}, {Field::from, &words.from},       {Field::to, &words.to},
      {Field::cc, &words.cc},           {Field::body, &words.words.text},
  };
  for (const auto& [field, text] : texts) {
    Xapian::termpos position = 0;
    maker.words(field, *text, position);
  }
  Xapian::termpos position = 0;
  for (const std::string& name : words.words.attachment_names) {
    maker.words(Field::attachment, name, position);
    maker.numbers(name);
    position += kGap;
  }
  if (maker.gave_up()) return std::nullopt;
  maker.numbers(words.subject);
  maker.numbers(words.words.text);
  if (words.has_attachment) document.add_boolean_term(std::string(kHasAttachmentTerm));
  for (base::AccountId account : accounts) document.add_boolean_term(account_term(account.value));
  document.add_boolean_term(unique_term(words.content.value));
  document.add_value(kContentSlot, encode_content(words.content));
  return document;
}

}  // namespace mailstore::search

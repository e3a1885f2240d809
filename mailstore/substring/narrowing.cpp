#include "mailstore/substring/narrowing.h"

#include <algorithm>

#include "base/text/search_form.h"

namespace mailstore::substring {
namespace {

// What looking at one message costs, in octets of words that can be scanned meanwhile: some 5 µs at 8 GB/s.
constexpr std::uint64_t kLookOctets = 40'000;

std::vector<Section> sections_of(TextField field) {
  switch (field) {
    case TextField::subject: return {Section::subject};
    case TextField::from: return {Section::from};
    case TextField::to: return {Section::to};
    case TextField::cc: return {Section::cc};
    case TextField::bcc: return {Section::bcc};
    case TextField::header: return {Section::header};
    case TextField::body: return {Section::body};
    case TextField::text: return {Section::header, Section::body};
  }
  return {};
}

// The name of a field as it stands at the beginning of its line.
bool is_plain_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7F && c != ':'; });
}

struct Wanted {
  std::int64_t id = 0;
  std::size_t subject = 0;
};

// The subjects' ids of one family, ascending, with what is known of each.
class Asked {
 public:
  template <class IdOf>
  Asked(std::span<const TextSubject> subjects, const IdOf& id_of) : known_(subjects.size(), TextKnown::nothing) {
    wanted_.reserve(subjects.size());
    for (std::size_t i = 0; i < subjects.size(); ++i) wanted_.push_back({id_of(subjects[i]), i});
    const auto earlier = [](const Wanted& a, const Wanted& b) { return a.id < b.id; };
    if (!std::is_sorted(wanted_.begin(), wanted_.end(), earlier)) std::sort(wanted_.begin(), wanted_.end(), earlier);
  }

  std::span<const Wanted> between(std::int64_t first, std::int64_t last) const {
    const auto less = [](const Wanted& a, std::int64_t id) { return a.id < id; };
    const auto from = std::lower_bound(wanted_.begin(), wanted_.end(), first, less);
    const auto to = std::lower_bound(from, wanted_.end(), last + 1, less);
    return {from, to};
  }
  void learn(const Wanted& wanted, TextKnown known) { known_[wanted.subject] = known; }
  const std::vector<TextKnown>& known() const { return known_; }

 private:
  std::vector<Wanted> wanted_;
  std::vector<TextKnown> known_;
};

// One dictionary's answer for the documents of some sections.
struct Answer {
  DocumentSet hits;  // all terms stand in one section
  DocumentSet open;  // there may be more than is entered
};

base::Result<Answer> answer_of(const Dictionary& dictionary, std::span<const Section> sections,
                               const Question& question) {
  Answer out{DocumentSet(dictionary.documents()), DocumentSet(dictionary.documents())};
  for (const Section section : sections) {
    auto sets = dictionary.look(section, question.terms);
    if (!sets) return std::move(sets).error();
    for (std::size_t i = 1; i < sets->size(); ++i) sets->front().keep_common((*sets)[i]);
    out.hits.add(sets->front());
    for (const std::uint32_t document : dictionary.open_documents(section)) out.open.add(document);
  }
  return out;
}

base::Result<void> ask(const Dictionary& dictionary, std::span<const Section> sections, const Question& question,
                       Asked& asked) {
  const auto wanted = asked.between(dictionary.first(), dictionary.last());
  std::uint64_t octets = 0;
  for (const Section section : sections) octets += dictionary.octets_of_words(section);
  if (wanted.size() * kLookOctets < octets) return {};
  auto answer = answer_of(dictionary, sections, question);
  if (!answer) return std::move(answer).error();
  auto ids = dictionary.ids();
  if (!ids) return std::move(ids).error();
  std::uint32_t document = 0;
  for (const Wanted& one : wanted) {
    while (document < ids->size() && (*ids)[document] < one.id) ++document;
    if (document == ids->size() || (*ids)[document] != one.id) continue;
    if (answer->hits.has(document)) {
      if (question.proves) asked.learn(one, TextKnown::yes);
    } else if (!answer->open.has(document)) {
      asked.learn(one, TextKnown::no);
    }
  }
  return {};
}

void ask_all(const Shelf& shelf, Family family, std::span<const Section> sections, const Question& question,
             Asked& asked, const Damaged& damaged) {
  for (const auto& dictionary : shelf.all(family)) {
    if (auto done = ask(*dictionary, sections, question, asked); !done) damaged(dictionary, done.error());
  }
}

TextKnown either(TextKnown a, TextKnown b) {
  if (a == TextKnown::yes || b == TextKnown::yes) return TextKnown::yes;
  return a == TextKnown::no && b == TextKnown::no ? TextKnown::no : TextKnown::nothing;
}

}  // namespace

Question question_of(const TextQuery& query) {
  const std::string form = base::search_form(query.needle);
  if (form.size() > base::kSearchFormPiece || (form.empty() && !query.needle.empty())) return {};
  const bool by_name = query.field == TextField::header && !query.header_name.empty();
  if (!by_name) return question_of(form);
  // The needle stands in a field of this name: what proves it is the line, not the words.
  Question out = question_of(form);
  out.proves = false;
  if (is_plain_name(query.header_name)) {
    Question name = question_of("\n" + base::search_form(query.header_name) + ":");
    std::move(name.terms.begin(), name.terms.end(), std::back_inserter(out.terms));
  }
  return out;
}

std::vector<TextKnown> narrow(const Shelf& shelf, const TextQuery& query, std::span<const TextSubject> subjects,
                              const Damaged& damaged) {
  const Question question = question_of(query);
  Asked contents(subjects, [](const TextSubject& subject) { return subject.content.value; });
  if (question.terms.empty()) return contents.known();
  ask_all(shelf, Family::contents, sections_of(query.field), question, contents, damaged);
  if (query.field != TextField::text && query.field != TextField::header) return contents.known();
  Asked emails(subjects, [](const TextSubject& subject) { return subject.email.value; });
  const Section prefix[] = {Section::prefix};
  ask_all(shelf, Family::emails, prefix, question, emails, damaged);
  std::vector<TextKnown> out(subjects.size());
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = either(contents.known()[i], emails.known()[i]);
  return out;
}

}  // namespace mailstore::substring

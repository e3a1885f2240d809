#include "mailstore/office/ruling/rights/named_party.h"

#include <algorithm>
#include <unordered_map>

#include "base/text/case.h"
#include "base/text/fold.h"
#include "base/text/utf8.h"
#include "policies/phrases/words.h"

namespace mailstore::office {

namespace {

using directory::Account;
using policies::phrases::Word;
using policies::phrases::Words;

// How one account may be named. `spoken`: only behind a form of address ("đ/c Bình").
struct Naming {
  std::vector<Word> words;
  const Account* account = nullptr;
  bool spoken = false;
};

// Letters and digits; dashes, commas and dots between them do not matter.
Words plain_words(std::string_view text) {
  Words words = policies::phrases::split_words(text);
  std::erase_if(words, [](const Word& word) { return word.kind == Word::Kind::mark && word.exact != "\n"; });
  return words;
}

bool same_word(const Word& written, const Word& name) {
  return written.exact == name.exact || (written.exact == written.folded && written.folded == name.folded);
}

bool matches(const Words& text, std::size_t at, const std::vector<Word>& name) {
  if (at + name.size() > text.size()) return false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (!same_word(text[at + i], name[i])) return false;
  }
  return true;
}

class Names {
 public:
  Names(const directory::DirectoryView& view, const NameScope& scope) : view_(view), scope_(scope) {
    for (const Account& account : view.accounts()) {
      if (account.active && within(account)) add(account);
    }
    // The longest name wins where several begin.
    std::stable_sort(all_.begin(), all_.end(),
                     [](const Naming& a, const Naming& b) { return a.words.size() > b.words.size(); });
    for (std::size_t i = 0; i < all_.size(); ++i) by_first_[all_[i].words.front().folded].push_back(i);
  }

  // Everybody with the longest name that stands at this place; how many words it has.
  std::size_t at(const Words& text, std::size_t place, bool addressed, std::vector<const Account*>& out) const {
    std::size_t length = 0;
    const auto begin = by_first_.find(text[place].folded);
    if (begin == by_first_.end()) return 0;
    for (const std::size_t i : begin->second) {
      const Naming& naming = all_[i];
      if (length != 0 && naming.words.size() < length) break;
      if ((naming.spoken && !addressed) || !matches(text, place, naming.words)) continue;
      length = naming.words.size();
      if (std::find(out.begin(), out.end(), naming.account) == out.end()) out.push_back(naming.account);
    }
    return length;
  }

 private:
  bool within(const Account& account) const {
    if (scope_.section) return account.unit == scope_.section;
    if (account.office == scope_.office) return true;
    const directory::Unit* office = view_.find_unit(account.office);
    return scope_.below && office != nullptr && account.purpose == directory::kTasks && office->parent == scope_.office;
  }

  void add(const Account& account) {
    const directory::Unit* unit = view_.find_unit(account.unit);
    if (account.kind == directory::AccountKind::person) {
      add_name(account, account.full_name, false);
      const Words words = plain_words(account.full_name);
      for (std::size_t from = 1; from < words.size(); ++from)  // "Văn Bình", "Bình"
        all_.push_back({{words.begin() + static_cast<std::ptrdiff_t>(from), words.end()}, &account, true});
      // A section without a task mailbox is reached through its head.
      const bool head_of_section = account.role == directory::Role::leader && unit != nullptr &&
                                   unit->kind != directory::UnitKind::office && unit->mail.empty();
      if (!head_of_section) return;
      add_name(account, unit->name, false);
      add_short_names(account, unit->name);
      return;
    }
    const bool section = account.purpose == directory::kSectionTasks;
    const bool office = account.purpose == directory::kTasks && account.office != scope_.office;
    if ((!section && !office) || unit == nullptr) return;
    add_name(account, unit->name, false);
    add_name(account, unit->code, false);
    add_name(account, unit->mail, false);
    add_short_names(account, unit->name);
  }

  void add_name(const Account& account, std::string_view name, bool spoken) {
    Words words = plain_words(name);
    if (words.empty() || (words.size() == 1 && words[0].exact.size() < 2)) return;
    all_.push_back({std::move(words), &account, spoken});
  }

  // "UBND phường Lam Sơn" is "phường Lam Sơn" and "Lam Sơn"; "Phòng Tài chính - Kế hoạch" is "P TC KH", "phòng TCKH",
  // and, when nobody else begins so, "Phòng Tài chính".
  void add_short_names(const Account& account, std::string_view name) {
    Words words = plain_words(name);
    std::size_t first = 0;
    if (words.size() > 2 && policies::phrases::is_any(words[0], {"ubnd"})) first = 1;
    else if (words.size() > 4 && words[0].folded == "uy" && words[1].folded == "ban") first = 4;  // "Ủy ban nhân dân …"
    if (first > 0) all_.push_back({{words.begin() + static_cast<std::ptrdiff_t>(first), words.end()}, &account, false});
    const std::size_t kind =
        policies::phrases::match_longest(words, first, {"phường", "xã", "phòng", "ban", "thị trấn", "trung tâm"});
    if (kind == 0 || first + kind >= words.size()) return;
    const auto core = words.begin() + static_cast<std::ptrdiff_t>(first + kind);
    if (words.end() - core >= 2) all_.push_back({{core, words.end()}, &account, false});
    if (words[first].folded != "phong") return;
    std::string letters;
    for (auto word = core; word != words.end(); ++word) {
      if (word->folded != "va") letters += base::utf8_prefix_code_points(word->folded, 1);
    }
    if (letters.size() < 2) return;
    add_name(account, "phòng " + letters, false);
    add_name(account, "p " + letters, false);
    for (std::size_t cut = 2; cut < letters.size(); cut += 2) {  // "TC-KH" is cut where the dash stands
      add_name(account, "phòng " + letters.substr(0, cut) + " " + letters.substr(cut), false);
      add_name(account, "p " + letters.substr(0, cut) + " " + letters.substr(cut), false);
    }
    std::vector<Word> p{words.begin() + static_cast<std::ptrdiff_t>(first), words.end()};
    p[0].exact = p[0].folded = "p";  // "P. Kinh tế"
    all_.push_back({std::move(p), &account, false});
    for (std::size_t length = 2; length < static_cast<std::size_t>(words.end() - core); length += 2) {
      const auto end = core + static_cast<std::ptrdiff_t>(length);  // "Phòng Tài chính"
      all_.push_back({{words.begin() + static_cast<std::ptrdiff_t>(first), end}, &account, false});
    }
  }

  const directory::DirectoryView& view_;
  const NameScope& scope_;
  std::vector<Naming> all_;
  std::unordered_map<std::string, std::vector<std::size_t>> by_first_;  // by the folded first word, longest first
};

// "đ/c Bình", "giao Bình"; behind a word that stands before other things too the name has its capital: "cho an toàn"
// names nobody.
bool is_addressed(std::string_view text, const Words& words, std::size_t at) {
  if (at == 0) return false;
  const Word& before = words[at - 1];
  if (policies::phrases::is_any(before,
                                {"đc", "chí", "anh", "chị", "ông", "bà", "cô", "chú", "bác", "mr", "ms", "mrs"}))
    return true;
  const std::string_view written = text.substr(words[at].begin, words[at].end - words[at].begin);
  return policies::phrases::is_any(before, {"cho", "giao", "em", "cháu", "a", "c", "e"}) &&
         base::to_nfc(written) != words[at].exact;
}

bool is_address_character(unsigned char c) {
  return c > 0x20 && c != '<' && c != '>' && c != ',' && c != ';' && c != '"';
}

// "binhnv@x.vn", "<binhnv@x.vn>".
void add_addresses(const directory::DirectoryView& view, std::string_view text, std::vector<NamedParty>& out) {
  for (auto at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    std::size_t begin = at, end = at + 1;
    while (begin > 0 && is_address_character(static_cast<unsigned char>(text[begin - 1]))) --begin;
    while (end < text.size() && is_address_character(static_cast<unsigned char>(text[end]))) ++end;
    std::string_view address = text.substr(begin, end - begin);
    while (!address.empty() && std::string_view(".:)!?").find(address.back()) != std::string_view::npos)
      address.remove_suffix(1);
    if (const Account* account = view.find_address(address); account != nullptr && account->active)
      out.push_back({account, {}, begin, end});
  }
}

// Every naming of the text, in its order.
std::vector<NamedParty> all_named(const directory::DirectoryView& view, const Names& names, bool bare,
                                  std::string_view text) {
  text = base::utf8_prefix_bytes(text, kMaxNamingText);
  std::vector<NamedParty> out;
  add_addresses(view, text, out);
  const Words words = plain_words(text);
  for (std::size_t at = 0; at < words.size();) {
    std::vector<const Account*> found;
    const bool in_address = std::any_of(out.begin(), out.end(), [&](const NamedParty& party) {
      return party.account != nullptr && words[at].begin >= party.begin && words[at].begin < party.end;
    });
    const bool addressed = (bare && at == 0) || is_addressed(text, words, at);
    const std::size_t length = in_address ? 0 : names.at(words, at, addressed, found);
    if (length == 0) {
      ++at;
      continue;
    }
    NamedParty party;
    party.begin = words[at].begin;
    party.end = words[at + length - 1].end;
    if (found.size() == 1) party.account = found.front();
    else party.several = std::move(found);
    out.push_back(std::move(party));
    at += length;
  }
  std::sort(out.begin(), out.end(), [](const NamedParty& a, const NamedParty& b) { return a.begin < b.begin; });
  return out;
}

bool is_small_code(std::string_view written) {
  return written.size() <= 3 &&
         std::all_of(written.begin(), written.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

}  // namespace

std::vector<NamedParty> named_parties(const directory::DirectoryView& view, const NameScope& scope,
                                      std::string_view text) {
  std::vector<NamedParty> each;
  for (NamedParty& party : all_named(view, Names(view, scope), scope.bare, text)) {
    const auto known = std::find_if(each.begin(), each.end(), [&](const NamedParty& other) {
      return party.account != nullptr && other.account == party.account;
    });
    if (known == each.end()) each.push_back(std::move(party));
    else if (known + 1 == each.end()) known->end = party.end;  // "Cao Văn Tú <tu@x>": one naming
  }
  return each;
}

std::vector<std::vector<NamedParty>> named_parties_in_each(const directory::DirectoryView& view, const NameScope& scope,
                                                           const std::vector<std::string_view>& texts) {
  const Names names(view, scope);
  std::vector<std::vector<NamedParty>> out;
  for (const std::string_view text : texts) {
    std::vector<NamedParty> found = all_named(view, names, scope.bare, text);
    std::erase_if(found, [&](const NamedParty& party) {
      return is_small_code(text.substr(party.begin, party.end - party.begin));
    });
    out.push_back(std::move(found));
  }
  return out;
}

}  // namespace mailstore::office

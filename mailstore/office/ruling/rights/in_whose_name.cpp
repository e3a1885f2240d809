#include "mailstore/office/ruling/rights/in_whose_name.h"

#include <algorithm>

#include "base/text/utf8.h"
#include "directory/people/access_grants.h"
#include "mailstore/office/journal/access_events.h"
#include "policies/phrases/words.h"

namespace mailstore::office {

namespace tasks = policies::tasks;
namespace access = policies::access;
namespace phrases = policies::phrases;
using directory::Account;

namespace {

std::vector<const Account*> leaders_of(const directory::DirectoryView& view, base::UnitId office) {
  std::vector<const Account*> out;
  for (const Account& account : view.accounts()) {
    if (account.active && account.office == office && directory::leads_office(view, account)) out.push_back(&account);
  }
  return out;
}

bool same_word(const phrases::Word& written, const phrases::Word& name) {
  return written.exact == name.exact || (written.exact == written.folded && written.folded == name.folded);
}

phrases::Words letters_of(std::string_view text, std::size_t most = 200) {
  phrases::Words words = phrases::split_words(text, most);
  std::erase_if(words,
                [](const phrases::Word& word) { return word.kind == phrases::Word::Kind::mark && word.exact != "\n"; });
  return words;
}

constexpr std::size_t kNameWords = 12;  // behind "thay mặt": title and name

// Names and titles in that stretch of words. The longest name wins; a title counts only where it begins.
const Account* leader_at(const directory::DirectoryView& view, base::UnitId office, const phrases::Words& words,
                         std::size_t from) {
  std::size_t end = std::min(words.size(), from + kNameWords);
  for (std::size_t at = from; at < end; ++at) {
    if (words[at].exact == "\n") end = at;
  }
  const Account* best = nullptr;
  std::size_t longest = 0;
  bool several = false;
  auto found = [&](const Account& account, std::size_t length) {
    if (length == 0 || length < longest) return;
    several = length == longest && best != &account;
    longest = length;
    best = &account;
  };
  for (const Account* leader : leaders_of(view, office)) {
    const phrases::Words name = letters_of(leader->full_name);
    for (std::size_t at = from; at < end && !name.empty(); ++at) {
      std::size_t length = 0;  // a tail of the name: "Mai Đình Lâm", "Đình Lâm", "Lâm"
      for (std::size_t begin = 0; begin < name.size() && length == 0; ++begin) {
        const std::size_t words_of_tail = name.size() - begin;
        bool same = at + words_of_tail <= end;
        for (std::size_t i = 0; same && i < words_of_tail; ++i) same = same_word(words[at + i], name[begin + i]);
        if (same) length = words_of_tail;
      }
      found(*leader, length);
    }
  }
  if (best != nullptr) return several ? nullptr : best;
  while (from < end && phrases::is_any(words[from], {"đồng", "chí", "đ", "c", "đc", "ông", "bà", "anh", "chị"})) ++from;
  for (const Account* leader : leaders_of(view, office)) {
    const phrases::Words title = letters_of(leader->title);
    std::size_t length = 0;
    while (length < title.size() && from + length < end && same_word(words[from + length], title[length])) ++length;
    if (length >= 2) found(*leader, length);
  }
  return several ? nullptr : best;
}

// The subject and the first lines: what stands further down is a signature.
std::string beginning_of(const IntakeHead& head) {
  std::string out = head.subject + "\n";
  int lines = 0;
  std::size_t at = 0;
  const std::string& text = head.text.text;
  while (at < text.size() && lines < 3) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (text.find_first_not_of(" \t\r", at) < end) ++lines;
    out += text.substr(at, end - at) + "\n";
    at = end + 1;
  }
  return std::string(base::utf8_prefix_bytes(out, 2000));
}

std::vector<std::string> fields_of(const std::vector<tasks::TaskParty>& parties) {
  std::vector<std::string> out;
  for (const tasks::TaskParty& party : parties) {
    if (!party.unit_code.empty()) out.push_back(party.unit_code);
  }
  return out;
}

// Who decides in these fields instead: deputies to whom they are given, else the leaders of the whole.
std::string deciders(const directory::DirectoryView& view, base::UnitId office, const std::vector<std::string>& fields,
                     base::Timestamp at) {
  std::string given, whole;
  for (const Account* leader : leaders_of(view, office)) {
    bool limited = false, within = false;
    for (const directory::AccessGrant& grant : view.access_grants()) {
      if (grant.kind != directory::GrantKind::fields || grant.account != leader->id || !directory::in_force(grant, at))
        continue;
      limited = true;
      within = within || std::any_of(grant.fields.begin(), grant.fields.end(), [&](const std::string& field) {
                 return std::find(fields.begin(), fields.end(), field) != fields.end();
               });
    }
    std::string& list = within ? given : whole;
    if (within || !limited) list += (list.empty() ? "" : ", ") + leader_name(view, leader->id);
  }
  return given.empty() ? whole : given;
}

bool is_limited(const IntakeHead& head) {
  return std::any_of(head.actor.grants.begin(), head.actor.grants.end(),
                     [](const access::Grant& grant) { return !grant.fields.empty() && !grant.for_account; });
}

// "Ủy quyền … đã hết từ …": the latest that ended, when none is in force.
std::optional<base::Sentence> ended_right(const RulingTools& tools, const IntakeHead& head) {
  const directory::AccessGrant* last = nullptr;
  for (const directory::AccessGrant& grant : tools.view.access_grants()) {
    if (grant.kind != directory::GrantKind::substitute || grant.account != head.author.id) continue;
    if (directory::in_force(grant, head.at)) return std::nullopt;
    const auto end = directory::end_of(grant);
    if (!end || *end > head.at || *end <= grant.from) continue;
    if (last == nullptr || *directory::end_of(*last) < *end) last = &grant;
  }
  if (last == nullptr) return std::nullopt;
  const std::string leader = leader_name(tools.view, last->for_account);
  const base::Timestamp end = *directory::end_of(*last);
  const std::string when = policies::calendar::clock_time(policies::calendar::local_minute(end));
  const auto day = policies::calendar::local_date(end);
  const bool withdrawn = last->withdrawn_at.us != 0;
  return base::Sentence{std::string(withdrawn ? "Ủy quyền thay " : "Thời hạn ủy quyền thay ") + leader +
                            (withdrawn ? " đã được rút lúc " : " đã hết lúc ") + when + " " +
                            policies::calendar::long_date_vi(day) + ".",
                        "Your right to stand in for " + leader + (withdrawn ? " was withdrawn at " : " ended at ") +
                            when + " on " + policies::calendar::long_date_en(day) + "."};
}

base::Sentence joined(base::Sentence first, const base::Sentence& second) {
  return {first.vi + " " + second.vi, first.en + " " + second.en};
}

}  // namespace

std::string leader_name(const directory::DirectoryView& view, base::AccountId leader) {
  const Account* account = leader ? view.find_account(leader) : nullptr;
  if (account == nullptr) return "";
  return account->title.empty() ? account->full_name : account->title + " " + account->full_name;
}

base::Sentence why_not(const RulingTools& tools, const IntakeHead& head, const tasks::Task& task,
                       base::Sentence refusal) {
  if (head.author.office != task.head.office) return refusal;
  if (is_limited(head)) {
    const std::string who = deciders(tools.view, task.head.office, fields_of(task.parties), head.at);
    refusal.vi += " Người giao: " + task.head.assigner_name + (who.empty() ? "." : "; quyết định được: " + who + ".");
    refusal.en += " Assigned by: " + task.head.assigner_name + (who.empty() ? "." : "; it is for: " + who + ".");
  }
  if (const auto ended = ended_right(tools, head)) return joined(*ended, refusal);
  return refusal;
}

Ruling no_such_task(const RulingTools& tools, const IntakeHead& head) {
  base::Sentence said{
      "Không tìm thấy nhiệm vụ của thư này, hoặc Anh/Chị không có quyền đối với nhiệm vụ đó. Không có gì thay đổi.",
      "The task of this message was not found, or is not yours to see. Nothing was changed."};
  std::string fields;
  for (const access::Grant& grant : head.actor.grants) {
    for (const std::string& field : grant.fields) fields += (fields.empty() ? "" : ", ") + field;
  }
  if (!fields.empty())
    said = joined(said,
                  {"Lĩnh vực được phân công cho Anh/Chị: " + fields + ".", "The fields given to you: " + fields + "."});
  if (const auto ended = ended_right(tools, head)) said = joined(*ended, said);
  return Ruling{{answer_of(head, AnswerFrom::tasks, "no-such-task", "Re: " + head.subject, answer_text(head, said))},
                std::nullopt};
}

bool has_dated_right(const directory::DirectoryView& view, const Account& account) {
  return std::any_of(view.access_grants().begin(), view.access_grants().end(),
                     [&](const directory::AccessGrant& grant) {
                       return grant.account == account.id || (grant.unit && grant.unit == account.unit);
                     });
}

NamedLeader leader_acted_for(const directory::DirectoryView& view, base::UnitId office, std::string_view text) {
  NamedLeader out;
  const phrases::Words words = letters_of(text);
  for (std::size_t at = 0; at < words.size(); ++at) {
    std::size_t length = phrases::match_longest(words, at,
                                                {"thay mặt", "thừa lệnh", "thừa ủy quyền", "thừa uỷ quyền", "theo lệnh",
                                                 "được sự ủy quyền của", "on behalf of", "by order of"});
    const bool line_begin = at == 0 || words[at - 1].exact == "\n";
    if (length == 0 && line_begin)
      length = phrases::match_longest(words, at, {"kt", "tl", "tuq", "k t", "t l", "t u q"});
    if (length == 0) continue;
    out.said = true;
    out.leader = leader_at(view, office, words, at + length);
    if (out.leader != nullptr) return out;
  }
  return out;
}

const Account* leader_named(const directory::DirectoryView& view, base::UnitId office, std::string_view text) {
  const NamedLeader behind = leader_acted_for(view, office, text);
  if (behind.said) return behind.leader;
  return leader_at(view, office, letters_of(text), 0);
}

std::optional<base::Sentence> may_not_give(const RulingTools& tools, const IntakeHead& head, base::AccountId leader,
                                           const std::vector<tasks::TaskParty>& parties) {
  access::Party about;
  about.office = head.office;
  about.assigner = leader;
  about.fields = fields_of(parties);
  auto refused = [&](const access::Party& one) -> std::optional<base::Sentence> {
    const auto may = access::may(head.actor, one, access::Action::assign, head.at);
    if (may && may.in_name_of == leader) return std::nullopt;
    base::Sentence why = may.refusal;
    if (leader)
      why = {"Anh/Chị không được giao nhiệm vụ thay " + leader_name(tools.view, leader) + ".",
             "You may not give tasks on behalf of " + leader_name(tools.view, leader) + "."};
    else if (may)  // only in somebody's name
      why = {"Anh/Chị chỉ giao được nhiệm vụ thay lãnh đạo.", "You may give tasks in a leader's name only."};
    if (is_limited(head) && !leader) {
      const std::string who = deciders(tools.view, head.office, about.fields, head.at);
      if (!who.empty()) why = joined(why, {"Quyết định được: " + who + ".", "It is for: " + who + "."});
    }
    if (const auto ended = ended_right(tools, head)) why = joined(*ended, why);
    return why;
  };
  bool any = false;
  access::Party own_unit = about;
  own_unit.unit = head.author.unit;
  for (const tasks::TaskParty& party : parties) {
    if (party.role == tasks::PartyRole::informed) continue;
    any = true;
    const Account* account = tools.view.find_account(party.account);
    access::Party one = about;
    one.unit = party.unit ? party.unit : account != nullptr ? account->unit : base::UnitId();
    auto why = refused(one);
    if (!why) continue;
    const bool gives = head.author.unit && access::may(head.actor, own_unit, access::Action::assign, head.at) &&
                       !access::may(head.actor, own_unit, access::Action::assign, head.at).in_name_of;
    if (leader || is_limited(head) || !gives) return why;
    return base::Sentence{"“" + party.name + "” không thuộc đơn vị của Anh/Chị. " + why->vi,
                          "“" + party.name + "” does not belong to your unit. " + why->en};
  }
  if (any) return std::nullopt;
  // Nobody is named yet: does he give tasks at all?
  about.unit = head.author.unit;
  if (!leader && is_limited(head)) return std::nullopt;
  return refused(about);
}

GivenBy given_by(const RulingTools& tools, const IntakeHead& head, const std::vector<tasks::TaskParty>& parties) {
  GivenBy out;
  if (head.in_name_of) {
    out.leader = head.in_name_of;
    out.refusal = may_not_give(tools, head, out.leader, parties);
    return out;
  }
  const auto own = may_not_give(tools, head, {}, parties);
  const auto names = access::names_given(head.actor, head.office, head.at);
  const NamedLeader named = leader_acted_for(tools.view, head.office, beginning_of(head));
  if (named.leader != nullptr && named.leader->id != head.author.id) {
    const auto refused = may_not_give(tools, head, named.leader->id, parties);
    if (!refused) {
      out.leader = named.leader->id;
      return out;
    }
    // "KT. CHỦ TỊCH" is how a deputy signs: what is his own right he does by it.
    if (own) out.refusal = refused;
    return out;
  }
  if (!own) return out;
  out.refusal = own;
  std::vector<base::AccountId> stood_in_for;
  for (const access::Grant& grant : head.actor.grants) {
    if (grant.role != access::Role::leader || !grant.for_account) continue;
    if (may_not_give(tools, head, grant.for_account, parties)) continue;
    if (std::find(stood_in_for.begin(), stood_in_for.end(), grant.for_account) == stood_in_for.end())
      stood_in_for.push_back(grant.for_account);
  }
  if (stood_in_for.size() == 1) return {stood_in_for.front(), false, std::nullopt};
  out.open = !names.empty();
  if (out.open) out.refusal.reset();
  return out;
}

void set_giver(const RulingTools& tools, const IntakeHead& head, base::AccountId leader, tasks::Assignment& given) {
  auto titled = [](const Account& account) {
    return account.full_name + (account.title.empty() ? "" : ", " + account.title);
  };
  const Account* assigner = leader ? tools.view.find_account(leader) : nullptr;
  given.assigner = assigner != nullptr ? assigner->id : head.author.id;
  given.assigner_name = titled(assigner != nullptr ? *assigner : head.author);
  given.entered_by = assigner != nullptr ? head.author.id : base::AccountId();
  given.entered_by_name = assigner != nullptr ? titled(head.author) : "";
}

}  // namespace mailstore::office

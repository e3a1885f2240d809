// The parties of a series as a sentence changes them.
#include <algorithm>

#include "mailstore/office/ruling/rights/named_party.h"
#include "mailstore/office/ruling/series_ruling.h"
#include "policies/phrases/words.h"

namespace mailstore::office {

namespace tasks = policies::tasks;
namespace phrases = policies::phrases;
using tasks::PartyRole;
using tasks::TaskParty;
using Outcome = PartyEdit::Outcome;

namespace {

bool says(std::string_view text, std::initializer_list<std::string_view> any) {
  const phrases::Words words = phrases::split_words(text, 300);
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (phrases::match_longest(words, at, any) > 0) return true;
  }
  return false;
}

auto place_of(std::vector<TaskParty>& parties, const TaskParty& wanted) {
  return std::find_if(parties.begin(), parties.end(), [&](const TaskParty& party) {
    return party.unit == wanted.unit && party.account == wanted.account;
  });
}

PartyEdit unclear(const std::string& vi, const std::string& en) { return {Outcome::unclear, {vi, en}}; }

bool has_lead(const std::vector<TaskParty>& parties) {
  return std::any_of(parties.begin(), parties.end(), [](const TaskParty& party) {
    return party.role == PartyRole::lead || party.role == PartyRole::part;
  });
}

void put(std::vector<TaskParty>& parties, TaskParty party) {
  if (const auto there = place_of(parties, party); there != parties.end()) parties.erase(there);
  if (party.role == PartyRole::lead) parties.insert(parties.begin(), std::move(party));
  else parties.push_back(std::move(party));
}

}  // namespace

PartyEdit edit_parties(const RulingTools& tools, base::UnitId office, tasks::Mode mode, std::vector<TaskParty>& parties,
                       const std::string& sentence) {
  std::vector<TaskParty> named;
  std::vector<std::size_t> ends;
  for (const NamedParty& one : named_parties(tools.view, {office, {}, true}, sentence)) {
    if (one.account == nullptr) {
      const std::string name = sentence.substr(one.begin, one.end - one.begin);
      return unclear("có nhiều đơn vị hoặc người tên “" + name + "”; xin ghi địa chỉ thư",
                     "several units or persons are called “" + name + "”; please give the mail address");
    }
    named.push_back(party_of_account(tools.view, *one.account, office));
    ends.push_back(one.end);
  }
  if (named.empty()) return {};
  const bool each = mode == tasks::Mode::each;
  const bool leads = says(sentence, {"chủ trì", "đầu mối", "chịu trách nhiệm chính", "lead", "leads"});
  const bool informed = says(sentence, {"để biết", "theo dõi", "for information", "informed"});
  const bool adds = informed || says(sentence, {"thêm", "bổ sung", "phối hợp", "cùng làm", "tham gia", "add",
                                                "cooperate", "cooperates"});
  const bool removes = says(sentence, {"bỏ", "rút", "bớt", "loại", "không giao", "remove", "drop"});
  const bool instead = says(sentence, {"thay", "thay cho", "thay thế", "instead"});
  std::vector<TaskParty> out = parties;
  if (instead && named.size() == 2 && !removes && !adds) {
    const auto old = place_of(out, named[1]);
    if (old == out.end())
      return unclear("“" + named[1].name + "” không thuộc chu kỳ này", "“" + named[1].name + "” has no part in it");
    named[0].role = old->role;
    out.erase(old);
    put(out, named[0]);
  } else if (removes && !leads && !adds) {
    for (const TaskParty& one : named) {
      const auto there = place_of(out, one);
      if (there == out.end())
        return unclear("“" + one.name + "” không thuộc chu kỳ này", "“" + one.name + "” has no part in it");
      out.erase(there);
    }
  } else if (leads && !removes && !adds) {
    if (each || named.size() != 1) return unclear("chưa rõ đơn vị nào chủ trì", "it is not clear who is to lead");
    if (const auto there = place_of(out, named[0]); there != out.end()) out.erase(there);
    for (auto party = out.begin(); party != out.end();) {
      if (party->role != PartyRole::lead) {
        ++party;
      } else if (instead) {
        party = out.erase(party);
      } else {
        party->role = PartyRole::cooperating;
        ++party;
      }
    }
    named[0].role = PartyRole::lead;
    put(out, named[0]);
  } else if (adds && !removes && !leads) {
    for (TaskParty& one : named) {
      const auto there = place_of(out, one);
      if (there != out.end() && there->role == PartyRole::lead)
        return unclear("“" + one.name + "” đang chủ trì", "“" + one.name + "” leads it");
      one.role = informed ? PartyRole::informed : each ? PartyRole::part : PartyRole::cooperating;
      put(out, one);
    }
  } else {
    return unclear("chưa rõ đơn vị được nêu chủ trì, phối hợp hay thôi tham gia",
                   "it is not clear whether the unit named is to lead, to cooperate or to go");
  }
  if (!has_lead(out))
    return unclear("không còn đơn vị nào chủ trì; xin ghi đơn vị chủ trì thay",
                   "nobody would lead; please name another lead");
  parties = std::move(out);
  return {Outcome::changed, {}};
}

}  // namespace mailstore::office

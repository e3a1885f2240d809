// A leader hands over for some days, or takes it back: "ỦY QUYỀN đ/c Trần Văn Bình từ 5/12 đến 10/12", "Đ/c Bình thay
// tôi chỉ đạo từ mai đến thứ Sáu", "THÔI ỦY QUYỀN". Who is named the caller knows: he passes the places of the names.
// As in speech.h an act is whole only when every word is accounted for. Pure, thread-safe, linear.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "policies/calendar/calendar.h"

namespace policies::speech {

inline constexpr std::size_t kMaxDelegation = 2000;  // bytes; longer mail is about something else

struct Place {
  std::size_t begin = 0, end = 0;  // bytes of the text
};

enum class DelegationAct { none, give, withdraw };

struct Delegation {
  DelegationAct act = DelegationAct::none;
  bool whole = false;                    // all its words are accounted for; dates may still be missing
  std::optional<base::Timestamp> from;   // nothing: not said
  std::optional<base::Timestamp> until;  // not included; nothing: not said
  bool unclear = false;                  // a day that does not exist, is past, or could be another one
};

// Does the text speak of handing over at all? "Giấy ủy quyền", "được ủy quyền" are about papers and others.
DelegationAct delegation_act(std::string_view text);

// `names`: who is named in it; `known`: further words that mean nothing (the writer's own name and title).
Delegation read_delegation(std::string_view text, const std::vector<Place>& names, std::string_view known,
                           const calendar::Calendar& calendar, base::Timestamp now);

// The dates of an answer to "until when?", which has no verb: "đến hết 10/12", "10/12".
Delegation read_delegation_dates(std::string_view text, const std::vector<Place>& names,
                                 const calendar::Calendar& calendar, base::Timestamp now);

}  // namespace policies::speech

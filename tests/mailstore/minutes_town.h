// The town with more sections: those that the minutes of a meeting name.
#pragma once

#include "tests/mailstore/office_town.h"

namespace tests {

inline constexpr const char* kMinutesUnits =
    "code,name,symbol,parent,kind,mail\n"
    "BS.KT,Phòng Kinh tế,KT,BS,section,kinhte\n"
    "BS.TCKH,Phòng Tài chính - Kế hoạch,TCKH,BS,section,tckh\n"
    "BS.TP,Phòng Tư pháp,TP,BS,section,tuphap\n"
    "BS.NV,Phòng Nội vụ,NV,BS,section,noivu\n"
    "BS.CA,Công an thị xã,CA,BS,section,congan\n"
    "BS.VX,Phòng Văn hóa - Xã hội,VHXH,BS,section,vhxh\n";

inline void add_sections(OfficeTown& town) {
  if (town.house.people->view()->find_unit_by_code("BS.KT") != nullptr) return;
  auto units = good(directory::plan_units(*town.house.people->view(), town.house.ids, kMinutesUnits));
  good(directory::apply_units(*town.house.people, town.house.clock, town.house.ids, units, {}));
}

inline void with_minutes_town(const std::function<void(OfficeTown&)>& body) {
  with_town([&](OfficeTown& town) {
    add_sections(town);
    body(town);
  });
}

// From the chairman to his task mailbox alone.
inline Letter minutes_letter(const std::string& text) {
  Letter letter;
  letter.from = "chutich";
  letter.to = {OfficeTown::at("giaoviec")};
  letter.subject = "Kết luận giao ban tuần 48";
  letter.text = text;
  return letter;
}

}  // namespace tests

// The task that most tests of tasks begin with.
#pragma once

#include "tests/mailstore/office_town.h"

namespace tests {

inline Letter assignment() {
  Letter letter;
  letter.from = "chutich";
  letter.to = {OfficeTown::at("giaoviec"), OfficeTown::at("giaoviec.lamson"), OfficeTown::at("vanthu.dongson")};
  letter.cc = {OfficeTown::at("bao")};
  letter.subject = "Báo cáo kết quả triển khai phần mềm theo 1132/STTTT-CNTT";
  letter.text = "Phường Lam Sơn chủ trì báo cáo kết quả, hạn 20/12.\r\n";
  return letter;
}

inline policies::tasks::State state_of(OfficeTown& town, int party = 0) {
  return town.tasks().front().parties[static_cast<std::size_t>(party)].state;
}

}  // namespace tests

// A mail that the journal of an office keeps, named by the event that it caused: its words and files go on with what
// another mail did later (a specialist's result that the head sends up, an answer that only says which task was meant).
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "base/ids.h"

namespace mailstore::office {

inline constexpr std::size_t kMostMailRefs = 200;

struct MailRef {
  base::UnitId office;
  std::int64_t seq = 0;  // of the event, from 1
  bool operator==(const MailRef&) const = default;
};

// Fields "files" (names) and "mails" of an event; nothing is written for empty lists. Both throw as the codec does.
void put_files(nlohmann::json& json, const std::vector<std::string>& files, const std::vector<MailRef>& mails);
std::vector<std::string> files_field(const nlohmann::json& json);
std::vector<MailRef> mails_field(const nlohmann::json& json);

}  // namespace mailstore::office

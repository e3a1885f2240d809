#include "mailstore/office/journal/mail_ref.h"

#include "mailstore/office/journal/event_fields.h"

namespace mailstore::office {

void put_files(Json& json, const std::vector<std::string>& files, const std::vector<MailRef>& mails) {
  if (!files.empty()) json["files"] = files;
  for (const MailRef& mail : mails) json["mails"].push_back({{"office", mail.office.value}, {"seq", mail.seq}});
}

std::vector<std::string> files_field(const Json& json) {
  std::vector<std::string> out;
  for (const Json& name : list_field(json, "files")) out.push_back(name.get<std::string>());
  return out;
}

std::vector<MailRef> mails_field(const Json& json) {
  std::vector<MailRef> out;
  for (const Json& mail : list_field(json, "mails")) {
    out.push_back({id_field<base::UnitId>(mail, "office"), field<std::int64_t>(mail, "seq")});
    if (!out.back().office || out.back().seq <= 0) throw BadField{"mails names no event"};
    if (out.size() > kMostMailRefs) throw BadField{"mails is too long"};
  }
  return out;
}

}  // namespace mailstore::office

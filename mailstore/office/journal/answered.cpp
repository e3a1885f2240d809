#include "mailstore/office/journal/answered.h"

#include "mailstore/office/journal/event_fields.h"
#include "mailstore/office/journal/event_sentence.h"

namespace mailstore::office {

Json Kind<Answered>::to_fields(const Answered& body) {
  Json json{{"rule", body.rule}, {"subject", body.subject}, {"text", body.text},
            {"task", body.task}, {"party", body.party},     {"from_records", body.from_records}};
  if (!body.thread.empty()) json["thread"] = body.thread;
  if (body.table) json["table"] = office::to_fields(*body.table);
  return json;
}
Answered Kind<Answered>::from_fields(const Json& json, const Event&) {
  Answered body{field<std::string>(json, "rule"),  field<std::string>(json, "subject"),
                field<std::string>(json, "text"),  field<std::int64_t>(json, "task"),
                field<int>(json, "party"),         field<bool>(json, "from_records"),
                field<std::string>(json, "thread")};
  if (json.contains("table")) body.table = point_table_of(json.at("table"));
  return body;
}
base::Sentence Kind<Answered>::sentence(const Event& event, const Answered& body) {
  const auto who = author_of(event);
  return {"Đã trả lời " + who.vi + ": " + body.rule + ".", "Answered " + who.en + ": " + body.rule + "."};
}

}  // namespace mailstore::office

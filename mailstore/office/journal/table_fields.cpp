// Tables of points as JSON.
#include "mailstore/office/journal/event_fields.h"

namespace mailstore::office {

namespace tasks = policies::tasks;

Json to_fields(const base::Sentence& sentence) { return {{"vi", sentence.vi}, {"en", sentence.en}}; }

base::Sentence sentence_of(const Json& json) {
  return {field<std::string>(json, "vi"), field<std::string>(json, "en")};
}

namespace {

Json to_fields(const tasks::PointRow& row) {
  Json json{{"number", row.number}, {"work", row.work}, {"due", office::to_fields(row.due)}};
  if (row.task != 0) json["task"] = row.task;
  if (!row.task_number.empty()) json["task_number"] = row.task_number;
  if (!row.lead.empty()) json["lead"] = row.lead;
  if (!row.cooperating.empty()) json["cooperating"] = row.cooperating;
  if (!row.informed.empty()) json["informed"] = row.informed;
  for (const base::Sentence& unclear : row.unclear) json["unclear"].push_back(office::to_fields(unclear));
  if (row.information) json["information"] = true;
  if (row.each) json["each"] = true;
  return json;
}

tasks::PointRow row_of(const Json& json) {
  tasks::PointRow row;
  row.number = field<int>(json, "number");
  row.task = field<std::int64_t>(json, "task");
  row.task_number = field<std::string>(json, "task_number");
  row.work = field<std::string>(json, "work");
  row.lead = field<std::string>(json, "lead");
  row.cooperating = field<std::string>(json, "cooperating");
  row.informed = field<std::string>(json, "informed");
  if (json.contains("due")) row.due = sentence_of(json.at("due"));
  for (const Json& unclear : list_field(json, "unclear")) row.unclear.push_back(sentence_of(unclear));
  row.information = field<bool>(json, "information");
  row.each = field<bool>(json, "each");
  return row;
}

}  // namespace

Json to_fields(const tasks::PointTable& table) {
  Json json{{"opening", to_fields(table.opening)}, {"closing", to_fields(table.closing)}, {"rows", Json::array()}};
  for (const tasks::PointRow& row : table.rows) json["rows"].push_back(to_fields(row));
  return json;
}

tasks::PointTable point_table_of(const Json& json) {
  tasks::PointTable table;
  if (json.contains("opening")) table.opening = sentence_of(json.at("opening"));
  if (json.contains("closing")) table.closing = sentence_of(json.at("closing"));
  for (const Json& row : list_field(json, "rows")) table.rows.push_back(row_of(row));
  return table;
}

}  // namespace mailstore::office

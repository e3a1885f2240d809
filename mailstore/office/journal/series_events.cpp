#include "mailstore/office/journal/series_events.h"

#include "mailstore/office/journal/event_fields.h"
#include "mailstore/office/journal/event_sentence.h"

namespace mailstore::office {

using base::Sentence;
namespace phrases = policies::phrases;
namespace tasks = policies::tasks;

namespace {

constexpr std::pair<phrases::PeriodUnit, const char*> kUnits[] = {
    {phrases::PeriodUnit::day, "day"},         {phrases::PeriodUnit::working_day, "working_day"},
    {phrases::PeriodUnit::week, "week"},       {phrases::PeriodUnit::month, "month"},
    {phrases::PeriodUnit::quarter, "quarter"}, {phrases::PeriodUnit::half_year, "half_year"},
    {phrases::PeriodUnit::year, "year"}};
constexpr std::pair<phrases::PeriodDay, const char*> kDays[] = {{phrases::PeriodDay::numbered, "numbered"},
                                                                {phrases::PeriodDay::last, "last"},
                                                                {phrases::PeriodDay::last_working, "last_working"},
                                                                {phrases::PeriodDay::first_working, "first_working"}};

template <class Value, std::size_t count>
const char* word_of(const std::pair<Value, const char*> (&words)[count], Value value) {
  for (const auto& [known, word] : words) {
    if (known == value) return word;
  }
  return words[0].second;
}
template <class Value, std::size_t count>
Value value_of(const std::pair<Value, const char*> (&words)[count], const std::string& said) {
  for (const auto& [value, word] : words) {
    if (said == word) return value;
  }
  throw BadField{"\"" + said + "\" is no word of a period"};
}

int between(const Json& json, const char* name, int least, int most, int fallback) {
  return json.contains(name) ? field_between<int>(json, name, least, most) : fallback;
}

}  // namespace

Json to_fields(const phrases::Period& period) {
  Json json{{"unit", word_of(kUnits, period.unit)}, {"first", date_text(period.first)}, {"words", period.words}};
  if (period.every != 1) json["every"] = period.every;
  if (period.weekday != 0) json["weekday"] = period.weekday;
  if (period.day_is != phrases::PeriodDay::numbered) json["day_is"] = word_of(kDays, period.day_is);
  if (period.day != 0) json["day"] = period.day;
  if (period.month != 0) json["month"] = period.month;
  if (period.minute) json["minute"] = *period.minute;
  if (period.first_said) json["first_said"] = true;
  if (period.until) json["until"] = date_text(*period.until);
  return json;
}

phrases::Period period_of(const Json& json) {
  phrases::Period period;
  period.unit = value_of(kUnits, field<std::string>(json, "unit"));
  period.first = date_field(json, "first");
  period.words = field<std::string>(json, "words");
  period.every = between(json, "every", 1, 60, 1);
  period.weekday = between(json, "weekday", 0, 7, 0);
  if (json.contains("day_is")) period.day_is = value_of(kDays, field<std::string>(json, "day_is"));
  period.day = between(json, "day", 0, 31, 0);
  period.month = between(json, "month", 0, 12, 0);
  if (json.contains("minute"))
    period.minute = field_between<int>(json, "minute", 0, policies::calendar::kMinutesPerDay - 1);
  period.first_said = field<bool>(json, "first_said");
  if (json.contains("until")) period.until = date_field(json, "until");
  return period;
}

Json Kind<SeriesStarted>::to_fields(const SeriesStarted& body) {
  return {{"number", body.number},
          {"assignment", office::to_fields(body.assignment)},
          {"period", office::to_fields(body.period)},
          {"days_before", body.days_before}};
}
SeriesStarted Kind<SeriesStarted>::from_fields(const Json& json, const Event&) {
  return {field<std::string>(json, "number"), assignment_of(json.at("assignment")), period_of(json.at("period")),
          between(json, "days_before", 0, tasks::kMostDaysBefore, 0)};
}
Sentence Kind<SeriesStarted>::sentence(const Event& event, const SeriesStarted& body) {
  const Sentence who = author_of(event), rule = phrases::describe(body.period);
  return {who.vi + " lập chu kỳ " + body.number + " “" + body.assignment.title + "”: " + rule.vi + ".",
          who.en + " began series " + body.number + " “" + body.assignment.title + "”: " + rule.en + "."};
}

Json Kind<SeriesChanged>::to_fields(const SeriesChanged& body) {
  const tasks::SeriesChange& change = body.change;
  Json json{{"series", body.series}, {"number", body.number}, {"series_assigner", body.assigner.value}};
  if (change.period) json["period"] = office::to_fields(*change.period);
  if (change.days_before) json["days_before"] = *change.days_before;
  if (change.parties) {
    json["parties"] = Json::array();
    for (const tasks::TaskParty& party : *change.parties) json["parties"].push_back(office::to_fields(party));
  }
  if (change.mode) json["mode"] = tasks::to_string(*change.mode);
  if (!change.added.empty()) json["added"] = change.added;
  if (change.state) json["state"] = tasks::to_string(*change.state);
  if (change.by_server) json["by_server"] = true;
  if (!change.reason.empty()) json["reason"] = change.reason;
  if (change.assigner) {
    json["assigner"] = change.assigner.value;
    json["assigner_name"] = change.assigner_name;
  }
  for (const auto& missed : change.missed) json["missed"].push_back(date_text(missed));
  return json;
}
SeriesChanged Kind<SeriesChanged>::from_fields(const Json& json, const Event&) {
  SeriesChanged body;
  body.series = field<std::int64_t>(json, "series");
  body.number = field<std::string>(json, "number");
  body.assigner = id_field<base::AccountId>(json, "series_assigner");
  tasks::SeriesChange& change = body.change;
  if (json.contains("period")) change.period = period_of(json.at("period"));
  if (json.contains("days_before")) change.days_before = between(json, "days_before", 0, tasks::kMostDaysBefore, 0);
  if (json.contains("parties")) {
    change.parties.emplace();
    for (const Json& party : list_field(json, "parties")) change.parties->push_back(party_of(party));
    if (change.parties->empty()) throw BadField{"a series without parties"};
  }
  if (json.contains("mode")) change.mode = word_field<tasks::Mode>(json, "mode", tasks::parse_mode);
  change.added = field<std::string>(json, "added");
  if (json.contains("state")) {
    change.state = word_field<tasks::SeriesState>(json, "state", tasks::parse_series_state);
    if (change.state == tasks::SeriesState::ended) throw BadField{"a series that ends by a change"};
  }
  change.by_server = field<bool>(json, "by_server");
  change.reason = field<std::string>(json, "reason");
  change.assigner = id_field<base::AccountId>(json, "assigner");
  change.assigner_name = field<std::string>(json, "assigner_name");
  for (const Json& missed : list_field(json, "missed")) {
    const auto date = policies::calendar::parse_date(missed.get<std::string>());
    if (!date) throw BadField{"missed is no day"};
    change.missed.push_back(*date);
  }
  return body;
}
Sentence Kind<SeriesChanged>::sentence(const Event& event, const SeriesChanged& body) {
  const Sentence who = author_of(event);
  if (!body.change.missed.empty()) {
    const std::string count = std::to_string(body.change.missed.size());
    return {"Chu kỳ " + body.number + ": " + count + " kỳ đã qua chưa giao.",
            "Series " + body.number + ": " + count + " periods went by without their task."};
  }
  if (body.change.state == tasks::SeriesState::paused)
    return {who.vi + " tạm dừng chu kỳ " + body.number + ".", who.en + " paused series " + body.number + "."};
  if (body.change.state == tasks::SeriesState::running)
    return {who.vi + " tiếp tục chu kỳ " + body.number + ".", who.en + " let series " + body.number + " go on."};
  return {who.vi + " đổi chu kỳ " + body.number + ".", who.en + " changed series " + body.number + "."};
}

Json Kind<SeriesEnded>::to_fields(const SeriesEnded& body) {
  Json json{{"series", body.series}, {"number", body.number}, {"series_assigner", body.assigner.value}};
  if (!body.reason.empty()) json["reason"] = body.reason;
  return json;
}
SeriesEnded Kind<SeriesEnded>::from_fields(const Json& json, const Event&) {
  return {field<std::int64_t>(json, "series"), field<std::string>(json, "number"),
          id_field<base::AccountId>(json, "series_assigner"), field<std::string>(json, "reason")};
}
Sentence Kind<SeriesEnded>::sentence(const Event& event, const SeriesEnded& body) {
  const Sentence who = author_of(event);
  if (!event.actor) return {"Chu kỳ " + body.number + " đã hết.", "Series " + body.number + " is over."};
  return {who.vi + " kết thúc chu kỳ " + body.number + ".", who.en + " ended series " + body.number + "."};
}

namespace {

Json to_fields(const tasks::Series& series) {
  Json json{{"office", series.office.value},
            {"id", series.id},
            {"number", series.number},
            {"assignment", office::to_fields(series.assignment)},
            {"period", office::to_fields(series.period)},
            {"days_before", series.days_before},
            {"state", tasks::to_string(series.state)},
            {"after_us", series.after.us},
            {"source", series.source},
            {"last_seq", series.last_seq},
            {"created", series.created}};
  if (series.then) json["then"] = office::to_fields(*series.then);
  if (series.by_server) json["by_server"] = true;
  if (!series.reason.empty()) json["reason"] = series.reason;
  for (const tasks::DonePeriod& done : series.done)
    json["done"].push_back({{"due", date_text(done.due)}, {"unit", word_of(kUnits, done.unit)}});
  return json;
}

tasks::Series series_of(const Json& json) {
  tasks::Series series;
  series.office = id_field<base::UnitId>(json, "office");
  series.id = field<std::int64_t>(json, "id");
  series.number = field<std::string>(json, "number");
  series.assignment = assignment_of(json.at("assignment"));
  series.period = period_of(json.at("period"));
  if (json.contains("then")) series.then = period_of(json.at("then"));
  series.days_before = between(json, "days_before", 0, tasks::kMostDaysBefore, 0);
  series.state = word_field<tasks::SeriesState>(json, "state", tasks::parse_series_state);
  series.by_server = field<bool>(json, "by_server");
  series.reason = field<std::string>(json, "reason");
  series.after = time_of(json, "after_us");
  for (const Json& done : list_field(json, "done"))
    series.done.push_back({date_field(done, "due"), value_of(kUnits, field<std::string>(done, "unit"))});
  series.source = field<std::int64_t>(json, "source");
  series.last_seq = field<std::int64_t>(json, "last_seq");
  series.created = field<int>(json, "created");
  return series;
}

}  // namespace

std::string series_to_json(const tasks::Series& series) { return dump(to_fields(series)); }

base::Result<tasks::Series> series_from_json(std::string_view json) {
  const auto bad = [](const std::string& what) {
    return base::Error::permanent(base::ErrorCode::bad_input,
                                  {"Không đọc được chu kỳ này.", "This series cannot be read."}, what);
  };
  try {
    return series_of(Json::parse(json));
  } catch (const BadField& field) {
    return bad(field.what);
  } catch (const nlohmann::json::exception& error) {
    return bad(error.what());
  }
}

}  // namespace mailstore::office

#include "mailstore/office/journal/event.h"

#include "mailstore/office/journal/event_sentence.h"

namespace mailstore::office {

using base::Sentence;

const char* type_of(const Event& event) {
  return std::visit(
      []<class Body>(const Body& body) {
        if constexpr (Kind<Body>::kWords.size() == 1) return Kind<Body>::kWords.front();
        else return Kind<Body>::word(body);
      },
      event.body);
}
std::string about(const Event& event) {
  return std::visit([]<class Body>(const Body& body) { return Kind<Body>::about(body); }, event.body);
}
bool has_outputs(const Event& event) {
  return std::visit([]<class Body>(const Body& body) { return Kind<Body>::has_outputs(body); }, event.body);
}
bool needs_cause(const Event& event) {
  return std::visit([]<class Body>(const Body&) { return Kind<Body>::kNeedsCause; }, event.body);
}
std::int64_t task_of(const Event& event) {
  return std::visit([]<class Body>(const Body& body) { return Kind<Body>::task(body); }, event.body);
}
bool is_only_words(const Event& event) {
  return std::visit([]<class Body>(const Body& body) { return Kind<Body>::only_words(body); }, event.body);
}
std::int64_t* document_of(Event& event) {
  return std::visit([]<class Body>(Body& body) { return Kind<Body>::document(body); }, event.body);
}

Sentence sentence_of(const Event& event) {
  return std::visit([&]<class Body>(const Body& body) { return Kind<Body>::sentence(event, body); }, event.body);
}

Sentence author_of(const Event& event) {
  const std::string& person = event.actor_name.empty() ? event.actor_address : event.actor_name;
  if (!event.actor) return {event.actor_name.empty() ? "Hệ thống" : event.actor_name, "The system"};
  return {person, person};
}

}  // namespace mailstore::office

// Any bytes as minutes and as an answer to their table: what is read lies inside the text, every item is in its bounds
// and the points follow each other.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "policies/minutes/point_actors.h"
#include "policies/minutes/point_answers.h"
#include "policies/minutes/points.h"

namespace {
void require(bool condition) {
  if (!condition) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace policies::minutes;
  if (size == 0) return 0;
  const std::uint8_t step = data[0];
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Minutes minutes = read_minutes(text);
  require(minutes.items.size() <= kMostItems);
  std::vector<Own> own;
  for (const Item& item : minutes.items) {
    require(item.cells.size() == item.columns.size() && item.depth >= 0);
    std::vector<NameSpan> names;
    for (std::size_t at = 0; at + 4 < item.text.size() && names.size() < 50; at += 5U + step % 16U)
      names.push_back({at, at + 3});
    const Actors actors = read_actors(item.text, names);
    require(actors.roles.size() == names.size());
    require(actors.work_begin <= item.text.size() && actors.work_end <= item.text.size());
    own.push_back(!actors.leads() ? Own::nobody : actors.only_who ? Own::only_who : Own::work);
  }
  const Points points = points_of(minutes, own);
  std::size_t last = 0;
  for (const Point& point : points.points) {
    require(point.item < minutes.items.size() && point.item >= last);
    require(!point.inherits || point.parent < point.item);
    last = point.item;
  }
  for (const PointAnswer& answer : read_point_answers(text, {1, 2, 3, 60}).answers) {
    for (std::size_t i = 1; i < answer.points.size(); ++i) require(answer.points[i - 1] < answer.points[i]);
  }
  return 0;
}

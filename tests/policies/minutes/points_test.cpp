// The shape of minutes: marks, nested points, tables, what stands before and behind. Who is to act is told to the
// reader by a list of names here; in the office it is the directory (tests/mailstore/minutes).
#include "policies/minutes/points.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "policies/minutes/marks.h"
#include "policies/minutes/point_actors.h"

using namespace policies::minutes;

namespace {

const std::vector<std::string>& known_names() {
  static const std::vector<std::string> names{"Phòng Kinh tế", "Phòng Tư pháp", "Công an", "phong kinh te"};
  return names;
}

std::vector<NameSpan> spans_in(const std::string& text) {
  std::vector<NameSpan> out;
  for (const std::string& name : known_names()) {
    for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + 1))
      out.push_back({at, at + name.size()});
  }
  std::sort(out.begin(), out.end(), [](const NameSpan& a, const NameSpan& b) { return a.begin < b.begin; });
  return out;
}

// "Phòng Kinh tế! Công an+ | the work": "!" leads, "+" cooperates, "?" is meant and unknown.
std::string who(const std::string& text) {
  const auto spans = spans_in(text);
  const Actors actors = read_actors(text, spans);
  std::string out;
  auto add = [&](const std::string& part) { out += (out.empty() ? "" : " ") + part; };
  for (std::size_t i = 0; i < spans.size(); ++i) {
    if (actors.roles[i] == Acting::no) continue;
    add(text.substr(spans[i].begin, spans[i].end - spans[i].begin) + (actors.roles[i] == Acting::lead ? "!" : "+"));
  }
  for (const std::string& group : actors.groups) add("all " + group);
  for (const std::string& unknown : actors.unknown) add(unknown + "?");
  return out +
         (actors.only_who ? " (only)" : " | " + text.substr(actors.work_begin, actors.work_end - actors.work_begin));
}

// Labels and texts of what are points.
std::vector<std::string> points(const std::string& text) {
  const Minutes minutes = read_minutes(text);
  std::vector<Own> own;
  for (const Item& item : minutes.items) {
    const Actors actors = read_actors(item.text, spans_in(item.text));
    const bool leads = actors.leads() || actors.unknown_leads;
    own.push_back(!leads ? Own::nobody : actors.only_who ? Own::only_who : Own::work);
  }
  std::vector<std::string> out;
  for (const Point& point : points_of(minutes, own).points) out.push_back(point.label + "=" + point.text);
  return out;
}

using List = std::vector<std::string>;

}  // namespace

TEST_CASE("minutes: what is a mark, and what only looks like one") {
  auto label = [](const char* line) {
    const auto mark = read_mark(line);
    return mark ? mark->label + "|" + std::string(std::string_view(line).substr(mark->end)) : "none";
  };
  CHECK(label("1. Phòng Kinh tế") == "1|Phòng Kinh tế");
  CHECK(label("1.Phòng Kinh tế") == "1|Phòng Kinh tế");
  CHECK(label("2) Công an") == "2|Công an");
  CHECK(label("2/ Công an") == "2|Công an");
  CHECK(label("3- Công an") == "3|Công an");
  CHECK(label("(4) Công an") == "4|Công an");
  CHECK(label("1.2. Công an") == "1.2|Công an");
  CHECK(label("1.2 Công an") == "1.2|Công an");
  CHECK(label("a) Công an") == "a|Công an");
  CHECK(label("đ) Công an") == "đ|Công an");
  CHECK(label("II. Nhiệm vụ") == "II|Nhiệm vụ");
  CHECK(label("- Giao") == "|Giao");
  CHECK(label("+ Giao") == "|Giao");
  CHECK(label("• Giao") == "|Giao");
  CHECK(label("Điểm 4: Giao") == "4|Giao");
  CHECK(label("Việc 2. Giao") == "2|Giao");
  CHECK(label("Thứ nhất, giao") == "1|giao");
  CHECK(label("Hai là giao") == "2|giao");
  for (const char* none : {"10/12 họp", "16:00 họp", "20.12.2026 họp", "P. Kinh tế", "2026. Năm", "--", "1.",
                           "Thứ hai họp", "15h họp", "-5 độ"})
    CHECK_MESSAGE(label(none) == "none", none);
}

TEST_CASE("minutes: who is to act") {
  CHECK(who("Phòng Kinh tế: báo cáo") == "Phòng Kinh tế! | báo cáo");
  CHECK(who("Giao Phòng Kinh tế báo cáo") == "Phòng Kinh tế! | báo cáo");
  CHECK(who("Công an chủ trì, Phòng Tư pháp phối hợp rà soát") == "Công an! Phòng Tư pháp+ | rà soát");
  CHECK(who("Công an chủ trì, phối hợp với Phòng Tư pháp, Phòng Kinh tế rà soát") ==
        "Công an! Phòng Tư pháp+ Phòng Kinh tế+ | rà soát");
  CHECK(who("Phòng Kinh tế, Công an: báo cáo") == "Phòng Kinh tế! Công an+ | báo cáo");
  CHECK(who("Báo cáo số liệu (Phòng Tư pháp, trước 20/12)") == "Phòng Tư pháp! | Báo cáo số liệu ");
  CHECK(who("Báo cáo số liệu – Phòng Tư pháp – 20/12") == "Phòng Tư pháp! | Báo cáo số liệu ");
  CHECK(who("Rà soát hộ nghèo. Giao Công an thực hiện") == "Công an! | Rà soát hộ nghèo. Giao Công an thực hiện");
  CHECK(who("Phòng Kinh tế") == "Phòng Kinh tế! (only)");
  CHECK(who("Đối với Phòng Kinh tế:") == "Phòng Kinh tế! (only)");
  CHECK(who("UBND các phường, xã: rà soát") == "all phuong all xa | rà soát");
  CHECK(who("Các đơn vị báo cáo") == "all don vi | báo cáo");
  CHECK(who("Trạm y tế: báo cáo dịch") == "Trạm y tế? | báo cáo dịch");
  CHECK(who("phong kinh te chu tri lap danh sach") == "phong kinh te! | lap danh sach");
}

TEST_CASE("minutes: a name in a sentence acts nowhere") {
  CHECK(who("Gửi báo cáo cho Phòng Kinh tế tổng hợp") == " | Gửi báo cáo cho Phòng Kinh tế tổng hợp");
  CHECK(who("Tiếp thu ý kiến của Công an về an ninh") == " | Tiếp thu ý kiến của Công an về an ninh");
  CHECK(who("Phòng chống dịch bệnh") == " | Phòng chống dịch bệnh");
  CHECK(who("Tổ chức hội nghị") == " | Tổ chức hội nghị");
  CHECK(who("Ban hành kế hoạch") == " | Ban hành kế hoạch");
}

TEST_CASE("minutes: points, nested ones, headings") {
  CHECK(points("Kết luận:\n1. Phòng Kinh tế: báo cáo\n2) Công an rà soát") ==
        List{"1=Phòng Kinh tế: báo cáo", "2=Công an rà soát"});
  CHECK(points("1. Về kinh tế:\n- Phòng Kinh tế báo cáo\n- Công an rà soát\n2. Về tư pháp:\n- Phòng Tư pháp lập sổ") ==
        List{"=Phòng Kinh tế báo cáo", "=Công an rà soát", "=Phòng Tư pháp lập sổ"});
  CHECK(points("1. Phòng Kinh tế báo cáo:\na) thu\nb) chi\n2. Công an rà soát") ==
        List{"1=Phòng Kinh tế báo cáo:\na) thu\nb) chi", "2=Công an rà soát"});
  CHECK(points("Phòng Kinh tế:\n- báo cáo thu\n- báo cáo chi\nCông an:\n- rà soát") ==
        List{"=báo cáo thu", "=báo cáo chi", "=rà soát"});
  CHECK(points("Phòng Kinh tế: báo cáo\nCông an: rà soát") == List{"=Phòng Kinh tế: báo cáo", "=Công an: rà soát"});
  CHECK(points("Thành phần:\n- Phòng Kinh tế\n- Công an").empty());
}

TEST_CASE("minutes: lines that go on, what closes the text, tables") {
  CHECK(
      points(
          "1. Phòng Kinh tế: báo cáo tình hình thu ngân sách của các địa\nphương trước 10/12\n2. Công an: rà soát\n\nCác đơn vị báo cáo trước 31/12.") ==
      List{"1=Phòng Kinh tế: báo cáo tình hình thu ngân sách của các địa phương trước 10/12", "2=Công an: rà soát"});
  const Minutes read = read_minutes("Chào các đ/c.\n1. A\n2. B\n\nTrân trọng.");
  CHECK(read.introduction == "Chào các đ/c.");
  CHECK(read.closing == "Trân trọng.");
  const Minutes table = read_minutes(
      "STT | Đơn vị | Nội dung | Thời hạn\n1 | Phòng Kinh tế | Báo cáo | 10/12\n2 | Công an | Rà soát | 15/12");
  REQUIRE(table.items.size() == 2);
  CHECK(table.items[1].label == "2");
  CHECK(table.items[1].cells == List{"Công an", "Rà soát", "15/12"});
  CHECK(table.items[1].columns == std::vector<Column>{Column::who, Column::work, Column::due});
}

TEST_CASE("minutes: a thousand items and long lines are bounded") {
  std::string text;
  for (int i = 1; i <= 3000; ++i) text += "- Phòng Kinh tế báo cáo\n";
  CHECK(read_minutes(text).items.size() <= kMostItems);
  CHECK(read_minutes(std::string(200000, '-')).items.size() <= 1);
}

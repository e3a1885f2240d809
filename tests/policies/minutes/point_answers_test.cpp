// Answers to the table of points, as people write them on a phone and at a desk.
#include "policies/minutes/point_answers.h"

#include <doctest/doctest.h>

using namespace policies::minutes;

namespace {

// "yes; 2=hạn 15/12; 4 drop": what an answer was read as.
std::string shown(const PointAnswers& answers) {
  std::string out;
  auto add = [&](const std::string& part) { out += (out.empty() ? "" : "; ") + part; };
  if (answers.confirms) add("yes");
  if (answers.drops) add("no");
  if (answers.several) add("several");
  if (answers.one) add("one");
  for (const PointAnswer& answer : answers.answers) {
    std::string points = answer.all ? "all" : "";
    for (const int point : answer.points) points += (points.empty() ? "" : ",") + std::to_string(point);
    if (points.empty()) points = "?";
    switch (answer.kind) {
      case PointAnswer::Kind::words: add(points + "=" + answer.words); break;
      case PointAnswer::Kind::drop: add(points + " drop"); break;
      case PointAnswer::Kind::confirm: add(points + " yes"); break;
    }
  }
  return out;
}

std::string read(const std::string& text) { return shown(read_point_answers(text, {1, 2, 3, 4, 5, 6})); }

}  // namespace

TEST_CASE("minutes/answers: yes, no, several, one") {
  for (const char* yes : {"ĐÚNG", "Đúng rồi em", "ok", "Đồng ý nhé", "dung", "Đồng ý.", "👍", "Dạ đúng ạ", "Nhất trí"})
    CHECK_MESSAGE(read(yes) == "yes", yes);
  for (const char* no : {"HỦY", "không", "Thôi không cần nữa nhé em", "Hủy tất cả", "khong", "Bỏ hết"})
    CHECK_MESSAGE(read(no) == "no", no);
  for (const char* several : {"NHIỀU VIỆC", "nhieu viec", "Nhiều việc nhé", "SEVERAL TASKS"})
    CHECK_MESSAGE(read(several) == "several", several);
  for (const char* one : {"MỘT VIỆC", "mot viec thoi", "ONE TASK", "1 việc"}) CHECK_MESSAGE(read(one) == "one", one);
}

TEST_CASE("minutes/answers: single points") {
  CHECK(read("2: hạn 15/12") == "2=hạn 15/12");
  CHECK(read("2) hạn 15/12") == "2=hạn 15/12");
  CHECK(read("2. hạn 15/12") == "2=hạn 15/12");
  CHECK(read("2 hạn 15/12") == "2=hạn 15/12");
  CHECK(read("điểm 3 Phòng Kinh tế chủ trì") == "3=Phòng Kinh tế chủ trì");
  CHECK(read("Điểm 3: Phòng Kinh tế chủ trì.") == "3=Phòng Kinh tế chủ trì.");
  CHECK(read("diem 3 phong kinh te chu tri") == "3=phong kinh te chu tri");
  CHECK(read("bỏ điểm 4") == "4 drop");
  CHECK(read("Bỏ 4") == "4 drop");
  CHECK(read("không giao việc số 4") == "4 drop");
  CHECK(read("4: bỏ") == "4 drop");
  CHECK(read("Điểm 4 bỏ nhé") == "4 drop");
  CHECK(read("bỏ điểm 4 và 5") == "4,5 drop");
  CHECK(read("bỏ điểm 4, 5, 6") == "4,5,6 drop");
  CHECK(read("bỏ 2-4") == "2,3,4 drop");
  CHECK(read("ý 5 là thông tin, không giao") == "5 drop");
  CHECK(read("5: thông tin") == "5 drop");
  CHECK(read("5 chỉ là thông tin") == "5 drop");
  CHECK(read("2: đúng") == "2 yes");
  CHECK(read("tất cả: hạn 31/12") == "all=hạn 31/12");
  CHECK(read("Điểm 2 và 3: hạn 15/12") == "2,3=hạn 15/12");
}

TEST_CASE("minutes/answers: several in one, with ĐÚNG before or behind") {
  CHECK(read("2: hạn 15/12\n3: Phòng Kinh tế chủ trì\nbỏ 4") == "2=hạn 15/12; 3=Phòng Kinh tế chủ trì; 4 drop");
  CHECK(read("2: hạn 15/12; điểm 3 Phòng Kinh tế chủ trì; ĐÚNG") == "yes; 2=hạn 15/12; 3=Phòng Kinh tế chủ trì");
  CHECK(read("ĐÚNG\n2: hạn 15/12") == "yes; 2=hạn 15/12");
  CHECK(read("Đúng, bỏ điểm 4") == "yes; 4 drop");
  CHECK(read("Đồng ý, riêng điểm 3 Phòng Kinh tế chủ trì") == "yes; 3=Phòng Kinh tế chủ trì");
  CHECK(read("Điểm 2 hạn 15/12, điểm 3 Phòng Kinh tế chủ trì, còn lại đúng") ==
        "yes; 2=hạn 15/12; 3=Phòng Kinh tế chủ trì");
  CHECK(read("Điểm 2 hạn 15/12. Ý 5 là thông tin, không giao.") == "2=hạn 15/12; 5 drop");
  CHECK(read("Đồng ý trừ điểm 4") == "?=Đồng ý trừ điểm 4");  // asked back: is 4 dropped, or to be changed?
}

TEST_CASE("minutes/answers: what is none stays words; numbers of other things name no point") {
  CHECK(read("hạn 15/12") == "?=hạn 15/12");
  CHECK(read("Phòng Kinh tế chủ trì") == "?=Phòng Kinh tế chủ trì");
  CHECK(read("5 ngày nữa") == "?=5 ngày nữa");
  CHECK(read("15/12 nhé") == "?=15/12 nhé");
  CHECK(read("9: hạn 15/12") == "9=hạn 15/12");  // there is no 9; its writer hears of it
  CHECK(read("Đúng nhưng lùi hạn lại một tuần") == "?=Đúng nhưng lùi hạn lại một tuần");
  CHECK(read("") == "");
}

#include "policies/replies/yes_no.h"

#include <doctest/doctest.h>

using policies::replies::read_yes_no;
using policies::replies::YesNo;

TEST_CASE("replies/yes or no: as people answer, with marks and without; what says more is neither") {
  for (const char* yes : {"Đúng", "dung", "DUNG", "dung a", "Đúng rồi em", "ok em", "Ok", "vâng ạ", "dạ vâng", "có",
                          "ừ", "đồng ý nhé", "Xác nhận.", "yes", "YES please", "👍", "Dạ đúng ạ", "được"}) {
    CAPTURE(yes);
    CHECK(read_yes_no(yes) == YesNo::yes);
  }
  for (const char* no : {"Không", "khong", "không ạ", "Thôi em", "Thôi không cần nữa nhé em", "sai rồi", "no", "hủy",
                         "bỏ qua nhé", "không đúng", "khong dung"}) {
    CAPTURE(no);
    CHECK(read_yes_no(no) == YesNo::no);
  }
  for (const char* neither : {"", "đúng không?", "hạn 4/12", "Phòng Kinh tế chủ trì", "đúng, nhưng hạn 10/12", "XONG",
                              "không, đúng rồi", "ok để anh xem lại rồi báo sau nhé em"}) {
    CAPTURE(neither);
    CHECK(read_yes_no(neither) == YesNo::neither);
  }
}

// Yes or no to a question that offers one thing: "Đúng", "ok em", "dạ vâng ạ", "đồng ý nhé", "không", "thôi em". The
// first line must say nothing else. Pure, thread-safe, linear.
#pragma once

#include <string_view>

namespace policies::replies {

enum class YesNo { neither, yes, no };
YesNo read_yes_no(std::string_view new_text);

}  // namespace policies::replies

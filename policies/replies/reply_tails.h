// What stands behind the words of a command. Internal to policies/replies. Pure, thread-safe, linear time.
#pragma once

#include <string_view>

#include "policies/replies/reply_commands.h"

namespace policies::replies {

// Is the whole line the command? Fills the reply, except for intent and lines below; false: a comment.
bool read_tail(const phrases::Words& words, const Match& match, std::string_view line, const ReplyContext& context,
               Reply& reply);

// The date and reason behind GIA HẠN and HẠN MỚI.
void read_extension(std::string_view tail, const ReplyContext& context, Reply& reply);
void read_new_due(std::string_view tail, const ReplyContext& context, Reply& reply);

}  // namespace policies::replies

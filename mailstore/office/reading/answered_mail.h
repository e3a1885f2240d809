// Which mail a submission answers: its parent alone. What stands further back in References was written by whoever
// wrote the parent, and a Reply-To by whoever likes, so neither proves that the author has seen a mail of ours. Pure,
// thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include "directory/people/directory_view.h"
#include "mailstore/office/reading/reply_token.h"

namespace mailstore::office {

struct AnsweredMail {
  enum class Whose {
    none,    // a new mail, or a program that names no parent: neither In-Reply-To nor References
    ours,    // a mail that this server made, as far as its Message-ID says; the door lets nobody else use such a one
    others,  // somebody else's, or nobody can tell
  } whose = Whose::none;
  // What ours is about; neither: an answer, a number, a morning's page.
  std::optional<MessageToken> task{};
  std::optional<QuestionToken> question{};
  std::optional<SeriesReference> series{};
};

// `header`: of the submitted mail, raw. A morning's mail is ours only to whom it went.
AnsweredMail answered_mail(const ReplyKeys& keys, const directory::DirectoryView& view, base::AccountId author,
                           std::string_view header);

// Does only this server make mails with that Message-ID (normalised)? Whatever else comes with one is no mail of ours.
bool is_own_message_id(const ReplyKeys& keys, const directory::DirectoryView& view, std::string_view message_id);

}  // namespace mailstore::office

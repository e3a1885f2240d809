// Mails as THREAD sees them, written with words: ids and subjects become numbers that are equal when the words are.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "server/imap/search/threading.h"

namespace tests {

class ThreadMails {
 public:
  void add(const std::string& id, const std::vector<std::string>& references, const std::string& subject = "",
           bool is_reply = false) {
    std::vector<std::uint64_t>& numbers = references_.emplace_back();
    for (const std::string& reference : references) numbers.push_back(number_of("id " + reference));
    server::imap::ThreadMessage message;
    message.number = static_cast<std::uint32_t>(messages_.size() + 1);
    message.sent = static_cast<std::int64_t>(messages_.size());
    message.id = number_of("id " + id);
    message.subject = subject.empty() ? 0 : number_of("subject " + subject);
    message.is_reply = is_reply;
    message.references = numbers;
    messages_.push_back(message);
  }
  const std::vector<server::imap::ThreadMessage>& messages() const { return messages_; }

 private:
  std::uint64_t number_of(const std::string& word) {
    return numbers_.try_emplace(word, numbers_.size() + 1).first->second;
  }

  std::map<std::string, std::uint64_t> numbers_;
  std::deque<std::vector<std::uint64_t>> references_;
  std::vector<server::imap::ThreadMessage> messages_;
};

}  // namespace tests

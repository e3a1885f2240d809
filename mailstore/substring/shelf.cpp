#include "mailstore/substring/shelf.h"

#include <algorithm>
#include <charconv>

#include "base/log.h"

namespace mailstore::substring {
namespace {

constexpr std::string_view kEnding = ".words";

std::optional<std::uint64_t> number_of(std::string_view name) {
  if (!name.ends_with(kEnding)) return std::nullopt;
  name.remove_suffix(kEnding.size());
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc() || end != name.data() + name.size()) return std::nullopt;
  return number;
}

void log_damage(const std::string& path, const base::Error& why) {
  base::log(base::LogLevel::warning, "SUBSTR-0001",
            "a dictionary of the search is damaged; it is removed and made anew, messages are read meanwhile",
            {{"file", path}, {"error", base::describe(why)}});
}

}  // namespace

base::Result<std::unique_ptr<Shelf>> Shelf::open(base::FileSystem& files, std::string directory) {
  if (auto made = files.create_directories(directory); !made) return made.error();
  std::unique_ptr<Shelf> out(new Shelf(files, std::move(directory)));
  if (auto done = out->read(); !done) return done.error();
  return out;
}

std::string Shelf::path_of(std::uint64_t number) const {
  return directory_ + "/" + std::to_string(number) + std::string(kEnding);
}

base::Result<void> Shelf::read() {
  auto names = files_.list(directory_);
  if (!names) return std::move(names).error();
  base::MutexLock lock(mutex_);
  for (const std::string& name : *names) {
    const auto number = number_of(name);
    if (!number) {  // begun and not finished
      if (name.ends_with(".tmp")) (void)files_.unlink(directory_ + "/" + name);
      continue;
    }
    next_ = std::max(next_, *number + 1);
    auto opened = Dictionary::open(files_, path_of(*number), *number);
    if (opened) {
      if (const auto size = size_of(*number)) sizes_[*number] = *size;
      dictionaries_.push_back(*std::move(opened));
    } else {
      log_damage(path_of(*number), opened.error());
      (void)files_.unlink(path_of(*number));
    }
  }
  std::vector<std::uint64_t> replaced;
  for (const auto& dictionary : dictionaries_)
    replaced.insert(replaced.end(), dictionary->replaced().begin(), dictionary->replaced().end());
  std::erase_if(dictionaries_, [&](const auto& dictionary) {
    if (std::find(replaced.begin(), replaced.end(), dictionary->number()) == replaced.end()) return false;
    (void)files_.unlink(path_of(dictionary->number()));
    return true;
  });
  for (const std::uint64_t number : replaced) next_ = std::max(next_, number + 1);
  return {};
}

Shelf::Dictionaries Shelf::all(Family family) const {
  base::MutexLock lock(mutex_);
  Dictionaries out;
  for (const auto& dictionary : dictionaries_) {
    if (dictionary->family() == family) out.push_back(dictionary);
  }
  return out;
}

std::string Shelf::next_path() {
  base::MutexLock lock(mutex_);
  return path_of(next_);
}

base::Result<void> Shelf::add() {
  std::uint64_t number = 0;
  {
    base::MutexLock lock(mutex_);
    number = next_++;
  }
  auto opened = Dictionary::open(files_, path_of(number), number);
  if (!opened) return std::move(opened).error();
  Dictionaries gone;
  {
    base::MutexLock lock(mutex_);
    const auto& replaced = (*opened)->replaced();
    std::erase_if(dictionaries_, [&](const auto& dictionary) {
      const bool out = std::find(replaced.begin(), replaced.end(), dictionary->number()) != replaced.end();
      if (out) gone.push_back(dictionary);
      return out;
    });
    if (const auto size = size_of(number)) sizes_[number] = *size;
    dictionaries_.push_back(*std::move(opened));
  }
  for (const auto& dictionary : gone) (void)files_.unlink(path_of(dictionary->number()));
  return {};
}

void Shelf::remove(const std::shared_ptr<const Dictionary>& dictionary) {
  base::MutexLock lock(mutex_);
  std::erase(dictionaries_, dictionary);
  (void)files_.unlink(path_of(dictionary->number()));
}

bool Shelf::remove_damaged(const std::shared_ptr<const Dictionary>& dictionary, const base::Error& why) {
  base::MutexLock lock(mutex_);
  if (std::erase(dictionaries_, dictionary) == 0) return false;
  log_damage(path_of(dictionary->number()), why);
  (void)files_.unlink(path_of(dictionary->number()));
  return true;
}

base::Result<std::int64_t> Shelf::size_of(std::uint64_t number) const {
  auto file = files_.open(path_of(number), base::OpenMode::read_only);
  if (!file) return std::move(file).error();
  return (*file)->size();
}

base::Result<void> Shelf::write_mark() { return base::write_file_atomically(files_, directory_ + "/store", mark_); }

base::Result<void> Shelf::keep_mark(std::string mark) {
  base::MutexLock lock(mutex_);
  mark_ = std::move(mark);
  const auto theirs = base::read_file(files_, directory_ + "/store", 1000);
  return theirs && *theirs == mark_ ? base::Result<void>() : write_mark();
}

base::Result<std::size_t> Shelf::mend() {
  base::MutexLock lock(mutex_);
  std::size_t lost = 0;
  std::erase_if(dictionaries_, [&](const auto& dictionary) REQUIRES_LOCK(mutex_) {
    const auto size = size_of(dictionary->number());
    const auto known = sizes_.find(dictionary->number());
    if (known == sizes_.end()) {  // it could not be told when the file was opened
      if (size) sizes_[dictionary->number()] = *size;
      return false;
    }
    if (size && *size == known->second) return false;
    if (!size && size.error().code != base::ErrorCode::not_found) return false;  // it may come back
    if (size) (void)files_.unlink(path_of(dictionary->number()));                // cut or overwritten
    ++lost;
    return true;
  });
  const auto marked = files_.exists(directory_ + "/store");
  if (lost > 0) {
    base::log(base::LogLevel::warning, "SUBSTR-0003",
              "dictionaries of the search were removed or cut; they are made anew in the background, messages are read "
              "meanwhile",
              {{"directory", directory_}, {"files", std::to_string(lost)}});
  }
  if (lost == 0 && (!marked || *marked || mark_.empty())) return lost;
  if (auto made = files_.create_directories(directory_); !made) return made.error();
  if (mark_.empty()) return lost;
  if (auto written = write_mark(); !written) return written.error();
  return lost;
}

void Shelf::remove_all() {
  base::MutexLock lock(mutex_);
  for (const auto& dictionary : dictionaries_) (void)files_.unlink(path_of(dictionary->number()));
  dictionaries_.clear();
}

}  // namespace mailstore::substring

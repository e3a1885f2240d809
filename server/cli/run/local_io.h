// LocalIo: a command's reading and writing in the process the person started. One thread.
#pragma once

#include <string>

#include "server/cli/run/command.h"

namespace server::cli {

class LocalIo final : public CommandIo {
 public:
  explicit LocalIo(bool terminal) : terminal_(terminal) {}
  ~LocalIo() override;
  void out(std::string_view text) override;
  void err(std::string_view text) override;
  void progress(std::string_view text) override;
  base::Result<std::string> read_file(const std::string& path) override;
  base::Result<std::string> read_stdin() override;
  base::Result<void> write_new_file(const std::string& path, std::string_view bytes, unsigned mode) override;
  base::Result<void> replace_file(const std::string& path, std::string_view bytes, unsigned mode) override;
  std::string absolute(const std::string& path) override;
  base::Result<std::string> place_of(const std::string& path) override;

 private:
  void end_progress();
  bool terminal_;  // standard error is a terminal: progress lines are shown
  bool in_progress_ = false;
};

}  // namespace server::cli

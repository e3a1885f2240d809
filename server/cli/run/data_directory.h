// The data directory before anything in it is opened: whose it is, that we work as its owner, and that nobody else
// looks in. Called once, by the main thread, before other threads begin.
#pragma once

#include <string>

#include "base/result.h"

namespace server::cli {

enum class Entering {
  serving,  // root becomes the directory's owner for good
  command,  // root becomes its owner, and is root again only to open the files that the person named (AsCaller)
};

// Root never works in the directory of another user: what it made there the service could not open later. Then closes
// DIR (0700) and the database's files (0600) to others; earlier versions left them readable. Errors: no_permission (not
// ours, or something in it is somebody else's), whose text says what to do. A directory that is not there is left to
// whoever opens it.
base::Result<void> enter_data_directory(const std::string& data, Entering entering);

// The name of the user whose rights count now.
std::string working_user();

// While it lives, this thread opens files with the rights of the person who typed the command. For root in another's
// directory; else nothing.
class AsCaller {
 public:
  AsCaller();
  ~AsCaller();
  AsCaller(const AsCaller&) = delete;
  AsCaller& operator=(const AsCaller&) = delete;

 private:
  bool raised_ = false;
  int user_ = 0, group_ = 0;
};

}  // namespace server::cli

// Whether the process that runs a command can reach a folder or file that a person named, looked at before the work
// begins. Commands read and write big trees themselves, and the server is shut in: another user, most of the system
// read-only, a /tmp of its own.
#pragma once

#include <string>

#include "base/result.h"
#include "server/cli/run/command.h"

namespace server::cli {

// `path` is absolute. Errors: no_permission (also when the server sees another folder there than the caller), which
// says what to do. What is nowhere at all is left to the command.
base::Result<void> may_read(const std::string& path, const House& house, CommandIo& io);
// `path` may have to be made: then the folder above it counts.
base::Result<void> may_write(const std::string& path, const House& house, CommandIo& io);

// The nearest folder or file that is there, as "device:inode": two processes that get the same look at the same thing.
std::string place_of(const std::string& path);

}  // namespace server::cli

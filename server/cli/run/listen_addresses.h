// Which addresses of [server] listen this machine has at all.
#pragma once

#include <string>
#include <vector>

namespace server::cli {

// "0.0.0.0" and "::" mean every address of a family: where the machine has no such family (IPv6 is often switched off)
// there is nothing to listen on and nothing is missing, so it is passed over with a line in the log. An address written
// out is necessary and stays, and so does the last one: opening it tells what is wrong.
std::vector<std::string> present_addresses(const std::vector<std::string>& listen);

}  // namespace server::cli

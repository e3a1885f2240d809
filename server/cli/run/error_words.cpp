#include "server/cli/run/error_words.h"

namespace server::cli {

std::string error_text(const base::Error& error) {
  return base::one_line(base::in_words(error)) +
         (error.detail_for_log.empty() ? "" : "\n  (" + error.detail_for_log + ")") + "\n";
}

}  // namespace server::cli

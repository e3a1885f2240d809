// The one place where Xapian's exceptions become Error (style rule 22). Included by xapian_*.cpp only.
#pragma once

#include <xapian.h>

#include <type_traits>

#include "base/result.h"

namespace mailstore::search {

base::Error to_error(const Xapian::Error& error);

// Runs `body`, which returns a Result or nothing.
template <class Body>
auto xapian_guard(Body&& body)
    -> std::conditional_t<std::is_void_v<decltype(body())>, base::Result<void>, decltype(body())> {
  try {
    if constexpr (std::is_void_v<decltype(body())>) {
      body();
      return {};
    } else {
      return body();
    }
  } catch (const Xapian::Error& error) {
    return to_error(error);
  }
}

}  // namespace mailstore::search

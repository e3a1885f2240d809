// zstd behind bytes: one wrapper for the library. Keeps its contexts for the next call. Thread-safe.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mailstore::blob {

class FrameCodec {
 public:
  explicit FrameCodec(int level);
  ~FrameCodec();
  FrameCodec(const FrameCodec&) = delete;
  FrameCodec& operator=(const FrameCodec&) = delete;

  // Appends one frame to `out`; returns its length.
  base::Result<std::size_t> compress(std::string_view raw, std::string& out) const;
  // Appends exactly `raw_size` bytes to `out`. Errors: corrupt (checksum, or another size).
  base::Result<void> decompress(std::string_view frame, std::size_t raw_size, std::string& out) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mailstore::blob

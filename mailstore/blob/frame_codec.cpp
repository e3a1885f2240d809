#include "mailstore/blob/frame_codec.h"

#include <zstd.h>

#include <vector>

#include "base/thread_annotations.h"

namespace mailstore::blob {

using base::Error;
using base::ErrorCode;
using base::Result;

namespace {

struct FreeCompressor {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};
struct FreeDecompressor {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};
using Compressor = std::unique_ptr<ZSTD_CCtx, FreeCompressor>;
using Decompressor = std::unique_ptr<ZSTD_DCtx, FreeDecompressor>;

// Contexts that nobody uses at the moment.
template <class Context>
class Shelf {
 public:
  Context take() {
    const base::MutexLock lock(mutex_);
    if (free_.empty()) return nullptr;
    Context context = std::move(free_.back());
    free_.pop_back();
    return context;
  }
  void put_back(Context context) {
    const base::MutexLock lock(mutex_);
    free_.push_back(std::move(context));
  }

 private:
  base::Mutex mutex_;
  std::vector<Context> free_ GUARDED_BY(mutex_);
};

}  // namespace

struct FrameCodec::State {
  int level;
  Shelf<Compressor> compressors;
  Shelf<Decompressor> decompressors;
};

FrameCodec::FrameCodec(int level) : state_(std::make_unique<State>()) { state_->level = level; }
FrameCodec::~FrameCodec() = default;

Result<std::size_t> FrameCodec::compress(std::string_view raw, std::string& out) const {
  Compressor context = state_->compressors.take();
  if (!context) {
    context.reset(ZSTD_createCCtx());
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_compressionLevel, state_->level);
    ZSTD_CCtx_setParameter(context.get(), ZSTD_c_checksumFlag, 1);
  }
  const std::size_t before = out.size();
  const std::size_t bound = ZSTD_compressBound(raw.size());
  out.resize(before + bound);
  const std::size_t size = ZSTD_compress2(context.get(), out.data() + before, bound, raw.data(), raw.size());
  state_->compressors.put_back(std::move(context));
  if (ZSTD_isError(size) != 0) {
    out.resize(before);
    return Error::permanent(
        ErrorCode::internal,
        {"Lỗi của chương trình; những gì đã ghi vẫn còn. Xin báo cho người phát triển.", "Internal error."},
        std::string("zstd: ") + ZSTD_getErrorName(size));
  }
  out.resize(before + size);
  return size;
}

Result<void> FrameCodec::decompress(std::string_view frame, std::size_t raw_size, std::string& out) const {
  Decompressor context = state_->decompressors.take();
  if (!context) context.reset(ZSTD_createDCtx());
  const std::size_t before = out.size();
  out.resize(before + raw_size);
  const std::size_t size =
      ZSTD_decompressDCtx(context.get(), out.data() + before, raw_size, frame.data(), frame.size());
  state_->decompressors.put_back(std::move(context));
  if (ZSTD_isError(size) == 0 && size == raw_size) return {};
  out.resize(before);
  return Error::permanent(
      ErrorCode::corrupt,
      {"Thư đã lưu bị hỏng; hãy phục hồi từ bản sao lưu.", "The stored message is damaged. Restore it from a backup."},
      ZSTD_isError(size) != 0 ? ZSTD_getErrorName(size) : "frame of another size");
}

}  // namespace mailstore::blob

// Compaction: the live blobs of mostly dead segments are copied to the end of their set; the caller moves SQL's
// references in one transaction and then the old segments are unlinked. A crash at any point leaves either ref
// readable: copies that SQL does not know are dead space, old segments that SQL no longer knows are found all dead by
// the next run.
#include "base/log.h"
#include "mailstore/blob/file_blob_state.h"
#include "mailstore/blob/segment_format.h"

namespace mailstore {

using base::Error;
using base::ErrorCode;
using base::LogLevel;
using base::Result;

namespace {

struct Survey {
  std::vector<std::pair<BlobHash, BlobRef>> live;
  std::int64_t live_bytes = 0;
  bool gaps = false;
};

Result<Survey> survey_segment(const base::File& file, SegmentId id, const BlobStore::IsLive& is_live) {
  Survey survey;
  Result<void> failure;
  Result<blob::WalkEnd> walked = blob::walk_segment(file, [&](std::int64_t offset, const blob::RecordHeader& header) {
    const BlobRef ref{id.set, id.number, offset, header.length, header.stored, header.crc};
    Result<bool> live = is_live(header.hash, ref);
    if (!live) {
      failure = std::move(live).error();
      return false;
    }
    if (*live) {
      survey.live.emplace_back(header.hash, ref);
      survey.live_bytes += header.stored;
    }
    return true;
  });
  if (!walked) return std::move(walked).error();
  if (!failure) return std::move(failure).error();
  survey.gaps = walked->gaps > 0;
  return survey;
}

// The record's own bytes, checked to the last one: damage is never carried on.
Result<std::string> read_record(const BlobStore& store, const base::File& file, const BlobRef& ref) {
  if (Result<BlobHash> checked = store.check(ref); !checked) return std::move(checked).error();
  std::string record(static_cast<std::size_t>(ref.stored), '\0');
  Result<std::size_t> got = file.pread(record.data(), record.size(), ref.offset);
  if (!got) return std::move(got).error();
  if (*got != record.size()) return blob::corrupt_blob("record cut off");
  return record;
}

Result<std::vector<BlobMove>> copy_live(const BlobStore& store, const base::File& file, const Survey& survey,
                                        blob::SegmentSet& set) {
  std::vector<BlobMove> moves;
  for (const auto& [hash, ref] : survey.live) {
    Result<std::string> record = read_record(store, file, ref);
    if (!record) return std::move(record).error();
    Result<blob::SegmentSet::Position> position = set.append(*record);
    if (!position) return std::move(position).error();
    BlobRef to = ref;
    to.segment = position->segment;
    to.offset = position->offset;
    moves.push_back({hash, ref, to});
  }
  return moves;
}

void leave_alone(SegmentId id, const std::string& why) {
  base::log(LogLevel::warning, "BLOB-0005", "a segment is not compacted",
            {{"segment", blob::segment_file_name(id)}, {"why", why}});
}

}  // namespace

Result<Compaction> FileBlobStore::compact(const CompactOptions& options, const IsLive& is_live) {
  Compaction out;
  std::int64_t copied = 0;
  for (const SegmentInfo& info : segments()) {
    blob::SegmentSet& set = state_->set(info.id.set);
    if (info.active || set.idle_time(info.id.number) < options.min_idle) continue;
    if (copied >= options.max_bytes) break;
    Result<blob::SegmentSet::SharedFile> file = set.file(info.id.number);
    if (!file) return std::move(file).error();
    Result<Survey> survey = survey_segment(**file, info.id, is_live);
    if (!survey) return std::move(survey).error();
    if (static_cast<double>(survey->live_bytes) > options.max_live * static_cast<double>(info.size)) continue;
    if (survey->gaps) {  // a live blob whose header is damaged could be in there
      leave_alone(info.id, "unreadable bytes between records");
      continue;
    }
    Result<std::vector<BlobMove>> moves = copy_live(*this, **file, *survey, set);
    if (!moves && moves.error().code == ErrorCode::corrupt) {
      leave_alone(info.id, base::describe(moves.error()));
      continue;
    }
    if (!moves) return std::move(moves).error();
    out.moves.insert(out.moves.end(), moves->begin(), moves->end());
    out.emptied.push_back(info.id);
    out.bytes_freed += info.size - survey->live_bytes;
    copied += survey->live_bytes;
  }
  if (Result<void> synced = sync(); !synced) return std::move(synced).error();
  return out;
}

Result<void> FileBlobStore::finish_compaction(const Compaction& compaction) {
  for (const SegmentId id : compaction.emptied) {
    if (Result<void> gone = state_->set(id.set).remove(id.number); !gone) return gone;
  }
  return {};
}

}  // namespace mailstore

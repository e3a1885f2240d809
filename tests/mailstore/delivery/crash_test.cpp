// The disk is cut at every write of delivery, append, expunge, move and compaction: what was acknowledged is there,
// nothing is half there, verify finds nothing. The same with a full disk and with I/O errors.
#include <filesystem>
#include <functional>

#include "mailstore/store/owner/list_filler.h"
#include "tests/faults/fault_file_system.h"
#include "tests/faults/fault_vfs.h"
#include "tests/mailstore/old_contents.h"
#include "tests/mailstore/verified.h"

using tests::FaultKind;
using tests::MailOffice;
using tests::sample_mail;

namespace {

namespace fs = std::filesystem;

// Answers of the calls that came back good before the disk went away.
struct Acknowledged {
  bool delivered = false, appended = false, expunged = false, moved = false, filled = false;
  std::size_t blobs_moved = 0;  // by compaction
};

std::string letter_to_all() { return sample_mail("gửi mọi người", std::string(3000, 'm') + "\r\n"); }
std::string sent_copy() { return sample_mail("đã gửi", std::string(2000, 's') + "\r\n"); }

// So that the prepared office fills several segments and compaction has something to do.
std::string hard_to_compress(int seed) {
  std::string out;
  std::uint32_t state = static_cast<std::uint32_t>(seed) + 1;
  while (out.size() < 6000) {
    state = state * 1664525u + 1013904223u;
    out += std::to_string(state);
    if (out.size() % 7 == 0) out += "\r\n";
  }
  return out;
}

// One office on disk, copied for each cut.
class Template {
 public:
  Template() {
    auto file_system = base::make_file_system();
    MailOffice office(open(directory_.path(), ""), *file_system, directory_ / "blobs");
    const auto an = office.person("an"), binh = office.person("binh");
    inbox = office.mailbox(an, "INBOX").id;
    archive = office.mailbox(an, "Archive").id;
    sent = office.mailbox(an, "Sent").id;
    other = office.mailbox(binh, "INBOX").id;
    for (int i = 0; i < 30; ++i) {
      office.append(inbox, sample_mail("cũ " + std::to_string(i), hard_to_compress(i)),
                    i < 20 ? mailstore::flag::kDeleted : 0);
    }
    make_some_old(office);
  }
  static std::unique_ptr<base::Database> open(const std::string& directory, const std::string& vfs) {
    base::DatabaseOptions options;
    options.url = "sqlite:" + directory + "/vanthu.db";
    options.sqlite_vfs = vfs;
    options.disk_reserve = 0;
    return tests::good(base::Database::open(options));
  }
  void copy_to(const std::string& directory) const {
    fs::copy(directory_.path(), directory, fs::copy_options::recursive);
  }

  base::MailboxId inbox, archive, sent, other;

 private:
  // Some contents are as they were before step 235.
  void make_some_old(MailOffice& office) const {
    const auto view = office.view(inbox);
    tests::good(office.db->write_blocking([&](base::SqlTransaction& tx) -> base::Result<void> {
      for (std::size_t i = 18; i < 24; ++i) {
        auto done = tests::make_content_old(tx, view->at(i).content, office.read(inbox, view->at(i)));
        if (!done) return done;
      }
      return {};
    }));
  }

  tests::TempDirectory directory_;
};

// Lists of older mail, until all are ready.
bool fill(MailOffice& office) {
  for (;;) {
    const auto step = mailstore::fill_lists(*office.store);
    if (!step || step->complete) return step.has_value();
  }
}

Acknowledged play(MailOffice& office, const Template& prepared) {
  Acknowledged ok;
  ok.delivered =
      base::run_blocking(office.door->deliver(MailOffice::letter(
                             {"an@bimson.example", "binh@bimson.example", "x@far.example"}, letter_to_all())))
          .has_value();
  std::vector<mailstore::AppendMessage> messages(2);
  messages[0].bytes = sent_copy();
  messages[1].bytes = letter_to_all();
  ok.appended = base::run_blocking(office.door->append(prepared.sent, messages)).has_value();
  ok.expunged = base::run_blocking(office.store->selected().expunge(prepared.inbox, std::nullopt)).has_value();
  ok.moved =
      base::run_blocking(office.store->selected().move(prepared.inbox, {base::Uid(25)}, prepared.archive)).has_value();
  ok.filled = fill(office);
  mailstore::BlobStore::CompactOptions options;
  options.max_live = 1.0;
  options.min_idle = std::chrono::milliseconds(0);
  if (auto compaction = mailstore::compact_blobs(*office.store, options)) ok.blobs_moved = compaction->moves.size();
  return ok;
}

std::size_t holds(MailOffice& office, base::MailboxId mailbox, const std::string& bytes) {
  const auto view = office.view(mailbox);
  std::size_t count = 0;
  for (std::size_t i = 0; i < view->size(); ++i) {
    const std::string read = office.read(mailbox, view->at(i));
    CHECK(static_cast<std::int64_t>(read.size()) == view->at(i).size);
    count += read.ends_with(bytes) ? 1 : 0;
  }
  return count;
}

void check_outcome(const std::string& directory, const Template& prepared, const Acknowledged& ok) {
  auto file_system = base::make_file_system();
  MailOffice office(Template::open(directory, ""), *file_system, directory + "/blobs");
  tests::good(office.door->recover());
  tests::check_sound(office);
  const std::size_t at_an = holds(office, prepared.inbox, letter_to_all()),
                    at_binh = holds(office, prepared.other, letter_to_all());
  const std::size_t queued = office.run(office.queue->list()).size();
  CHECK(at_an == at_binh);  // all of a message or nothing of it
  CHECK(at_an == queued);
  CHECK(at_an <= 1);
  if (ok.delivered) CHECK(at_an == 1);
  const std::size_t copies = holds(office, prepared.sent, sent_copy());
  CHECK(copies == holds(office, prepared.sent, letter_to_all()));
  if (ok.appended) CHECK(copies == 1);
  const auto view = office.view(prepared.inbox);
  if (ok.expunged) CHECK(view->find(base::Uid(1)) == mailstore::MailboxView::npos);
  const bool in_inbox = view->find(base::Uid(25)) != mailstore::MailboxView::npos;
  const auto archive = office.view(prepared.archive);
  CHECK(archive->size() == (in_inbox ? 0 : 1));
  if (ok.moved) CHECK_FALSE(in_inbox);
  if (ok.filled) CHECK(tests::good(mailstore::fill_lists(*office.store)).complete);
  // And life goes on.
  CHECK(fill(office));
  office.run(office.door->deliver(MailOffice::letter({"an@bimson.example"}, sample_mail("sau đó"))));
  tests::check_sound(office);
}

struct Tried {
  std::int64_t before = 0, after = 0;  // operations counted at the start and at the end of the play
};

// Plays with the fault at the `number`-th write after opening; checks what is left. `number` 0: no fault.
Tried try_fault(const Template& prepared, FaultKind kind, bool lasting, std::int64_t number, tests::Survival survival) {
  CAPTURE(number);
  CAPTURE(static_cast<int>(kind));
  CAPTURE(static_cast<int>(survival));
  tests::TempDirectory place;
  const std::string directory = place / "office";
  prepared.copy_to(directory);
  fs::create_directory(place / "trash");
  Acknowledged ok;
  Tried tried;
  tests::FaultPlan plan(place / "trash", static_cast<unsigned>(number));
  {
    tests::FaultVfs vfs("fault-" + place.path(), plan);
    auto file_system = tests::make_fault_file_system(plan);
    {
      MailOffice office(Template::open(directory, "fault-" + place.path()), *file_system, directory + "/blobs");
      tried.before = plan.operations();
      if (number > 0) plan.set({kind, tried.before + number, lasting});
      ok = play(office, prepared);
      tried.after = plan.operations();
      if (kind != FaultKind::power_cut) plan.clear();
    }
    if (number == 0) {
      const bool all_good = ok.delivered && ok.appended && ok.expunged && ok.moved && ok.filled && ok.blobs_moved > 10;
      CHECK(all_good);
    }
  }
  if (kind == FaultKind::power_cut && number > 0) tests::good(plan.settle(survival));
  check_outcome(directory, prepared, ok);
  return tried;
}

}  // namespace

TEST_CASE("delivery/crash: a power cut at every write leaves what was acknowledged and nothing by half") {
  const Template prepared;
  const Tried whole = try_fault(prepared, FaultKind::power_cut, false, 0, tests::Survival::nothing);
  const std::int64_t writes = whole.after - whole.before;
  MESSAGE("writes in one play: " << writes);
  REQUIRE(writes > 20);
  for (std::int64_t number = 1; number <= writes; ++number) {
    const auto survival = static_cast<tests::Survival>(number % 3);
    try_fault(prepared, FaultKind::power_cut, false, number, survival);
  }
}

TEST_CASE("delivery/crash: full disks and I/O errors at every write are refused cleanly") {
  const Template prepared;
  const Tried whole = try_fault(prepared, FaultKind::io_error, false, 0, tests::Survival::everything);
  for (std::int64_t number = 1; number <= whole.after - whole.before; ++number) {
    try_fault(prepared, number % 2 == 0 ? FaultKind::io_error : FaultKind::disk_full, number % 4 < 2, number,
              tests::Survival::everything);
  }
}

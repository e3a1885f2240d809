#include "mailstore/office/rows/rebuild.h"

#include <algorithm>
#include <optional>

#include "mailstore/office/rows/project.h"
#include "mailstore/office/rows/projection_dump.h"
#include "mailstore/office/rows/rows.h"

namespace mailstore::office {

namespace {

constexpr int kAtOnce = 200;  // messages read before they are folded

struct StoredMessage {
  std::int64_t uid = 0;
  std::string blob_ref;
};

std::string of_office(base::UnitId office) { return "journal of office " + std::to_string(office.value); }

// What is wrong with the journal, in words for the administrator: nothing was changed is for the caller to say.
base::Error broken(const std::string& where, const base::Error& error) {
  const base::Sentence why = base::in_words(error);
  return {error.code,
          error.temporary,
          {"Không đọc được nhật ký nghiệp vụ (" + where + "). " + why.vi,
           "The journal cannot be read (" + where + "). " + why.en},
          where + ": " + base::describe(error)};
}
base::Error broken(const std::string& where, const base::Sentence& what) {
  return base::Error::permanent(base::ErrorCode::corrupt,
                                {"Nhật ký nghiệp vụ bị hỏng (" + where + "): " + what.vi + ".",
                                 "The journal is damaged (" + where + "): " + what.en + "."},
                                where + ": " + what.en);
}

base::Result<std::vector<StoredMessage>> next_messages(base::SqlReader& reader, base::AccountId journal,
                                                       std::int64_t after) {
  std::vector<StoredMessage> messages;
  auto read = reader.query(
      "SELECT m.uid, c.blob_ref FROM mailbox b JOIN mailbox_email m ON m.mailbox = b.id JOIN email e ON e.account = b.account AND "
      "e.id = m.email JOIN content c ON c.id = e.content WHERE b.account = ? AND b.path = 'INBOX' AND m.uid > ? ORDER BY m.uid LIMIT ?",
      {journal, after, kAtOnce}, [&](const base::SqlRow& row) {
        messages.push_back({row.i64(0), row.str(1)});
        return true;
      });
  if (!read) return read.error();
  return messages;
}

base::Result<Event> read_message(const BlobStore& blobs, const StoredMessage& message) {
  auto ref = BlobRef::decode(message.blob_ref);
  if (!ref) return ref.error();
  auto bytes = blobs.read_all(*ref);
  if (!bytes) return bytes.error();
  return event_of_message(*bytes);
}

// Events are numbered in the order of their UIDs, from 1.
base::Result<void> fits(base::UnitId office, std::int64_t expected, const StoredMessage& message,
                        const base::Result<Event>& event) {
  const std::string where =
      of_office(office) + ", seq " + std::to_string(expected) + ", UID " + std::to_string(message.uid);
  if (!event) return broken(where, event.error());
  if (event->office != office)
    return broken(where, {"đây là sự kiện của cơ quan " + std::to_string(event->office.value),
                          "it is an event of office " + std::to_string(event->office.value)});
  if (event->seq != expected)
    return broken(where,
                  {"sự kiện mang số " + std::to_string(event->seq), "it has the number " + std::to_string(event->seq)});
  return {};
}

class Rebuilder {
 public:
  Rebuilder(const RebuildParts& parts, const RebuildOptions& options) : parts_(parts), options_(options) {
    for (const directory::Account& account : parts.view.accounts()) {
      if (account.kind == directory::AccountKind::journal) journals_.push_back(&account);
    }
    // Locks are taken in the order of account ids, as the door does.
    std::sort(journals_.begin(), journals_.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
  }

  base::Result<RebuildReport> run() {
    auto done = parts_.db.write_blocking([this](base::SqlTransaction& tx) { return unit(tx); });
    if (!done && !(options_.check && compared_)) return done.error();
    if (options_.progress) options_.progress("done", report_.events, report_.events);
    return report_;
  }

 private:
  // May run twice.
  base::Result<void> unit(base::SqlTransaction& tx) {
    report_ = {};
    compared_ = false;
    auto locked = lock(tx);
    if (!locked) return locked;
    std::vector<TableRows> live;
    if (options_.check) {
      auto dumped = dump(tx, live);
      if (!dumped) return dumped;
    }
    for (const ProjectionTable& table : layout_) {
      auto emptied = tx.execute("DELETE FROM " + table.name, {});
      if (!emptied) return emptied.error();
    }
    for (const directory::Account* journal : journals_) {
      auto folded = fold(tx, *journal);
      if (!folded) return folded;
    }
    if (!options_.check) return count_rows(tx);
    auto compared = compare(tx, live);
    if (!compared) return compared;
    compared_ = true;
    // Rolls everything back.
    return base::Error::permanent(base::ErrorCode::stopped, {"Chỉ so sánh.", "Only compared."});
  }

  base::Result<void> lock(base::SqlTransaction& tx) {
    for (const directory::Account* journal : journals_) {
      const bool mysql = tx.dialect() == base::SqlDialect::mysql;
      auto locked = tx.query_i64(mysql ? "SELECT account FROM store_account WHERE account = ? FOR UPDATE"
                                       : "SELECT account FROM store_account WHERE account = ?",
                                 {journal->id});
      if (!locked) return locked.error();
      auto messages = tx.query_i64("SELECT messages FROM mailbox WHERE account = ? AND path = 'INBOX'", {journal->id});
      if (!messages) return messages.error();
      total_ = (journal == journals_.front() ? 0 : total_) + *messages;
    }
    return {};
  }

  base::Result<void> dump(base::SqlTransaction& tx, std::vector<TableRows>& all) {
    for (const ProjectionTable& table : layout_) {
      auto rows = dump_table(tx, table);
      if (!rows) return rows.error();
      all.push_back(std::move(*rows));
    }
    return {};
  }

  // Events of different offices do not touch the same rows, so that the offices may come one after the other.
  base::Result<void> fold(base::SqlTransaction& tx, const directory::Account& journal) {
    ++report_.offices;
    auto read =
        read_journal(tx, parts_.blobs, journal.office, journal.id, [&](const Event& event) -> base::Result<void> {
          if (options_.stop.stop_requested()) {
            return base::Error::transient(base::ErrorCode::stopped, {"Máy chủ đang dừng; hãy chạy lại lệnh.",
                                                                     "The server stops; run the command again."});
          }
          auto done = project_read_event(tx, event);
          if (!done) return broken(of_office(journal.office) + ", seq " + std::to_string(event.seq), done.error());
          if (++report_.events % kAtOnce == 0 && options_.progress) options_.progress("events", report_.events, total_);
          return {};
        });
    return read ? is_whole(tx, journal.office, *read) : read.error();
  }

  // Messages that are missing at the end leave no gap: the index of events (delivery's journal_event) knows how far the
  // journal went.
  base::Result<void> is_whole(base::SqlReader& reader, base::UnitId office, std::int64_t events) {
    auto last = reader.query_i64("SELECT seq FROM journal_event WHERE office = ? ORDER BY seq DESC LIMIT 1", {office});
    if (!last) return last.error();
    if (*last <= events) return {};
    return broken(of_office(office) + ", seq " + std::to_string(events + 1),
                  {"kết thúc trước sự kiện này; bảng kê sự kiện ghi đến " + std::to_string(*last),
                   "it ends before this event; the index of events goes to " + std::to_string(*last)});
  }

  base::Result<void> count_rows(base::SqlTransaction& tx) {
    for (const ProjectionTable& table : layout_) {
      auto rows = tx.query_i64("SELECT COUNT(*) FROM " + table.name, {});
      if (!rows) return rows.error();
      report_.rows += *rows;
    }
    return {};
  }

  base::Result<void> compare(base::SqlTransaction& tx, const std::vector<TableRows>& live) {
    for (std::size_t i = 0; i < layout_.size(); ++i) {
      auto rebuilt = dump_table(tx, layout_[i]);
      if (!rebuilt) return rebuilt.error();
      report_.rows += static_cast<std::int64_t>(rebuilt->size());
      compare_table(layout_[i], live[i], *rebuilt);
    }
    return {};
  }

  void compare_table(const ProjectionTable& table, const TableRows& live, const TableRows& rebuilt) {
    for (const auto& [key, values] : live) {
      const auto found = rebuilt.find(key);
      if (found == rebuilt.end()) differ({table.name, key, "", whole(table, values), ""});
      for (std::size_t c = 0; found != rebuilt.end() && c < values.size(); ++c) {
        if (values[c] != found->second[c]) differ({table.name, key, table.columns[c], values[c], found->second[c]});
      }
    }
    for (const auto& [key, values] : rebuilt) {
      if (!live.contains(key)) differ({table.name, key, "", "", whole(table, values)});
    }
  }

  static std::string whole(const ProjectionTable& table, const std::vector<std::string>& values) {
    std::string out;
    for (std::size_t c = 0; c < values.size(); ++c) out += (c == 0 ? "" : ", ") + table.columns[c] + "=" + values[c];
    return out;
  }

  void differ(RegisterDifference difference) {
    if (report_.differences.size() < RebuildReport::kMaxDifferences)
      report_.differences.push_back(std::move(difference));
    ++report_.difference_count;
  }

  const RebuildParts& parts_;
  const RebuildOptions& options_;
  const std::vector<ProjectionTable> layout_ = projection_layout();
  std::vector<const directory::Account*> journals_;
  RebuildReport report_;
  std::int64_t total_ = 0;
  bool compared_ = false;
};

}  // namespace

base::Result<std::int64_t> read_journal(base::SqlReader& reader, const BlobStore& blobs, base::UnitId office,
                                        base::AccountId journal,
                                        const std::function<base::Result<void>(const Event&)>& visit) {
  std::int64_t count = 0, uid = 0;
  while (true) {
    auto messages = next_messages(reader, journal, uid);
    if (!messages) return messages.error();
    for (const StoredMessage& message : *messages) {
      auto event = read_message(blobs, message);
      auto checked = fits(office, count + 1, message, event);
      if (!checked) return checked.error();
      auto visited = visit(*event);
      if (!visited) return visited.error();
      ++count;
      uid = message.uid;
    }
    if (messages->size() < static_cast<std::size_t>(kAtOnce)) return count;
  }
}

base::Result<RebuildReport> rebuild_registers(const RebuildParts& parts, const RebuildOptions& options) {
  return Rebuilder(parts, options).run();
}

}  // namespace mailstore::office

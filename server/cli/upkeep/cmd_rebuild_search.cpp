// vanthu rebuild search: the index made anew from the store.
#include "server/cli/run/command.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

base::Result<int> run(House& house, const Arguments&, CommandIo& io) {
  const auto progress = [&io](std::int64_t now, std::int64_t total) {
    io.progress("đã lập chỉ mục / indexed " + std::to_string(now) + "/" + std::to_string(total));
  };
  auto done = house.search->rebuild(progress, io.stop());
  if (!done && done.error().code == base::ErrorCode::stopped) {
    return base::Error::transient(
        base::ErrorCode::stopped,
        {"Máy chủ dừng khi chỉ mục tìm kiếm chưa xong; thư vẫn nguyên. Khi chạy lại, máy chủ tự làm tiếp phần còn thiếu, không cần chạy lại "
         "lệnh này.",
         "The server stopped before the search index was whole; mail is as it was. The server goes on with it by itself "
         "when it starts; this command need not be run again."});
  }
  if (!done) return done.error();
  io.out("Đã lập lại chỉ mục tìm kiếm. / The search index is rebuilt.\n");
  return exit_code::kOk;
}

}  // namespace

CommandSpec rebuild_search_command() {
  return {
      "rebuild search",
      "Xóa và dựng lại chỉ mục tìm kiếm; thư giữ nguyên. / Deletes the search index and makes it anew; mail stays as it is.",
      {},
      {},
      Place::house,
      run};
}

}  // namespace server::cli

#include "server/serving/control_session.h"

#include <deque>
#include <filesystem>
#include <optional>

#include "base/async/signal.h"
#include "base/thread_annotations.h"
#include "server/cli/run/command_line.h"
#include "server/cli/run/control_protocol.h"

namespace server {

using namespace cli;  // the commands and their wire

namespace {

constexpr std::size_t kLineLimit = 400u << 20;  // a file of 256 MiB in base64

// What the pool thread and the loop's coroutine share.
class Exchange {
 public:
  base::Signal wake;  // something is in the outbox, or the command has ended

  void send(ControlMessage message) {
    {
      base::MutexLock lock(mutex_);
      if (!gone_) outbox_.push_back(encode(message) + "\n");
    }
    wake.notify();
  }
  // Blocks the command's thread until the client answers.
  base::Result<ControlMessage> receive() {
    base::MutexLock lock(mutex_);
    while (!gone_ && inbox_.empty()) answered_.wait(mutex_);
    if (inbox_.empty())
      return base::Error::permanent(base::ErrorCode::closed,
                                    {"Người gọi lệnh đã ngắt kết nối.", "The client has gone away."});
    ControlMessage message = std::move(inbox_.front());
    inbox_.pop_front();
    return message;
  }
  void finish(int exit_code) {
    send(ControlMessage{ControlMessage::Kind::exit, {}, {}, {}, exit_code});
    base::MutexLock lock(mutex_);
    finished_ = true;
  }

  // Loop side.
  std::string take_outbox(bool& finished) {
    base::MutexLock lock(mutex_);
    std::string all;
    while (!outbox_.empty()) {
      all += outbox_.front();
      outbox_.pop_front();
    }
    finished = finished_;
    return all;
  }
  void put_answer(ControlMessage message) {
    base::MutexLock lock(mutex_);
    inbox_.push_back(std::move(message));
    answered_.notify_one();
  }
  void client_gone() {
    base::MutexLock lock(mutex_);
    gone_ = true;
    answered_.notify_one();
  }

 private:
  base::Mutex mutex_;
  base::Condition answered_;
  std::deque<std::string> outbox_ GUARDED_BY(mutex_);
  std::deque<ControlMessage> inbox_ GUARDED_BY(mutex_);
  bool gone_ GUARDED_BY(mutex_) = false, finished_ GUARDED_BY(mutex_) = false;
};

class RemoteIo final : public CommandIo {
 public:
  RemoteIo(Exchange& exchange, std::string cwd, std::stop_token stop)
      : exchange_(exchange), cwd_(std::move(cwd)), stop_(std::move(stop)) {}
  void out(std::string_view text) override { say(ControlMessage::Kind::out, text); }
  void err(std::string_view text) override { say(ControlMessage::Kind::err, text); }
  void progress(std::string_view text) override { say(ControlMessage::Kind::progress, text); }
  base::Result<std::string> read_file(const std::string& path) override {
    return ask(ControlMessage{ControlMessage::Kind::read, path, {}, {}, 0});
  }
  base::Result<std::string> read_stdin() override {
    return ask(ControlMessage{ControlMessage::Kind::stdin_wanted, {}, {}, {}, 0});
  }
  base::Result<void> write_new_file(const std::string& path, std::string_view bytes, unsigned mode) override {
    return put(ControlMessage::Kind::write, path, bytes, mode);
  }
  base::Result<void> replace_file(const std::string& path, std::string_view bytes, unsigned mode) override {
    return put(ControlMessage::Kind::replace, path, bytes, mode);
  }
  std::string absolute(const std::string& path) override {
    return (std::filesystem::path(cwd_) / path).lexically_normal().string();
  }
  base::Result<std::string> place_of(const std::string& path) override {
    return ask(ControlMessage{ControlMessage::Kind::place, path, {}, {}, 0});
  }
  std::stop_token stop() const override { return stop_; }

 private:
  void say(ControlMessage::Kind kind, std::string_view text) {
    exchange_.send(ControlMessage{kind, std::string(text), {}, {}, 0});
  }
  base::Result<void> put(ControlMessage::Kind kind, const std::string& path, std::string_view bytes, unsigned mode) {
    auto answer = ask(ControlMessage{kind, path, std::string(bytes), {}, static_cast<int>(mode)});
    if (!answer) return answer.error();
    return {};
  }
  base::Result<std::string> ask(ControlMessage question) {
    exchange_.send(std::move(question));
    auto answer = exchange_.receive();
    if (!answer) return answer.error();
    if (answer->kind == ControlMessage::Kind::error) {
      return base::Error::permanent(error_code_of(answer->error_word), answer->sentence);
    }
    return std::move(answer->data);
  }

  Exchange& exchange_;
  std::string cwd_;
  std::stop_token stop_;
};

// Lines out of a stream, by hand: nothing is read beyond what has come.
class Lines {
 public:
  explicit Lines(base::Stream& stream) : stream_(stream) {}
  std::optional<std::string> next() {
    std::size_t end = buffer_.find('\n', scanned_);
    if (end == std::string::npos) {
      scanned_ = buffer_.size();
      return std::nullopt;
    }
    std::string line = buffer_.substr(0, end);
    buffer_.erase(0, end + 1);
    scanned_ = 0;
    return line;
  }
  // False at the end of the stream or of our patience.
  base::Co<bool> fill() {
    char chunk[16384];
    auto n = co_await stream_.read(chunk, sizeof chunk);
    if (!n || *n == 0 || buffer_.size() > kLineLimit) co_return false;
    buffer_.append(chunk, *n);
    co_return true;
  }

 private:
  base::Stream& stream_;
  std::string buffer_;
  std::size_t scanned_ = 0;
};

void run_request(House& house, const ControlRequest& request, Exchange& exchange, std::stop_token stop) {
  RemoteIo io(exchange, request.cwd, stop);
  auto line = parse_line(request.argv);
  int code = exit_code::kUsage;
  if (stop.stop_requested()) {  // it waited for a thread
    io.err(
        "Máy chủ đang dừng; lệnh chưa làm gì. Hãy chạy lại sau. / The server stops; nothing was done. Run the command again later.\n");
    code = exit_code::kTryLater;
  } else if (!line) {
    io.err(base::one_line(line.error().text) + "\n");
  } else if (line->command == nullptr) {
    io.out(line->help);
    code = exit_code::kOk;
  } else if (line->command->place == Place::house_alone) {
    const std::string name = "`vanthu " + std::string(line->command->name) + "`";
    io.err(name + " chỉ chạy khi máy chủ đã dừng. Chưa thay đổi gì; hãy dừng máy chủ rồi thử lại. / " + name +
           " works only while the server is stopped. Nothing was changed. Stop it and try again.\n");
    code = exit_code::kTryLater;
  } else {
    code = run_command(*line, &house, io);
  }
  exchange.finish(code);
}

}  // namespace

base::Co<void> serve_control(House& house, base::Pool& pool, std::unique_ptr<base::Stream> stream,
                             std::stop_token stop) {
  Lines lines(*stream);
  std::optional<std::string> first = lines.next();
  while (!first) {
    if (!co_await lines.fill()) co_return;
    first = lines.next();
  }
  auto request = decode_request(*first);
  if (!request || stop.stop_requested()) co_return;
  auto exchange = std::make_shared<Exchange>();
  bool taken = pool.submit(
      [&house, request = std::move(*request), exchange, stop] { run_request(house, request, *exchange, stop); });
  if (!taken) {
    exchange->send(ControlMessage{
        ControlMessage::Kind::err,
        "Máy chủ đang bận các lệnh khác; chưa thay đổi gì, hãy thử lại sau. / The server is busy with other commands. Nothing was changed; try again later.\n",
        {},
        {},
        0});
    exchange->finish(exit_code::kTryLater);
  }
  for (bool finished = false; !finished;) {
    base::Wake wake = co_await stream->wait(&exchange->wake, std::chrono::hours(24));
    std::string words = exchange->take_outbox(finished);
    if (!words.empty() && !co_await stream->write(words)) break;
    if (wake == base::Wake::closed) break;
    if (wake != base::Wake::readable) continue;
    if (!co_await lines.fill()) break;
    while (auto line = lines.next()) {
      if (auto message = decode_message(*line)) exchange->put_answer(std::move(*message));
    }
  }
  exchange->client_gone();
  stream->close();
}

}  // namespace server

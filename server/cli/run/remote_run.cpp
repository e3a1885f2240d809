#include "server/cli/run/remote_run.h"

#include <filesystem>
#include <optional>

#include "server/cli/run/control_protocol.h"
#include "server/net/control_client.h"

namespace server::cli {

namespace {

ControlMessage failure(const base::Error& error) {
  return ControlMessage{ControlMessage::Kind::error, {}, {}, base::to_string(error.code), 0, error.text};
}

ControlMessage with_data(base::Result<std::string> bytes) {
  if (!bytes) return failure(bytes.error());
  return ControlMessage{ControlMessage::Kind::data, {}, std::move(*bytes), {}, 0};
}

// What the daemon wants back; nothing for words that are only printed.
std::optional<ControlMessage> answer(const ControlMessage& message, CommandIo& io) {
  switch (message.kind) {
    case ControlMessage::Kind::out: io.out(message.text); return std::nullopt;
    case ControlMessage::Kind::err: io.err(message.text); return std::nullopt;
    case ControlMessage::Kind::progress: io.progress(message.text); return std::nullopt;
    case ControlMessage::Kind::read: return with_data(io.read_file(message.text));
    case ControlMessage::Kind::place: return with_data(io.place_of(message.text));
    case ControlMessage::Kind::stdin_wanted: return with_data(io.read_stdin());
    case ControlMessage::Kind::write:
    case ControlMessage::Kind::replace: {
      const auto mode = static_cast<unsigned>(message.number);
      auto written = message.kind == ControlMessage::Kind::write ? io.write_new_file(message.text, message.data, mode)
                                                                 : io.replace_file(message.text, message.data, mode);
      if (!written) return failure(written.error());
      return ControlMessage{ControlMessage::Kind::ok, {}, {}, {}, 0};
    }
    default: return std::nullopt;
  }
}

}  // namespace

base::Result<int> run_remotely(const std::string& socket, const std::vector<std::string>& argv, CommandIo& io) {
  auto client = net::ControlClient::connect(socket);
  if (!client) return client.error();
  std::error_code ignored;
  std::string cwd = std::filesystem::current_path(ignored).string();
  if (auto sent = client->write_line(encode(ControlRequest{argv, cwd})); !sent) return sent.error();
  for (;;) {
    auto line = client->read_line();
    if (!line || !*line) {
      return base::Error::transient(
          base::ErrorCode::unavailable,
          {"Máy chủ dừng trước khi lệnh xong. Những gì đã ghi vẫn còn; hãy xem nhật ký của máy chủ rồi chạy lại lệnh.",
           "The server went away before the command was done. What it had committed stays; look at its log, "
           "then run the command again."});
    }
    auto message = decode_message(**line);
    if (!message) return message.error();
    if (message->kind == ControlMessage::Kind::exit) return message->number;
    if (auto reply = answer(*message, io)) {
      if (auto sent = client->write_line(encode(*reply)); !sent) return sent.error();
    }
  }
}

}  // namespace server::cli

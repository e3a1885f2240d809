#include "server/cli/run/control_protocol.h"

#include <nlohmann/json.hpp>

#include "base/text/encoding.h"

namespace server::cli {

namespace {

using Json = nlohmann::json;

std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

base::Error broken() {
  return base::Error::permanent(base::ErrorCode::bad_input,
                                {"Chương trình này và máy chủ đang chạy khác phiên bản: hãy khởi động lại máy chủ.",
                                 "This program and the running server do not understand each "
                                 "other: restart the server."});
}

std::string text_of(const Json& json, const char* key) {
  auto found = json.find(key);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

std::string encode(const ControlRequest& request) { return dump(Json{{"argv", request.argv}, {"cwd", request.cwd}}); }

base::Result<ControlRequest> decode_request(std::string_view line) {
  Json json = Json::parse(line, nullptr, false);
  if (!json.is_object() || !json.contains("argv") || !json["argv"].is_array()) return broken();
  ControlRequest request;
  for (const Json& word : json["argv"]) {
    if (!word.is_string()) return broken();
    request.argv.push_back(word.get<std::string>());
  }
  request.cwd = text_of(json, "cwd");
  return request;
}

std::string encode(const ControlMessage& message) {
  switch (message.kind) {
    case ControlMessage::Kind::out: return dump(Json{{"out", message.text}});
    case ControlMessage::Kind::err: return dump(Json{{"err", message.text}});
    case ControlMessage::Kind::progress: return dump(Json{{"progress", message.text}});
    case ControlMessage::Kind::read: return dump(Json{{"read", message.text}});
    case ControlMessage::Kind::place: return dump(Json{{"place", message.text}});
    case ControlMessage::Kind::stdin_wanted: return dump(Json{{"stdin", true}});
    case ControlMessage::Kind::write:
      return dump(Json{{"write", message.text}, {"mode", message.number}, {"data", base::base64_encode(message.data)}});
    case ControlMessage::Kind::replace:
      return dump(
          Json{{"replace", message.text}, {"mode", message.number}, {"data", base::base64_encode(message.data)}});
    case ControlMessage::Kind::exit: return dump(Json{{"exit", message.number}});
    case ControlMessage::Kind::data: return dump(Json{{"data", base::base64_encode(message.data)}});
    case ControlMessage::Kind::ok: return dump(Json{{"ok", true}});
    case ControlMessage::Kind::error:
      return dump(Json{{"error", message.error_word}, {"vi", message.sentence.vi}, {"en", message.sentence.en}});
  }
  return "{}";
}

base::Result<ControlMessage> decode_message(std::string_view line) {
  Json json = Json::parse(line, nullptr, false);
  if (!json.is_object()) return broken();
  using Kind = ControlMessage::Kind;
  ControlMessage message;
  auto with_text = [&](const char* key, Kind kind) {
    message.kind = kind;
    message.text = text_of(json, key);
    return message;
  };
  if (json.contains("out")) return with_text("out", Kind::out);
  if (json.contains("err")) return with_text("err", Kind::err);
  if (json.contains("progress")) return with_text("progress", Kind::progress);
  if (json.contains("read")) return with_text("read", Kind::read);
  if (json.contains("place")) return with_text("place", Kind::place);
  if (json.contains("stdin")) return with_text("stdin", Kind::stdin_wanted);
  if (json.contains("ok")) return with_text("ok", Kind::ok);
  if (json.contains("exit")) {
    if (!json["exit"].is_number_integer()) return broken();
    message.kind = Kind::exit;
    message.number = json["exit"].get<int>();
    return message;
  }
  if (json.contains("error")) {
    message.kind = Kind::error;
    message.sentence = {text_of(json, "vi"), text_of(json, "en")};
    message.error_word = text_of(json, "error");
    return message;
  }
  if (json.contains("data")) {
    auto bytes = base::base64_decode(text_of(json, "data"));
    if (!bytes) return broken();
    if (json.contains("replace")) message = with_text("replace", Kind::replace);
    else message = with_text("write", json.contains("write") ? Kind::write : Kind::data);
    message.data = std::move(*bytes);
    if (json.contains("mode") && json["mode"].is_number_integer()) message.number = json["mode"].get<int>();
    return message;
  }
  return broken();
}

base::ErrorCode error_code_of(std::string_view word) {
  for (int code = 0; code <= static_cast<int>(base::ErrorCode::internal); ++code) {
    if (word == base::to_string(static_cast<base::ErrorCode>(code))) return static_cast<base::ErrorCode>(code);
  }
  return base::ErrorCode::internal;
}

}  // namespace server::cli

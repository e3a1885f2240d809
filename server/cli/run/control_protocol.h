// The control socket's lines: JSON objects, one a line, both ways. The client opens with
//   {"argv":["staff","import","a.csv"],"cwd":"/home/x","terminal":true}
// and the daemon answers with any number of
//   {"out":TEXT} {"err":TEXT} {"progress":TEXT}
//   {"read":PATH}, {"place":PATH} or {"stdin":true}   → the client answers {"data":BASE64} or
//   {"error":WORD,"vi":TEXT,"en":TEXT}
//   {"write":PATH,"mode":N,"data":BASE64} or {"replace":…}   → {"ok":true} or {"error":…}
// and ends with {"exit":N}. Pure functions over text; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace server::cli {

struct ControlRequest {
  std::vector<std::string> argv;
  std::string cwd;
};

struct ControlMessage {
  enum class Kind { out, err, progress, read, place, stdin_wanted, write, replace, exit, data, ok, error };
  Kind kind = Kind::out;
  std::string text;           // what is printed, or the path
  std::string data;           // raw bytes of a file
  std::string error_word;     // of an error: base::to_string(code)
  int number = 0;             // exit code or mode
  base::Sentence sentence{};  // of an error
};

std::string encode(const ControlRequest& request);
base::Result<ControlRequest> decode_request(std::string_view line);
std::string encode(const ControlMessage& message);
base::Result<ControlMessage> decode_message(std::string_view line);

// "exists" → ErrorCode::exists; internal for unknown words.
base::ErrorCode error_code_of(std::string_view word);

}  // namespace server::cli

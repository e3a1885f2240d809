// How fast messages are taken apart and text is folded. Usage: bench_mime_parse [CORPUS-DIR], default ../shared/corpus
// with easy-ham.tar.xz (2,500 messages) and vi-admin.txt. The mark: gmime 3.2 with 17,900 messages/s and 169 MB/s.
// Median of five runs.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <vector>

#include "base/mime/decoded_text.h"
#include "base/mime/imap_structure.h"
#include "base/mime/message.h"
#include "base/mime/structure_codec.h"
#include "base/text/case.h"
#include "base/text/fold.h"

namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return std::string((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
}

// The messages as they come off the wire: CRLF.
std::vector<std::string> read_messages(const fs::path& archive) {
  std::string pattern = (fs::temp_directory_path() / "vanthu-bench-XXXXXX").string();
  std::vector<std::string> messages;
  if (!fs::exists(archive) || mkdtemp(pattern.data()) == nullptr) return messages;
  const std::string command = "tar -C '" + pattern + "' -xJf '" + archive.string() + "'";
  if (std::system(command.c_str()) == 0) {
    for (const auto& entry : fs::recursive_directory_iterator(pattern)) {
      if (!entry.is_regular_file()) continue;
      std::string crlf;
      for (const char c : read_file(entry.path())) {
        if (c == '\n') crlf += '\r';
        crlf += c;
      }
      messages.push_back(std::move(crlf));
    }
  }
  fs::remove_all(pattern);
  return messages;
}

double median_seconds(const std::function<void()>& work) {
  std::vector<double> times;
  for (int i = 0; i < 5; ++i) {
    const auto start = std::chrono::steady_clock::now();
    work();
    times.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
  }
  std::sort(times.begin(), times.end());
  return times[2];
}

std::size_t sink = 0;  // results are used, so that no work is left out

void measure(const char* name, const std::vector<std::string>& texts,
             const std::function<void(const std::string&)>& work) {
  std::size_t bytes = 0;
  for (const std::string& text : texts) bytes += text.size();
  const double seconds = median_seconds([&] {
    for (const std::string& text : texts) work(text);
  });
  std::printf("%-34s %10.0f /s %8.1f MB/s\n", name, static_cast<double>(texts.size()) / seconds,
              static_cast<double>(bytes) / seconds / 1e6);
}

}  // namespace

int main(int argc, char** argv) {
  using namespace base;
  const fs::path corpus = argc > 1 ? argv[1] : "../shared/corpus";
  const auto messages = read_messages(corpus / "easy-ham.tar.xz");
  if (messages.empty()) {
    std::printf("no corpus at %s: skipped\n", corpus.c_str());
  } else {
    std::printf("%zu messages; mark: gmime 17900 /s, 169 MB/s\n", messages.size());
    measure("parse", messages, [](const std::string& m) { sink += parse_message(m).root.body_lines; });
    measure("parse + envelope + bodystructure", messages, [](const std::string& m) {
      const ParsedMessage parsed = parse_message(m);
      sink += imap_envelope(parsed.envelope).size() + imap_body_structure(parsed.root).size() +
              encode_structure(parsed).size();
    });
    measure("parse + decoded text", messages,
            [](const std::string& m) { sink += decode_text(parse_message(m), m).text.size(); });
    measure("decode stored structure", messages, [](const std::string& m) {
      static thread_local std::string stored;
      stored = encode_structure(parse_message(m));
      for (int i = 0; i < 1; ++i) sink += decode_structure(stored)->size;
    });
    const std::vector<std::string> large = {
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
        [] {
          std::string body;
          while (body.size() < (40u << 20))
            body += "JVBERi0xLjQKJcOkw7zDtsOfCjIgMCBvYmoKPDwvTGVuZ3RoIDMgMCBSL0ZpbHRlci9GbGF0ZUR\r\n";
          return body;
        }() +
        "--b--\r\n"};
    measure("parse, 40 MB attachment", large, [](const std::string& m) { sink += parse_message(m).root.body_lines; });
  }
  const std::vector<std::string> vi = {read_file(corpus / "vi-admin.txt")};
  if (!vi[0].empty()) {
    measure("fold, Vietnamese", vi, [](const std::string& t) { sink += fold(t).size(); });
    measure("exact form, Vietnamese", vi, [](const std::string& t) { sink += exact_form(t).size(); });
    measure("casemap, Vietnamese", vi, [](const std::string& t) { sink += casemap(t).size(); });
    const CasemapFinder finder("không có từ này");
    measure("find without case, Vietnamese", vi,
            [&](const std::string& t) { sink += finder.contains_in_raw(t) ? 1 : 0; });
  }
  return sink == 0 ? 1 : 0;
}

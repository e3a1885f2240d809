#include "server/cli/run/init.h"

#include <algorithm>
#include <charconv>

#include "base/crypto/local_authority.h"
#include "base/sql/mysql/mysql_url.h"
#include "directory/people/setup.h"
#include "server/cli/run/command_line.h"
#include "server/cli/run/data_directory.h"
#include "server/cli/run/error_words.h"
#include "server/house/data_lock.h"
#include "server/house/house.h"

namespace server::cli {

namespace {

struct InitRequest {
  std::string data, organisation, hostname, database;
  std::vector<std::string> domains;
  std::int64_t port_base = 10000;
};

base::Error usage_error(const std::string& vi, const std::string& en) {
  return base::Error::permanent(base::ErrorCode::bad_input,
                                {vi + " Chưa làm gì.", en + " Nothing was done.\n" + init_usage()});
}

base::Result<InitRequest> parse(const std::vector<std::string>& argv) {
  InitRequest request;
  for (std::size_t i = 0; i < argv.size(); ++i) {
    std::string name = argv[i], value;
    std::size_t equals = name.find('=');
    if (name.starts_with("--") && equals != std::string::npos) {
      value = name.substr(equals + 1);
      name.resize(equals);
    } else if (i + 1 < argv.size()) {
      value = argv[++i];
    } else {
      return usage_error(name + " cần một giá trị.", name + " wants a value.");
    }
    if (name == "--data") request.data = value;
    else if (name == "--domain") {
      request.domains.push_back(value);
      while (i + 1 < argv.size() && !argv[i + 1].starts_with("--")) request.domains.push_back(argv[++i]);
    } else if (name == "--org") request.organisation = value;
    else if (name == "--hostname") request.hostname = value;
    else if (name == "--database") request.database = value;
    else if (name == "--port-base") {
      auto [end, bad] = std::from_chars(value.data(), value.data() + value.size(), request.port_base);
      if (bad != std::errc() || end != value.data() + value.size() || request.port_base < 0 ||
          request.port_base > 60000) {
        return usage_error("--port-base nhận số từ 0 đến 60000.", "--port-base takes a number from 0 to 60000.");
      }
    } else {
      return usage_error("`init` không có tùy chọn " + name + ".", "`init` has no option " + name + ".");
    }
  }
  if (request.data.empty() || request.domains.empty() || request.organisation.empty()) {
    return usage_error("Cần có --data, --domain và --org.", "--data, --domain and --org are needed.");
  }
  if (!request.database.empty()) {  // looked at before anything is made
    if (auto address = base::sql::parse_mysql_url(request.database); !address) return address.error();
  }
  return request;
}

Settings settings_of(const InitRequest& request) {
  Settings settings;
  bool demo = request.port_base > 0;
  settings.server.domain = request.domains.front();
  settings.server.hostname = !request.hostname.empty() ? request.hostname
                             : demo                    ? "localhost"
                                                       : "mail." + request.domains.front();
  settings.server.port_base = request.port_base;
  settings.server.demo = demo;
  if (demo) settings.server.listen = {"127.0.0.1"};
  settings.database.url = request.database;
  return settings;
}

base::Result<void> make_certificates(const InitRequest& request, const Settings& settings, const std::string& data,
                                     base::FileSystem& fs, const base::Clock& clock) {
  if (auto made = fs.create_directories(data + "/tls"); !made) return made;
  std::vector<std::string> names = {settings.server.hostname};
  for (const std::string& domain : request.domains) names.insert(names.end(), {"mail." + domain, domain});
  if (settings.server.demo) names.insert(names.end(), {"127.0.0.1", "::1"});
  // Who takes this machine takes ca.key: it is good for these names only.
  auto authority =
      base::make_local_authority("Vanthu local authority of " + request.organisation, names, clock.now(), 3650);
  if (!authority) return authority.error();
  auto server = base::make_server_certificate(*authority, names, clock.now(), 825);
  if (!server) return server.error();
  struct {
    const char* name;
    const std::string& bytes;
  } files[] = {{"/tls/ca.pem", authority->certificate_pem},
               {"/tls/ca.key", authority->key_pem},
               {"/tls/server.pem", server->certificate_pem},
               {"/tls/server.key", server->key_pem}};  // the last: whether it is there tells that all are
  for (const auto& file : files) {
    if (auto written = base::write_file_atomically(fs, data + file.name, file.bytes); !written) return written;
  }
  return {};
}

}  // namespace

base::Result<int> run_init(const std::vector<std::string>& argv, CommandIo& io) {
  if (std::find(argv.begin(), argv.end(), "--help") != argv.end()) {
    io.out(init_usage());
    return exit_code::kOk;
  }
  auto request = parse(argv);
  if (!request) {
    io.err(error_text(request.error()));
    return exit_code::kUsage;
  }
  const std::string data = io.absolute(request->data);
  auto fs = base::make_file_system();
  base::SystemClock clock;
  if (auto entered = enter_data_directory(data, Entering::command); !entered) return entered.error();
  if (auto made = fs->create_directories(data + "/run"); !made) return made.error();
  auto lock = DataLock::take(data);
  if (!lock) return lock.error();
  const std::string file = data + "/vanthu.toml";
  auto there = fs->exists(file);
  if (!there) return there.error();
  if (*there) {
    return base::Error::permanent(
        base::ErrorCode::exists,
        {file + " đã có: đây là một thư mục dữ liệu. Chưa thay đổi gì; hãy chọn một thư mục trống.",
         file + " is there already: this is a data directory. Nothing was changed. Choose an empty directory."});
  }
  // A crash in the middle leaves no vanthu.toml: the settings take their name last.
  Settings settings = settings_of(*request), defaults;
  const std::string draft = data + "/vanthu.toml.new";
  if (auto written =
          base::write_file_atomically(*fs, draft, base::write_settings(describe(settings), describe(defaults)));
      !written)
    return written.error();
  auto tls = fs->exists(data + "/tls/server.key");
  if (tls && !*tls) {
    if (auto made = make_certificates(*request, settings, data, *fs, clock); !made) return made.error();
  }
  {
    auto house = House::open(draft);
    if (!house) return house.error();
    if ((*house)->directory->view()->units().empty()) {
      auto root = directory::create_root(*(*house)->directory, (*house)->clock, *(*house)->ids, request->organisation,
                                         request->domains);
      if (!root) return root.error();
    }
  }
  if (auto renamed = fs->rename(draft, file); !renamed) return renamed.error();
  if (auto synced = fs->sync_directory(data); !synced) return synced.error();
  io.out("Thư mục dữ liệu " + data + " đã sẵn sàng. Cấu hình: " + file + ". Bước tiếp: vanthu serve --config " + file +
         "\nThe data directory " + data + " is ready. Settings: " + file + ". Next: vanthu serve --config " + file +
         "\n");
  return exit_code::kOk;
}

}  // namespace server::cli

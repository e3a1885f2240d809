// A PKCS#11 token of SoftHSM in a directory of its own, made at run time. Tests skip with a line when SoftHSM is not
// installed. One at a time per process: the library reads SOFTHSM2_CONF when it is loaded.
#pragma once

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "base/crypto/certificate.h"
#include "tests/storage_engines.h"

namespace tests {

inline void put_file(const std::string& path, std::string_view bytes, int mode = 0600) {
  std::ofstream(path, std::ios::binary) << bytes;
  std::filesystem::permissions(path, static_cast<std::filesystem::perms>(mode));
}

inline std::string get_file(const std::string& path) {
  std::ostringstream out;
  out << std::ifstream(path, std::ios::binary).rdbuf();
  return out.str();
}

// Quiet; true when the command ended with 0.
inline bool shell(const std::string& command) { return std::system((command + " >/dev/null 2>&1").c_str()) == 0; }

class SoftToken {
 public:
  static constexpr const char* kPin = "Son-Ma.2026";

  static std::string module_path() {
    for (const char* path : {"/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
                             "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"}) {
      if (std::filesystem::exists(path)) return path;
    }
    return {};
  }
  static bool installed() {
    if (!module_path().empty() && shell("command -v softhsm2-util")) return true;
    MESSAGE("skipped: SoftHSM (softhsm2) is not installed");
    return false;
  }

  // REQUIRES: installed().
  explicit SoftToken(const std::string& label = "con-dau") : label_(label) {
    std::filesystem::create_directory(directory / "tokens");
    put_file(directory / "softhsm2.conf",
             "directories.tokendir = " + directory / "tokens" + "\nobjectstore.backend = file\nlog.level = ERROR\n");
    ::setenv("SOFTHSM2_CONF", (directory / "softhsm2.conf").c_str(), 1);
    add_token(label);
  }
  ~SoftToken() { ::unsetenv("SOFTHSM2_CONF"); }

  void add_token(const std::string& label) {
    REQUIRE(shell("softhsm2-util --init-token --free --label " + label + " --so-pin 87654321 --pin " + kPin));
  }
  // A PKCS#8 key into the token; `id`: hex digits.
  void put_key(const std::string& key_pem, const std::string& name, const std::string& id,
               const std::string& label = "") {
    put_file(directory / "key.pem", key_pem);
    REQUIRE(shell("softhsm2-util --import " + directory / "key.pem" + " --token " + (label.empty() ? label_ : label) +
                  " --label " + name + " --id " + id + " --pin " + kPin));
    std::filesystem::remove(directory / "key.pem");
  }
  // False when pkcs11-tool (opensc) is not there.
  bool put_certificate(const std::string& certificate_pem, const std::string& name, const std::string& id) {
    if (!shell("command -v pkcs11-tool")) return false;
    put_file(directory / "certificate.pem", certificate_pem);
    REQUIRE(shell("openssl x509 -in " + directory / "certificate.pem" + " -outform DER -out " +
                  directory / "certificate.der"));
    REQUIRE(shell("pkcs11-tool --module " + module_path() + " --token-label " + label_ + " --login --pin " + kPin +
                  " --write-object " + directory / "certificate.der" + " --type cert --id " + id + " --label " + name));
    return true;
  }
  // The URI of a key, with the PIN in a file.
  std::string uri(const std::string& name, const std::string& label = "") {
    put_file(directory / "pin", std::string(kPin) + "\n");
    return "pkcs11:token=" + (label.empty() ? label_ : label) + ";object=" + name +
           ";type=private?module-path=" + module_path() + "&pin-source=file:" + directory / "pin";
  }

  TempDirectory directory;

 private:
  std::string label_;
};

}  // namespace tests

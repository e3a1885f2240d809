#include "server/net/tls_io.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "server/net/tls_error.h"

namespace server::net {

namespace {

constexpr std::size_t kRecord = 16 * 1024;  // RFC 8446 §5.1: the most one record carries

base::Error no_tls() {
  return base::Error::permanent(base::ErrorCode::internal, {"Không dùng được TLS.", "TLS is not available."},
                                take_tls_errors());
}

bool is_ip(const std::string& name) {
  in6_addr scratch;
  return ::inet_pton(AF_INET, name.c_str(), &scratch) == 1 || ::inet_pton(AF_INET6, name.c_str(), &scratch) == 1;
}

}  // namespace

base::Result<std::unique_ptr<TlsIo>> TlsIo::server(std::shared_ptr<const TlsContext> context, int fd) {
  ERR_clear_error();
  std::unique_ptr<TlsIo> out(new TlsIo(SSL_new(context->native())));
  if (!out->ssl_ || SSL_set_fd(out->ssl_, fd) != 1) return no_tls();
  SSL_set_accept_state(out->ssl_);
  out->server_context_ = std::move(context);
  return out;
}

base::Result<std::unique_ptr<TlsIo>> TlsIo::client(std::shared_ptr<const TlsClientContext> context, int fd,
                                                   const std::string& server_name, bool verify) {
  ERR_clear_error();
  std::unique_ptr<TlsIo> out(new TlsIo(SSL_new(context->native())));
  if (!out->ssl_ || SSL_set_fd(out->ssl_, fd) != 1) return no_tls();
  SSL_set_connect_state(out->ssl_);
  if (!server_name.empty()) {
    out->checks_name_ = true;
    if (is_ip(server_name)) {
      X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(out->ssl_), server_name.c_str());
    } else {
      SSL_set_tlsext_host_name(out->ssl_, server_name.c_str());
      SSL_set_hostflags(out->ssl_, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
      if (SSL_set1_host(out->ssl_, server_name.c_str()) != 1) return no_tls();
    }
  }
  // Without `verify` the chain is checked all the same and the verdict kept, but it ends nothing.
  SSL_set_verify(out->ssl_, verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
  return out;
}

TlsIo::~TlsIo() { SSL_free(ssl_); }

IoStep TlsIo::outcome(int result, std::size_t count) {
  if (result > 0) return {IoStep::done, count, {}};
  const int saved_errno = errno;
  switch (SSL_get_error(ssl_, result)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE: return {IoStep::blocked, 0, {}};
    case SSL_ERROR_ZERO_RETURN: return {IoStep::end, 0, {}};
    case SSL_ERROR_SYSCALL:
      broken_ = true;
      if (saved_errno == 0) return {IoStep::end, 0, {}};
      return {IoStep::failed, 0, std::strerror(saved_errno)};
    default: broken_ = true; return {IoStep::failed, 0, take_tls_errors()};
  }
}

// Each call clears the thread's error queue first: one stale entry would break a healthy connection.
IoStep TlsIo::handshake() {
  ERR_clear_error();
  errno = 0;
  IoStep step = outcome(SSL_do_handshake(ssl_), 0);
  if (step.kind == IoStep::done) {
    ready_ = true;
    server_context_.reset();
  }
  return step;
}

IoStep TlsIo::read(char* buffer, std::size_t size) {
  if (broken_) return {IoStep::end, 0, {}};
  ERR_clear_error();
  errno = 0;
  std::size_t count = 0;
  int result = SSL_read_ex(ssl_, buffer, size, &count);
  return outcome(result, count);
}

IoStep TlsIo::write(std::string_view bytes) {
  if (broken_) return {IoStep::failed, 0, "after an error"};
  ERR_clear_error();
  errno = 0;
  std::size_t count = 0;
  int result = SSL_write_ex(ssl_, bytes.data(), std::min(bytes.size(), kRecord), &count);
  return outcome(result, count);
}

IoStep TlsIo::peek() {
  if (broken_) return {IoStep::end, 0, {}};
  ERR_clear_error();
  errno = 0;
  char byte;
  std::size_t count = 0;
  int result = SSL_peek_ex(ssl_, &byte, 1, &count);
  return outcome(result, count);
}

void TlsIo::say_goodbye() {
  if (!ready_ || broken_) return;
  ERR_clear_error();
  SSL_shutdown(ssl_);
  ERR_clear_error();
}

bool TlsIo::verification_failed() const {
  return (SSL_get_verify_mode(ssl_) & SSL_VERIFY_PEER) && SSL_get_verify_result(ssl_) != X509_V_OK;
}

base::TlsState TlsIo::describe() const {
  base::TlsState out;
  out.active = ready_;
  if (!ready_) return out;
  out.protocol = SSL_get_version(ssl_);
  out.cipher = SSL_get_cipher_name(ssl_);
  if (const char* name = SSL_get_servername(ssl_, TLSEXT_NAMETYPE_host_name)) out.server_name = name;
  if (checks_name_ && !SSL_is_server(ssl_)) {
    out.verified = SSL_get0_peer_certificate(ssl_) && SSL_get_verify_result(ssl_) == X509_V_OK;
  }
  return out;
}

}  // namespace server::net

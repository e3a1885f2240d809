#include "server/net/tls_context.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/log.h"
#include "base/thread_annotations.h"
#include "server/net/tls_error.h"

namespace server::net {

namespace {

struct CtxFree {
  void operator()(SSL_CTX* ctx) const { SSL_CTX_free(ctx); }
};
using CtxPtr = std::unique_ptr<SSL_CTX, CtxFree>;

base::Error bad(const std::string& file, const char* what) {
  const int why = ::access(file.c_str(), R_OK) == 0 ? 0 : errno;
  const base::ErrorCode code = why == EACCES || why == EPERM ? base::ErrorCode::no_permission
                               : why == 0                    ? base::ErrorCode::bad_input
                                                             : base::ErrorCode::not_found;
  return base::Error::permanent(
      code, {"Tệp chứng thư hoặc tệp khóa không dùng được.", "A certificate or key file cannot be used."},
      file + ": " + what + ": " + take_tls_errors());
}

// Keys with a pass phrase are refused instead of asking on a terminal that is not there.
int no_pass_phrase(char*, int, int, void*) { return 0; }

void set_common(SSL_CTX* ctx) {
  SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION);
  // Peers that just drop the connection are common; SMTP, IMAP and HTTP all say themselves where a message ends.
  SSL_CTX_set_options(ctx, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_IGNORE_UNEXPECTED_EOF);
  // RELEASE_BUFFERS: an idle connection keeps no record buffers (34 KiB).
  SSL_CTX_set_mode(ctx, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);  // resumption by tickets, nothing kept per client
}

base::Result<CtxPtr> load_one(const CertificateFiles& files) {
  ERR_clear_error();
  CtxPtr ctx(SSL_CTX_new(TLS_server_method()));
  if (!ctx)
    return base::Error::permanent(base::ErrorCode::internal, {"Không dùng được TLS.", "TLS is not available."},
                                  take_tls_errors());
  set_common(ctx.get());
  SSL_CTX_set_options(ctx.get(), SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_cipher_list(ctx.get(), "ECDHE+AESGCM:ECDHE+CHACHA20:ECDHE+AES:DHE+AESGCM:!aNULL:!eNULL:!MD5");
  SSL_CTX_set1_groups_list(ctx.get(), "X25519:P-256:P-384");
  static constexpr unsigned char kContext[] = "vanthu";
  SSL_CTX_set_session_id_context(ctx.get(), kContext, sizeof kContext - 1);
  SSL_CTX_set_default_passwd_cb(ctx.get(), no_pass_phrase);
  if (SSL_CTX_use_certificate_chain_file(ctx.get(), files.chain_file.c_str()) != 1) {
    return bad(files.chain_file, "no certificate chain");
  }
  if (SSL_CTX_use_PrivateKey_file(ctx.get(), files.key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
    return bad(files.key_file, "no private key, or not this certificate's");
  }
  if (SSL_CTX_check_private_key(ctx.get()) != 1) return bad(files.key_file, "the key is not this certificate's");
  X509* leaf = SSL_CTX_get0_certificate(ctx.get());
  if (leaf && X509_cmp_current_time(X509_get0_notAfter(leaf)) < 0) {
    base::log(base::LogLevel::warning, "NET-0002", "a server certificate has expired", {{"file", files.chain_file}});
  }
  return ctx;
}

}  // namespace

std::string take_tls_errors() {
  std::string out;
  while (unsigned long code = ERR_get_error()) {
    char text[256];
    ERR_error_string_n(code, text, sizeof text);
    if (!out.empty()) out += " / ";
    out += text;
  }
  return out.empty() ? "no detail" : out;
}

struct TlsContext::State {
  std::vector<CtxPtr> contexts;  // the first is the default

  // RFC 6066 §3: picks the certificate that names the asked host; the default stays when none does.
  static int choose(SSL* ssl, int*, void* arg) {
    const State& state = *static_cast<const State*>(arg);
    const char* name = SSL_get_servername(ssl, TLSEXT_NAMETYPE_host_name);
    if (!name) return SSL_TLSEXT_ERR_NOACK;
    for (const CtxPtr& ctx : state.contexts) {
      if (X509_check_host(SSL_CTX_get0_certificate(ctx.get()), name, 0, 0, nullptr) == 1) {
        SSL_set_SSL_CTX(ssl, ctx.get());
        break;
      }
    }
    return SSL_TLSEXT_ERR_OK;
  }
};

TlsContext::TlsContext() : state_(std::make_unique<State>()) {}
TlsContext::~TlsContext() = default;
ssl_ctx_st* TlsContext::native() const { return state_->contexts.front().get(); }

base::Result<std::shared_ptr<const TlsContext>> TlsContext::load(const std::vector<CertificateFiles>& certificates) {
  if (certificates.empty())
    return base::Error::permanent(base::ErrorCode::bad_input,
                                  {"Chưa cấu hình chứng thư nào.", "No certificate is configured."});
  std::shared_ptr<TlsContext> out(new TlsContext());
  for (const CertificateFiles& files : certificates) {
    auto ctx = load_one(files);
    if (!ctx) return std::move(ctx).error();
    out->state_->contexts.push_back(std::move(*ctx));
  }
  SSL_CTX* first = out->native();
  SSL_CTX_set_tlsext_servername_callback(first, &State::choose);
  SSL_CTX_set_tlsext_servername_arg(first, out->state_.get());
  return std::shared_ptr<const TlsContext>(std::move(out));
}

struct TlsSource::State {
  mutable base::Mutex mutex;
  std::shared_ptr<const TlsContext> context GUARDED_BY(mutex);
};

TlsSource::TlsSource(std::shared_ptr<const TlsContext> context) : state_(std::make_unique<State>()) {
  replace(std::move(context));
}
TlsSource::~TlsSource() = default;

std::shared_ptr<const TlsContext> TlsSource::current() const {
  base::MutexLock lock(state_->mutex);
  return state_->context;
}

void TlsSource::replace(std::shared_ptr<const TlsContext> context) {
  base::MutexLock lock(state_->mutex);
  state_->context.swap(context);
}

struct TlsClientContext::State {
  CtxPtr ctx;
};

TlsClientContext::TlsClientContext() : state_(std::make_unique<State>()) {}
TlsClientContext::~TlsClientContext() = default;
ssl_ctx_st* TlsClientContext::native() const { return state_->ctx.get(); }

base::Result<std::shared_ptr<const TlsClientContext>> TlsClientContext::make(const Options& options) {
  ERR_clear_error();
  std::shared_ptr<TlsClientContext> out(new TlsClientContext());
  out->state_->ctx.reset(SSL_CTX_new(TLS_client_method()));
  SSL_CTX* ctx = out->native();
  if (!ctx)
    return base::Error::permanent(base::ErrorCode::internal, {"Không dùng được TLS.", "TLS is not available."},
                                  take_tls_errors());
  set_common(ctx);
  if (options.system_roots) SSL_CTX_set_default_verify_paths(ctx);
  if (!options.ca_file.empty() && SSL_CTX_load_verify_locations(ctx, options.ca_file.c_str(), nullptr) != 1) {
    return bad(options.ca_file, "no trusted roots");
  }
  ERR_clear_error();
  return std::shared_ptr<const TlsClientContext>(std::move(out));
}

}  // namespace server::net

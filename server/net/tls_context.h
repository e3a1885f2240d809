// What a TLS handshake needs: certificate chains with keys (server), trusted roots (client). Immutable once loaded;
// TlsSource holds the current one and swaps it while connections run (hot reload). All thread-safe.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

struct ssl_ctx_st;  // OpenSSL's SSL_CTX

namespace server::net {

struct CertificateFiles {
  std::string chain_file;  // PEM: the server's certificate first, then the intermediates
  std::string key_file;    // PEM: its private key (ECDSA P-256 or RSA), without a pass phrase
};

class TlsContext {
 public:
  // The first certificate is the default; the others are chosen by SNI when they name the asked host (wildcards
  // included). TLS 1.2 and newer, session tickets on, renegotiation off. Errors: not_found, bad_input (unreadable PEM,
  // key that does not belong to the chain, expired leaf is allowed but logged).
  static base::Result<std::shared_ptr<const TlsContext>> load(const std::vector<CertificateFiles>& certificates);
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;
  TlsContext& operator=(const TlsContext&) = delete;

  ssl_ctx_st* native() const;  // for socket_stream.cpp

 private:
  TlsContext();
  struct State;
  std::unique_ptr<State> state_;
};

// Where listeners take the certificate of each new handshake from.
class TlsSource {
 public:
  // `context` may be null: STARTTLS is then unsupported.
  explicit TlsSource(std::shared_ptr<const TlsContext> context);
  ~TlsSource();
  TlsSource(const TlsSource&) = delete;
  TlsSource& operator=(const TlsSource&) = delete;

  std::shared_ptr<const TlsContext> current() const;
  // Connections that are open keep what they have.
  void replace(std::shared_ptr<const TlsContext> context);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

class TlsClientContext {
 public:
  struct Options {
    bool system_roots = true;  // the operating system's trusted roots
    std::string ca_file;       // PEM with further roots; empty = none
  };
  static base::Result<std::shared_ptr<const TlsClientContext>> make(const Options& options);
  ~TlsClientContext();
  TlsClientContext(const TlsClientContext&) = delete;
  TlsClientContext& operator=(const TlsClientContext&) = delete;

  ssl_ctx_st* native() const;

 private:
  TlsClientContext();
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace server::net

#include "adapters/gateway/http/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509err.h>

#include <boost/system/error_code.hpp>
#include <fstream>

namespace whistle::gateway::http {
namespace {

namespace ssl = boost::asio::ssl;
using boost::system::error_code;

std::optional<std::string> unreadable(const std::string& file) {
  if (std::ifstream(file).good()) return std::nullopt;
  return file + ": is not there, or cannot be read";
}

std::string foreign_key(const Tls& tls) {
  return tls.key + ": is not the key of the certificate in " + tls.certificate;
}

bool is_mismatch(const error_code& error) {
  const auto code = static_cast<unsigned long>(static_cast<unsigned>(error.value()));
  return ERR_GET_LIB(code) == ERR_LIB_X509 && ERR_GET_REASON(code) == X509_R_KEY_VALUES_MISMATCH;
}

}  // namespace

std::optional<std::string> read_tls(const Tls& tls, ssl::context& context) {
  if (auto problem = unreadable(tls.certificate)) return problem;
  if (auto problem = unreadable(tls.key)) return problem;
  ERR_clear_error();
  error_code error;
  context.set_options(ssl::context::default_workarounds | ssl::context::no_sslv2 |
                          ssl::context::no_sslv3 | ssl::context::no_tlsv1 |
                          ssl::context::no_tlsv1_1,
                      error);
  if (error) return "TLS cannot be set up: " + error.message();
  context.use_certificate_chain_file(tls.certificate, error);
  if (error) return tls.certificate + ": has no certificate in PEM (BEGIN CERTIFICATE)";
  // A key with a passphrase would otherwise be asked for on the terminal.
  context.set_password_callback([](auto...) { return std::string(); }, error);
  if (!error) context.use_private_key_file(tls.key, ssl::context::pem, error);
  if (error && is_mismatch(error)) return foreign_key(tls);
  if (error) return tls.key + ": has no key in PEM (BEGIN PRIVATE KEY) without a passphrase";
  // One of another kind, say RSA beside a certificate of a curve, has found no fault until here.
  if (SSL_CTX_check_private_key(context.native_handle()) != 1) return foreign_key(tls);
  return std::nullopt;
}

std::optional<std::string> problem_of(const Tls& tls) {
  if (tls.certificate.empty()) return std::nullopt;
  ssl::context context(ssl::context::tls_server);
  if (auto problem = read_tls(tls, context)) return problem;
  const X509* certificate = SSL_CTX_get0_certificate(context.native_handle());
  if (X509_cmp_current_time(X509_get0_notAfter(certificate)) < 0) {
    return tls.certificate + ": the certificate has expired";
  }
  if (X509_cmp_current_time(X509_get0_notBefore(certificate)) > 0) {
    return tls.certificate + ": the certificate is not valid yet";
  }
  return std::nullopt;
}

}  // namespace whistle::gateway::http

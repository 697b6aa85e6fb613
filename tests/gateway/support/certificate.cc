#include "tests/gateway/support/certificate.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdlib.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <memory>
#include <stdexcept>

namespace whistle::gateway::support {
namespace {

constexpr long kDay = 24L * 60 * 60;

template <auto Free>
struct Freed {
  template <class Value>
  void operator()(Value* value) const {
    Free(value);
  }
};
using KeyPair = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Sheet = std::unique_ptr<X509, Freed<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;
using File = std::unique_ptr<std::FILE, Freed<std::fclose>>;

void must(bool done) {
  if (!done) throw std::runtime_error("no certificate can be made");
}

File open_file(const std::string& name) {
  File file(std::fopen(name.c_str(), "w"));
  must(file != nullptr);
  return file;
}

KeyPair make_key(Certificate::Key kind) {
  constexpr std::size_t kBits = 2048;
  KeyPair pair(kind == Certificate::Key::Curve ? EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")
                                               : EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", kBits));
  must(pair != nullptr);
  return pair;
}

Sheet sign(EVP_PKEY* key, Certificate::Valid valid) {
  Sheet sheet(X509_new());
  must(sheet != nullptr);
  constexpr long kVersion3 = 2;
  X509_set_version(sheet.get(), kVersion3);
  ASN1_INTEGER_set(X509_get_serialNumber(sheet.get()), 1);
  const long from = valid == Certificate::Valid::Tomorrow ? kDay : -2 * kDay;
  X509_gmtime_adj(X509_getm_notBefore(sheet.get()), from);
  const long until = valid == Certificate::Valid::Yesterday ? -kDay : 2 * kDay;
  X509_gmtime_adj(X509_getm_notAfter(sheet.get()), until);
  X509_set_pubkey(sheet.get(), key);
  X509_NAME* name = X509_get_subject_name(sheet.get());
  const std::array<unsigned char, 10> host{"localhost"};
  must(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, host.data(), -1, -1, 0) == 1);
  X509_set_issuer_name(sheet.get(), name);
  const Extension names(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost"));
  must(names != nullptr && X509_add_ext(sheet.get(), names.get(), -1) == 1);
  must(X509_sign(sheet.get(), key, EVP_sha256()) > 0);
  return sheet;
}

void write_key(const std::string& name, EVP_PKEY* key, const char* passphrase) {
  const File file = open_file(name);
  const EVP_CIPHER* cipher = passphrase == nullptr ? nullptr : EVP_aes_256_cbc();
  std::string words = passphrase == nullptr ? "" : passphrase;
  must(PEM_write_PKCS8PrivateKey(file.get(), key, cipher, words.data(),
                                 static_cast<int>(words.size()), nullptr, nullptr) == 1);
}

}  // namespace

Certificate::Certificate(Key kind, Valid valid) {
  std::string name = std::filesystem::temp_directory_path() / "whistle-certificate-XXXXXX";
  must(mkdtemp(name.data()) != nullptr);
  folder_ = name;
  const KeyPair pair = make_key(kind);
  const Sheet sheet = sign(pair.get(), valid);
  write_key(key(), pair.get(), nullptr);
  write_key(locked_key(), pair.get(), "open sesame");
  const File file = open_file(certificate());
  must(PEM_write_X509(file.get(), sheet.get()) == 1);
}

Certificate::~Certificate() { std::filesystem::remove_all(folder_); }

std::string Certificate::file(const std::string& name, const std::string& text) const {
  std::ofstream(folder_ / name) << text;
  return folder_ / name;
}

}  // namespace whistle::gateway::support

#pragma once

#include <filesystem>
#include <string>

#include "adapters/gateway/http/settings.h"

namespace whistle::gateway::support {

// A key and a certificate for localhost that it has signed itself, made anew in a folder that goes
// with the object.
class Certificate {
 public:
  enum class Key { Curve, Rsa };
  enum class Valid { Today, Tomorrow, Yesterday };

  explicit Certificate(Key kind = Key::Curve, Valid valid = Valid::Today);
  ~Certificate();
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;

  http::Tls files() const { return {certificate(), key()}; }
  std::string certificate() const { return folder_ / "certificate.pem"; }
  std::string key() const { return folder_ / "key.pem"; }
  // The same key, behind a passphrase.
  std::string locked_key() const { return folder_ / "locked.pem"; }
  // A file beside them.
  std::string file(const std::string& name, const std::string& text) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace whistle::gateway::support

#pragma once

#include <boost/asio/ssl/context.hpp>
#include <optional>
#include <string>

#include "adapters/gateway/http/settings.h"

namespace whistle::gateway::http {

// Puts certificate and key into the context. Returns what is wrong with the files: not there, no
// PEM, or a key that is not that of the certificate.
std::optional<std::string> read_tls(const Tls& tls, boost::asio::ssl::context& context);

// The same without a server, and whether the certificate holds today. Nothing: all is right, or
// there is to be no TLS.
std::optional<std::string> problem_of(const Tls& tls);

}  // namespace whistle::gateway::http

#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <cstdint>
#include <string>

namespace whistle::gateway::support {

// A client that speaks TLS, and believes no server but the one with this certificate.
class TlsClient {
 public:
  // `version_max`: of OpenSSL, 0 for the newest. Throws boost::system::system_error when the two
  // do not come together.
  TlsClient(std::uint16_t port, const std::string& certificate, int version_max = 0);

  // Everything that comes until the server ends the connection, which the request must ask for.
  std::string ask(const std::string& request);
  std::string version();

 private:
  boost::asio::io_context context_;
  boost::asio::ssl::context tls_;
  boost::asio::ssl::stream<boost::asio::ip::tcp::socket> stream_;
};

}  // namespace whistle::gateway::support

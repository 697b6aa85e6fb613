#include "tests/gateway/support/tls_client.h"

#include <openssl/ssl.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/write.hpp>

namespace whistle::gateway::support {

namespace asio = boost::asio;
namespace ssl = boost::asio::ssl;

TlsClient::TlsClient(std::uint16_t port, const std::string& certificate, int version_max)
    : tls_(ssl::context::tls_client), stream_(context_, tls_) {
  SSL_set_max_proto_version(stream_.native_handle(), version_max);
  tls_.load_verify_file(certificate);
  stream_.set_verify_mode(ssl::verify_peer);
  stream_.set_verify_callback(ssl::host_name_verification("localhost"));
  stream_.next_layer().connect({asio::ip::address_v4::loopback(), port});
  stream_.handshake(ssl::stream_base::client);
}

std::string TlsClient::ask(const std::string& request) {
  asio::write(stream_, asio::buffer(request));
  std::string answer;
  boost::system::error_code end;
  asio::read(stream_, asio::dynamic_buffer(answer), end);
  return answer;
}

std::string TlsClient::version() { return SSL_get_version(stream_.native_handle()); }

}  // namespace whistle::gateway::support

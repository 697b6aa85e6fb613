#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>

#include "adapters/gateway/http/settings.h"

namespace whistle::gateway::http {
namespace {

namespace ip = boost::asio::ip;

bool holds(const std::string& network, const ip::address& address) {
  boost::system::error_code error;
  const bool has_length = network.find('/') != std::string::npos;
  if (address.is_v4()) {
    const auto net = ip::make_network_v4(has_length ? network : network + "/32", error);
    return !error &&
           ip::network_v4(address.to_v4(), net.prefix_length()).canonical() == net.canonical();
  }
  const auto net = ip::make_network_v6(has_length ? network : network + "/128", error);
  return !error &&
         ip::network_v6(address.to_v6(), net.prefix_length()).canonical() == net.canonical();
}

// An IPv4 client on a socket for both is written ::ffff:10.0.0.7.
ip::address plain(const ip::address& address) {
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return ip::make_address_v4(ip::v4_mapped, address.to_v6());
  }
  return address;
}

std::string_view trimmed(std::string_view text) {
  const auto is_blank = [](char letter) { return letter == ' ' || letter == '\t'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

bool is_network(const std::string& text) {
  boost::system::error_code v4;
  boost::system::error_code v6;
  if (text.find('/') == std::string::npos) {
    ip::make_address(text, v4);
    return !v4;
  }
  ip::make_network_v4(text, v4);
  ip::make_network_v6(text, v6);
  return !v4 || !v6;
}

bool is_in(const std::string& address, const std::vector<std::string>& networks) {
  boost::system::error_code error;
  const ip::address read = ip::make_address(address, error);
  if (error) return false;
  return std::ranges::any_of(networks,
                             [&](const std::string& each) { return holds(each, plain(read)); });
}

std::string client_behind(std::string_view forwarded_for, const std::string& peer,
                          const std::vector<std::string>& trusted) {
  std::string client = peer;
  // The last entry was written by the nearest proxy; what an untrusted one wrote is hearsay.
  while (is_in(client, trusted) && !forwarded_for.empty()) {
    const std::size_t comma = forwarded_for.rfind(',');
    const std::size_t from = comma == std::string_view::npos ? 0 : comma + 1;
    const std::string entry(trimmed(forwarded_for.substr(from)));
    boost::system::error_code error;
    const ip::address read = ip::make_address(entry, error);
    if (error) return client;
    client = plain(read).to_string();
    forwarded_for = forwarded_for.substr(0, comma == std::string_view::npos ? 0 : comma);
  }
  return client;
}

}  // namespace whistle::gateway::http

#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace whistle::gateway::http {

// What a client may take of the server at most. Whatever goes beyond is refused with a status that
// says so, or, where nobody listens any more, ends the connection.
struct Limits {
  std::size_t target_bytes{8 << 10};   // 414
  std::size_t header_bytes{24 << 10};  // with the target; 431
  std::size_t connections{4096};       // 503
  // 429. Addresses of trusted proxies are not counted: many people come from there.
  std::size_t connections_per_address{1024};
  std::size_t requests_per_connection{10'000};  // then it is closed in good order
  // From the first byte of a header to its last; also of a TLS handshake. 408
  std::chrono::milliseconds header_time{10'000};
  std::chrono::milliseconds body_time{30'000};   // from the first to the last byte; 408
  std::chrono::milliseconds idle_time{60'000};   // without any byte, between requests
  std::chrono::milliseconds write_time{30'000};  // of an answer, or of each piece of a stream
  std::chrono::milliseconds stop_time{10'000};   // for requests that run when the server stops

  bool operator==(const Limits&) const = default;
};

// PEM files; both empty: no TLS.
struct Tls {
  std::string certificate;  // with its chain
  std::string key;

  bool operator==(const Tls&) const = default;
};

struct ServerSettings {
  std::string address{"127.0.0.1"};
  std::uint16_t port{8080};  // 0: any that is free
  Tls tls;
  Limits limits;
  // Addresses of proxies whose X-Forwarded-For and X-Forwarded-Proto are believed: "10.0.0.7",
  // "10.0.0.0/8".
  std::vector<std::string> trusted_proxies;

  bool operator==(const ServerSettings&) const = default;
};

// True for an address or a network as `trusted_proxies` takes them.
bool is_network(const std::string& text);
bool is_in(const std::string& address, const std::vector<std::string>& networks);

// The client nearest to us that is no trusted proxy, by X-Forwarded-For as it came.
std::string client_behind(std::string_view forwarded_for, const std::string& peer,
                          const std::vector<std::string>& trusted);

}  // namespace whistle::gateway::http

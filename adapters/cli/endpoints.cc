#include "adapters/cli/endpoints.h"

#include <charconv>
#include <string_view>

namespace whistle::cli {

namespace {

constexpr int kDefaultPort = 7701;
// Three more ports follow it.
constexpr int kPortMax = 65535 - 3;

}  // namespace

std::optional<client::Endpoints> endpoints_from(const std::string& base) {
  std::string_view rest = base;
  if (rest.starts_with("tcp://")) rest.remove_prefix(6);

  const bool bracketed = rest.starts_with('[');
  const std::size_t host_end = bracketed ? rest.find(']') + 1 : rest.find(':');
  if (bracketed && host_end == 0) return std::nullopt;
  const std::string host(rest.substr(0, host_end));
  rest.remove_prefix(host.size());
  if (host.empty() || host.find_first_of("/ \t") != std::string::npos) return std::nullopt;

  int port = kDefaultPort;
  if (!rest.empty()) {
    if (rest.front() != ':') return std::nullopt;
    rest.remove_prefix(1);
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), port);
    if (error != std::errc() || end != rest.data() + rest.size()) return std::nullopt;
  }
  if (port < 1 || port > kPortMax) return std::nullopt;
  const auto at = [&host](int number) { return "tcp://" + host + ":" + std::to_string(number); };
  return client::Endpoints{
      .intake = at(port), .work = at(port + 1), .watch = at(port + 2), .admin = at(port + 3)};
}

}  // namespace whistle::cli

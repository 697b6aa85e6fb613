#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace whistle::gateway::http {

enum class Method : std::uint8_t { Get, Head, Post, Put, Delete, Options };
std::string_view word_of(Method method);  // as on the wire: "GET"

// Names and values in the order in which they came; a name may come several times.
class Fields {
 public:
  Fields() = default;
  explicit Fields(std::vector<std::pair<std::string, std::string>> all) : all_(std::move(all)) {}

  void add(std::string name, std::string value) {
    all_.emplace_back(std::move(name), std::move(value));
  }
  // The first of this name; empty when there is none, which means the same.
  std::string_view get(std::string_view name) const;
  std::vector<std::string_view> get_all(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& all() const { return all_; }

 private:
  std::vector<std::pair<std::string, std::string>> all_;
};

// What a client asks for, read whole and within the limits of the server. Everything in it comes
// from outside and has been checked for nothing but its size and that path, query and captures are
// valid UTF-8.
struct Request {
  Method method{Method::Get};
  std::string path;  // percent-decoded, without the query; starts with '/'
  Fields query;      // decoded
  Fields headers;    // names in lower case
  Fields captures;   // what stood in place of the {names} of the route
  std::string body;
  std::string remote;  // address of the client, without its port
  bool encrypted{};    // came over TLS
};

}  // namespace whistle::gateway::http

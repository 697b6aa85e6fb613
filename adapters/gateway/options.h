#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "adapters/client/options.h"
#include "adapters/gateway/api/tools.h"
#include "adapters/gateway/http/settings.h"
#include "adapters/gateway/open311/settings.h"
#include "adapters/hotline/problem.h"

namespace whistle::gateway {

// What whistle-gateway was asked to do: config/gateway.toml, and the command line over it.
struct Options {
  http::ServerSettings server;
  client::Options client;
  std::string own_key;     // file
  std::string server_key;  // public key of the engine, or a file
  std::size_t desk_waiting{4096};
  std::size_t streams{2000};           // of events, in all
  std::size_t streams_per_person{50};  // ... of one person or key

  std::string data{"var/gateway"};  // attachments, the copy to search in, sessions
  std::string console;              // folder of the built console; empty: none is served
  std::string accounts;             // file; empty: nobody can sign in
  std::string phone_key;            // file; empty: no telephones are taken
  std::string source{"gateway"};    // of complaints that name none
  std::string public_url;           // "https://whistle.example.org"; empty: as each client says
  api::Tools::Settings tools;
  open311::Settings georeport;  // but base_url, which is public_url

  std::string log_level{"info"};
  bool check{};  // only read the settings
};

struct ReadOptions {
  Options options;
  std::vector<hotline::Problem> problems;  // with file:line:column; in the order of the file
};

// Strict: what is unknown, of another type or out of its range is a problem.
ReadOptions read_options(const std::string& toml, const std::string& file);

// The options, or the exit code after help or a complaint was printed.
std::variant<Options, int> parse_options(int argc, const char* const* argv);

// The first line of a file that only its owner may read. Nothing: `problem` says why.
std::optional<std::string> read_secret(const std::string& file, std::string& problem);

}  // namespace whistle::gateway

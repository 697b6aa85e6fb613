#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/gateway/http/router.h"

namespace whistle::gateway::http {

// The files of the console, read once into memory: what was not there at the start is not served,
// so no path can lead out of the folder. Hashed names ("app-3f9ac1d2.js") may be kept by browsers
// for ever; everything else is asked for again by its ETag. A path that is no file and has no '.'
// is one of the console's own pages: it gets index.html.
class Files {
 public:
  static constexpr std::size_t kBytesMax = std::size_t{64} << 20;

  // Reads all files below the folder. Returns what is wrong with it.
  std::optional<std::string> load(const std::string& folder);

  // The answer for a path without its first '/', for a client that wants this.
  Response answer(std::string_view path, const Request& request) const;
  // "/{path...}"; must outlive the router.
  void add_to(Router& router) const;

 private:
  struct File {
    std::string type;
    std::string body;
    std::string packed;  // gzip; empty: not worth it
    std::string tag;
    bool is_hashed{};
  };

  std::map<std::string, File, std::less<>> files_;
};

}  // namespace whistle::gateway::http

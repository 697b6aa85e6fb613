#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace whistle::triage {

// Where compiled patterns are kept from one start to the next: compiling those of a city takes most
// of a start. A shelf may be empty, forgetful or out of order; then they are compiled anew.
class CompiledShelf {
 public:
  CompiledShelf() = default;
  CompiledShelf(const CompiledShelf&) = delete;
  CompiledShelf& operator=(const CompiledShelf&) = delete;
  virtual ~CompiledShelf() = default;

  // The very bytes that were kept under the key last, or nothing. They are used without another
  // look, so a shelf that cannot be sure of them says that it has none.
  virtual std::optional<std::string> find(const std::string& key) = 0;
  // `key`: 64 hexadecimal digits.
  virtual void keep(const std::string& key, std::string_view bytes) = 0;
};

}  // namespace whistle::triage

#include "engine/service/hello.h"

#include <algorithm>
#include <string>

#include "engine/service/fields.h"

namespace whistle::service {

std::optional<Problem> problem_in(const v1::Hello& hello) {
  for (const auto& [field, text] : {std::pair{"client", &hello.client()},
                                    {"version", &hello.version()},
                                    {"resume_token", &hello.resume_token()}}) {
    if (auto problem = too_long(field, *text, kHelloTextMax)) return problem;
  }
  for (const std::string& feature : hello.features()) {
    if (auto problem = too_long("features", feature, kHelloTextMax)) return problem;
  }
  if (hello.min_minor() > hello.max_minor()) {
    return violation("min_minor: " + std::to_string(hello.min_minor()) + " is above max_minor, " +
                     std::to_string(hello.max_minor()))
        .error;
  }
  return std::nullopt;
}

Outcome<std::uint32_t, Problem> common_minor(const v1::Hello& hello) {
  const bool is_any = hello.min_minor() == 0 && hello.max_minor() == 0;
  if (is_any) return kMinorLast;
  const std::uint32_t newest = std::min(hello.max_minor(), kMinorLast);
  if (newest >= std::max(hello.min_minor(), kMinorFirst)) return newest;
  return Failure{Problem{kUnimplemented, "VERSION",
                         "min_minor: this engine speaks minor " + std::to_string(kMinorFirst) +
                             " to " + std::to_string(kMinorLast) + " of WHISTLE/1",
                         0}};
}

}  // namespace whistle::service

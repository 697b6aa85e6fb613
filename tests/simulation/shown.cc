#include "tests/simulation/shown.h"

#include <type_traits>
#include <utility>
#include <variant>

namespace whistle::simulation {
namespace {

template <class Wish>
constexpr bool kShowsToken = requires(Wish wish) {
  requires std::is_same_v<decltype(wish.id), CaseId>;
  requires std::is_same_v<decltype(wish.token), Token>;
};

}  // namespace

std::optional<Shown> shown_by(const casework::Command& command) {
  return std::visit(
      []<class Wish>(const Wish& wish) -> std::optional<Shown> {
        if constexpr (kShowsToken<Wish>) {
          return Shown{wish.id, wish.token};
        } else {
          return std::nullopt;
        }
      },
      command);
}

casework::Command with_token(casework::Command command, Token token) {
  std::visit(
      [token]<class Wish>(Wish& wish) {
        if constexpr (kShowsToken<Wish>) wish.token = token;
      },
      command);
  return command;
}

}  // namespace whistle::simulation

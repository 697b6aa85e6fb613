#include "engine/casework/decide.h"

#include "engine/casework/chapters.h"

namespace whistle::casework {

Decision decide(const Context& context, const Command& command) {
  return std::visit([&](const auto& wish) { return on(wish, context); }, command);
}

}  // namespace whistle::casework

#include "adapters/client/context.h"

#include "adapters/client/link.h"

namespace whistle::client {

std::shared_ptr<Context> make_context() { return std::make_shared<Context>(); }

}  // namespace whistle::client

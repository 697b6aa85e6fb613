#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>

#include "adapters/gateway/http/request.h"
#include "adapters/gateway/http/response.h"
#include "adapters/gateway/http/router.h"
#include "adapters/gateway/people/person.h"

namespace whistle::gateway::people {

// Takes the caller as well, who is signed in.
using PersonHandler = std::function<boost::asio::awaitable<http::Response>(Person, http::Request)>;

// Stands before a handler: lets in who shows the cookie of a session (and, unless the request only
// looks, its CSRF token in X-CSRF-Token) or an api key (Authorization: Bearer). Others get 401
// NOT_SIGNED_IN, 403 CSRF, or 429 with a retry time.
class Guard {
 public:
  virtual ~Guard() = default;
  virtual http::Handler behind(PersonHandler handler) = 0;
};

}  // namespace whistle::gateway::people

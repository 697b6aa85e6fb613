#pragma once

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/message.hpp>

#include "adapters/gateway/http/response.h"

namespace whistle::gateway::http {

using Head = boost::beast::http::response<boost::beast::http::empty_body>;

// Status line and header, with what every answer says for the safety of browsers. A header that
// the handler sets itself stays as it is.
Head head_of(const Response& response, bool encrypted, unsigned version);

// False: a header that is no header, or would begin another one (CR, LF).
bool is_fit_to_send(const Response& response);

}  // namespace whistle::gateway::http

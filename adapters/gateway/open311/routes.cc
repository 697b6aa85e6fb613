#include <array>
#include <utility>

#include "adapters/gateway/open311/characters.h"
#include "adapters/gateway/open311/georeport.h"

// Which path is answered by what. A path that ends in a format has it from there, whatever the
// client says it accepts.
namespace whistle::gateway::open311 {
namespace {

using Answering = boost::asio::awaitable<http::Response>;

struct Named {
  std::string id;
  std::optional<Format> format;
};

// "638344.xml"
Named take_format(std::string_view name) {
  const std::size_t point = name.rfind('.');
  if (point == std::string_view::npos) return {std::string(name), std::nullopt};
  const std::string ending = in_lower_case(name.substr(point + 1));
  Named named{std::string(name.substr(0, point)), std::nullopt};
  if (ending == "xml") named.format = Format::Xml;
  if (ending == "json") named.format = Format::Json;
  return named;
}

// A page of another origin asks first whether it may post.
Answering preflight(http::Request) {
  http::Response response;
  response.status = 204;
  response.headers = {
      {"Access-Control-Allow-Origin", "*"},
      {"Access-Control-Allow-Methods", "GET, HEAD, POST, OPTIONS"},
      {"Access-Control-Allow-Headers", "Content-Type, Idempotency-Key, X-Api-Key, Authorization"},
      {"Access-Control-Max-Age", "86400"}};
  co_return response;
}

Answering nothing_there(http::Request request) {
  const Named named = take_format(request.path);
  if (!named.format) {
    co_return answer(failure(404, "nothing is at this path; it must end in .xml or .json"),
                     Format::Xml);
  }
  co_return answer(failure(404, "nothing is at this path"), *named.format);
}

}  // namespace

void GeoReport::add_to(http::Router& router) {
  add_pair(router, http::Method::Get, "/open311/discovery", &GeoReport::get_discovery);
  add_pair(router, http::Method::Get, "/open311/v2/discovery", &GeoReport::get_discovery);
  add_pair(router, http::Method::Get, "/open311/v2/services", &GeoReport::get_services);
  add_captured(router, "/open311/v2/services/{name}", &GeoReport::get_service);
  add_pair(router, http::Method::Get, "/open311/v2/requests", &GeoReport::get_requests);
  add_pair(router, http::Method::Post, "/open311/v2/requests", &GeoReport::post_request);
  add_captured(router, "/open311/v2/requests/{name}", &GeoReport::get_request);
  add_captured(router, "/open311/v2/tokens/{name}", &GeoReport::get_token);
  add_pair(router, http::Method::Get, "/open311/v2/servicerequestupdates", &GeoReport::get_updates);
  add_pair(router, http::Method::Post, "/open311/v2/servicerequestupdates",
           &GeoReport::post_update);
  for (const char* path :
       {"requests.xml", "requests.json", "servicerequestupdates.xml", "servicerequestupdates.json",
        "services.xml", "services.json", "services/{name}", "requests/{name}", "tokens/{name}"}) {
    router.add({http::Method::Options, "/open311/v2/" + std::string(path), preflight});
  }
  for (const char* path : {"discovery", "v2/discovery"}) {
    for (const char* format : {".xml", ".json"}) {
      router.add({http::Method::Options, "/open311/" + std::string(path) + format, preflight});
    }
  }
  for (const auto method : {http::Method::Get, http::Method::Post}) {
    router.add({method, "/open311/{path...}", nothing_there});
  }
  router.add({http::Method::Options, "/open311/{path...}", preflight});
}

void GeoReport::add_pair(http::Router& router, http::Method method, const std::string& path,
                         Handling handling) {
  for (const Format format : {Format::Xml, Format::Json}) {
    http::Route route{method, path + (format == Format::Xml ? ".xml" : ".json"),
                      [this, handling, format](http::Request request) {
                        return respond(handling, format, {}, std::move(request));
                      }};
    if (method == http::Method::Post) route.body_bytes_max = settings_.post_bytes_max;
    router.add(std::move(route));
  }
}

void GeoReport::add_captured(http::Router& router, const std::string& path, Handling handling) {
  router.add({http::Method::Get, path, [this, handling](http::Request request) -> Answering {
                Named named = take_format(request.captures.get("name"));
                if (!named.format || named.id.empty()) return nothing_there(std::move(request));
                return respond(handling, *named.format, std::move(named.id), std::move(request));
              }});
}

boost::asio::awaitable<http::Response> GeoReport::respond(Handling handling, Format format,
                                                          std::string id, http::Request request) {
  auto arguments = read_arguments(request);
  if (const auto* failures = std::get_if<Failures>(&arguments)) {
    co_return answer(*failures, format);
  }
  Asked asked{std::move(request), std::get<Arguments>(std::move(arguments)), std::move(id)};
  if (handling != &GeoReport::get_discovery) {
    if (const auto failures = wrong_jurisdiction(asked)) co_return answer(*failures, format);
  }
  const Checked<Node> answered = co_await (this->*handling)(std::move(asked));
  if (const auto* failures = std::get_if<Failures>(&answered)) {
    co_return answer(*failures, format);
  }
  co_return answer(std::get<Node>(answered), format);
}

}  // namespace whistle::gateway::open311

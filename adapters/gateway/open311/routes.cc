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

// The format that the path asks for; XML, which every client of the standard reads, when it asks
// for none.
Format format_of(std::string_view path) { return take_format(path).format.value_or(Format::Xml); }

Answering nothing_there(http::Request request) {
  if (take_format(request.path).format) {
    co_return answer(failure(404, "nothing is at this path"), format_of(request.path));
  }
  co_return answer(failure(404, "nothing is at this path; it must end in .xml or .json"),
                   Format::Xml);
}

// What a path takes is told in the format that was asked for, as everything that goes wrong here.
void refuse_the_rest(http::Router& router, const std::string& path, bool takes_posts) {
  const std::string allow = takes_posts ? "GET, HEAD, POST, OPTIONS" : "GET, HEAD, OPTIONS";
  for (const auto method : {http::Method::Post, http::Method::Put, http::Method::Delete}) {
    if (method == http::Method::Post && takes_posts) continue;
    router.add({method, path, [allow](http::Request request) -> Answering {
                  http::Response response =
                      answer(failure(405, "this path takes " + allow), format_of(request.path));
                  response.headers.emplace_back("Allow", allow);
                  co_return response;
                }});
  }
}

}  // namespace

void GeoReport::add_to(http::Router& router) {
  add_pair(router, "/open311/discovery.", &GeoReport::get_discovery);
  // Who was told an address with a '/' at its end and puts another before the name means the same.
  for (const std::string at : {"/open311/v2/", "/open311/v2//"}) {
    add_pair(router, at + "discovery.", &GeoReport::get_discovery);
    add_pair(router, at + "services.", &GeoReport::get_services);
    add_captured(router, at + "services/{name}", &GeoReport::get_service);
    add_pair(router, at + "requests.", &GeoReport::get_requests, &GeoReport::post_request);
    // As an early client writes it.
    add_pair(router, at + "requests/", &GeoReport::get_requests, &GeoReport::post_request);
    add_captured(router, at + "requests/{name}", &GeoReport::get_request);
    add_captured(router, at + "tokens/{name}", &GeoReport::get_token);
    add_pair(router, at + "servicerequestupdates.", &GeoReport::get_updates,
             &GeoReport::post_update);
  }
  for (const char* path : {"/open311", "/open311/{path...}"}) {
    for (const auto method :
         {http::Method::Get, http::Method::Post, http::Method::Put, http::Method::Delete}) {
      router.add({method, path, nothing_there});
    }
    router.add({http::Method::Options, path, preflight});
  }
}

void GeoReport::add_pair(http::Router& router, const std::string& start, Handling get,
                         Handling post) {
  const auto add = [&](http::Method method, const std::string& whole, Handling handling,
                       Format format) {
    http::Route route{method, whole, [this, handling, format](http::Request request) {
                        return respond(handling, format, {}, std::move(request));
                      }};
    if (method == http::Method::Post) route.body_bytes_max = settings_.post_bytes_max;
    router.add(std::move(route));
  };
  for (const Format format : {Format::Xml, Format::Json}) {
    const std::string whole = start + (format == Format::Xml ? "xml" : "json");
    add(http::Method::Get, whole, get, format);
    if (post != nullptr) add(http::Method::Post, whole, post, format);
    router.add({http::Method::Options, whole, preflight});
    refuse_the_rest(router, whole, post != nullptr);
  }
}

void GeoReport::add_captured(http::Router& router, const std::string& path, Handling handling) {
  router.add({http::Method::Get, path, [this, handling](http::Request request) -> Answering {
                Named named = take_format(request.captures.get("name"));
                if (!named.format || named.id.empty()) return nothing_there(std::move(request));
                return respond(handling, *named.format, std::move(named.id), std::move(request));
              }});
  router.add({http::Method::Options, path, preflight});
  refuse_the_rest(router, path, false);
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

#include "adapters/gateway/open311/georeport.h"

#include <algorithm>
#include <utility>

#include "adapters/gateway/open311/listing.h"

namespace whistle::gateway::open311 {

GeoReport::GeoReport(Parts parts, Settings settings)
    : desk_(parts.desk),
      index_(parts.index),
      keys_(parts.keys),
      pseudonyms_(parts.pseudonyms),
      attachments_(parts.attachments),
      now_(std::move(parts.now)),
      settings_(std::move(settings)),
      catalogue_(desk_, now_, settings_) {}

std::optional<Failures> GeoReport::wrong_jurisdiction(const Asked& asked) const {
  if (settings_.jurisdictions.size() < 2) return std::nullopt;
  const std::string_view named = asked.arguments.get("jurisdiction_id");
  if (named.empty()) return failure(400, "jurisdiction_id was not provided");
  if (std::ranges::count(settings_.jurisdictions, named) == 0) {
    return failure(404, "jurisdiction_id was not found");
  }
  return std::nullopt;
}

Checked<Caller> GeoReport::caller_of(const Asked& asked) const {
  std::string_view key = asked.arguments.get("api_key");
  if (key.empty()) key = asked.request.headers.get("x-api-key");
  constexpr std::string_view kBearer = "Bearer ";
  const std::string_view authorization = asked.request.headers.get("authorization");
  if (key.empty() && authorization.starts_with(kBearer)) {
    key = authorization.substr(kBearer.size());
  }
  if (key.empty()) return failure(403, "api_key was not provided");
  auto caller = keys_.find(key);
  if (!caller) return failure(403, "api_key is not valid");
  return *std::move(caller);
}

std::string GeoReport::base_url_of(const http::Request& request) const {
  if (!settings_.base_url.empty()) return settings_.base_url;
  const std::string_view host = request.headers.get("host");
  const bool is_host = !host.empty() && std::ranges::all_of(host, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == ':' || c == '[' || c == ']';
  });
  const std::string scheme = request.encrypted ? "https://" : "http://";
  return scheme + (is_host ? std::string(host) : "localhost");
}

GeoReport::Found<std::shared_ptr<const Services>> GeoReport::services() {
  auto services = co_await catalogue_.current();
  if (!services) co_return failures_of(services.problem());
  co_return *std::move(services);
}

GeoReport::Found<std::optional<v1::ComplaintReply>> GeoReport::complaint_of(std::uint64_t id,
                                                                            bool with_text) {
  v1::ComplaintRequest request;
  request.set_complaint_id(id);
  request.set_with_text(with_text);
  auto reply = co_await desk_.ask<v1::ComplaintReply>(client::Line::Intake,
                                                      v1::METHOD_GET_COMPLAINT, request);
  if (reply) co_return std::optional(*std::move(reply));
  if (reply.problem().code == client::kNotFound) co_return std::optional<v1::ComplaintReply>();
  co_return failures_of(reply.problem());
}

std::string token_of(std::uint64_t complaint_id) { return "T" + std::to_string(complaint_id); }

std::optional<std::uint64_t> complaint_of_token(std::string_view token) {
  if (!token.starts_with('T')) return std::nullopt;
  return read_id(token.substr(1));
}

}  // namespace whistle::gateway::open311

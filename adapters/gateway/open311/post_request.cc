#include <utility>

#include "adapters/gateway/open311/georeport.h"
#include "adapters/gateway/open311/report.h"
#include "adapters/gateway/open311/retries.h"
#include "adapters/gateway/open311/status_words.h"

namespace whistle::gateway::open311 {
namespace {

constexpr std::size_t kIdempotencyKeyMax = 256;

// What the resident should know at once.
std::string notice_of(const std::string& disposition, const std::string& ground,
                      Language language) {
  if (disposition == "declined") return words_of_ground(ground, language);
  if (disposition == "emergency_transferred") return words_of_ground("emergency_line", language);
  if (is_joined(disposition)) return words_of_status("duplicate", language);
  if (disposition == "awaits_triage") return words_of_status("for_triage", language);
  return {};
}

Node posted_view(std::uint64_t id, bool is_batch, std::string notice) {
  Node named =
      is_batch ? Node{"token", token_of(id)} : Node{"service_request_id", std::to_string(id)};
  std::vector<Node> fields;
  fields.push_back(std::move(named));
  if (!notice.empty()) fields.push_back({"service_notice", std::move(notice)});
  return list("service_requests", {record("request", std::move(fields))});
}

}  // namespace

GeoReport::Answered GeoReport::post_request(Asked asked) {
  auto known_caller = caller_of(asked);
  if (auto* failures = std::get_if<Failures>(&known_caller)) co_return std::move(*failures);
  const Caller& caller = std::get<Caller>(known_caller);
  const std::string_view code = asked.arguments.get("service_code");
  if (code.empty()) co_return failure(400, "service_code was not provided");
  const std::string_view key = asked.request.headers.get("idempotency-key");
  if (key.size() > kIdempotencyKeyMax) {
    co_return failure(400, "Idempotency-Key has more than 256 bytes");
  }
  auto known = co_await services();
  if (auto* failures = std::get_if<Failures>(&known)) co_return std::move(*failures);
  const Services& services = *std::get<0>(known);
  const v1::CategoryView* service = services.find(code);
  if (service == nullptr) co_return failure(404, "service_code was not found");
  auto read = read_report(asked.arguments, *service, services, pseudonyms_);
  if (auto* failures = std::get_if<Failures>(&read)) co_return std::move(*failures);
  const bool is_batch = service->type() == "batch";

  const ExternalId id = external_id_of(caller, key, asked.arguments, settings_, now_());
  if (id.before) {
    auto earlier = co_await find_earlier(caller.source, *id.before, id.window_ms);
    if (auto* failures = std::get_if<Failures>(&earlier)) co_return std::move(*failures);
    if (const auto& one = std::get<0>(earlier)) {
      co_return posted_view(
          one->complaint_id(), is_batch,
          notice_of(one->disposition(), one->decline_ground(), settings_.language));
    }
  }
  v1::SubmitRequest request;
  v1::Complaint& complaint = *request.mutable_complaint();
  complaint = std::get<v1::Complaint>(std::move(read));
  complaint.set_source(caller.source);
  complaint.set_external_id(id.now);
  auto kept = co_await keep_photos(asked.arguments.photos);
  if (auto* failures = std::get_if<Failures>(&kept)) co_return std::move(*failures);
  for (const std::string& url : std::get<0>(kept)) complaint.add_media_urls(url);

  engine::Asking asking;
  asking.acting_for = people::operator_of(caller.person);
  const auto reply = co_await desk_.ask<v1::SubmitReply>(client::Line::Intake, v1::METHOD_SUBMIT,
                                                         request, std::move(asking));
  if (!reply) co_return failures_of(reply.problem());
  co_return posted_view(
      reply->complaint_id(), is_batch,
      notice_of(reply->disposition(), reply->decline_ground(), settings_.language));
}

GeoReport::Found<std::vector<std::string>> GeoReport::keep_photos(
    const std::vector<std::string>& photos) {
  std::vector<std::string> urls;
  for (const std::string& photo : photos) {
    auto kept = co_await attachments_.keep(photo);
    if (!kept) co_return failures_of(kept.problem());
    urls.push_back(*std::move(kept));
  }
  co_return urls;
}

GeoReport::Found<std::optional<v1::ComplaintReply>> GeoReport::find_earlier(
    std::string source, std::string external_id, std::int64_t window_ms) {
  v1::ComplaintRequest request;
  request.set_source(std::move(source));
  request.set_external_id(std::move(external_id));
  auto found = co_await desk_.ask<v1::ComplaintReply>(client::Line::Intake,
                                                      v1::METHOD_GET_COMPLAINT, request);
  std::optional<v1::ComplaintReply> earlier;
  if (!found && found.problem().code != client::kNotFound) co_return failures_of(found.problem());
  if (found && now_() - found->received_at_ms() < window_ms) earlier = *std::move(found);
  co_return earlier;
}

}  // namespace whistle::gateway::open311

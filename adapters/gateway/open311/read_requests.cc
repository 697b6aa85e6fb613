#include <algorithm>
#include <utility>

#include "adapters/gateway/open311/georeport.h"
#include "adapters/gateway/open311/listing.h"
#include "adapters/gateway/open311/views.h"

namespace whistle::gateway::open311 {
namespace {

// Of a list of ids: how many the engine is asked for that the index does not have (yet).
constexpr std::size_t kAskedOfEngineMax = 50;
// Of updates, when the client does not page.
constexpr std::uint32_t kPagesMax = 10;

std::uint64_t id_of(const search::FoundComplaint& found) { return found.complaint.complaint_id(); }

}  // namespace

GeoReport::Answered GeoReport::get_requests(Asked asked) {
  auto read = read_listing(asked.arguments, now_());
  if (auto* failures = std::get_if<Failures>(&read)) co_return std::move(*failures);
  Listing& listing = std::get<Listing>(read);
  std::vector<search::FoundComplaint> found;
  if (!listing.ids.empty()) {
    auto all = co_await find_all(std::move(listing.ids));
    if (auto* failures = std::get_if<Failures>(&all)) co_return std::move(*failures);
    found = std::get<0>(std::move(all));
  } else if (!listing.nothing) {
    auto listed = co_await index_.complaints(std::move(listing.wish));
    if (!listed) co_return failures_of(listed.problem());
    found = std::move(listed->complaints);
  }
  co_return co_await show(std::move(found), listing.extended, base_url_of(asked.request));
}

GeoReport::Answered GeoReport::get_request(Asked asked) {
  const auto id = read_id(asked.id);
  if (!id) co_return failure(404, "service_request_id was not found");
  auto found = co_await find_in_engine(*id);
  if (auto* failures = std::get_if<Failures>(&found)) co_return std::move(*failures);
  auto& one = std::get<0>(found);
  if (!one) co_return failure(404, "service_request_id was not found");
  // What was told, and when, only the copy knows. It may be behind, or away.
  search::ComplaintWish wish;
  wish.complaints = {*id};
  const auto told = co_await index_.complaints(std::move(wish));
  if (told && told->complaints.size() == 1) {
    const search::FoundComplaint& copy = told->complaints.front();
    one->updated_ms = std::max(one->updated_ms, copy.updated_ms);
    one->closed_ms = copy.closed_ms;
    one->note = copy.note;
  }
  const bool extended = asked.arguments.get("extensions") == "true";
  std::vector<search::FoundComplaint> alone;
  alone.push_back(*std::move(one));
  co_return co_await show(std::move(alone), extended, base_url_of(asked.request));
}

GeoReport::Answered GeoReport::get_token(Asked asked) {
  const auto id = complaint_of_token(asked.id);
  if (!id) co_return failure(404, "token was not found");
  auto found = co_await complaint_of(*id, false);
  if (auto* failures = std::get_if<Failures>(&found)) co_return std::move(*failures);
  if (!std::get<0>(found)) co_return failure(404, "token was not found");
  co_return list(
      "service_requests",
      {record("request", {{"service_request_id", std::to_string(*id)}, {"token", asked.id}})});
}

GeoReport::Answered GeoReport::get_updates(Asked asked) {
  auto read = read_update_listing(asked.arguments, now_());
  if (auto* failures = std::get_if<Failures>(&read)) co_return std::move(*failures);
  UpdateListing& listing = std::get<UpdateListing>(read);
  std::vector<Node> shown;
  if (!listing.nothing) {
    auto updates = co_await read_updates(std::move(listing.wish), listing.one_page);
    if (auto* failures = std::get_if<Failures>(&updates)) co_return std::move(*failures);
    for (const search::Update& update : std::get<0>(updates)) {
      shown.push_back(update_view(update, settings_.language));
    }
  }
  co_return list("service_request_updates", std::move(shown));
}

GeoReport::Found<std::optional<search::FoundComplaint>> GeoReport::find_in_engine(
    std::uint64_t id) {
  auto complaint = co_await complaint_of(id, true);
  if (auto* failures = std::get_if<Failures>(&complaint)) co_return std::move(*failures);
  auto& reply = std::get<0>(complaint);
  if (!reply) co_return std::optional<search::FoundComplaint>();
  search::FoundComplaint found;
  found.complaint = *std::move(reply);
  found.updated_ms = found.complaint.received_at_ms();
  if (found.complaint.case_id() != 0) {
    v1::CaseRequest request;
    request.set_case_id(found.complaint.case_id());
    auto item =
        co_await desk_.ask<v1::CaseReply>(client::Line::Intake, v1::METHOD_GET_CASE, request);
    if (!item) co_return failures_of(item.problem());
    found.item = std::move(*item->mutable_case_());
    found.updated_ms = std::max(found.updated_ms, found.item.finished_at_ms());
  }
  co_return std::optional(std::move(found));
}

GeoReport::Found<std::vector<search::FoundComplaint>> GeoReport::find_all(
    std::vector<std::uint64_t> ids) {
  search::ComplaintWish wish;
  wish.complaints = ids;
  wish.page_size = kRequestsMax;
  auto listed = co_await index_.complaints(std::move(wish));
  std::vector<search::FoundComplaint> found;
  if (listed) found = std::move(listed->complaints);
  std::size_t asked = 0;
  for (const std::uint64_t id : ids) {
    if (std::ranges::find(found, id, id_of) != found.end()) continue;
    // Of more than that the index must know.
    if (asked++ == kAskedOfEngineMax) break;
    auto fresh = co_await find_in_engine(id);
    if (auto* failures = std::get_if<Failures>(&fresh)) co_return std::move(*failures);
    if (auto& one = std::get<0>(fresh)) found.push_back(*std::move(one));
  }
  std::ranges::sort(found, {}, [&](const search::FoundComplaint& one) {
    return std::ranges::find(ids, id_of(one)) - ids.begin();
  });
  co_return found;
}

GeoReport::Found<std::vector<search::Update>> GeoReport::read_updates(search::UpdateWish wish,
                                                                      bool one_page) {
  std::vector<search::Update> all;
  for (std::uint32_t pages = 0; pages < kPagesMax; ++pages) {
    auto page = co_await index_.updates(wish);
    if (!page) co_return failures_of(page.problem());
    const bool is_last = page->updates.size() < wish.page_size;
    std::ranges::move(page->updates, std::back_inserter(all));
    if (one_page || is_last) break;
    ++wish.page;
  }
  co_return all;
}

boost::asio::awaitable<std::vector<search::Update>> GeoReport::notes_of(
    const std::vector<search::FoundComplaint>& found) {
  if (found.empty()) co_return std::vector<search::Update>();
  search::UpdateWish wish;
  for (const search::FoundComplaint& one : found) wish.complaints.push_back(id_of(one));
  wish.page_size = kRequestsMax;
  auto updates = co_await read_updates(std::move(wish), false);
  // Without the copy there are no notes; the rest is worth showing.
  if (auto* told = std::get_if<0>(&updates)) co_return std::move(*told);
  co_return std::vector<search::Update>();
}

GeoReport::Found<Node> GeoReport::show(std::vector<search::FoundComplaint> found, bool extended,
                                       std::string base_url) {
  auto known = co_await services();
  if (auto* failures = std::get_if<Failures>(&known)) co_return std::move(*failures);
  std::vector<search::Update> updates;
  if (extended) updates = co_await notes_of(found);
  const Showing showing{*std::get<0>(known), settings_.language, std::move(base_url), extended,
                        &updates};
  std::vector<Node> shown;
  for (const search::FoundComplaint& one : found) shown.push_back(request_view(one, showing));
  co_return list("service_requests", std::move(shown));
}

}  // namespace whistle::gateway::open311

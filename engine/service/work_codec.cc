#include "engine/service/work_codec.h"

#include <initializer_list>
#include <string>
#include <utility>

#include "engine/casework/limits.h"
#include "engine/service/fields.h"

namespace whistle::service {
namespace {

constexpr int kMoreUnitsMax = 64;
constexpr int kWantedMax = 256;

std::int64_t to_ms(Timestamp at) { return at == kNever ? 0 : at.time_since_epoch().count(); }

std::optional<Problem> too_many(const char* field, int size, int max) {
  if (size <= max) return std::nullopt;
  return violation(std::string(field) + ": " + std::to_string(size) + " values, at most " +
                   std::to_string(max))
      .error;
}

Outcome<casework::Wanted, Problem> to_wanted(const v1::PullRequest& message) {
  casework::Wanted wanted;
  for (const std::string& word : message.severities()) {
    const auto severity = word_field<Severity>("severities", word);
    if (!severity) return Failure{severity.error()};
    wanted.severities.push_back(*severity);
  }
  for (const std::string& category : message.categories()) {
    if (auto problem = too_long("categories", category, kShortTextMax)) return Failure{*problem};
    wanted.categories.push_back({category});
  }
  for (const std::uint64_t area : message.areas()) wanted.areas.push_back({area});
  return wanted;
}

}  // namespace

Outcome<casework::PullOrders, Problem> to_pull(const v1::PullRequest& message) {
  if (const auto problem =
          first_of({too_long("unit", message.unit(), kShortTextMax),
                    too_long("worker", message.worker(), kShortTextMax),
                    too_many("more_units", message.more_units_size(), kMoreUnitsMax),
                    too_many("severities", message.severities_size(), kWantedMax),
                    too_many("categories", message.categories_size(), kWantedMax),
                    too_many("areas", message.areas_size(), kWantedMax)})) {
    return Failure{*problem};
  }
  auto wanted = to_wanted(message);
  if (!wanted) return Failure{wanted.error()};
  casework::PullOrders pull{.unit = {message.unit()},
                            .worker = {message.worker()},
                            .max = message.max(),
                            .only = {message.only_case()},
                            .sign_at_once = message.sign_at_once(),
                            .more_units = {},
                            .wanted = *std::move(wanted)};
  for (const std::string& unit : message.more_units()) {
    if (auto problem = too_long("more_units", unit, kShortTextMax)) return Failure{*problem};
    pull.more_units.push_back({unit});
  }
  return pull;
}

Outcome<casework::Command, Problem> to_command(const v1::ReceiveRequest& message,
                                               std::set<CaseId> out_of_reach) {
  if (const auto problem = first_of(
          {too_long("worker", message.worker(), kShortTextMax),
           too_many("leases", message.leases_size(), static_cast<int>(casework::kPullMax))})) {
    return Failure{*problem};
  }
  if (message.leases_size() == 0) return violation("leases: is empty");
  casework::ReceiveLeases wish{
      .leases = {}, .worker = {message.worker()}, .out_of_reach = std::move(out_of_reach)};
  for (const v1::Lease& lease : message.leases()) {
    wish.leases.push_back({{lease.case_id()}, {lease.token()}});
  }
  return casework::Command{std::move(wish)};
}

Outcome<casework::Command, Problem> to_command(const v1::DrainRequest& message) {
  if (const auto problem = first_of({too_long("unit", message.unit(), kShortTextMax),
                                     too_long("worker", message.worker(), kShortTextMax)})) {
    return Failure{*problem};
  }
  return casework::Command{casework::DrainWorker{{message.unit()}, {message.worker()}}};
}

v1::ReceiveReply to_reply(const casework::HeldAnswer& answer) {
  v1::ReceiveReply reply;
  for (const casework::HeldAnswer::Lease& lease : answer.leases) {
    v1::LeaseView& view = *reply.add_leases();
    view.set_case_id(lease.id.value);
    view.set_token(lease.token.value);
    view.set_until_ms(to_ms(lease.until));
    view.set_lost(lease.lost);
  }
  return reply;
}

v1::ExplainPullReply to_reply(const casework::PullStory& story, const policy::Policy& policy) {
  v1::ExplainPullReply reply;
  for (const casework::PullStory::Line& line : story.lines) {
    v1::LineView& view = *reply.add_lines();
    view.set_unit(line.unit.value);
    if (const policy::Unit* unit = policy.unit(line.unit)) view.set_name(unit->name);
    view.set_waiting(line.waiting);
    view.set_passed_over(line.passed_over);
    view.set_leased(line.leased);
    view.set_signed_for(line.signed_for);
    view.set_next_lapse_ms(to_ms(line.next_lapse));
    view.set_parked(line.parked);
  }
  for (const CaseId id : story.next) reply.add_next(id.value);
  reply.set_only_case(story.only);
  return reply;
}

}  // namespace whistle::service

#include "adapters/gateway/search/engine_source.h"

#include <utility>

namespace whistle::gateway::search {
namespace {

// As many facts ahead as the engine grants: a whole journal is read in one go.
client::Options watching(client::Options options) {
  options.watch_credit = 16'384;
  return options;
}

// An engine that is away is asked again later, from the outside, so that a stop is not held up.
client::Options asking(client::Options options) {
  options.reading = client::Line::Watch;
  options.give_up_after_ms = 5'000;
  return options;
}

}  // namespace

EngineSource::EngineSource(client::Options options, const std::shared_ptr<client::Context>& context)
    : watch_(watching(options), context), client_(asking(options), context) {}

void EngineSource::follow(const Start& start) {
  client::Selection selection;
  selection.resume_after = start.after;
  selection.journal_id = start.journal_id;
  selection.snapshot = start.snapshot;
  watch_.subscribe(std::move(selection));
}

std::optional<v1::WatchEvents> EngineSource::next(std::uint32_t timeout_ms) {
  return watch_.next(timeout_ms);
}

namespace {

// Asks about each id at once and waits for all. The answers go to slots that were there before.
template <class Reply, class Ask>
Source::Each<Reply> each(client::Client& client, const std::vector<std::uint64_t>& ids, Ask ask) {
  std::vector<std::optional<Reply>> found(ids.size());
  std::optional<client::Problem> problem;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    ask(ids[i], [&found, &problem, i](auto answer, auto take) {
      if (answer) {
        found[i] = take(*std::move(answer));
      } else if (answer.problem().code != client::kNotFound) {
        problem = answer.problem();
      }
    });
  }
  while (client.pending() > 0) client.poll(1'000);
  if (problem) return *problem;
  return found;
}

}  // namespace

Source::Each<v1::CaseView> EngineSource::cases(const std::vector<std::uint64_t>& ids) {
  return each<v1::CaseView>(client_, ids, [this](std::uint64_t id, auto done) {
    v1::CaseRequest request;
    request.set_case_id(id);
    client_.send<v1::CaseReply>(
        v1::METHOD_GET_CASE, request, [done](client::Result<v1::CaseReply> answer) {
          done(std::move(answer),
               [](v1::CaseReply reply) { return std::move(*reply.mutable_case_()); });
        });
  });
}

Source::Each<v1::ComplaintReply> EngineSource::complaints(const std::vector<std::uint64_t>& ids) {
  return each<v1::ComplaintReply>(client_, ids, [this](std::uint64_t id, auto done) {
    v1::ComplaintRequest request;
    request.set_complaint_id(id);
    request.set_with_text(true);
    client_.send<v1::ComplaintReply>(
        v1::METHOD_GET_COMPLAINT, request, [done](client::Result<v1::ComplaintReply> answer) {
          done(std::move(answer), [](v1::ComplaintReply reply) { return reply; });
        });
  });
}

client::Result<Geography> EngineSource::geography() {
  Geography geography;
  v1::RulesRequest request;
  request.set_areas(true);
  request.set_units(true);
  for (std::uint32_t offset = 0;; offset += 2'000) {
    request.set_offset(offset);
    auto reply = client_.rules(request);
    if (!reply) return reply.problem();
    const bool is_other =
        !geography.policy_version.empty() && geography.policy_version != reply->policy_version();
    if (is_other) {
      return client::Problem{.code = client::kUnavailable,
                             .reason = "RULES_CHANGED",
                             .message = "other rules came into force meanwhile"};
    }
    geography.policy_version = reply->policy_version();
    for (auto& area : *reply->mutable_areas()) geography.areas.push_back(std::move(area));
    for (auto& unit : *reply->mutable_units()) geography.units.push_back(std::move(unit));
    if (!reply->more()) return geography;
  }
}

}  // namespace whistle::gateway::search

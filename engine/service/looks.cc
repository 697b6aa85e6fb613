#include <memory>
#include <set>
#include <string>
#include <utility>

#include "engine/casework/chapters/pulling.h"
#include "engine/casework/limits.h"
#include "engine/casework/reports/pull_story.h"
#include "engine/service/register_pages.h"
#include "engine/service/register_view.h"
#include "engine/service/score_codec.h"
#include "engine/service/service.h"
#include "engine/service/wire_codec.h"
#include "engine/service/work_codec.h"

// What may be looked at: lines and registers, who holds what and why a pull gets nothing, the
// scoreboard and the agendas. Each is taken from
// the state between two decisions, and made into a message on the service thread.
namespace whistle::service {

bool Service::take_look(Audience audience, Request& request) {
  switch (request.header.method()) {
    case v1::METHOD_QUEUES:
      queues(std::move(request));
      return true;
    case v1::METHOD_EXPLAIN_PULL:
      explain_pull(std::move(request));
      return true;
    case v1::METHOD_REGISTERS:
      registers(std::move(request));
      return true;
    case v1::METHOD_SCOREBOARD:
      if (audience == Audience::Work) return false;
      scoreboard(std::move(request));
      return true;
    case v1::METHOD_AGENDA:
      if (audience == Audience::Work) return false;
      agenda(std::move(request));
      return true;
    default:  // an open enumeration
      return false;
  }
}

namespace {

void show_line(const runtime::Engine& engine, const std::string& unit,
               const queues::WaitingLine& line, std::uint32_t heads, v1::QueueView& view) {
  view.set_unit(unit);
  if (const auto* known = engine.policy().unit({unit})) {
    view.set_name(known->name);
    view.set_tier(std::string(to_word(known->tier)));
  }
  view.set_red(static_cast<std::uint32_t>(line.size(Severity::Red)));
  view.set_yellow(static_cast<std::uint32_t>(line.size(Severity::Yellow)));
  view.set_blue(static_cast<std::uint32_t>(line.size(Severity::Blue)));
  view.set_earliest_due_ms(0);
  queues::in_order(line, engine.now(), [&](const queues::Position& position) {
    if (static_cast<std::uint32_t>(view.heads_size()) < heads) {
      view.add_heads(position.id.value);
      if (view.earliest_due_ms() == 0 && position.due != kNever) {
        view.set_earliest_due_ms(position.due.time_since_epoch().count());
      }
    }
    return static_cast<std::uint32_t>(view.heads_size()) < heads;
  });
}

}  // namespace

void Service::queues(Request request) {
  constexpr std::uint32_t kHeadsMax = 100;
  const auto asked = parse<v1::QueuesRequest>(request);
  if (!asked) return request.refuse(asked.error());
  if (!asked->unit().empty() && asked->unit() != casework::kTriageDesk &&
      asked->unit() != casework::kDispatchDesk && policy().unit({asked->unit()}) == nullptr) {
    return request.refuse({kNotFound, "UNKNOWN_UNIT", "unit: no unit " + asked->unit(), 0});
  }
  const std::uint32_t heads = std::clamp(asked->heads(), 1U, kHeadsMax);
  const auto shared = std::make_shared<Request>(std::move(request));
  pipeline_->look([this, shared, wish = *asked, heads](const runtime::Engine& engine) {
    const auto reply = std::make_shared<v1::QueuesReply>();
    reply->set_time_ms(engine.now().time_since_epoch().count());
    engine.state().each_line([&](const std::string& unit, const queues::WaitingLine& line) {
      const bool wanted = wish.unit().empty() ? (wish.all() || !line.empty()) : unit == wish.unit();
      if (wanted) show_line(engine, unit, line, heads, *reply->add_queues());
    });
    outbox_.put([shared, reply] { shared->answer(*reply); });
  });
}

void Service::registers(Request request) {
  // Stays below what clients take in one answer.
  constexpr std::size_t kBytesMax = std::size_t{2} << 20U;
  const auto asked = parse<v1::RegistersRequest>(request);
  if (!asked) return request.refuse(asked.error());
  const auto shared = std::make_shared<Request>(std::move(request));
  pipeline_->look([this, shared, wish = *asked](const runtime::Engine& engine) {
    const auto found =
        std::make_shared<Outcome<RegisterPage, Problem>>(page_of(engine.state().registers(), wish));
    outbox_.put([shared, found, kind = wish.kind()] {
      if (!*found) return shared->refuse(found->error());
      v1::RegistersReply reply;
      reply.set_more((*found)->more);
      std::size_t bytes = 0;
      for (const RegisterPage::Row& row : (*found)->rows) {
        if (bytes > kBytesMax) {
          reply.set_more(true);
          break;
        }
        v1::RegisterView& view = *reply.add_rows();
        view.set_kind(kind);
        view.set_key(row.key);
        view.set_json(to_json(row.row));
        bytes += view.ByteSizeLong();
      }
      shared->answer(reply);
    });
  });
}

void Service::scoreboard(Request request) {
  const auto asked = parse<v1::ScoreboardRequest>(request);
  if (!asked) return request.refuse(asked.error());
  const auto query = to_query(*asked);
  if (!query) return request.refuse(query.error());
  const auto shared = std::make_shared<Request>(std::move(request));
  pipeline_->look([this, shared, wish = *query](const runtime::Engine& engine) {
    const casework::Registers& registers = engine.state().registers();
    const auto lines = std::make_shared<std::vector<casework::ScoreLine>>(
        casework::scoreboard(registers, engine.policy(), wish));
    const std::uint32_t period = wish.period != 0 ? wish.period : registers.counters().period;
    outbox_.put([shared, lines, period] { shared->answer(to_reply(*lines, period)); });
  });
}

void Service::agenda(Request request) {
  const auto asked = parse<v1::AgendaRequest>(request);
  if (!asked) return request.refuse(asked.error());
  const auto panel = to_panel(*asked);
  if (!panel) return request.refuse(panel.error());
  const auto shared = std::make_shared<Request>(std::move(request));
  pipeline_->look([this, shared, kind = *panel](const runtime::Engine& engine) {
    const auto found = std::make_shared<casework::Agenda>(
        casework::agenda(engine.state(), engine.policy(), kind, engine.now()));
    outbox_.put([shared, found] { shared->answer(to_reply(*found)); });
  });
}

namespace {

// What somebody of a unit holds: at most one answer's worth, by the numbers of the cases.
casework::PullAnswer held_by(const v1::HoldingsRequest& wish, const casework::State& state) {
  casework::PullAnswer answer;
  const casework::State::Held& held = state.held(wish.unit());
  for (auto it = held.upper_bound(CaseId{wish.after_case()}); it != held.end(); ++it) {
    if (answer.grants.size() == casework::kPullMax) break;
    const casework::Case& item = *state.find(*it);
    if (!wish.worker().empty() && state.symbols().name(item.worker) != wish.worker()) continue;
    answer.grants.push_back({item.id, item.token, item.lease_until, item.receive_by});
  }
  return answer;
}

}  // namespace

void Service::holdings(Request request) {
  const auto asked = parse<v1::HoldingsRequest>(request);
  if (!asked) return request.refuse(asked.error());
  const auto shared = std::make_shared<Request>(std::move(request));
  pipeline_->look([this, shared, wish = *asked](const runtime::Engine& engine) {
    const casework::Context context{engine.state(), engine.policy(), engine.now()};
    const auto refusal = casework::check_unit({wish.unit()}, context);
    const auto answer = std::make_shared<casework::PullAnswer>();
    if (!refusal) *answer = held_by(wish, engine.state());
    outbox_.put([this, shared, refusal, answer] {
      if (refusal) return shared->refuse(to_problem(*refusal));
      shared->answer(to_pull_reply(*answer, kTextsBytesMax));
    });
  });
}

void Service::explain_pull(Request request) {
  const auto message = parse<v1::PullRequest>(request);
  if (!message) return request.refuse(message.error());
  auto wish = to_pull(*message);
  if (!wish) return request.refuse(wish.error());
  if (const auto problem = keep_within_areas(request, *wish)) return request.refuse(*problem);
  const auto shared = std::make_shared<Request>(std::move(request));
  pipeline_->look([this, shared, wish = *std::move(wish)](const runtime::Engine& engine) {
    const casework::Context context{engine.state(), engine.policy(), engine.now()};
    const auto story = std::make_shared<Outcome<casework::PullStory, casework::Refusal>>(
        casework::pull_story(wish, context));
    const std::int64_t now = engine.now().time_since_epoch().count();
    outbox_.put([this, shared, story, now, units = casework::units_of(wish)] {
      if (!*story) {
        return shared->refuse(to_problem(story->error()));
      }
      v1::ExplainPullReply reply = to_reply(**story, policy());
      reply.set_time_ms(now);
      reply.set_waiting_pulls(static_cast<std::uint32_t>(pulls_.waiting_for(units)));
      shared->answer(reply);
    });
  });
}

}  // namespace whistle::service

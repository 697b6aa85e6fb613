#include <CLI/CLI.hpp>

#include <cstdint>
#include <memory>
#include <string>

#include "adapters/cli/number_option.h"
#include "adapters/cli/print_case.h"
#include "adapters/cli/print_engine.h"
#include "adapters/cli/print_fact.h"
#include "adapters/cli/print_story.h"
#include "adapters/cli/session.h"
#include "adapters/cli/verbs.h"

// What can be seen without changing anything.
namespace whistle::cli {

namespace {

// The first orders of a unit are why somebody names it.
constexpr std::uint32_t kHeadsOfOneUnit = 10;

struct Look {
  std::uint64_t case_id = 0;
  bool text = false;
  bool without_facts = false;  // of a story
};

struct Lines {
  std::string unit;
  bool all = false;
  std::uint32_t heads = 0;
};

// Who has signed for the case may read its text as it came.
std::uint64_t token_for(Session& session, const Look& typed) {
  if (!typed.text) return 0;
  return session.tokens().find(session.holding(typed.case_id)).value_or(0);
}

Exit show_case(Session& session, const Look& typed) {
  const auto reply =
      session.client().get_case(typed.case_id, typed.text, token_for(session, typed));
  if (reply && session.json()) {
    print_json(session.out(), reply->case_());
    return kDone;
  }
  return session.show(reply, [&](const v1::CaseReply& shown) {
    print_case(session.out(), shown.case_(), session.style());
  });
}

Exit explain(Session& session, const Look& typed) {
  return session.show(
      session.client().explain(typed.case_id, typed.text, token_for(session, typed)),
      [&](const v1::ExplainReply& story) {
        print_story(session.out(), story, session.style());
        if (!typed.without_facts) print_facts(session.out(), story, session.style());
      });
}

Exit queues(Session& session, const Lines& typed) {
  v1::QueuesRequest request;
  request.set_unit(typed.unit);
  request.set_all(typed.all);
  const bool unsaid = typed.heads == 0 && !typed.unit.empty();
  request.set_heads(unsaid ? kHeadsOfOneUnit : typed.heads);
  const auto reply = session.client().queues(request);
  if (reply && session.json()) {
    for (const v1::QueueView& queue : reply->queues()) print_json(session.out(), queue);
    return kDone;
  }
  return session.show(reply, [&](const v1::QueuesReply& shown) {
    print_queues(session.out(), shown, session.style());
  });
}

Exit status(Session& session) {
  return session.show(session.client().status(), [&](const v1::StatusReply& reply) {
    print_status(session.out(), reply, session.style());
  });
}

std::shared_ptr<Look> add_look_at(CLI::App& program, Session& session, const char* name,
                                  const char* help, Exit (*show)(Session&, const Look&)) {
  CLI::App& verb = *program.add_subcommand(name, help);
  auto typed = std::make_shared<Look>();
  add_case(verb, typed->case_id);
  verb.add_flag("--text", typed->text,
                "With what the resident said; numbers are masked for all but who signed for it");
  verb.callback([&session, typed, show] {
    session.verb = [&session, typed, show] { return show(session, *typed); };
  });
  return typed;
}

}  // namespace

void add_look(CLI::App& program, Session& session) {
  add_look_at(program, session, "case", "One case as it stands", show_case);
  const auto story =
      add_look_at(program, session, "explain", "The whole story of a case, and why", explain);
  program.get_subcommand("explain")->add_flag("--short", story->without_facts,
                                              "Without the single facts at the end");

  CLI::App& lines = *program.add_subcommand("queues", "What waits, unit by unit");
  auto typed = std::make_shared<Lines>();
  lines.add_option("unit", typed->unit, "Only this one");
  lines.add_flag("--all", typed->all, "Empty lines as well");
  add_number<std::uint32_t>(lines, "--heads", typed->heads, "List the first cases of each line", 1,
                            100);
  lines.callback(
      [&session, typed] { session.verb = [&session, typed] { return queues(session, *typed); }; });

  CLI::App& health = *program.add_subcommand("status", "Counters, and how the engine is");
  health.callback([&session] {
    session.line = client::Line::Admin;
    session.verb = [&session] { return status(session); };
  });
}

}  // namespace whistle::cli

#include <CLI/CLI.hpp>

#include <cstdint>
#include <memory>
#include <string>

#include "adapters/cli/number_option.h"
#include "adapters/cli/print_board.h"
#include "adapters/cli/session.h"
#include "adapters/cli/verbs.h"

// What is not one case: the registers, the scoreboard, the agendas.
namespace whistle::cli {

namespace {

Exit registers(Session& session, const v1::RegistersRequest& wish) {
  const auto reply = session.client().registers(wish);
  if (reply && session.json()) {
    for (const v1::RegisterView& row : reply->rows()) print_json(session.out(), row);
    return kDone;
  }
  return session.show(reply, [&](const v1::RegistersReply& shown) {
    print_registers(session.out(), shown, session.style());
  });
}

Exit scoreboard(Session& session, const v1::ScoreboardRequest& wish) {
  const auto reply = session.client().scoreboard(wish);
  if (reply && session.json()) {
    for (const v1::ScoreLine& line : reply->lines()) print_json(session.out(), line);
    return kDone;
  }
  return session.show(reply, [&](const v1::ScoreboardReply& shown) {
    print_scoreboard(session.out(), shown, session.style());
  });
}

Exit agenda(Session& session, const std::string& panel) {
  v1::AgendaRequest request;
  request.set_panel("joint_" + panel);
  return session.show(session.client().agenda(request), [&](const v1::AgendaReply& shown) {
    print_agenda(session.out(), shown, session.style());
  });
}

void add_registers(CLI::App& program, Session& session) {
  CLI::App& verb =
      *program.add_subcommand("registers", "Whistles, duties, entries of lists, storms, points");
  auto kind = std::make_shared<std::string>();
  auto unit = std::make_shared<std::string>();
  auto key = std::make_shared<std::string>();
  auto after = std::make_shared<std::string>();
  verb.add_option("kind", *kind,
                  "whistle duty list_entry storm area_mode account appealable adoption")
      ->required()
      ->check(CLI::IsMember({"whistle", "duty", "list_entry", "storm", "area_mode", "account",
                             "appealable", "adoption"}));
  verb.add_option("--unit", *unit, "Only what concerns this unit");
  verb.add_option("--key", *key, "Only this one");
  verb.add_option("--after", *after, "Go on after this one");
  verb.callback([&session, kind, unit, key, after] {
    session.verb = [&session, kind, unit, key, after] {
      v1::RegistersRequest request;
      request.set_kind(*kind);
      request.set_unit(*unit);
      request.set_key(*key);
      request.set_after(*after);
      return registers(session, request);
    };
  });
}

void add_scoreboard(CLI::App& program, Session& session) {
  CLI::App& verb = *program.add_subcommand("scoreboard", "How units and areas did in a month");
  auto period = std::make_shared<std::uint32_t>(0);
  auto dimension = std::make_shared<std::string>("unit");
  auto key = std::make_shared<std::string>();
  add_number<std::uint32_t>(verb, "--period", *period, "The month: 202603 (default: this one)",
                            197001, 999912);
  verb.add_option("--dimension", *dimension, "all unit worker tier area area_category")
      ->check(CLI::IsMember({"all", "unit", "worker", "tier", "area", "area_category"}))
      ->capture_default_str();
  verb.add_option("--key", *key, "Only this unit, area, ...");
  verb.callback([&session, period, dimension, key] {
    session.line = client::Line::Watch;
    session.verb = [&session, period, dimension, key] {
      v1::ScoreboardRequest wish;
      wish.set_period(*period);
      wish.set_dimension(*dimension);
      wish.set_key(*key);
      return scoreboard(session, wish);
    };
  });
}

}  // namespace

void add_board(CLI::App& program, Session& session) {
  add_registers(program, session);
  add_scoreboard(program, session);
  CLI::App& verb =
      *program.add_subcommand("agenda", "What the clinic or the conference must settle");
  auto panel = std::make_shared<std::string>();
  verb.add_option("panel", *panel, "clinic or conference")
      ->required()
      ->check(CLI::IsMember({"clinic", "conference"}));
  verb.callback([&session, panel] {
    session.line = client::Line::Watch;
    session.verb = [&session, panel] { return agenda(session, *panel); };
  });
}

}  // namespace whistle::cli

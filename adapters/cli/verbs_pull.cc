#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/cli/number_option.h"
#include "adapters/cli/print_case.h"
#include "adapters/cli/print_pull.h"
#include "adapters/cli/session.h"
#include "adapters/cli/verbs.h"

// How a worker comes by orders: pulls them, or asks why there are none, or what it holds already,
// and goes home.
namespace whistle::cli {

namespace {

struct Pull {
  std::string unit;
  std::vector<std::string> more_units;
  std::vector<std::string> severities;
  std::vector<std::string> categories;
  std::vector<std::uint64_t> areas;
  std::uint32_t max = 1;
  std::uint32_t wait_s = 0;
  std::uint64_t only_case = 0;
  bool sign = false;
};

struct Holder {
  std::string unit;
  bool everybody = false;
};

v1::PullRequest request_of(const Pull& typed, const Session& session) {
  v1::PullRequest request;
  request.set_unit(typed.unit);
  request.set_worker(session.worker());
  request.set_max(typed.max);
  request.set_only_case(typed.only_case);
  request.set_sign_at_once(typed.sign);
  for (const std::string& unit : typed.more_units) request.add_more_units(unit);
  for (const std::string& severity : typed.severities) request.add_severities(severity);
  for (const std::string& category : typed.categories) request.add_categories(category);
  for (const std::uint64_t area : typed.areas) request.add_areas(area);
  return request;
}

// Short waits, one after the other: a lost connection is then noticed between two of them.
client::Result<v1::PullReply> pull_and_wait(Session& session, v1::PullRequest request,
                                            std::uint32_t wait_s) {
  constexpr std::uint32_t kOneWaitMs = 2000;
  std::uint64_t left_ms = std::uint64_t{wait_s} * 1000;
  for (;;) {
    const auto wait = static_cast<std::uint32_t>(std::min<std::uint64_t>(left_ms, kOneWaitMs));
    request.set_wait_ms(wait);
    auto reply = session.client().pull(request);
    left_ms -= wait;
    if (!reply || reply->grants_size() > 0 || left_ms == 0) return reply;
  }
}

std::string lines_text(const Pull& typed) {
  if (typed.more_units.empty()) return "line of " + typed.unit;
  std::string text = "lines of " + typed.unit;
  for (const std::string& unit : typed.more_units) text += ", " + unit;
  return text;
}

Exit pull(Session& session, const Pull& typed) {
  if (const auto exit = session.missing_worker()) return *exit;
  const auto reply = pull_and_wait(session, request_of(typed, session), typed.wait_s);
  if (!reply) return session.fail(reply.problem());
  for (const v1::Grant& grant : reply->grants()) {
    session.keep(grant.case_().case_id(), grant.token());
  }
  // Nobody types fast enough to sign before a grant counts as lost.
  if (const auto receipt = client::receipt_of(*reply, session.worker())) {
    const auto received = session.client().receive(*receipt);
    if (!received) return session.fail(received.problem());
  }
  if (session.json()) {
    for (const v1::Grant& grant : reply->grants()) print_json(session.out(), grant);
  } else if (reply->grants_size() == 0) {
    session.out() << "nothing waits in the " << lines_text(typed) << '\n';
  } else {
    print_grants(session.out(), *reply, session.style());
  }
  return kDone;
}

Exit explain_pull(Session& session, const Pull& typed) {
  const auto reply = session.client().explain_pull(request_of(typed, session));
  return session.show(reply, [&](const v1::ExplainPullReply& shown) {
    print_pull(session.out(), shown, session.style());
  });
}

Exit held(Session& session, const Holder& typed) {
  v1::HoldingsRequest request;
  request.set_unit(typed.unit);
  if (!typed.everybody) {
    if (const auto exit = session.missing_worker()) return *exit;
    request.set_worker(session.worker());
  }
  v1::PullReply all;
  for (;;) {
    const auto page = session.client().holdings(request);
    if (!page) return session.fail(page.problem());
    if (page->grants_size() == 0) break;
    all.MergeFrom(*page);
    request.set_after_case(page->grants(page->grants_size() - 1).case_().case_id());
  }
  for (const v1::Grant& grant : all.grants()) {
    session.keep(grant.case_().case_id(), grant.token());
  }
  if (session.json()) {
    for (const v1::Grant& grant : all.grants()) print_json(session.out(), grant);
  } else if (all.grants_size() == 0) {
    session.out() << (typed.everybody ? "nobody" : session.worker()) << " of " << typed.unit
                  << " holds anything\n";
  } else {
    print_grants(session.out(), all, session.style());
  }
  return kDone;
}

Exit drain(Session& session, const Holder& typed) {
  if (const auto exit = session.missing_worker()) return *exit;
  v1::DrainRequest request;
  request.set_unit(typed.unit);
  request.set_worker(session.worker());
  const auto reply = session.client().drain_worker(request);
  return session.show(reply, [&](const v1::DrainReply& shown) {
    session.out() << fmt::format(
        "{} goes: {} leases went back, {} pulls ended; {} orders signed for stay with {}\n",
        session.worker(), shown.leases(), shown.pulls(), shown.signed_for(), typed.unit);
  });
}

void add_what(CLI::App& verb, Pull& typed) {
  verb.add_option("unit", typed.unit, "The unit; triage is the desk that reads complaints")
      ->required();
  verb.add_option("--and", typed.more_units, "More units whose lines to take from, by commas")
      ->delimiter(',');
  verb.add_option("--severity", typed.severities, "Only these: red, yellow, blue")
      ->delimiter(',')
      ->check(CLI::IsMember({"red", "yellow", "blue"}));
  verb.add_option("--category", typed.categories, "Only these categories, by commas")
      ->delimiter(',');
  verb.add_option("--area", typed.areas, "Only in these areas and below, by commas")
      ->delimiter(',');
  add_number<std::uint32_t>(verb, "--max", typed.max, "How many at most", 1, 256)
      ->capture_default_str();
  add_number<std::uint64_t>(verb, "--case", typed.only_case, "Only this case, if it waits there",
                            1);
}

}  // namespace

void add_pull(CLI::App& program, Session& session) {
  CLI::App& verb = *program.add_subcommand("pull", "Take the first cases of a unit's line");
  auto typed = std::make_shared<Pull>();
  add_what(verb, *typed);
  add_number<std::uint32_t>(verb, "--wait", typed->wait_s,
                            "Seconds to wait for a case when there is none", 0, 86'400);
  verb.add_flag("--sign", typed->sign, "Sign for them in the same step");
  verb.callback(
      [&session, typed] { session.verb = [&session, typed] { return pull(session, *typed); }; });

  CLI::App& why = *program.add_subcommand("explain-pull", "Why do I get no work?");
  auto asked = std::make_shared<Pull>();
  add_what(why, *asked);
  why.callback([&session, asked] {
    session.verb = [&session, asked] { return explain_pull(session, *asked); };
  });

  CLI::App& holdings = *program.add_subcommand("held", "What I hold, after a crash say");
  auto holder = std::make_shared<Holder>();
  holdings.add_option("unit", holder->unit, "The unit")->required();
  holdings.add_flag("--everybody", holder->everybody, "What anybody of the unit holds");
  holdings.callback(
      [&session, holder] { session.verb = [&session, holder] { return held(session, *holder); }; });

  CLI::App& home =
      *program.add_subcommand("drain", "Go home: what I have not signed for goes back");
  auto goes = std::make_shared<Holder>();
  home.add_option("unit", goes->unit, "The unit")->required();
  home.callback(
      [&session, goes] { session.verb = [&session, goes] { return drain(session, *goes); }; });
}

}  // namespace whistle::cli

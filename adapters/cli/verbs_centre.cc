#include <CLI/CLI.hpp>

#include <cstdint>
#include <memory>
#include <string>

#include "adapters/cli/number_option.h"
#include "adapters/cli/print_engine.h"
#include "adapters/cli/session.h"
#include "adapters/cli/verbs.h"

// What the centre does with work that is finished.
namespace whistle::cli {

namespace {

struct Check {
  std::uint64_t case_id = 0;
  std::string outcome;
  std::string note;
};

struct Rating {
  std::uint64_t case_id = 0;
  std::string solved;
  std::string satisfaction;
  std::string note;
  std::uint64_t complaint_id = 0;
  std::string way;
};

Exit missing_name(const Session& session) {
  return session.fail(kUsage, "who acts? give --as NAME or set WHISTLE_WORKER");
}

Exit check(Session& session, const Check& typed) {
  if (session.worker().empty()) return missing_name(session);
  v1::PostCheckRequest request;
  request.set_case_id(typed.case_id);
  request.set_by(session.worker());
  request.set_passed(typed.outcome == "passed");
  request.set_note(typed.note);
  return session.show(session.client().post_check(request), [&](const v1::TokenReply&) {
    session.out() << "case " << typed.case_id << " checked: " << typed.outcome << '\n';
  });
}

Exit rate(Session& session, const Rating& typed) {
  if (session.worker().empty()) return missing_name(session);
  v1::CallBackRequest request;
  request.set_case_id(typed.case_id);
  request.set_by(session.worker());
  request.set_solved(typed.solved);
  request.set_satisfaction(typed.satisfaction);
  request.set_note(typed.note);
  request.set_complaint_id(typed.complaint_id);
  request.set_way(typed.way);
  return session.show(session.client().call_back(request), [&](const v1::TokenReply&) {
    session.out() << "case " << typed.case_id << " rated: " << typed.solved << ", "
                  << typed.satisfaction << '\n';
  });
}

Exit advance(Session& session, const std::string& typed) {
  const auto time = session.style().zone.parse(typed);
  if (!time) return session.fail(kUsage, "not a time: " + typed);
  return session.show(session.client().advance_time(*time), [&](const v1::StatusReply& reply) {
    print_status(session.out(), reply, session.style());
  });
}

}  // namespace

void add_centre(CLI::App& program, Session& session) {
  CLI::App& checking = *program.add_subcommand("check", "Was the work done? (the centre)");
  auto checked = std::make_shared<Check>();
  add_case(checking, checked->case_id);
  checking.add_option("outcome", checked->outcome, "passed or failed")
      ->required()
      ->check(CLI::IsMember({"passed", "failed"}));
  checking.add_option("-m,--note", checked->note, "A sentence for the record");
  checking.callback([&session, checked] {
    session.verb = [&session, checked] { return check(session, *checked); };
  });

  CLI::App& rating = *program.add_subcommand("rate", "What the resident says at the callback");
  auto rated = std::make_shared<Rating>();
  add_case(rating, rated->case_id);
  rating.add_option("solved", rated->solved, "solved, partly_solved or unsolved")
      ->required()
      ->check(CLI::IsMember({"solved", "partly_solved", "unsolved"}));
  rating
      .add_option("satisfaction", rated->satisfaction,
                  "very_satisfied, satisfied, fairly_satisfied, dissatisfied or unrated")
      ->required()
      ->check(CLI::IsMember(
          {"very_satisfied", "satisfied", "fairly_satisfied", "dissatisfied", "unrated"}));
  rating.add_option("-m,--note", rated->note, "A sentence for the record");
  add_number(rating, "--complaint", rated->complaint_id,
             "Whose requester was asked (default: of the complaint the case began with)");
  rating.add_option("--way", rated->way, "How: phone message visit secretary_visit")
      ->check(CLI::IsMember({"phone", "message", "visit", "secretary_visit"}));
  rating.callback(
      [&session, rated] { session.verb = [&session, rated] { return rate(session, *rated); }; });

  CLI::App& advancing = *program.add_subcommand("advance", "Let time pass (driven clock only)");
  auto time = std::make_shared<std::string>();
  advancing.add_option("time", *time, "Up to here")->required();
  advancing.callback([&session, time] {
    session.line = client::Line::Admin;
    session.time_typed = true;
    session.verb = [&session, time] { return advance(session, *time); };
  });
}

}  // namespace whistle::cli

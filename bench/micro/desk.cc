#include "bench/micro/desk.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "bench/complaints.h"

namespace whistle::bench {

City& changtai() {
  static City city = load_changtai();
  return city;
}

Timestamp ten_o_clock() {
  return std::chrono::sys_days{std::chrono::year{2026} / 3 / 11} + std::chrono::hours{2};  // UTC
}

std::vector<casework::SubmitComplaint> examined_complaints(std::size_t count) {
  City& city = changtai();
  ComplaintMaker maker(*city.policy, "bench");
  std::vector<casework::SubmitComplaint> commands(count);
  for (casework::SubmitComplaint& command : commands) {
    command.complaint = maker.next(ten_o_clock());
    command.findings = city.triage->examine(command.complaint);
  }
  return commands;
}

casework::Decided Desk::take(const casework::Command& command) {
  auto decided = casework::decide({state_, *changtai().policy, ten_o_clock()}, command);
  if (!decided) {
    std::fprintf(stderr, "refused: %s\n", decided.error().detail.c_str());
    std::exit(1);
  }
  for (const casework::Event& event : decided->events) state_.apply(event);
  state_.put_away();
  return *std::move(decided);
}

}  // namespace whistle::bench

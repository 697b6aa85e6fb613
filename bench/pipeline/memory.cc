#include <string>
#include <utility>

#include "bench/complaints.h"
#include "bench/measure.h"
#include "bench/pipeline/measurements.h"
#include "bench/pipeline/rig.h"

namespace whistle::bench {

void measure_memory(City& city, std::uint64_t open_cases) {
  const WednesdayClock clock;
  ComplaintMaker maker(*city.policy, "memory");
  casework::State state;
  // Whatever grows once and stays, so that it does not count.
  static_cast<void>(city.triage->examine(maker.next(clock.now())));
  const std::uint64_t bytes_before = resident_bytes();
  {
    Progress progress("open cases in memory", open_cases);
    while (state.open_cases() < open_cases) {
      casework::SubmitComplaint command;
      command.complaint = maker.next(clock.now());
      command.findings = city.triage->examine(command.complaint);
      const auto decided = casework::decide({state, *city.policy, clock.now()}, command);
      if (!decided) give_up("a complaint was refused: " + decided.error().detail);
      for (const casework::Event& event : decided->events) state.apply(event);
      state.put_away();
      progress.at(state.open_cases());
    }
  }
  const std::uint64_t bytes_after = resident_bytes();
  report("memory.bytes_per_open_case",
         static_cast<double>(bytes_after - bytes_before) / static_cast<double>(state.open_cases()));
  const casework::State::Use use = state.use();
  report("memory.open_cases", static_cast<double>(state.open_cases()));
  report("memory.row_bytes", static_cast<double>(use.shelf.rows));
  report("memory.number_bytes", static_cast<double>(use.shelf.numbers));
  report("memory.alarm_bytes", static_cast<double>(use.alarms));
  report("memory.cases_with_a_dossier", static_cast<double>(use.shelf.apart));
  report("memory.causes", static_cast<double>(use.causes));
  report("memory.arrivals", static_cast<double>(use.arrivals));
  report("memory.arrival_lines", static_cast<double>(use.arrival_lines));
  report("memory.waiting", static_cast<double>(use.waiting));
  report("memory.held", static_cast<double>(use.held));
}

}  // namespace whistle::bench

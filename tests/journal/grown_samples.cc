#include <chrono>
#include <utility>

#include "tests/journal/filled.h"
#include "tests/journal/samples.h"

// What came after the first release.
namespace whistle::journal {

using namespace std::chrono_literals;

std::vector<casework::Event> grown_events() {
  using namespace casework;
  std::vector<Event> grown;
  for (Event& event : first_events()) {
    const Event before = event;
    if (auto* filed = std::get_if<CaseFiled>(&event)) {
      filed->requester_kind = RequesterKind::Enterprise;
      filed->major = "06";
      filed->storm_area = {321283001001};
    } else if (auto* merged = std::get_if<ComplaintMerged>(&event)) {
      triage::PlaceFinding& place = merged->findings.edit().place;
      place.candidates = {{{321283001001015}, {"name:和平小区"}},
                          {{321283002004003}, {"former name 和平小区 of 和平新村"}}};
      place.building = "3";
      place.unit = "2";
      place.room = "501";
    } else if (auto* declined = std::get_if<ComplaintDeclined>(&event)) {
      declined->findings.edit().category.guesses = {{{"06028"}, 612, 0}, {{"06002"}, 0, 5}};
    } else if (auto* classified = std::get_if<CaseClassified>(&event)) {
      classified->major = "06";
      classified->storm_area = {321283001001};
    } else if (auto* called = std::get_if<CalledBack>(&event)) {
      called->complaint = {79};
      called->way = CallbackWay::SecretaryVisit;
    } else if (auto* closed = std::get_if<CaseClosed>(&event)) {
      closed->appeal_until = kMonday + 240h;
      closed->may_appeal = {{"waiwu"}, {"wuan"}};
    } else if (auto* leased = std::get_if<OrderLeased>(&event)) {
      leased->receive_by = kMonday + 5s;
    } else if (auto* released = std::get_if<OrderReleased>(&event)) {
      released->failed = true;
    } else if (auto* escalated = std::get_if<CaseEscalated>(&event)) {
      escalated->collapsed = 3;
    } else if (auto* dispatched = std::get_if<OrderDispatched>(&event)) {
      dispatched->considered = {
          {.tier = Tier::Street,
           .unit = {"wuan"},
           .why = PassedOver::Condition,
           .rule = {"catalogue.csv:4"}},
          {.tier = Tier::Compound, .unit = {}, .why = PassedOver::Unmanaged, .rule = {}}};
    }
    if (event != before) grown.push_back(event);
  }
  return grown;
}

namespace {

template <std::size_t... kIndex>
void append_filled(std::vector<casework::Event>& events, std::index_sequence<kIndex...>) {
  const std::size_t known = events.size();
  const auto add = [&]<class Fact>(const Fact* /*kind*/, std::size_t index) {
    if (index >= known) events.emplace_back(filled<Fact>());
  };
  (add(static_cast<const std::variant_alternative_t<kIndex, casework::Event>*>(nullptr), kIndex),
   ...);
}

}  // namespace

std::vector<casework::Event> full_events() {
  std::vector<casework::Event> events = first_events();
  for (const casework::Event& event : grown_events()) {
    events[event.index()] = event;
  }
  append_filled(events, std::make_index_sequence<std::variant_size_v<casework::Event>>{});
  return events;
}

std::vector<casework::Event> filled_events() {
  std::vector<casework::Event> events;
  append_filled(events, std::make_index_sequence<std::variant_size_v<casework::Event>>{});
  return events;
}

namespace {

template <std::size_t... kIndex>
std::vector<casework::RegisterRow> filled_rows(std::index_sequence<kIndex...>) {
  return {filled<std::variant_alternative_t<kIndex, casework::RegisterRow>>()...};
}

}  // namespace

std::vector<casework::RegisterRow> full_register_rows() {
  return filled_rows(std::make_index_sequence<std::variant_size_v<casework::RegisterRow>>{});
}

casework::Registers::Counters full_register_counters() {
  return filled<casework::Registers::Counters>();
}

}  // namespace whistle::journal

#include <algorithm>
#include <utility>

#include "engine/casework/limits.h"
#include "engine/casework/state/joined.h"
#include "engine/casework/state/state.h"
#include "engine/core/check.h"

// Facts of intake, and of complaints that come together and apart.
namespace whistle::casework {

namespace {

std::size_t colour_index(Severity severity) {
  return severity == Severity::Red ? 0 : severity == Severity::Yellow ? 1 : 2;
}

}  // namespace

void State::raise_card(Case& item, const UnitCode& unit, Card card) {
  std::vector<Carded>& carded = item.dossier.edit().carded;
  const auto own = std::ranges::find(carded, unit, &Carded::unit);
  if (own == carded.end()) {
    carded.push_back({.unit = unit, .card = card});
  } else {
    own->card = std::max(own->card, card);
  }
  item.card = std::max(item.card, card);
}

void State::on(const CaseFiled& event) {
  WHISTLE_CHECK(event.complaint.value == counters_.last_complaint.value + 1);
  WHISTLE_CHECK(event.id.value == counters_.last_case.value + 1);
  counters_.last_complaint = event.complaint;
  counters_.last_case = event.id;
  ++tallies_.complaints;
  ++tallies_.cases;
  ++tallies_.by_colour[colour_index(event.findings->severity.severity)];
  if (event.awaits_triage) ++tallies_.awaited_triage;

  Case item;
  item.id = event.id;
  item.first_complaint = event.complaint;
  item.received = event.received;
  item.requester = event.requester;
  item.likeness = event.findings->likeness;
  item.condition = symbols_.intern(event.condition.value);
  item.severity = event.findings->severity.severity;
  item.request_type = event.findings->request_type;
  item.channel = event.channel;
  item.status = Status::AwaitsTriage;
  // A place that is only guessed is a hint for the person who reads it, not a fact.
  if (event.findings->place.certainty >= triage::Certainty::Certain) {
    item.area = event.findings->place.area;
  }
  item.storm_area = event.storm_area;
  item.major = symbols_.intern(event.major);
  if (event.emergency_line) item.dossier.edit().emergency_line = true;
  if (!event.awaits_triage) {
    item.category = symbols_.intern(event.findings->category.category.value);
    item.cause_area = event.cause_area;
  }
  const Case& filed = shelf_.insert(std::move(item));
  index_cause(filed);
  index_arrival(filed);
}

void State::on(const ComplaintDeclined& event) {
  WHISTLE_CHECK(event.complaint.value == counters_.last_complaint.value + 1);
  counters_.last_complaint = event.complaint;
  ++tallies_.complaints;
  ++tallies_.declined;
}

void State::on(const ComplaintMerged& event) {
  WHISTLE_CHECK(event.complaint.value == counters_.last_complaint.value + 1);
  counters_.last_complaint = event.complaint;
  ++tallies_.complaints;
  ++tallies_.merged;
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.dossier->joined.size() < kJoinedMax);
  ++item.complaints;
  if (event.repeat) ++item.reminders;
  const triage::PlaceFinding& place = event.findings->place;
  const bool placed = place.certainty >= triage::Certainty::Certain;
  item.dossier.edit().joined.push_back({.complaint = event.complaint,
                                        .requester = event.requester,
                                        .received = event.received,
                                        .severity = event.findings->severity.severity,
                                        .request_type = event.findings->request_type,
                                        .area = placed ? place.area : AreaCode{},
                                        .repeat = event.repeat});
  const bool is_new = event.requester != 0 && event.requester != item.requester &&
                      std::ranges::find(item.requesters, event.requester) == item.requesters.end();
  if (is_new) {
    item.requesters.push_back(event.requester);
    index_request(item, event.requester);
  }
}

void State::on(const CaseClassified& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.status == Status::AwaitsTriage);
  leave_place(item);
  forget_cause(item);
  forget_arrival(item);
  item.category = symbols_.intern(event.category.value);
  item.area = event.area;
  item.cause_area = event.cause_area;
  item.storm_area = event.storm_area;
  item.major = symbols_.intern(event.major);
  index_cause(item);
  index_arrival(item);
}

void State::on(const ComplaintAnswered& event) {
  WHISTLE_CHECK(event.complaint.value == counters_.last_complaint.value + 1);
  counters_.last_complaint = event.complaint;
  ++tallies_.complaints;
}

void State::on(const CaseDisposed& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(item.status == Status::AwaitsTriage && item.place == Place::Lease);
  leave_place(item);
  enter(item, Place::Desk);
  item.token = {};
  item.lease_token = {};
  item.lease_until = kNever;
  arm(item);
}

void State::on(const EmergencyTransferred& event) {
  existing(event.id).dossier.edit().emergency_line = true;
}

void State::on(const CompanionNamed& event) {
  existing(event.id).dossier.edit().companion = event.companion;
}

void State::on(const ProposalLinked& event) { WHISTLE_CHECK(find(event.id) != nullptr); }

void State::on(const ComplaintUnmerged& event) {
  Case& item = existing(event.id);
  std::vector<Joined>& joined = item.dossier.edit().joined;
  const bool taken = take_out(joined, event.complaint);
  WHISTLE_CHECK(taken);
  --item.complaints;
  forget_cause(item);
  item.requesters = others_of(item.requester, joined);
  index_cause(item);
}

void State::on(const CaseSplit& event) {
  WHISTLE_CHECK(event.id.value == counters_.last_case.value + 1);
  const Case& parent = existing(event.from);
  counters_.last_case = event.id;
  // It counts as a case now. One that came with a whole case was never counted as merged.
  if (tallies_.merged > 0) --tallies_.merged;
  ++tallies_.cases;
  ++tallies_.by_colour[colour_index(event.severity)];

  Case item;
  item.id = event.id;
  item.first_complaint = event.complaint;
  item.received = event.received;
  item.requester = event.requester;
  item.condition = symbols_.intern(event.condition.value);
  item.severity = event.severity;
  item.request_type = event.request_type;
  item.channel = Channel::Other;
  item.status = Status::AwaitsTriage;
  item.area = event.area;
  if (event.category) {
    item.category = symbols_.intern(event.category.value);
    item.cause_area = event.cause_area;
    item.major = parent.major;
    item.storm_area = parent.storm_area;
  }
  const Case& alone = shelf_.insert(std::move(item));
  index_cause(alone);
  index_arrival(alone);
}

void State::on(const CaseMerged& event) {
  WHISTLE_CHECK(event.id != event.into);
  Case& item = existing(event.id);
  Case& into = existing(event.into);
  WHISTLE_CHECK(item.kind == CaseKind::Request && into.kind == CaseKind::Request);
  WHISTLE_CHECK(into.status == Status::Dispatched || into.status == Status::SignedFor);
  WHISTLE_CHECK(item.dossier->assists.empty());
  std::vector<Joined> joined = joined_with(into, item);
  WHISTLE_CHECK(joined.size() <= kJoinedMax);

  into.complaints += item.complaints;
  into.reminders = static_cast<std::uint16_t>(into.reminders + item.reminders);
  Dossier& dossier = into.dossier.edit();
  dossier.joined = std::move(joined);
  if (item.dossier->emergency_line) dossier.emergency_line = true;
  for (const Carded& each : item.dossier->carded) raise_card(into, each.unit, each.card);
  forget_cause(into);
  into.requesters = others_of(into.requester, dossier.joined);
  index_cause(into);

  // It is off the list without a reply of its own: its requesters are answered in the other case.
  const CaseClock* resolve = item.clock(Stage::Resolve);
  ++tallies_.closed;
  if (resolve == nullptr || !resolve->overdue) ++tallies_.closed_on_time;
  leave_place(item);
  erase(item);
}

void State::on(const MassRequestDeclared& event) {
  Case& item = existing(event.id);
  WHISTLE_CHECK(!item.dossier->mass);
  item.dossier.edit().mass = true;
}

void State::on(const StormJoined& event) {
  registers_.on(event);
  existing(event.id).storm = event.storm;
}

}  // namespace whistle::casework

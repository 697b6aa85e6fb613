#include "tests/journal/samples.h"

#include "engine/journal/by_position.h"
#include "tests/journal/fields.h"
#include "tests/journal/filled.h"

namespace whistle::journal {
namespace {

using namespace std::chrono_literals;

constexpr CaseId kCase{42};
const std::string kNote = "已联系居民，明早 8 点到场";

std::vector<triage::Evidence> evidence(const std::string& words, const std::string& rule) {
  return {{.words = words, .offset = 12, .rule = {rule}},
          {.words = "水管", .offset = 300, .rule = {"lexicon.csv:44"}}};
}

triage::Findings findings() {
  return {.request_type = RequestType::Grievance,
          .category = {.category = {"06028"},
                       .certainty = triage::Certainty::Certain,
                       .score = 9,
                       .second = {"svc-pipe-burst"},
                       .second_score = -4,
                       .rule = {"lexicon.csv:17"},
                       .evidence = evidence("漏水", "lexicon.csv:17"),
                       .guesses = {}},
          .place = {.area = {321283001001015002},
                    .certainty = triage::Certainty::Given,
                    .rule = {"areas.csv:9"},
                    .evidence = evidence("和平小区3号楼", "areas.csv:9"),
                    .candidates = {},
                    .building = {},
                    .unit = {},
                    .room = {}},
          .severity = {.severity = Severity::Red,
                       .nature = 3,
                       .scope = 2,
                       .harm = 255,
                       .trigger = {"gas_leak"},
                       .care = true,
                       .rule = {"severity:sum"},
                       .evidence = evidence("燃气", "severity.csv:5")},
          .decline_ground = "litigation",
          .decline_evidence = evidence("法院", "declines.csv:2"),
          .likeness = 0xfedcba9876543210};
}

calendar::ClockReading reading() {
  return {.limit = {.value = 5, .unit = calendar::LimitUnit::WorkDay},
          .granted = 40h,
          .consumed = 90min};
}

calendar::Alarms alarms() {
  return {.due_soon = kMonday + 30h, .due = kMonday + 40h, .far_overdue = kMonday + 80h};
}

std::vector<casework::Event> intake_events() {
  using namespace casework;
  return {
      CaseFiled{.id = kCase,
                .complaint = {77},
                .source = "12345",
                .external_id = "WH-2024-000077",
                .received = kMonday,
                .channel = Channel::WechatGroup,
                .requester = 0x8000000000000001,
                .condition = {"heating"},
                .findings = findings(),
                .cause_area = {321283001001015},
                .awaits_triage = true,
                .emergency_line = true,
                .requester_kind = RequesterKind::Person,
                .major = "",
                .storm_area = {}},
      ComplaintDeclined{.complaint = {78},
                        .source = "12345",
                        .external_id = "WH-2024-000078",
                        .received = kMonday + 1s,
                        .ground = "litigation",
                        .findings = findings()},
      ComplaintMerged{.id = kCase,
                      .complaint = {79},
                      .source = "web",
                      .external_id = "a/79",
                      .received = kMonday + 2s,
                      .requester = 0x0123456789abcdef,
                      .repeat = true,
                      .rule = {"merge:same_cause"},
                      .findings = findings()},
      CaseClassified{.id = kCase,
                     .category = {"06028"},
                     .area = {321283001001015},
                     .cause_area = {321283001001},
                     .by = {"triage-desk-1"},
                     .major = "",
                     .storm_area = {}},
      CaseRecoloured{.id = kCase,
                     .from = Severity::Blue,
                     .to = Severity::Yellow,
                     .rule = {"requesters_yellow"}},
  };
}

std::vector<casework::Event> order_events() {
  using namespace casework;
  return {
      OrderDispatched{.id = kCase,
                      .number = 65535,
                      .unit = {"changtai-water"},
                      .tier = Tier::Department,
                      .rule = {"catalogue.csv:3"},
                      .raised_to_duty = true,
                      .queue_due = kMonday + 2h,
                      .told = {{"wuan"}, {"changtai"}}},
      OrderLeased{.id = kCase, .worker = {"chen.wei"}, .token = {9001}, .until = kMonday + 60s},
      LeaseRenewed{.id = kCase, .until = kMonday + 120s},
      LeaseLapsed{.id = kCase, .token = {9001}},
      OrderReleased{.id = kCase, .token = {9001}, .reason = "not_mine"},
      OrderSigned{.id = kCase, .worker = {"chen.wei"}, .token = {9002}},
  };
}

std::vector<casework::Event> handling_events() {
  using namespace casework;
  return {
      FirstContacted{.id = kCase, .note = kNote},
      ArrivedOnSite{.id = kCase, .note = kNote},
      ProgressNoted{.id = kCase, .note = kNote},
      HandlingFinished{
          .id = kCase, .at = kMonday + 3h, .result = Solved::PartlySolved, .note = kNote},
      PostChecked{.id = kCase,
                  .passed = true,
                  .by = {"centre-2"},
                  .rule = {"post_check:red"},
                  .note = kNote},
      RequesterReplied{.id = kCase},
      CalledBack{.id = kCase,
                 .solved = Solved::Unsolved,
                 .satisfaction = Satisfaction::Dissatisfied,
                 .by = {"centre-3"},
                 .note = kNote,
                 .complaint = {},
                 .way = CallbackWay::Phone},
      CaseReworked{.id = kCase, .round = 255, .reason = "unsolved"},
      CaseClosed{.id = kCase,
                 .rule = {"callback:solved"},
                 .on_time = true,
                 .appeal_until = kNever,
                 .may_appeal = {}},
      CaseStruckOff{.id = kCase},
  };
}

std::vector<casework::Event> clock_events() {
  using namespace casework;
  return {
      ClockStarted{.id = kCase,
                   .stage = Stage::Resolve,
                   .calendar = "changtai",
                   .reading = reading(),
                   .started = kMonday - 1h,
                   .since = kMonday,
                   .alarms = alarms(),
                   .rule = {"limits.csv:17"}},
      ClockPaused{.id = kCase, .stage = Stage::Resolve, .consumed = 3h},
      ClockResumed{.id = kCase, .stage = Stage::Resolve, .since = kMonday + 5h, .alarms = alarms()},
      ClockMet{.id = kCase, .stage = Stage::FirstResponse, .on_time = true},
      ClockDropped{.id = kCase, .stage = Stage::Rung},
      ClockDueSoon{.id = kCase, .stage = Stage::OnSite, .due = kMonday + 30min},
      ClockRanOut{.id = kCase,
                  .stage = Stage::Contact,
                  .due = kMonday + 15min,
                  .unit = {"wuan"},
                  .far = true},
  };
}

std::vector<casework::Event> escalation_events() {
  using namespace casework;
  return {
      CardIssued{.id = kCase,
                 .card = Card::Yellow,
                 .stage = Stage::Sign,
                 .unit = {"wuan"},
                 .points = -5,
                 .rule = {"cards:overdue"}},
      CaseEscalated{.id = kCase,
                    .from_tier = Tier::Community,
                    .from_unit = {"wuan"},
                    .to_tier = Tier::Street,
                    .to_unit = {"changtai"},
                    .mode = policy::RungMode::Parallel,
                    .rule = {"rung:community"},
                    .collapsed = 0},
      LadderExhausted{.id = kCase, .rule = {"ladder:service"}},
  };
}

}  // namespace

std::vector<casework::Event> first_events() {
  std::vector<casework::Event> events;
  for (const auto& chapter :
       {intake_events(), order_events(), handling_events(), clock_events(), escalation_events()}) {
    events.insert(events.end(), chapter.begin(), chapter.end());
  }
  return events;
}

std::vector<casework::Event> bare_events() {
  std::vector<casework::Event> events = full_events();
  for (casework::Event& event : events) {
    std::visit(
        [](auto& fact) {
          fact = {};
          make_storable(fact);
        },
        event);
  }
  return events;
}

std::string name_of(const casework::Event& event) {
  return std::visit([]<class Fact>(const Fact&) { return fact_field<Fact>().name(); }, event);
}

Record record_of(std::uint64_t sequence, std::vector<casework::Event> events) {
  return {.sequence = {sequence},
          .time = kMonday + Milliseconds{sequence},
          .policy = std::string("7f3a"),
          .verb = "submit",
          .actor = "hotline",
          .events = std::move(events)};
}

casework::Case full_case(casework::Symbols& symbols) {
  casework::Case item = first_case(symbols);
  item.major = symbols.intern("06");
  item.receive_by = kMonday + 5s;
  item.storm_area = {321283001001};
  item.kind = CaseKind::Assist;
  casework::Dossier& dossier = item.dossier.edit();
  dossier = filled<casework::Dossier>();
  // In rows they are part of the dossier.
  item.storm = std::exchange(dossier.storm, {});
  item.assignee = symbols.intern(std::exchange(dossier.assignee, {}).value);
  return item;
}

casework::Case first_case(casework::Symbols& symbols) {
  return {.id = {42},
          .first_complaint = {77},
          .received = kMonday,
          .area = {321283001001015002},
          .cause_area = {321283001001015},
          .requester = 0x8000000000000001,
          .likeness = 0xfedcba9876543210,
          .category = symbols.intern("06028"),
          .condition = symbols.intern("heating"),
          .unit = symbols.intern("changtai-water"),
          .worker = symbols.intern("chen.wei"),
          .major = {},
          .storm_area = {},
          .storm = {},
          .kind = CaseKind::Request,
          .status = casework::Status::SignedFor,
          .place = casework::Place::Hands,
          .severity = Severity::Red,
          .tier = Tier::Department,
          .watch_tier = Tier::District,
          .request_type = RequestType::Help,
          .channel = Channel::Phone,
          .card = Card::Red,
          .contacted = true,
          .arrived = true,
          .ladder_exhausted = true,
          .rework_rounds = 255,
          .order_number = 65535,
          .escalations = 65534,
          .reminders = 65533,
          .complaints = 70000,
          .token = {9002},
          .lease_token = {9001},
          .lease_until = kMonday + 60s,
          .finished_at = kMonday + 3h,
          .queue_due = kMonday + 2h,
          .entered = 1234567,
          .clocks = {{.stage = Stage::Resolve,
                      .running = false,
                      .soon_told = true,
                      .overdue = true,
                      .far_overdue = true,
                      .calendar = symbols.intern("changtai"),
                      .reading = reading(),
                      .started = kMonday - 1h,
                      .since = kMonday,
                      .alarms = alarms()}},
          .requesters = {0x0123456789abcdef, 3},
          .dossier = {}};
}

Complaint full_complaint() {
  Complaint complaint = first_complaint();
  complaint.requester_kind = RequesterKind::Organisation;
  complaint.answered = "当场答复";
  return complaint;
}

Complaint measured_complaint() {
  Complaint complaint = full_complaint();
  complaint.point->datum = Datum::Gcj02;
  return complaint;
}

Complaint illustrated_complaint() {
  Complaint complaint = measured_complaint();
  complaint.address = "和平小区3号楼2单元";
  complaint.media_urls = {"https://example.com/1.jpg", "https://example.com/2.jpg"};
  complaint.attributes = {
      {"DEPTH", {"12"}}, {"LANE", {"bike", "travel"}}, {"SINCE", {"2026-03-01"}}};
  return complaint;
}

Complaint first_complaint() {
  return {.source = "12345",
          .external_id = "WH-2024-000077",
          .channel = Channel::WechatGroup,
          .occurred_at = kMonday - 1h,
          .requester = "r-5566",
          .requester_name = "王女士",
          .subject = "水管爆了",
          .text = "和平小区3号楼楼道水管漏水，已经淹到电表箱。",
          .area = {321283001001015},
          .point = Point{.latitude = 32.17, .longitude = 120.05},
          .category = {"06028"},
          .condition = {"heating"},
          .request_type = RequestType::Grievance,
          .requester_kind = RequesterKind::Person,
          .answered = ""};
}

casework::Receipt full_receipt() {
  return {.complaint = {77},
          .id = {42},
          .disposition = casework::Disposition::Merged,
          .ground = "litigation",
          .severity = Severity::Yellow,
          .category = {"06028"},
          .area = {321283001001015},
          .unit = {"wuan"},
          .tier = Tier::Community,
          .received = kMonday,
          .resolve_due = kMonday + 40h};
}

casework::Counters full_counters() {
  return {.last_complaint = {79}, .last_case = {42}, .last_token = {9002}, .last_entered = 1234567};
}

casework::Tallies full_tallies() {
  return {.complaints = 79,
          .cases = 42,
          .merged = 30,
          .declined = 7,
          .by_colour = {1, 2, 39},
          .by_tier = {10, 9, 8, 7, 6, 2},
          .awaited_triage = 3,
          .escalations = 4,
          .overdue = 5,
          .yellow_cards = 6,
          .red_cards = 1,
          .reworked = 8,
          .closed = 11,
          .closed_on_time = 10};
}

}  // namespace whistle::journal

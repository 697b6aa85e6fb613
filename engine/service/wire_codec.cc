#include "engine/service/wire_codec.h"

#include <google/protobuf/empty.pb.h>

#include <optional>
#include <string>
#include <utility>

#include "engine/service/fields.h"
#include "engine/service/methods.h"
#include "engine/service/wire_words.h"
#include "engine/triage/normalise.h"

namespace whistle::service {

std::optional<Problem> read_body(const Request& request, google::protobuf::Message& message) {
  if (request.body.size() <= kBodyBytesMax &&
      message.ParseFromArray(request.body.data(), static_cast<int>(request.body.size()))) {
    return std::nullopt;
  }
  // Strings of the protocol are UTF-8; the parser refuses others with the same "no". The empty
  // message takes whatever fields there are, so it tells whether the body has any form at all.
  google::protobuf::Empty any_fields;
  const std::string_view bytes = request.bytes();
  if (bytes.size() <= kBodyBytesMax && !triage::is_valid_utf8(bytes) &&
      any_fields.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return Problem{
        kInvalidArgument, "BAD_UTF8",
        "frame 2: a text is not valid UTF-8, or the body is not a " + message.GetTypeName(), 0};
  }
  return Problem{kInvalidArgument, "BAD_FRAME", "frame 2: not a " + message.GetTypeName(), 0};
}

template <class Message>
Outcome<Message, Problem> parse(const Request& request) {
  Message message;
  if (auto problem = read_body(request, message)) return Failure{*std::move(problem)};
  return message;
}

Outcome<Body, Problem> body_of(const Request& request) {
  const MethodForm* form = form_of(request.header.method());
  if (form == nullptr || form->body == nullptr) return Body{};
  std::unique_ptr<google::protobuf::Message> message(form->body().New());
  if (auto problem = read_body(request, *message)) return Failure{*std::move(problem)};
  return Body(std::move(message));
}

template Outcome<v1::Hello, Problem> parse(const Request&);
template Outcome<v1::SubmitRequest, Problem> parse(const Request&);
template Outcome<v1::PullRequest, Problem> parse(const Request&);
template Outcome<v1::PullCredit, Problem> parse(const Request&);
template Outcome<v1::ReceiveRequest, Problem> parse(const Request&);
template Outcome<v1::HoldingsRequest, Problem> parse(const Request&);
template Outcome<v1::DrainRequest, Problem> parse(const Request&);
template Outcome<v1::TokenRequest, Problem> parse(const Request&);
template Outcome<v1::FinishRequest, Problem> parse(const Request&);
template Outcome<v1::ClassifyRequest, Problem> parse(const Request&);
template Outcome<v1::PostCheckRequest, Problem> parse(const Request&);
template Outcome<v1::CallBackRequest, Problem> parse(const Request&);
template Outcome<v1::CaseRequest, Problem> parse(const Request&);
template Outcome<v1::ComplaintRequest, Problem> parse(const Request&);
template Outcome<v1::ProposeRequest, Problem> parse(const Request&);
template Outcome<v1::RulesRequest, Problem> parse(const Request&);
template Outcome<v1::QueuesRequest, Problem> parse(const Request&);
template Outcome<v1::WatchRequest, Problem> parse(const Request&);
template Outcome<v1::WatchCredit, Problem> parse(const Request&);
template Outcome<v1::AcknowledgeRequest, Problem> parse(const Request&);
template Outcome<v1::DeleteCursorRequest, Problem> parse(const Request&);
template Outcome<v1::CursorsRequest, Problem> parse(const Request&);
template Outcome<v1::AdvanceTimeRequest, Problem> parse(const Request&);
template Outcome<v1::PolicyRequest, Problem> parse(const Request&);
template Outcome<v1::BackupRequest, Problem> parse(const Request&);
template Outcome<v1::ActRequest, Problem> parse(const Request&);
template Outcome<v1::RegistersRequest, Problem> parse(const Request&);
template Outcome<v1::ScoreboardRequest, Problem> parse(const Request&);
template Outcome<v1::AgendaRequest, Problem> parse(const Request&);

namespace {

std::optional<Problem> too_many(const char* field, int count, int max) {
  if (count <= max) return std::nullopt;
  return violation(std::string(field) + ": " + std::to_string(count) + " of them, at most " +
                   std::to_string(max))
      .error;
}

std::string numbered(const char* field, int index) {
  return std::string(field) + "[" + std::to_string(index) + "]";
}

std::optional<Problem> problem_in(const v1::Attribute& attribute, const std::string& field) {
  if (attribute.code().empty()) return violation(field + ".code: is empty").error;
  if (auto problem = too_long(field + ".code", attribute.code(), kShortTextMax)) return problem;
  for (const std::string& value : attribute.values()) {
    if (auto problem = too_long(field + ".values", value, kNoteMax)) return problem;
  }
  return std::nullopt;
}

// What came with the text.
std::optional<Problem> problem_beside(const v1::Complaint& message) {
  if (auto problem =
          first_of({too_long("address", message.address(), kAddressMax),
                    too_many("media_urls", message.media_urls_size(), kMediaUrlsMax),
                    too_many("attributes", message.attributes_size(), kAttributesMax)})) {
    return problem;
  }
  for (int i = 0; i < message.media_urls_size(); ++i) {
    const std::string& url = message.media_urls(i);
    if (url.empty()) return violation(numbered("media_urls", i) + ": is empty").error;
    if (auto problem = too_long(numbered("media_urls", i), url, kUrlMax)) return problem;
  }
  for (int i = 0; i < message.attributes_size(); ++i) {
    if (auto problem = problem_in(message.attributes(i), numbered("attributes", i))) return problem;
  }
  return std::nullopt;
}

}  // namespace

Outcome<Complaint, Problem> to_complaint(const v1::Complaint& message) {
  if (const auto problem = problem_beside(message)) return Failure{*problem};
  if (const auto problem =
          first_of({too_long("source", message.source(), kShortTextMax),
                    too_long("external_id", message.external_id(), kShortTextMax),
                    too_long("requester", message.requester(), kShortTextMax),
                    too_long("requester_name", message.requester_name(), kShortTextMax),
                    too_long("category", message.category(), kShortTextMax),
                    too_long("condition", message.condition(), kShortTextMax),
                    too_long("answered", message.answered(), kNoteMax)})) {
    return Failure{*problem};
  }
  Complaint complaint{.source = message.source(),
                      .external_id = message.external_id(),
                      .channel = Channel::Other,
                      .occurred_at = Timestamp{Milliseconds{message.occurred_at_ms()}},
                      .requester = message.requester(),
                      .requester_name = message.requester_name(),
                      .subject = message.subject(),
                      .text = message.text(),
                      .area = {message.area_code()},
                      .point = {},
                      .category = {message.category()},
                      .condition = {message.condition()},
                      .request_type = {},
                      .requester_kind = RequesterKind::Person,
                      .answered = message.answered(),
                      .address = message.address(),
                      .media_urls = {message.media_urls().begin(), message.media_urls().end()},
                      .attributes = {}};
  for (const v1::Attribute& attribute : message.attributes()) {
    complaint.attributes.push_back(
        {attribute.code(), {attribute.values().begin(), attribute.values().end()}});
  }
  if (!message.requester_kind().empty()) {
    const auto kind = word_field<RequesterKind>("requester_kind", message.requester_kind());
    if (!kind) return Failure{kind.error()};
    complaint.requester_kind = *kind;
  }
  if (!message.channel().empty()) {
    const auto channel = word_field<Channel>("channel", message.channel());
    if (!channel) return Failure{channel.error()};
    complaint.channel = *channel;
  }
  if (!message.request_type().empty()) {
    const auto type = word_field<RequestType>("request_type", message.request_type());
    if (!type) return Failure{type.error()};
    complaint.request_type = *type;
  }
  if (message.has_point()) {
    const bool on_earth = message.latitude() >= -90 && message.latitude() <= 90 &&
                          message.longitude() >= -180 && message.longitude() <= 180;
    if (!on_earth) return violation("latitude, longitude: not a point on the earth, in degrees");
    complaint.point = Point{message.latitude(), message.longitude()};
    if (!message.datum().empty()) {
      const auto datum = word_field<Datum>("datum", message.datum());
      if (!datum) return Failure{datum.error()};
      complaint.point->datum = *datum;
    }
  }
  return complaint;
}

Outcome<casework::Command, Problem> to_command(v1::Method method, const v1::TokenRequest& message) {
  if (const auto problem = first_of({too_long("worker", message.worker(), kShortTextMax),
                                     too_long("note", message.note(), kNoteMax)})) {
    return Failure{*problem};
  }
  const CaseId id{message.case_id()};
  const Token token{message.token()};
  const WorkerName worker{message.worker()};
  using casework::Command;
  if (method == v1::METHOD_RENEW) return Command{casework::RenewLease{id, token, worker}};
  if (method == v1::METHOD_RELEASE) {
    return Command{casework::ReleaseOrder{id, token, worker, message.note(), message.failed()}};
  }
  if (method == v1::METHOD_SIGN) return Command{casework::SignForOrder{id, token, worker}};
  if (method == v1::METHOD_CONTACT) {
    return Command{casework::RecordContact{id, token, worker, message.note()}};
  }
  if (method == v1::METHOD_ARRIVE) {
    return Command{casework::ArriveOnSite{id, token, worker, message.note()}};
  }
  if (method == v1::METHOD_PROGRESS) {
    return Command{casework::NoteProgress{id, token, worker, message.note()}};
  }
  WHISTLE_CHECK(method == v1::METHOD_RAISE);
  return Command{casework::RaiseCase{id, token, worker, message.note()}};
}

Outcome<casework::Command, Problem> to_command(const v1::FinishRequest& message) {
  const auto result = word_field<Solved>("result", message.result());
  if (!result) return Failure{result.error()};
  if (const auto problem = first_of({too_long("worker", message.worker(), kShortTextMax),
                                     too_long("note", message.note(), kNoteMax)})) {
    return Failure{*problem};
  }
  return casework::Command{casework::FinishHandling{.id = {message.case_id()},
                                                    .token = {message.token()},
                                                    .worker = {message.worker()},
                                                    .result = *result,
                                                    .note = message.note()}};
}

Outcome<casework::Command, Problem> to_command(const v1::ClassifyRequest& message) {
  if (const auto problem = first_of({too_long("by", message.by(), kShortTextMax),
                                     too_long("category", message.category(), kShortTextMax)})) {
    return Failure{*problem};
  }
  return casework::Command{casework::ClassifyCase{.id = {message.case_id()},
                                                  .token = {message.token()},
                                                  .by = {message.by()},
                                                  .category = {message.category()},
                                                  .area = {message.area_code()}}};
}

Outcome<casework::Command, Problem> to_command(const v1::PostCheckRequest& message) {
  if (const auto problem = first_of({too_long("by", message.by(), kShortTextMax),
                                     too_long("note", message.note(), kNoteMax)})) {
    return Failure{*problem};
  }
  return casework::Command{casework::PostCheckCase{.id = {message.case_id()},
                                                   .by = {message.by()},
                                                   .passed = message.passed(),
                                                   .note = message.note()}};
}

Outcome<casework::Command, Problem> to_command(const v1::CallBackRequest& message) {
  const auto solved = word_field<Solved>("solved", message.solved());
  if (!solved) return Failure{solved.error()};
  const auto satisfaction = word_field<Satisfaction>("satisfaction", message.satisfaction());
  if (!satisfaction) return Failure{satisfaction.error()};
  auto way = CallbackWay::Phone;
  if (!message.way().empty()) {
    const auto chosen = word_field<CallbackWay>("way", message.way());
    if (!chosen) return Failure{chosen.error()};
    way = *chosen;
  }
  if (const auto problem = first_of({too_long("by", message.by(), kShortTextMax),
                                     too_long("note", message.note(), kNoteMax)})) {
    return Failure{*problem};
  }
  return casework::Command{casework::CallBack{.id = {message.case_id()},
                                              .by = {message.by()},
                                              .solved = *solved,
                                              .satisfaction = *satisfaction,
                                              .note = message.note(),
                                              .complaint = {message.complaint_id()},
                                              .way = way}};
}

v1::SubmitReply to_reply(const casework::Receipt& receipt, bool replayed) {
  v1::SubmitReply reply;
  reply.set_complaint_id(receipt.complaint.value);
  reply.set_case_id(receipt.id.value);
  reply.set_disposition(std::string(to_word(receipt.disposition)));
  reply.set_decline_ground(receipt.ground);
  reply.set_category(receipt.category.value);
  reply.set_area_code(receipt.area.value);
  reply.set_unit(receipt.unit.value);
  if (receipt.id) {
    reply.set_severity(std::string(to_word(receipt.severity)));
    reply.set_tier(std::string(to_word(receipt.tier)));
  }
  reply.set_received_at_ms(to_ms(receipt.received));
  reply.set_resolve_due_ms(to_ms(receipt.resolve_due));
  reply.set_replayed(replayed);
  return reply;
}

namespace {

std::string_view status_word(casework::Status status) {
  switch (status) {
    case casework::Status::AwaitsTriage:
      return "awaits_triage";
    case casework::Status::Dispatched:
      return "dispatched";
    case casework::Status::SignedFor:
      return "signed_for";
    case casework::Status::Finished:
      return "finished";
    case casework::Status::Replied:
      return "replied";
    case casework::Status::Closed:
      return "closed";
    case casework::Status::Returned:
      return "returned";
    case casework::Status::Deferred:
      return "deferred";
  }
  return "?";
}

std::string_view place_word(casework::Place place) {
  switch (place) {
    case casework::Place::Queue:
      return "queue";
    case casework::Place::Lease:
      return "lease";
    case casework::Place::Hands:
      return "hands";
    case casework::Place::Desk:
      return "desk";
    case casework::Place::Ledger:
      return "ledger";
  }
  return "closed";
}

void add_clock(const casework::CaseClock& clock, const casework::Symbols& symbols,
               v1::CaseView& view) {
  v1::ClockView& shown = *view.add_clocks();
  shown.set_stage(std::string(to_word(clock.stage)));
  shown.set_running(clock.running);
  shown.set_overdue(clock.overdue);
  shown.set_limit(calendar::to_text(clock.reading.limit));
  shown.set_calendar(symbols.name(clock.calendar));
  shown.set_started_ms(to_ms(clock.started));
  if (clock.running) shown.set_due_ms(to_ms(clock.alarms.due));
  shown.set_consumed_ms(clock.reading.consumed.count());
}

}  // namespace

v1::CaseView to_view(const casework::Case& item, const casework::Symbols& symbols, bool closed,
                     const policy::Policy& policy) {
  v1::CaseView view;
  view.set_case_id(item.id.value);
  view.set_first_complaint_id(item.first_complaint.value);
  view.set_status(std::string(status_word(item.status)));
  view.set_place(closed ? "closed" : std::string(place_word(item.place)));
  view.set_severity(std::string(to_word(item.severity)));
  view.set_category(symbols.name(item.category));
  if (const auto* category = policy.category({view.category()})) {
    view.set_category_name(category->name);
  }
  view.set_condition(symbols.name(item.condition));
  view.set_area_code(item.area.value);
  if (const auto* area = policy.area(item.area)) view.set_area_name(area->name);
  view.set_unit(symbols.name(item.unit));
  if (const auto* unit = policy.unit({view.unit()})) view.set_unit_name(unit->name);
  view.set_tier(std::string(to_word(item.tier)));
  view.set_worker(symbols.name(item.worker));
  view.set_request_type(std::string(to_word(item.request_type)));
  view.set_channel(std::string(to_word(item.channel)));
  view.set_card(std::string(to_word(item.card)));
  view.set_complaints(item.complaints);
  view.set_reminders(item.reminders);
  view.set_escalations(item.escalations);
  view.set_rework_rounds(item.rework_rounds);
  view.set_received_at_ms(to_ms(item.received));
  view.set_finished_at_ms(item.finished_at == Timestamp{} ? 0 : to_ms(item.finished_at));
  for (const casework::CaseClock& clock : item.clocks) add_clock(clock, symbols, view);
  return view;
}

namespace {

// The google.rpc code of a reason; the table is in envelope.proto.
int code_of(casework::Reason reason) {
  using casework::Reason;
  switch (reason) {
    case Reason::MissingText:
    case Reason::TextTooLong:
    case Reason::TimeInFuture:
    case Reason::UnknownArea:
    case Reason::UnknownCategory:
    case Reason::MissingIdentity:
    case Reason::UnknownReason:
    case Reason::MissingReason:
    case Reason::BadValue:
    case Reason::IdempotencyKeyReused:
      return kInvalidArgument;
    case Reason::QueuedTooLong:
      return kDeadlineExceeded;
    case Reason::UnknownUnit:
    case Reason::UnknownCase:
    case Reason::UnknownWhistle:
    case Reason::UnknownDuty:
    case Reason::UnknownEntry:
    case Reason::UnknownComplaint:
      return kNotFound;
    case Reason::NotPermitted:
    case Reason::WhistlerOnly:
    case Reason::NotInvited:
      return kPermissionDenied;
    case Reason::LookUpTooOld:
    case Reason::RulesChanged:
      return kUnavailable;
    case Reason::CaseClosed:
    case Reason::TokenSuperseded:
    case Reason::WrongState:
    case Reason::NoUnitForPlace:
    case Reason::LimitReached:
    case Reason::MustDiffer:
    case Reason::Designated:
    case Reason::CardRatchet:
    case Reason::AlreadyOverdue:
    case Reason::AlreadyAppealed:
    case Reason::NothingToAppeal:
    case Reason::AssistantsOpen:
    case Reason::VisitRequired:
    case Reason::NotEnoughPoints:
    case Reason::ApprovalRequired:
    case Reason::CapExceeded:
    case Reason::AlreadyTaken:
    case Reason::DutyAbove:
      return kFailedPrecondition;
  }
  return kFailedPrecondition;
}

}  // namespace

v1::Tallies to_message(const casework::Tallies& tallies) {
  v1::Tallies message;
  message.set_complaints(tallies.complaints);
  message.set_cases(tallies.cases);
  message.set_merged(tallies.merged);
  message.set_declined(tallies.declined);
  message.set_red(tallies.by_colour[0]);
  message.set_yellow(tallies.by_colour[1]);
  message.set_blue(tallies.by_colour[2]);
  message.set_building(tallies.by_tier[0]);
  message.set_compound(tallies.by_tier[1]);
  message.set_community(tallies.by_tier[2]);
  message.set_street(tallies.by_tier[3]);
  message.set_department(tallies.by_tier[4]);
  message.set_district(tallies.by_tier[5]);
  message.set_triage_queue(tallies.awaited_triage);
  message.set_escalations(tallies.escalations);
  message.set_overdue(tallies.overdue);
  message.set_yellow_cards(tallies.yellow_cards);
  message.set_red_cards(tallies.red_cards);
  message.set_reworked(tallies.reworked);
  message.set_closed(tallies.closed);
  message.set_closed_on_time(tallies.closed_on_time);
  return message;
}

Problem to_problem(const casework::Refusal& refusal) {
  Problem problem{code_of(refusal.reason), std::string(to_word(refusal.reason)), refusal.detail, 0};
  if (refusal.reason == casework::Reason::LookUpTooOld) problem.retry_after_ms = 10;
  return problem;
}

}  // namespace whistle::service

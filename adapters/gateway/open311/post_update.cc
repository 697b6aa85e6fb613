#include <algorithm>
#include <array>
#include <utility>

#include "adapters/gateway/open311/characters.h"
#include "adapters/gateway/open311/georeport.h"
#include "adapters/gateway/open311/instant.h"
#include "adapters/gateway/open311/listing.h"
#include "adapters/gateway/open311/report.h"
#include "adapters/gateway/open311/retries.h"
#include "whistle/v1/act.pb.h"
#include "whistle/v1/work.pb.h"

// What a resident adds to a request. The engine decides by itself how a case stands, so a status is
// taken for what the resident means by it:
//
//   FIXED CLOSED      it is done: of finished work the resident's answer to the callback; else the
//                     unit is told what the resident says
//   REOPEN            it is not: a reminder while somebody works on it, of finished work the
//                     resident's answer, which sends it back
//   others that are known   words for the unit: a reminder
//
// What else becomes of a request is for the centre to decide. Words that come with such a status
// (DUPLICATE, CANCELLED) reach the unit all the same, with the status before them: clients send an
// update that was refused again and again, and keep back all that follow it.
namespace whistle::gateway::open311 {
namespace {

constexpr std::size_t kUpdateIdMax = 256;
// Of act.proto, with room for the status before it.
constexpr std::size_t kNoteBytesMax = 4096 - 32;
constexpr std::size_t kRememberedMax = 4096;
constexpr std::string_view kFinalWords =
    "; to report the matter again send a new request and name this one";

enum class Meaning : std::uint8_t { Words, Solved, NotSolved };

std::optional<Meaning> meaning_of(std::string_view status) {
  const std::string word = in_lower_case(status);
  if (word == "fixed" || word == "closed") return Meaning::Solved;
  if (word == "reopen") return Meaning::NotSolved;
  constexpr std::array<std::string_view, 12> kWords{"open",
                                                    "in_progress",
                                                    "planned",
                                                    "action_scheduled",
                                                    "investigating",
                                                    "for_triage",
                                                    "unchanged",
                                                    "duplicate",
                                                    "cancelled",
                                                    "no_further_action",
                                                    "not_councils_responsibility",
                                                    "internal_referral"};
  for (const std::string_view one : kWords) {
    if (word == one) return Meaning::Words;
  }
  return std::nullopt;
}

// That the resident takes the matter for settled.
bool says_it_is_over(std::string_view status) {
  const std::string word = in_lower_case(status);
  constexpr std::array<std::string_view, 7> kOver{"fixed",
                                                  "closed",
                                                  "duplicate",
                                                  "cancelled",
                                                  "no_further_action",
                                                  "not_councils_responsibility",
                                                  "internal_referral"};
  return std::ranges::find(kOver, word) != kOver.end();
}

std::string_view update_id_of(const Arguments& arguments) {
  const std::string_view id = arguments.get("update_id");
  return id.empty() ? arguments.get("update_id_ext") : id;
}

Failures problems_of(const Arguments& arguments) {
  Failures failures;
  const auto wrong = [&](std::string what) { failures.push_back({400, std::move(what), 0}); };
  for (const char* name : {"service_request_id", "status", "updated_datetime", "description"}) {
    if (arguments.get(name).empty()) wrong(std::string(name) + " was not provided");
  }
  const std::string_view id = update_id_of(arguments);
  if (id.empty()) wrong("update_id was not provided");
  if (id.size() > kUpdateIdMax) wrong("update_id has more than 256 bytes");
  const std::string_view when = arguments.get("updated_datetime");
  if (!when.empty() && !read_instant(when)) {
    wrong("updated_datetime must be a date and time, such as 2026-03-01T08:30:00Z");
  }
  if (arguments.get("description").size() > kNoteBytesMax) {
    wrong("description has more than " + std::to_string(kNoteBytesMax) + " bytes");
  }
  const std::string_view status = arguments.get("status");
  if (!status.empty() && !meaning_of(status)) {
    wrong(
        "status must be OPEN, FIXED, CLOSED, REOPEN or UNCHANGED, or another one of the extended "
        "statuses");
  }
  return failures;
}

}  // namespace

struct GeoReport::Word {
  Caller caller;
  std::string key;
  std::uint64_t case_id{};
  std::uint64_t complaint_id{};
  std::string by;
  Meaning meaning{};
  std::string note;
  std::string status_said;  // with a colon, before the words of a reminder; empty: goes without
};

GeoReport::Answered GeoReport::post_update(Asked asked) {
  auto known_caller = caller_of(asked);
  if (auto* failures = std::get_if<Failures>(&known_caller)) co_return std::move(*failures);
  const Caller& caller = std::get<Caller>(known_caller);
  const Arguments& arguments = asked.arguments;
  if (Failures failures = problems_of(arguments); !failures.empty()) co_return failures;
  const auto id = read_id(arguments.get("service_request_id"));
  if (!id) co_return failure(404, "service_request_id was not found");

  const std::string update_id(update_id_of(arguments));
  const Node answered =
      list("service_request_updates", {record("request_update", {{"update_id", update_id}})});
  const std::string key = wish_key_of(caller, update_id);
  if (updates_done_.contains(key)) co_return answered;
  auto found = co_await complaint_of(*id, false);
  if (auto* failures = std::get_if<Failures>(&found)) co_return std::move(*failures);
  const auto& complaint = std::get<0>(found);
  if (!complaint) co_return failure(404, "service_request_id was not found");
  if (complaint->complaint().source() != caller.source) {
    co_return failure(403, "this api_key may only update requests that it sent");
  }
  if (complaint->case_id() == 0) {
    co_return failure(400, "this request was answered and is closed" + std::string(kFinalWords));
  }
  std::string by = requester_of(arguments, pseudonyms_);
  if (by.empty()) by = complaint->complaint().requester();
  if (by.empty()) by = caller.person.name;
  // Has a name: GCC 12 copies the bytes of an aggregate made in an expression with co_await.
  Word word{caller,
            key,
            complaint->case_id(),
            *id,
            std::move(by),
            *meaning_of(arguments.get("status")),
            std::string(arguments.get("description")),
            {}};
  const std::string_view status = arguments.get("status");
  if (says_it_is_over(status)) word.status_said = std::string(status) + ": ";
  auto failures = co_await carry_out(std::move(word));
  if (failures) co_return *std::move(failures);
  remember_update(key);
  co_return answered;
}

boost::asio::awaitable<std::optional<Failures>> GeoReport::carry_out(Word word) {
  std::optional<client::Problem> problem;
  if (word.meaning == Meaning::Solved) {
    problem = co_await call_back(word);
    const bool is_unfinished = problem && problem->reason == "WRONG_STATE";
    if (is_unfinished) problem = co_await remind(word);
  } else {
    problem = co_await remind(word);
    const bool is_finished = problem && problem->reason == "WRONG_STATE";
    if (is_finished && word.meaning == Meaning::NotSolved) problem = co_await call_back(word);
  }
  if (!problem) co_return std::nullopt;
  if (problem->reason == "CASE_CLOSED") {
    co_return failure(400, "this request is closed" + std::string(kFinalWords));
  }
  if (problem->reason == "IDEMPOTENCY_KEY_REUSED") {
    co_return failure(400, "update_id was used for another update");
  }
  co_return failures_of(*problem);
}

boost::asio::awaitable<std::optional<client::Problem>> GeoReport::remind(const Word& word) {
  v1::ActRequest request;
  v1::RemindCase& wish = *request.mutable_remind_case();
  wish.set_id(word.case_id);
  wish.set_by(word.by);
  wish.set_note(word.status_said + word.note);
  engine::Asking asking;
  asking.acting_for = people::operator_of(word.caller.person);
  asking.idempotency_key = word.key + "-r";
  const auto reply = co_await desk_.ask<v1::ActReply>(client::Line::Intake, v1::METHOD_ACT, request,
                                                      std::move(asking));
  if (reply) co_return std::nullopt;
  co_return reply.problem();
}

boost::asio::awaitable<std::optional<client::Problem>> GeoReport::call_back(const Word& word) {
  v1::CallBackRequest request;
  request.set_case_id(word.case_id);
  request.set_by(word.by);
  request.set_solved(word.meaning == Meaning::Solved ? "solved" : "unsolved");
  request.set_satisfaction("unrated");
  request.set_note(word.note);
  request.set_complaint_id(word.complaint_id);
  request.set_way("message");
  engine::Asking asking;
  asking.acting_for = people::operator_of(word.caller.person);
  asking.idempotency_key = word.key + "-c";
  const auto reply = co_await desk_.ask<v1::TokenReply>(client::Line::Intake, v1::METHOD_CALL_BACK,
                                                        request, std::move(asking));
  if (reply) co_return std::nullopt;
  co_return reply.problem();
}

void GeoReport::remember_update(std::string key) {
  if (!updates_done_.insert(key).second) return;
  updates_in_order_.push_back(std::move(key));
  if (updates_in_order_.size() <= kRememberedMax) return;
  updates_done_.erase(updates_in_order_.front());
  updates_in_order_.pop_front();
}

}  // namespace whistle::gateway::open311

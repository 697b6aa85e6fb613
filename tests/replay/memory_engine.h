#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "adapters/replay/engine.h"

namespace whistle::replay {

// An engine small enough to see through: cases with a unit, a status and a token. Each answer waits
// for a call of wait(). Every wish is logged as "<time> <verb> <case> <more>", times in minutes.
class MemoryEngine final : public Engine {
 public:
  struct Case {
    std::string unit = "u1";
    std::string status = "dispatched";
    std::string place = "queue";
    std::uint64_t token = 0;
    std::string worker{};
    bool promised = false;
    std::vector<v1::JoinedView> joined{};
    bool first_called_back = false;
  };
  // At this minute the case goes to that unit, and the token of its holder is void.
  struct HandOver {
    std::int64_t minute = 0;
    std::uint64_t case_id = 0;
    std::string unit{};
  };

  void submit(std::int64_t at_ms, const v1::Complaint& complaint,
              Answer<v1::SubmitReply> done) override {
    note(at_ms, "submit " + complaint.external_id());
    if (!refuse_submits.empty()) return refuse(done, refuse_submits);
    v1::SubmitReply reply;
    reply.set_complaint_id(++last_);
    if (const auto merge = merges.find(complaint.external_id()); merge != merges.end()) {
      v1::JoinedView joined;
      joined.set_complaint_id(last_);
      cases[merge->second].joined.push_back(joined);
      reply.set_case_id(merge->second);
      reply.set_disposition("merged");
      return later([reply, done] { done(reply); });
    }
    reply.set_case_id(last_);
    reply.set_disposition(disposition);
    reply.set_severity(severity);
    reply.set_resolve_due_ms(due_ms);
    Case item;
    item.promised = promised;
    if (disposition == "awaits_triage") {
      item.unit = "triage";
      item.status = "awaits_triage";
    }
    reply.set_unit(item.unit);
    cases[last_] = item;
    later([reply, done] { done(reply); });
  }

  void pull(std::int64_t at_ms, const v1::PullRequest& wish, Answer<v1::PullReply> done) override {
    note(at_ms, "pull " + std::to_string(wish.only_case()) + " " + wish.unit());
    v1::PullReply reply;
    Case& item = cases[wish.only_case()];
    if (item.unit == wish.unit() && item.place == "queue" && item.status != "closed") {
      item.worker = wish.worker();
      item.token = ++last_token_;
      item.place = wish.sign_at_once() ? "hands" : "lease";
      if (wish.sign_at_once()) item.status = "signed_for";
      reply.add_grants()->set_token(item.token);
    }
    later([reply, done] { done(reply); });
  }

  void act(std::int64_t at_ms, v1::Method method, const v1::TokenRequest& wish,
           Answer<v1::TokenReply> done) override {
    const std::string verb = method == v1::METHOD_SIGN      ? "sign "
                             : method == v1::METHOD_CONTACT ? "contact "
                                                            : "arrive ";
    note(at_ms, verb + std::to_string(wish.case_id()));
    Case& item = cases[wish.case_id()];
    if (item.token != wish.token()) return refuse(done, "TOKEN_SUPERSEDED");
    if (method == v1::METHOD_SIGN) {
      item.status = "signed_for";
      item.place = "hands";
      item.token = ++last_token_;
    }
    v1::TokenReply reply;
    reply.set_token(item.token);
    later([reply, done] { done(reply); });
  }

  void finish(std::int64_t at_ms, const v1::FinishRequest& wish,
              Answer<v1::TokenReply> done) override {
    note(at_ms, "finish " + std::to_string(wish.case_id()));
    Case& item = cases[wish.case_id()];
    if (item.status == "closed") return refuse(done, "CASE_CLOSED");
    if (item.token != wish.token()) return refuse(done, "TOKEN_SUPERSEDED");
    item.status = checks ? "finished" : "closed";
    later([done] { done(v1::TokenReply{}); });
  }

  void classify(std::int64_t at_ms, const v1::ClassifyRequest& wish,
                Answer<v1::TokenReply> done) override {
    note(at_ms, "classify " + std::to_string(wish.case_id()) + " " + wish.category());
    cases[wish.case_id()] = Case{};
    later([done] { done(v1::TokenReply{}); });
  }

  void post_check(std::int64_t at_ms, const v1::PostCheckRequest& wish,
                  Answer<v1::TokenReply> done) override {
    note(at_ms, "check " + std::to_string(wish.case_id()));
    Case& item = cases[wish.case_id()];
    if (item.status == "closed") return refuse(done, "CASE_CLOSED");
    item.status = "replied";
    later([done] { done(v1::TokenReply{}); });
  }

  void call_back(std::int64_t at_ms, const v1::CallBackRequest& wish,
                 Answer<v1::TokenReply> done) override {
    note(at_ms, "call " + std::to_string(wish.case_id()) + " " + wish.solved() + " " +
                    wish.satisfaction() + (wish.way().empty() ? "" : " " + wish.way()) +
                    (wish.complaint_id() == 0 ? "" : " of " + std::to_string(wish.complaint_id())));
    Case& item = cases[wish.case_id()];
    if (item.status == "closed") return refuse(done, "CASE_CLOSED");
    if (wish.by() == item.worker) return refuse(done, "NOT_PERMITTED");
    const bool first = wish.complaint_id() == 0;
    if (first && visits && wish.way() != "secretary_visit") return refuse(done, "VISIT_REQUIRED");
    take_answer(item, wish);
    later([done] { done(v1::TokenReply{}); });
  }

  void look(std::uint64_t case_id, Answer<v1::CaseReply> done) override {
    const Case& item = cases[case_id];
    v1::CaseReply reply;
    reply.mutable_case_()->set_unit(item.unit);
    reply.mutable_case_()->set_status(item.status);
    reply.mutable_case_()->set_place(item.place);
    reply.mutable_case_()->set_worker(item.worker);
    reply.mutable_case_()->set_severity(severity);
    for (const v1::JoinedView& each : item.joined) *reply.mutable_case_()->add_joined() = each;
    if (item.promised) reply.mutable_case_()->add_clocks()->set_stage("first_response");
    later([reply, done] { done(reply); });
  }

  void advance(std::int64_t at_ms, Answer<v1::StatusReply> done) override {
    pass(at_ms);
    later([done] { done(v1::StatusReply{}); });
  }

  std::size_t pending() const override { return answers_.size(); }
  void wait(std::uint32_t) override {
    if (answers_.empty()) return;
    const auto answer = std::move(answers_.front());
    answers_.pop_front();
    answer();
  }

  // Wishes and hand-overs in the order the engine met them, without looks and clock steps.
  std::vector<std::string> log;
  std::map<std::uint64_t, Case> cases;
  std::vector<HandOver> hand_overs;
  std::map<std::string, std::uint64_t> merges;  // complaints that join a case
  std::string disposition = "filed";
  std::string severity = "blue";
  std::int64_t due_ms = 0;
  bool promised = false;
  std::string refuse_submits;  // a reason: refuse them all
  bool refusals_are_resent = false;
  bool checks = false;          // finished work is checked
  bool visits = false;          // and its first requester visited
  std::size_t pending_max = 0;  // answers that ever waited at once
  bool went_back = false;       // a wish came at an earlier time than the one before

 private:
  // The unhappy get the case done again; it closes when everybody else has been asked.
  static void take_answer(Case& item, const v1::CallBackRequest& wish) {
    const bool again = wish.satisfaction() == "dissatisfied";
    if (wish.complaint_id() == 0) item.first_called_back = true;
    bool all = item.first_called_back;
    for (v1::JoinedView& each : item.joined) {
      if (each.complaint_id() == wish.complaint_id()) each.set_called_back(true);
      all = all && (each.called_back() || each.repeat());
    }
    if (!again && !all) return;
    item.status = again ? "dispatched" : "closed";
    item.place = again ? "queue" : "closed";
    item.token = 0;
    if (!again) return;
    item.first_called_back = false;
    for (v1::JoinedView& each : item.joined) each.set_called_back(false);
  }
  void note(std::int64_t at_ms, const std::string& what) {
    pass(at_ms);
    log.push_back(std::to_string(at_ms / 60'000) + " " + what);
  }
  void pass(std::int64_t at_ms) {
    went_back = went_back || at_ms < now_ms_;
    now_ms_ = std::max(now_ms_, at_ms);
    for (const HandOver& move : std::exchange(hand_overs, {})) {
      if (move.minute * 60'000 > at_ms) {
        hand_overs.push_back(move);
        continue;
      }
      Case& item = cases[move.case_id];
      item = {.unit = move.unit};
      log.push_back(std::to_string(move.minute) + " hand_over " + std::to_string(move.case_id) +
                    " " + move.unit);
    }
  }
  void later(std::function<void()> answer) {
    answers_.push_back(std::move(answer));
    pending_max = std::max(pending_max, answers_.size());
  }
  template <class Reply>
  void refuse(const Answer<Reply>& done, const std::string& reason) {
    later([done, reason, resent = refusals_are_resent] {
      done(client::Problem{client::kFailedPrecondition, reason, "", 0, resent});
    });
  }

  std::deque<std::function<void()>> answers_;
  std::int64_t now_ms_ = INT64_MIN;
  std::uint64_t last_ = 0;
  std::uint64_t last_token_ = 0;
};

}  // namespace whistle::replay

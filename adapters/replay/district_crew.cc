#include "adapters/replay/district_crew.h"

#include <algorithm>
#include <utility>

#include "adapters/client/disposition.h"
#include "adapters/hotline/instant.h"

namespace whistle::replay {
namespace {

using hotline::kHourMs;
using hotline::kMinuteMs;

constexpr const char* kTriageUnit = "triage";
constexpr const char* kTriagePerson = "triage-desk";
// Neither is ever a worker's name: who did the work may not ask about it.
constexpr const char* kCentre = "centre";
constexpr const char* kSecretary = "secretary";
constexpr const char* kSecretaryVisit = "secretary_visit";
constexpr std::int64_t kRoundMs = kHourMs;  // how often a unit looks through what came to it

bool moved_on(const client::Problem& problem) {
  return problem.reason == "TOKEN_SUPERSEDED" || problem.reason == "WRONG_STATE" ||
         problem.reason == "CASE_CLOSED";
}

// Some compounds have promised: an answer in five minutes, at the door in half an hour.
bool promises_a_visit(const v1::CaseView& view) {
  return std::any_of(view.clocks().begin(), view.clocks().end(), [](const v1::ClockView& clock) {
    return clock.stage() == "first_response" || clock.stage() == "at_door";
  });
}

v1::TokenRequest token_request(std::uint64_t case_id, std::uint64_t token,
                               const std::string& worker) {
  v1::TokenRequest wish;
  wish.set_case_id(case_id);
  wish.set_token(token);
  wish.set_worker(worker);
  return wish;
}

}  // namespace

void DistrictCrew::accepted(const hotline::GoodRow& row, const v1::SubmitReply& reply,
                            std::int64_t at_ms) {
  const bool filed = client::is_filed(reply);
  if (reply.disposition() == "merged") joined_rows_[reply.complaint_id()] = &row;
  if (!filed && !client::awaits_triage(reply)) return;
  const auto job =
      std::make_shared<Job>(Job{.row = &row, .chance = Chance(seed_, row.complaint.external_id())});
  job->case_id = reply.case_id();
  job->severity = reply.severity();
  job->unit = reply.unit();
  if (!filed) {
    if (row.aftermath.classify_category.empty()) return;
    plan(at_ms + job->chance.between(2, 8) * kMinuteMs, client::Line::Work,
         [this, job](std::int64_t now) { triage(job, now); });
    return;
  }
  look(job, at_ms, [this, job, at_ms](const v1::CaseView& view) {
    job->promised = promises_a_visit(view);
    plan_pull(job, at_ms);
  });
}

void DistrictCrew::plan(std::int64_t at_ms, client::Line line,
                        std::function<void(std::int64_t)> run) {
  timeline_.add({at_ms, line, nullptr, [at_ms, run = std::move(run)] { run(at_ms); }});
}

void DistrictCrew::expect(const client::Problem& problem, const std::string& verb) {
  if (!moved_on(problem)) ++surprises_[verb + " " + problem.reason];
}

// A person reads the complaint and says what the feed says it is.
void DistrictCrew::triage(const JobPtr& job, std::int64_t at_ms) {
  v1::PullRequest wish;
  wish.set_unit(kTriageUnit);
  wish.set_worker(kTriagePerson);
  wish.set_only_case(job->case_id);
  engine_.pull(at_ms, wish, [this, job, at_ms](const client::Result<v1::PullReply>& answer) {
    if (!answer) return expect(answer.problem(), "pull");
    if (answer->grants().empty()) return;
    const std::uint64_t token = answer->grants(0).token();
    plan(at_ms + job->chance.between(20, 50) * 1000, client::Line::Work,
         [this, job, token](std::int64_t now) { classify(job, token, now); });
  });
}

void DistrictCrew::classify(const JobPtr& job, std::uint64_t token, std::int64_t at_ms) {
  v1::ClassifyRequest wish;
  wish.set_case_id(job->case_id);
  wish.set_token(token);
  wish.set_by(kTriagePerson);
  wish.set_category(job->row->aftermath.classify_category);
  wish.set_area_code(job->row->aftermath.classify_area);
  engine_.classify(at_ms, wish, [this, job, at_ms](const client::Result<v1::TokenReply>& answer) {
    if (!answer) return expect(answer.problem(), "classify");
    look(job, at_ms, [this, job, at_ms](const v1::CaseView& view) {
      job->severity = view.severity();
      job->unit = view.unit();
      job->promised = promises_a_visit(view);
      plan_pull(job, at_ms);
    });
  });
}

// The first pull of a case; without finish_after_min there is none.
void DistrictCrew::plan_pull(const JobPtr& job, std::int64_t at_ms) {
  const auto& minutes = job->row->aftermath.finish_after_min;
  if (!minutes) return;
  job->finish_ms = job->row->complaint.occurred_at_ms() + *minutes * kMinuteMs;
  job->finish_ms = std::max(job->finish_ms, at_ms + kMinuteMs);
  // Who is done soon began sooner.
  const std::int64_t latest_ms = at_ms + (job->finish_ms - at_ms) / 3;
  const std::int64_t pull_ms = std::min(at_ms + pull_delay_ms(*job, at_ms), latest_ms);
  job->pull_planned = true;
  plan(pull_ms, client::Line::Work, [this, job](std::int64_t now) { pull(job, now); });
  plan(job->finish_ms, client::Line::Work, [this, job](std::int64_t now) { finish(job, now); });
  plan_rounds(job, at_ms + kRoundMs);
}

// Red and where it is promised within minutes, yellow within half an hour, blue within the working
// day; one in eight misses that.
std::int64_t DistrictCrew::pull_delay_ms(Job& job, std::int64_t at_ms) const {
  Chance& chance = job.chance;
  const bool late = chance.one_in(8);
  if (job.promised) return chance.between(late ? 300 : 30, late ? 900 : 150) * 1000;
  if (job.severity == "red") return chance.between(late ? 420 : 60, late ? 900 : 240) * 1000;
  if (job.severity == "yellow") {
    return chance.between(late ? 35 : 4, late ? 80 : 25) * kMinuteMs;
  }
  const std::int64_t delay_ms = chance.between(late ? 1500 : 10, late ? 1900 : 150) * kMinuteMs;
  return in_office_hours(at_ms + delay_ms, chance) - at_ms;
}

// That instant, or the next morning when nobody is there.
std::int64_t DistrictCrew::in_office_hours(std::int64_t at_ms, Chance& chance) const {
  const std::int64_t midnight_ms = local_.midnight_ms(at_ms);
  const std::int64_t morning_ms = 8 * kHourMs + chance.between(0, 90) * kMinuteMs;
  const std::int64_t time_of_day = at_ms - midnight_ms;
  if (time_of_day < 8 * kHourMs) return midnight_ms + morning_ms;
  if (time_of_day >= 18 * kHourMs) return local_.midnight_ms(at_ms, 1) + morning_ms;
  return at_ms;
}

void DistrictCrew::pull(const JobPtr& job, std::int64_t at_ms) {
  job->pull_planned = false;
  if (job->stage != Stage::Waits) return;
  v1::PullRequest wish;
  wish.set_unit(job->unit);
  wish.set_worker(job->worker());
  wish.set_only_case(job->case_id);
  engine_.pull(at_ms, wish, [this, job, at_ms](const client::Result<v1::PullReply>& answer) {
    if (!answer) return expect(answer.problem(), "pull");
    // Not in this line any more: the next round finds out where it is.
    if (answer->grants().empty()) return;
    job->token = answer->grants(0).token();
    plan(at_ms + job->chance.between(15, 45) * 1000, client::Line::Work,
         [this, job](std::int64_t now) { sign(job, now); });
  });
}

void DistrictCrew::sign(const JobPtr& job, std::int64_t at_ms) {
  if (job->stage != Stage::Waits) return;
  const auto wish = token_request(job->case_id, job->token, job->worker());
  engine_.act(at_ms, v1::METHOD_SIGN, wish,
              [this, job, at_ms](const client::Result<v1::TokenReply>& answer) {
                if (!answer) return expect(answer.problem(), "sign");
                job->token = answer->token();
                job->stage = Stage::Held;
                plan_visit(job, at_ms);
              });
}

// A call to the resident, then a visit, both before the work is done.
void DistrictCrew::plan_visit(const JobPtr& job, std::int64_t at_ms) {
  const std::int64_t left_ms = std::max<std::int64_t>(job->finish_ms - at_ms, 0);
  const bool fast = job->promised || job->severity == "red";
  const bool blue = job->severity == "blue";
  const std::int64_t contact_min = job->chance.between(fast ? 1 : 10, fast ? 2 : blue ? 300 : 80);
  const std::int64_t arrive_min = contact_min + job->chance.between(fast ? 5 : 15, fast ? 20 : 90);
  plan(at_ms + std::min(contact_min * kMinuteMs, left_ms / 3), client::Line::Work,
       [this, job](std::int64_t now) { act(job, v1::METHOD_CONTACT, now); });
  plan(at_ms + std::min(arrive_min * kMinuteMs, left_ms * 2 / 3), client::Line::Work,
       [this, job](std::int64_t now) { act(job, v1::METHOD_ARRIVE, now); });
}

void DistrictCrew::act(const JobPtr& job, v1::Method method, std::int64_t at_ms) {
  if (job->stage != Stage::Held) return;
  const auto wish = token_request(job->case_id, job->token, job->worker());
  engine_.act(at_ms, method, wish, [this, job](const client::Result<v1::TokenReply>& answer) {
    if (answer) return;
    expect(answer.problem(), "act");
    if (answer.problem().reason == "TOKEN_SUPERSEDED") job->stage = Stage::Waits;
  });
}

void DistrictCrew::finish(const JobPtr& job, std::int64_t at_ms) {
  if (job->stage == Stage::Done || job->stage == Stage::Over) return;
  if (job->stage == Stage::Waits) return finish_wherever(job, at_ms);
  v1::FinishRequest wish;
  wish.set_case_id(job->case_id);
  wish.set_token(job->token);
  wish.set_result("solved");
  engine_.finish(at_ms, wish, [this, job, at_ms](const client::Result<v1::TokenReply>& answer) {
    if (!answer && answer.problem().reason == "TOKEN_SUPERSEDED") {
      return finish_wherever(job, at_ms);
    }
    if (!answer) return expect(answer.problem(), "finish");
    job->stage = Stage::Done;
    plan(at_ms + job->chance.between(10, job->severity == "red" ? 25 : 100) * kMinuteMs,
         client::Line::Work, [this, job](std::int64_t now) { check(job, now); });
  });
}

// The work is done, whoever the case is with on paper: that unit signs for it and says so.
void DistrictCrew::finish_wherever(const JobPtr& job, std::int64_t at_ms) {
  look(job, at_ms, [this, job, at_ms](const v1::CaseView& view) {
    if (view.status() != "dispatched" && view.status() != "signed_for") return;
    job->unit = view.unit();
    v1::PullRequest wish;
    wish.set_unit(job->unit);
    wish.set_worker(view.worker().empty() ? job->worker() : view.worker());
    wish.set_only_case(job->case_id);
    wish.set_sign_at_once(true);
    engine_.pull(at_ms, wish, [this, job, at_ms](const client::Result<v1::PullReply>& answer) {
      if (!answer) return expect(answer.problem(), "pull");
      if (answer->grants().empty()) return;
      job->token = answer->grants(0).token();
      job->stage = Stage::Held;
      finish(job, at_ms);
    });
  });
}

void DistrictCrew::check(const JobPtr& job, std::int64_t at_ms) {
  v1::PostCheckRequest wish;
  wish.set_case_id(job->case_id);
  wish.set_by(kCentre);
  wish.set_passed(true);
  engine_.post_check(at_ms, wish, [this, job, at_ms](const client::Result<v1::TokenReply>& answer) {
    // Closed by rule: this colour is neither checked nor called back.
    if (!answer && answer.problem().reason == "CASE_CLOSED") job->stage = Stage::Over;
    if (!answer) return expect(answer.problem(), "post_check");
    const std::int64_t call_ms = at_ms + job->chance.between(20, 240) * kMinuteMs;
    plan(in_office_hours(call_ms, job->chance), client::Line::Work,
         [this, job](std::int64_t now) { call_back(job, now); });
  });
}

void DistrictCrew::call_back(const JobPtr& job, std::int64_t at_ms) { ask(job, 0, "", at_ms); }

void DistrictCrew::ask(const JobPtr& job, std::uint64_t complaint_id, const std::string& way,
                       std::int64_t at_ms) {
  const std::string& rating = rating_of(*job, complaint_id);
  const bool dissatisfied = rating == "dissatisfied" && !job->reworked;
  v1::CallBackRequest wish;
  wish.set_case_id(job->case_id);
  wish.set_complaint_id(complaint_id);
  wish.set_by(way.empty() ? kCentre : kSecretary);
  wish.set_way(way);
  wish.set_solved(dissatisfied                   ? "unsolved"
                  : rating == "fairly_satisfied" ? "partly_solved"
                                                 : "solved");
  wish.set_satisfaction(rating.empty()                              ? "unrated"
                        : rating == "dissatisfied" && job->reworked ? "satisfied"
                                                                    : rating);
  const bool by_phone = way.empty();
  engine_.call_back(at_ms, wish,
                    [this, job, complaint_id, by_phone, dissatisfied,
                     at_ms](const client::Result<v1::TokenReply>& answer) {
                      if (!answer && by_phone && answer.problem().reason == "VISIT_REQUIRED") {
                        return ask(job, complaint_id, kSecretaryVisit, at_ms);
                      }
                      if (!answer) return expect(answer.problem(), "call_back");
                      if (dissatisfied) return work_again(job, at_ms);
                      if (complaint_id == 0) return ask_others(job, at_ms);
                      ask_next(job, at_ms);
                    });
}

// What the feed says about who made the complaint.
const std::string& DistrictCrew::rating_of(const Job& job, std::uint64_t complaint_id) const {
  const auto row = joined_rows_.find(complaint_id);
  return (row == joined_rows_.end() ? *job.row : *row->second).aftermath.rating;
}

// Only when everybody who joined has been asked is the case closed.
void DistrictCrew::ask_others(const JobPtr& job, std::int64_t at_ms) {
  look(job, at_ms, [this, job, at_ms](const v1::CaseView& view) {
    job->unasked.clear();
    for (const v1::JoinedView& each : view.joined()) {
      if (!each.repeat() && !each.called_back()) job->unasked.push_back(each.complaint_id());
    }
    ask_next(job, at_ms);
  });
}

void DistrictCrew::ask_next(const JobPtr& job, std::int64_t at_ms) {
  if (job->unasked.empty()) {
    job->stage = Stage::Over;
    return;
  }
  const std::uint64_t complaint_id = job->unasked.front();
  job->unasked.pop_front();
  ask(job, complaint_id, "", at_ms);
}

void DistrictCrew::work_again(const JobPtr& job, std::int64_t at_ms) {
  job->reworked = true;
  job->stage = Stage::Waits;
  job->finish_ms = at_ms + job->chance.between(60, 240) * kMinuteMs;
  plan(job->finish_ms, client::Line::Work, [this, job](std::int64_t now) { finish(job, now); });
  look(job, at_ms, [this, job, at_ms](const v1::CaseView& view) {
    job->unit = view.unit();
    job->pull_planned = true;
    plan(at_ms + job->chance.between(5, 30) * kMinuteMs, client::Line::Work,
         [this, job](std::int64_t now) { pull(job, now); });
  });
}

// The unit that a case has climbed to finds it in its line and takes it.
void DistrictCrew::plan_rounds(const JobPtr& job, std::int64_t at_ms) {
  plan(at_ms, client::Line::Admin, [this, job](std::int64_t now) {
    if (job->stage == Stage::Over) return;
    look_around(job, now);
    plan_rounds(job, now + kRoundMs);
  });
}

void DistrictCrew::look_around(const JobPtr& job, std::int64_t at_ms) {
  if (job->stage == Stage::Done || job->pull_planned) return;
  look(job, at_ms, [this, job, at_ms](const v1::CaseView& view) {
    if (view.status() == "closed") job->stage = Stage::Over;
    if (view.place() != "queue" || view.status() != "dispatched") return;
    const bool climbed = view.unit() != job->unit;
    if (job->stage == Stage::Held && !climbed) return;
    job->stage = Stage::Waits;
    job->unit = view.unit();
    job->pull_planned = true;
    plan(at_ms + job->chance.between(3, 20) * kMinuteMs, client::Line::Work,
         [this, job](std::int64_t now) { pull(job, now); });
  });
}

void DistrictCrew::look(const JobPtr& job, std::int64_t at_ms,
                        std::function<void(const v1::CaseView&)> then) {
  engine_.advance(
      at_ms, [this, job, then = std::move(then)](const client::Result<v1::StatusReply>& time) {
        if (!time) return expect(time.problem(), "advance_time");
        engine_.look(job->case_id, [this, then](const client::Result<v1::CaseReply>& answer) {
          if (!answer) return expect(answer.problem(), "look");
          then(answer->case_());
        });
      });
}

}  // namespace whistle::replay

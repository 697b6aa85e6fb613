#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>

#include "adapters/replay/chance.h"
#include "adapters/replay/crew.h"
#include "adapters/replay/rows.h"

namespace whistle::replay {

// The people of a district on an ordinary day. A feed row says when its work is done and how the
// resident rates it; the rest is plausible and drawn from the seed: somebody of the unit pulls and
// signs within minutes for red, somewhat later for yellow, in office hours for blue, and some are
// late; then contact, arrival, the finish, the centre's check and its call to everybody whose
// complaint is in the case; where the rules want a visit, the secretary goes. Who is dissatisfied
// gets the work done once more. Nobody ever acts on a row without finish_after_min, so it climbs
// the ladder; and whoever has the case by then goes on with it.
//
//   Waits --pull, sign--> Held --finish--> Done --check, call--> Over
//     ^                    |                        |
//     '---handed over------'<------dissatisfied-----'
class DistrictCrew final : public Crew {
 public:
  DistrictCrew(Engine& engine, Timeline& timeline, LocalTime local, std::uint64_t seed)
      : engine_(engine), timeline_(timeline), local_(local), seed_(seed) {}

  void accepted(const hotline::GoodRow& row, const v1::SubmitReply& reply,
                std::int64_t at_ms) override;
  const Surprises& surprises() const override { return surprises_; }

 private:
  enum class Stage { Waits, Held, Done, Over };
  struct Job {
    const hotline::GoodRow* row = nullptr;
    Chance chance;
    std::uint64_t case_id = 0;
    std::string severity{};
    std::string unit{};
    std::uint64_t token = 0;
    Stage stage = Stage::Waits;
    std::int64_t finish_ms = 0;
    bool promised = false;  // to come at once
    bool pull_planned = false;
    bool reworked = false;
    std::deque<std::uint64_t> unasked{};  // complaints that joined, in the call now
    std::string worker() const { return "crew-" + unit; }
  };
  using JobPtr = std::shared_ptr<Job>;

  void plan(std::int64_t at_ms, client::Line line, std::function<void(std::int64_t)> run);
  void triage(const JobPtr& job, std::int64_t at_ms);
  void classify(const JobPtr& job, std::uint64_t token, std::int64_t at_ms);
  void plan_pull(const JobPtr& job, std::int64_t at_ms);
  void pull(const JobPtr& job, std::int64_t at_ms);
  void sign(const JobPtr& job, std::int64_t at_ms);
  void plan_visit(const JobPtr& job, std::int64_t at_ms);
  void act(const JobPtr& job, v1::Method method, std::int64_t at_ms);
  void finish(const JobPtr& job, std::int64_t at_ms);
  void finish_wherever(const JobPtr& job, std::int64_t at_ms);
  void check(const JobPtr& job, std::int64_t at_ms);
  void call_back(const JobPtr& job, std::int64_t at_ms);
  // Asks who made the complaint; 0: the one the case began with.
  void ask(const JobPtr& job, std::uint64_t complaint_id, const std::string& way,
           std::int64_t at_ms);
  void ask_others(const JobPtr& job, std::int64_t at_ms);
  void ask_next(const JobPtr& job, std::int64_t at_ms);
  void work_again(const JobPtr& job, std::int64_t at_ms);
  void plan_rounds(const JobPtr& job, std::int64_t at_ms);
  void look_around(const JobPtr& job, std::int64_t at_ms);
  // Lets time pass up to the instant first, so that what is seen is what is then.
  void look(const JobPtr& job, std::int64_t at_ms, std::function<void(const v1::CaseView&)> then);

  const std::string& rating_of(const Job& job, std::uint64_t complaint_id) const;
  std::int64_t pull_delay_ms(Job& job, std::int64_t at_ms) const;
  std::int64_t in_office_hours(std::int64_t at_ms, Chance& chance) const;
  void expect(const client::Problem& problem, const std::string& verb);

  Engine& engine_;
  Timeline& timeline_;
  LocalTime local_;
  std::uint64_t seed_;
  std::unordered_map<std::uint64_t, const hotline::GoodRow*> joined_rows_;  // by complaint
  Surprises surprises_;
};

}  // namespace whistle::replay

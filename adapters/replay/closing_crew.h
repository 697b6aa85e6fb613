#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "adapters/replay/crew.h"

namespace whistle::replay {

// Works as an export says its city did: each case is taken by the unit it went to at once, and
// finished at the instant the export closed it. What the export never closed stays in its hands.
class ClosingCrew final : public Crew {
 public:
  ClosingCrew(Engine& engine, Timeline& timeline) : engine_(engine), timeline_(timeline) {}

  void accepted(const hotline::GoodRow& row, const v1::SubmitReply& reply,
                std::int64_t at_ms) override;
  const Surprises& surprises() const override { return surprises_; }

 private:
  // One case in our hands, from the pull to the end.
  struct Job {
    std::uint64_t case_id = 0;
    std::string unit;
    std::uint64_t token = 0;
    std::int64_t due_ms = 0;
    std::int64_t close_ms = 0;
    bool pulled = false;  // the answer to the pull is here
    int attempts = 0;     // at finishing it
  };
  using JobPtr = std::shared_ptr<Job>;

  void pull(const JobPtr& job, std::int64_t at_ms, const std::function<void()>& then);
  void finish(const JobPtr& job, std::int64_t at_ms);
  void follow(const JobPtr& job, std::int64_t at_ms);

  Engine& engine_;
  Timeline& timeline_;
  Surprises surprises_;
};

}  // namespace whistle::replay

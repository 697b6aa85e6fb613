#include "engine/service/limits.h"

#include <string>

namespace whistle::service {
namespace {

struct Words {
  std::string_view name;
  std::string_view unit;
  std::string_view reason;
  std::string_view used;  // "98304 ... " in a refusal
};

Words words_of(Limit limit) {
  switch (limit) {
    case Limit::Memory:
      return {"limits.memory_bytes", "bytes", "MEMORY_HIGH",
              "bytes are resident; work in progress goes on"};
    case Limit::IntakeLag:
      return {"limits.intake_lag_ms", "ms", "INTAKE_LAGS",
              "ms ago a wish came that is not on disk yet; work in progress goes on"};
    case Limit::DiskFree:
      return {"limits.disk_free_bytes", "free bytes", "DISK_LOW",
              "bytes are free on the disk; work in progress goes on"};
    case Limit::CommandRing:
      return {"limits.command_ring", "requests", "INTAKE_FULL", "wishes wait to be decided"};
    case Limit::Watchers:
      return {"limits.watchers", "watchers", "WATCHERS_FULL", "watchers are connected"};
    case Limit::Cursors:
      return {"limits.cursors", "cursors", "CURSORS_FULL",
              "cursors are kept; whistle cursors delete forgets one"};
    case Limit::WaitingPulls:
      return {"limits.waiting_pulls", "pulls", "PULLS_FULL", "pulls wait for work"};
    case Limit::Sessions:
      return {"limits.sessions", "sessions", "SESSIONS_FULL", "sessions are held"};
    case Limit::PullsPerConnection:
      return {"limits.pulls_per_connection", "pulls", "CONNECTION_PULLS_FULL",
              "pulls of this connection wait for work"};
    case Limit::KeptAnswers:
      return {"limits.kept_answers", "answers", "KEYS_FULL",
              "answers are kept for a week; without a key the wish is taken"};
  }
  return {};
}

Limit limit_at(std::size_t index) { return static_cast<Limit>(index); }

}  // namespace

std::string_view name_of(Limit limit) { return words_of(limit).name; }
std::string_view unit_of(Limit limit) { return words_of(limit).unit; }
std::string_view reason_of(Limit limit) { return words_of(limit).reason; }

Problem exhausted(Limit limit, std::uint64_t value, std::uint64_t used,
                  std::uint32_t retry_after_ms) {
  const Words words = words_of(limit);
  return {kResourceExhausted, std::string(words.reason),
          std::string(words.name) + " = " + std::to_string(value) + ": " + std::to_string(used) +
              " " + std::string(words.used),
          retry_after_ms};
}

void Refusals::note(const Problem& problem) {
  for (std::size_t i = 0; i < kLimits; ++i) {
    if (problem.reason == reason_of(limit_at(i))) ++counts_[i];
  }
}

std::uint64_t Refusals::of_intake() const {
  return of(Limit::Memory) + of(Limit::IntakeLag) + of(Limit::DiskFree) + of(Limit::CommandRing);
}

}  // namespace whistle::service

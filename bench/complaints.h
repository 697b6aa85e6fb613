#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "engine/core/complaint.h"
#include "engine/policy/policy.h"

namespace whistle::bench {

// Residents of a city: complaints of about 300 bytes, one after the other, put together from
// sentences as people say them. One in eighteen is about a matter that neighbours report as well,
// one in eighteen does not say what it is about. The same arguments give the same complaints on
// every machine.
// Thread: one at a time.
class ComplaintMaker {
 public:
  // Names places of `policy`. `source` with the number of the complaint is its identity.
  ComplaintMaker(const policy::Policy& policy, std::string source, std::uint64_t seed = 20260311);

  Complaint next(Timestamp occurred_at);

 private:
  std::uint64_t below(std::uint64_t bound) { return chance_() % bound; }

  std::string source_;
  std::mt19937_64 chance_;
  std::uint64_t made_{};
  std::vector<std::string> places_;  // as residents write them: street, compound, building
};

}  // namespace whistle::bench

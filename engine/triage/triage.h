#pragma once

#include <memory>
#include <string>

#include "engine/core/complaint.h"
#include "engine/core/outcome.h"
#include "engine/policy/policy.h"
#include "engine/triage/compiled_shelf.h"
#include "engine/triage/findings.h"

namespace whistle::triage {

// Reads complaints: category, place, severity, request type, grounds to decline, each with its
// evidence and the rule's name. All patterns of all tables are one compiled set, matched in one
// pass over the normalised text. Same complaint and same policy give the same findings. Thread:
// examine() may be called by one thread at a time (it owns scratch space).
class Triage {
 public:
  // Compiles the patterns and reads the model. Fails with the table row of a pattern that does not
  // compile, or with what is wrong with the model.
  // `policy` must outlive the object. What was compiled before is taken from the shelf, if there is
  // one, which makes it ready sooner and nothing else.
  static Outcome<Triage, std::string> make(const policy::Policy& policy,
                                           CompiledShelf* shelf = nullptr);
  Triage(Triage&&) noexcept;
  Triage& operator=(Triage&&) noexcept;
  ~Triage();

  // Requires: complaint.text and subject are valid UTF-8.
  Findings examine(const Complaint& complaint);

 private:
  struct Parts;
  explicit Triage(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// The colour that severity axes, trigger, category and circumstances give (Changtai). Also used
// when a person classifies. `request_type` inquiry, suggestion or thanks is always blue.
struct ColourInput {
  std::uint8_t nature{};
  std::uint8_t scope{};
  std::uint8_t harm{};
  bool trigger{};
  bool care{};
  bool always_yellow{};
  RequestType request_type{RequestType::Help};
};
struct Colour {
  Severity severity{Severity::Blue};
  RuleName rule;
};
Colour colour_of(const ColourInput& input, const policy::Settings& settings);

}  // namespace whistle::triage

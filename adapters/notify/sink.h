#pragma once

#include <optional>
#include <string>

#include "adapters/notify/delivery.h"

namespace whistle::notify {

// Where deliveries go.
// Thread: one.
class Sink {
 public:
  enum class Outcome {
    Taken,    // it is there, or will be with the next settle()
    Stopped,  // somebody wants us to end: it is to come again
    Failed,   // cannot go on: see problem()
  };

  Sink() = default;
  Sink(const Sink&) = delete;
  Sink& operator=(const Sink&) = delete;
  virtual ~Sink() = default;

  virtual Outcome deliver(const Delivery& delivery) = 0;
  // Makes all that was taken outlive a power cut. Only then may it be acknowledged.
  virtual Outcome settle() = 0;
  // Why it failed, for people.
  virtual const std::string& problem() const = 0;
};

}  // namespace whistle::notify

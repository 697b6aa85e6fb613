#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "adapters/scenario/scenario.h"

namespace whistle::scenario {

// What the runner knows from the steps before: names, and who holds which order.
class Memory {
 public:
  struct Holder {
    std::uint64_t token = 0;
    std::string worker;
  };

  explicit Memory(std::map<std::string, json> names) : names_(std::move(names)) {}

  void name(const std::string& name, std::uint64_t number) { names_[name] = number; }
  // "$burst" is what the name stands for, and 0 when the step that should have made it failed. All
  // else is itself. Lists and tables entry by entry; names of fields stay.
  json resolve(const json& value) const;
  std::string resolve_text(const std::string& text) const;

  void hold(std::uint64_t case_id, std::uint64_t token, const std::string& worker = "");
  const Holder* holder(std::uint64_t case_id) const;

 private:
  std::map<std::string, json> names_;
  std::map<std::uint64_t, Holder> holders_;
};

}  // namespace whistle::scenario

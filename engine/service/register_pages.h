#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/casework/state/registers.h"
#include "engine/core/outcome.h"
#include "engine/service/frames.h"
#include "whistle/v1/registers.pb.h"

// What may be looked at in the registers, a bounded page at a time.
namespace whistle::service {

inline constexpr std::size_t kRegisterRowsMax = 1000;

struct RegisterPage {
  struct Row {
    std::string key;  // as clients write it: "17", a holder's name
    casework::RegisterRow row;
  };
  std::vector<Row> rows;
  bool more{};
};

// The rows that were asked for, in the order of their keys. NOT_FOUND / UNKNOWN_ROW when one key
// was asked for and there is none. Thread: the writer.
Outcome<RegisterPage, Problem> page_of(const casework::Registers& registers,
                                       const v1::RegistersRequest& wish);

}  // namespace whistle::service

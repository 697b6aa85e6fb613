#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

#include "adapters/cli/style.h"
#include "whistle/v1/registers.pb.h"

namespace whistle::cli {

// The scoreboard of a month, a line each: rates in per cent, stars, the red and the black list.
void print_scoreboard(std::ostream& out, const v1::ScoreboardReply& reply, const Style& style);

// What a panel has to talk about.
void print_agenda(std::ostream& out, const v1::AgendaReply& reply, const Style& style);

// A closed matter as it may be published.
struct ClosedMatter {
  std::uint64_t case_id{};
  std::int64_t closed_at_ms{};
  bool on_time{};
  bool is_request{};  // not one unit's share of another's case
  std::string category{};
  std::string category_name{};
  std::uint64_t compound{};  // the place, no nearer than that
  std::string unit{};
  std::string unit_name{};
  std::int64_t received_at_ms{};
};
void print_closed(std::ostream& out, const std::vector<ClosedMatter>& matters, const Style& style);

// Rows of a register: key, then its fields that are not empty.
void print_registers(std::ostream& out, const v1::RegistersReply& reply, const Style& style);

}  // namespace whistle::cli

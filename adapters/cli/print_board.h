#pragma once

#include <ostream>

#include "adapters/cli/style.h"
#include "whistle/v1/registers.pb.h"

namespace whistle::cli {

// The scoreboard of a month, a line each: rates in per cent, stars, the red and the black list.
void print_scoreboard(std::ostream& out, const v1::ScoreboardReply& reply, const Style& style);

// What a panel has to talk about.
void print_agenda(std::ostream& out, const v1::AgendaReply& reply, const Style& style);

// Rows of a register: key, then its fields that are not empty.
void print_registers(std::ostream& out, const v1::RegistersReply& reply, const Style& style);

}  // namespace whistle::cli

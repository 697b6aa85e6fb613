#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

#include "adapters/cli/style.h"
#include "whistle/v1/case.pb.h"
#include "whistle/v1/work.pb.h"

namespace whistle::cli {

// "name (code)", or whichever of the two there is.
std::string named(std::string_view name, std::string_view code);
// 3d 4h, 2h05m, 40m, 9s: two units at most, the rest is cut off.
std::string duration_text(std::int64_t milliseconds);

// A case with its running promises; the text when the engine sent it.
void print_case(std::ostream& out, const v1::CaseView& view, const Style& style);

// The same in one line.
std::string case_line(const v1::CaseView& view, const Style& style);

// What a worker has been given, one line each.
void print_grants(std::ostream& out, const v1::PullReply& reply, const Style& style);

}  // namespace whistle::cli

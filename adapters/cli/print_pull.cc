#include "adapters/cli/print_pull.h"

#include <string>

#include "adapters/cli/print_case.h"
#include "adapters/cli/print_table.h"

namespace whistle::cli {
namespace {

std::string count_or_dash(std::uint32_t count) {
  return count == 0 ? std::string("-") : std::to_string(count);
}

}  // namespace

void print_pull(std::ostream& out, const v1::ExplainPullReply& reply, const Style& style) {
  Table table({{"line of", Side::Left},
               {"waiting", Side::Right},
               {"not wanted", Side::Right},
               {"leased", Side::Right},
               {"next lapse", Side::Left},
               {"signed for", Side::Right},
               {"parked", Side::Right}});
  for (const v1::LineView& line : reply.lines()) {
    table.add({{named(line.name(), line.unit()), Ink::Bold},
               {count_or_dash(line.waiting())},
               {count_or_dash(line.passed_over())},
               {count_or_dash(line.leased())},
               {style.zone.text_or_dash(line.next_lapse_ms())},
               {count_or_dash(line.signed_for())},
               {count_or_dash(line.parked()), line.parked() > 0 ? Ink::Yellow : Ink::Plain}});
  }
  table.print(out, style.paint);
  if (!reply.only_case().empty()) out << reply.only_case() << '\n';
  if (reply.next().empty()) {
    out << "a pull would get nothing now\n";
  } else {
    out << "a pull would get now:";
    for (const std::uint64_t id : reply.next()) out << ' ' << id;
    out << '\n';
  }
  if (reply.waiting_pulls() > 0) {
    out << reply.waiting_pulls() << " pulls wait for these lines and are served first\n";
  }
}

}  // namespace whistle::cli

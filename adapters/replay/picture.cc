#include "adapters/replay/picture.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <cmath>

#include "adapters/replay/facts.h"

namespace whistle::replay {
namespace {

constexpr const char* kPlain = "\x1b[0m";

// "1234567" -> "1,234,567"
std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t at = text.size(); at > 3;) {
    at -= 3;
    text.insert(at, ",");
  }
  return text;
}

std::string dyed(const char* code, const std::string& text, bool colour) {
  return colour ? fmt::format("\x1b[{}m{}{}", code, text, kPlain) : text;
}

std::string bar(double part, std::size_t width) {
  const auto filled = static_cast<std::size_t>(std::lround(part * static_cast<double>(width)));
  std::string text;
  for (std::size_t i = 0; i < width; ++i) text += i < filled ? "█" : "░";
  return text;
}

std::string named(const v1::Fact& fact, const std::string& field) {
  const std::string name = detail(fact, field + "_name");
  return name.empty() ? detail(fact, field) : name;
}

std::string levels(const v1::Tallies& tallies) {
  return fmt::format(
      "楼栋 building {}   小区 compound {}   社区 community {}   街道 street {}   "
      "部门 department {}   区级 district {}",
      grouped(tallies.building()), grouped(tallies.compound()), grouped(tallies.community()),
      grouped(tallies.street()), grouped(tallies.department()), grouped(tallies.district()));
}

}  // namespace

std::string news_of(const v1::Fact& fact, const LocalTime& local) {
  const std::string when = local.text(fact.time_ms()).substr(5);
  if (fact.event() == "case_escalated") {
    return fmt::format("{}  #{}  {} → {}  {} ({})", when, fact.case_id(), named(fact, "from_unit"),
                       named(fact, "to_unit"), detail(fact, "rule"), detail(fact, "mode"));
  }
  if (fact.event() == "card_issued") {
    const std::string card = detail(fact, "card");
    const char* name = card == "red_card" ? "红牌 " : card == "yellow_card" ? "黄牌 " : "提示 ";
    return fmt::format("{}  #{}  {}{}  {}  {}", when, fact.case_id(), name, card,
                       named(fact, "unit"), detail(fact, "rule"));
  }
  return {};
}

double progress_of(const Picture& picture) {
  const auto length = static_cast<double>(picture.stretch.to_ms - picture.stretch.from_ms);
  const auto passed = static_cast<double>(picture.now_ms - picture.stretch.from_ms);
  return length <= 0 ? 1 : std::clamp(passed / length, 0.0, 1.0);
}

std::vector<std::string> lines_of(const Picture& picture, std::size_t width, bool colour) {
  const v1::Tallies& tallies = picture.tallies;
  const double part = progress_of(picture);
  const std::size_t bar_width = std::clamp<std::size_t>(width, 40, 100) - 32;
  std::vector<std::string> lines{
      dyed("1", fmt::format("{}   {}", picture.title, picture.feed), colour),
      fmt::format("{}  {} {:3.0f} %{}", picture.local.text(picture.now_ms), bar(part, bar_width),
                  part * 100, picture.connected ? "" : "   waiting for the engine"),
      "",
      fmt::format("complaints {}   cases {}   merged {}   declined {}   refused {}",
                  grouped(picture.complaints), grouped(tallies.cases()), grouped(tallies.merged()),
                  grouped(tallies.declined()), grouped(picture.refused)),
      dyed("31", "■ 红 red " + grouped(tallies.red()), colour) + "   " +
          dyed("33", "■ 黄 yellow " + grouped(tallies.yellow()), colour) + "   " +
          dyed("34", "■ 蓝 blue " + grouped(tallies.blue()), colour),
      levels(tallies),
      fmt::format("triage desk {}   open {}   closed {} ({} on time)",
                  grouped(tallies.triage_queue()), grouped(picture.open_cases),
                  grouped(tallies.closed()), grouped(tallies.closed_on_time())),
      fmt::format("escalations {}   overdue clocks {}   yellow cards {}   red cards {}   "
                  "reworked {}   worst lateness {} ms",
                  grouped(tallies.escalations()), grouped(tallies.overdue()),
                  grouped(tallies.yellow_cards()), grouped(tallies.red_cards()),
                  grouped(tallies.reworked()), grouped(picture.lateness_max_ms)),
      ""};
  for (std::size_t i = 0; i < kLatestMax; ++i) {
    lines.push_back(i < picture.latest.size() ? picture.latest[i] : "");
  }
  for (std::string& line : lines) line = cut(line, width);
  return lines;
}

std::string line_of(const Picture& picture) {
  return fmt::format(
      "{} {:3.0f} %  complaints {}  cases {}  closed {}  escalations {}  overdue {}{}",
      picture.local.text(picture.now_ms), progress_of(picture) * 100, picture.complaints,
      picture.tallies.cases(), picture.tallies.closed(), picture.tallies.escalations(),
      picture.tallies.overdue(), picture.connected ? "" : "  waiting for the engine");
}

std::string cut(const std::string& text, std::size_t width) {
  std::string kept;
  std::size_t columns = 0;
  bool dyed_text = false;
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '\x1b') {
      const auto end = text.find('m', i);
      const std::size_t length = end == std::string::npos ? text.size() - i : end + 1 - i;
      kept += text.substr(i, length);
      dyed_text = true;
      i += length;
      continue;
    }
    utf8proc_int32_t point = 0;
    const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + i),
                                         static_cast<utf8proc_ssize_t>(text.size() - i), &point);
    const std::size_t bytes = length > 0 ? static_cast<std::size_t>(length) : 1;
    const std::size_t wide =
        length > 0 ? static_cast<std::size_t>(std::max(utf8proc_charwidth(point), 0)) : 1;
    if (columns + wide > width) break;
    columns += wide;
    kept += text.substr(i, bytes);
    i += bytes;
  }
  return dyed_text ? kept + kPlain : kept;
}

}  // namespace whistle::replay

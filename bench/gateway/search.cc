#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "adapters/gateway/search/copy.h"
#include "adapters/gateway/search/reader.h"

// How fast a copy of so many cases is written and looked through: whistle_gateway_search_bench
// [CASES] [FOLDER]. The city is made up: 20 streets of 15 communities of 10 compounds, 400
// categories, 800 units, three years; one case in twenty is open.
namespace whistle::gateway::search {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::int64_t kFirstMs = 1'700'000'000'000;
constexpr std::int64_t kThreeYearsMs = 3LL * 365 * 86'400'000;

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

Geography city() {
  Geography made;
  made.policy_version = "bench";
  const auto area = [&made](std::uint64_t code, std::uint64_t parent) {
    made.areas.emplace_back().set_code(code);
    made.areas.back().set_parent(parent);
  };
  area(1, 0);
  for (std::uint64_t street = 1; street <= 20; ++street) {
    area(100 + street, 1);
    for (std::uint64_t community = 1; community <= 15; ++community) {
      const std::uint64_t code = (100 + street) * 100 + community;
      area(code, 100 + street);
      for (std::uint64_t compound = 0; compound < 10; ++compound) area(code * 10 + compound, code);
    }
  }
  return made;
}

std::string text_of(std::mt19937_64& chance) {
  static const std::vector<std::string> kPieces{
      "水管漏水", "电梯停了",   "楼道灯不亮", "夜里施工噪音", "垃圾没人清运", "占道停车",
      "暖气不热", "下水道堵了", "井盖坏了",   "有人高空抛物", "路面积水",     "树枝压住电线",
      "物业不管", "已经好几天", "家里有老人", "请尽快处理",   "打电话没人接", "孩子上学要走这里"};
  std::string text = std::to_string(chance() % 40) + "号楼" + std::to_string(chance() % 9) + "单元";
  for (int i = 0; i < 7; ++i) text += "，" + kPieces[chance() % kPieces.size()];
  // A word that few have.
  return text + "，编号" + std::to_string(chance() % 1'000'000);
}

void fill(Copy& copy, std::uint64_t cases) {
  std::mt19937_64 chance(1);
  copy.set_geography(city());
  Copy::Read<v1::CaseView> views;
  Copy::Read<v1::ComplaintReply> replies;
  const char* colours[] = {"red", "yellow", "blue", "blue", "blue"};
  for (std::uint64_t id = 1; id <= cases; ++id) {
    v1::CaseView view;
    view.set_case_id(id);
    view.set_first_complaint_id(id);
    view.set_status(chance() % 20 == 0 ? "signed_for" : "closed");
    view.set_severity(colours[chance() % 5]);
    view.set_category("c" + std::to_string(chance() % 400));
    view.set_area_code(((101 + chance() % 20) * 100 + 1 + chance() % 15) * 10 + chance() % 10);
    view.set_unit("u" + std::to_string(chance() % 800));
    view.set_tier("community");
    view.set_received_at_ms(kFirstMs + static_cast<std::int64_t>(id) *
                                           (kThreeYearsMs / static_cast<std::int64_t>(cases)));
    view.add_clocks()->set_running(true);
    view.mutable_clocks(0)->set_due_ms(view.received_at_ms() + 86'400'000);
    v1::ComplaintReply reply;
    reply.set_complaint_id(id);
    reply.set_case_id(id);
    reply.set_received_at_ms(view.received_at_ms());
    reply.mutable_complaint()->set_source("12345");
    reply.mutable_complaint()->set_requester("p" + std::to_string(chance() % (cases / 3 + 1)));
    reply.mutable_complaint()->set_text(text_of(chance));
    views.emplace_back(id, std::move(view));
    replies.emplace_back(id, std::move(reply));
    if (views.size() < 1'000 && id < cases) continue;
    copy.store(views, replies);
    views.clear();
    replies.clear();
  }
}

// The slower half matters: the median and the slowest of twenty.
void measure(const char* what, const std::function<std::uint64_t(std::uint64_t)>& ask) {
  std::vector<double> took;
  std::uint64_t total = 0;
  for (std::uint64_t turn = 0; turn < 20; ++turn) {
    const auto begin = Clock::now();
    total = ask(turn);
    took.push_back(seconds_since(begin) * 1000);
  }
  std::ranges::sort(took);
  std::printf("%-44s median %7.2f ms, slowest %7.2f ms (%llu found)\n", what, took[10], took[19],
              static_cast<unsigned long long>(total));
}

int run(std::uint64_t cases, const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / "search.sqlite";
  {
    const auto begin = Clock::now();
    Copy copy(file, [](const std::string& what) { std::puts(what.c_str()); });
    fill(copy, cases);
    const double took = seconds_since(begin);
    std::printf("%llu cases with a complaint each written in %.1f s (%.0f a second), %.0f MB\n",
                static_cast<unsigned long long>(cases), took, static_cast<double>(cases) / took,
                static_cast<double>(std::filesystem::file_size(file)) / 1e6);
  }
  Reader reader(file, std::chrono::milliseconds(10'000));
  const auto found = [&](const Wish& wish) {
    const auto answer = reader.cases(wish);
    return answer ? answer->total : 0;
  };
  measure("a page of the newest", [&](std::uint64_t) { return found({}); });
  measure("a page by urgency, open ones",
          [&](std::uint64_t) { return found({.open = true, .order = Wish::Order::MostUrgent}); });
  measure("a word of few", [&](std::uint64_t turn) {
    return found({.text = "编号" + std::to_string(1000 + turn)});
  });
  measure("a word of two characters, of a third",
          [&](std::uint64_t) { return found({.text = "漏水"}); });
  measure("one character", [&](std::uint64_t) { return found({.text = "梯"}); });
  measure("two words of many", [&](std::uint64_t) { return found({.text = "漏水 电梯停了"}); });
  measure("a requester",
          [&](std::uint64_t turn) { return found({.requester = "p" + std::to_string(turn * 7)}); });
  measure("a street, a category, a month", [&](std::uint64_t turn) {
    return found({.areas = {101 + turn},
                  .categories = {"c" + std::to_string(turn)},
                  .received_since = kFirstMs + kThreeYearsMs / 2,
                  .received_until = kFirstMs + kThreeYearsMs / 2 + 30LL * 86'400'000});
  });
  measure("a street, a category", [&](std::uint64_t turn) {
    return found({.areas = {101 + turn}, .categories = {"c" + std::to_string(turn)}});
  });
  measure("the whole district, red, open", [&](std::uint64_t) {
    return found({.areas = {1}, .severities = {"red"}, .open = true});
  });
  measure("a street, by urgency, open", [&](std::uint64_t turn) {
    return found({.areas = {101 + turn}, .open = true, .order = Wish::Order::MostUrgent});
  });
  measure("the last page that can be asked for",
          [&](std::uint64_t) { return found({.page = 200}); });
  measure("complaints of ninety days", [&](std::uint64_t) {
    const auto answer = reader.complaints(
        {.received_since = kFirstMs + kThreeYearsMs - 90LL * 86'400'000, .page_size = 1000});
    return answer ? answer->total : 0;
  });
  measure("loads of all units", [&](std::uint64_t) {
    const auto answer = reader.loads(0, {});
    return answer ? answer->size() : 0;
  });
  delete_copy(file);
  return 0;
}

}  // namespace
}  // namespace whistle::gateway::search

int main(int count, char** words) {
  const std::uint64_t cases = count > 1 ? std::strtoull(words[1], nullptr, 10) : 1'000'000;
  const std::filesystem::path folder =
      count > 2 ? words[2] : std::filesystem::temp_directory_path() / "whistle-search-bench";
  return whistle::gateway::search::run(std::max<std::uint64_t>(cases, 1), folder);
}

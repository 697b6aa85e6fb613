#include "bench/triage/place_figures.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/triage/places.h"
#include "engine/core/check.h"
#include "engine/policy/policy.h"
#include "engine/triage/triage.h"

namespace whistle::bench {
namespace {

using triage::Certainty;

// What stands around the names. {} is the place as the resident says it.
constexpr std::array<std::string_view, 14> kSentences{
    "你好，我要反映{}门口的路灯坏了三天了，晚上出门看不见路。",
    "{}这边的垃圾桶满了好几天没人收，味道很大。",
    "我家住在{}，楼上半夜还在装修，孩子没法睡觉。",
    "请问{}什么时候能通天然气？已经等了两年。",
    "昨天下午在{}附近看到一个井盖破了，很危险，请尽快派人处理！",
    "{}3号楼2单元501室漏水，找物业不管。",
    "麻烦派人到{}看看，污水从下水道冒出来了。",
    "诉求人来电反映：{}的健身器材损坏，存在安全隐患。",
    "电话里说是{}的居民，反映广场舞声音太大。",
    "本人是{}的业主，物业费收了却没有保洁。",
    "【{}】电动车飞线充电，多次投诉没有结果",
    "从{}往东走两百米，树倒了压住电线。",
    "住{}的王女士反映，快递柜占了消防通道。",
    "投诉{}的一家烧烤店，油烟扰民。",
};

// Of other matters, without any place.
constexpr std::array<std::string_view, 8> kNowhere{
    "你好，我要反映路灯坏了三天了，晚上出门看不见路。",
    "请问办理居住证需要带什么材料？",
    "小区门口的垃圾桶满了好几天没人收。",
    "3号楼2单元501室漏水，找物业不管。",
    "当时村里的人都在，社区也派了人来，镇上的干部说会处理。",
    "昨天在路上看到井盖破了，请尽快处理！",
    "感谢热线的工作人员，问题已经解决。",
    "建议在公园里多放几张长椅，方便老人休息。",
};

// What of the address a resident says.
enum class Says : std::uint8_t { Community, StreetAndCommunity, CountyAndCommunity, Everything };
constexpr std::array kWays{Says::Community, Says::StreetAndCommunity, Says::CountyAndCommunity,
                           Says::Everything};

std::string said(const ListedCommunity& place, Says way) {
  switch (way) {
    case Says::Community:
      return place.name;
    case Says::StreetAndCommunity:
      return place.street + place.name;
    case Says::CountyAndCommunity:
      return place.county + place.name;
    case Says::Everything:
      return place.county + place.street + place.name;
  }
  return {};
}

std::string sentence(std::size_t number, const std::string& place) {
  std::string text(kSentences[number % kSentences.size()]);
  return text.replace(text.find("{}"), 2, place);
}

class Measurement {
 public:
  explicit Measurement(ListedPlaces places)
      : communities_(std::move(places.communities)),
        policy_(book_of(std::move(places.areas))),
        triage_(triage::Triage::make(policy_).value()) {
    figures_.areas = policy_.book().areas.size();
    for (std::size_t i = 0; i < communities_.size(); ++i) {
      by_name_[communities_[i].name].push_back(i);
    }
  }

  PlaceFigures run(std::size_t stride) {
    for (std::size_t i = 0; i < communities_.size(); i += stride) {
      for (std::size_t way = 0; way < kWays.size(); ++way) {
        say(communities_[i], kWays[way], i / stride + way);
      }
    }
    for (const std::string_view text : kNowhere) say_nowhere(std::string(text));
    return figures_;
  }

 private:
  static policy::RuleBook book_of(std::vector<policy::Area> areas) {
    policy::RuleBook book;
    book.areas = std::move(areas);
    return book;
  }

  triage::PlaceFinding found_in(const std::string& text) {
    Complaint complaint;
    complaint.text = text;
    return triage_.examine(complaint).place;
  }

  // All communities that the words mean.
  std::set<AreaCode> meant(const ListedCommunity& place, Says way) const {
    const bool street = way == Says::StreetAndCommunity || way == Says::Everything;
    const bool county = way == Says::CountyAndCommunity || way == Says::Everything;
    std::set<AreaCode> codes;
    for (const std::size_t i : by_name_.at(place.name)) {
      const ListedCommunity& other = communities_[i];
      if (street && other.street != place.street) continue;
      if (county && other.county != place.county) continue;
      codes.insert(other.code);
    }
    return codes;
  }

  void say(const ListedCommunity& place, Says way, std::size_t number) {
    const std::string text = sentence(number, said(place, way));
    const triage::PlaceFinding found = found_in(text);
    const std::set<AreaCode> codes = meant(place, way);
    const bool is_certain = found.certainty >= Certainty::Certain;
    if (codes.size() == 1) {
      ++figures_.unambiguous;
      if (is_certain && codes.contains(found.area)) {
        ++figures_.right;
      } else if (found.certainty == Certainty::Unsure) {
        ++figures_.unsure;
      } else if (!is_certain) {
        ++figures_.missed;
      }
    } else {
      ++figures_.ambiguous;
      const bool are_meant =
          std::all_of(found.candidates.begin(), found.candidates.end(),
                      [&](const triage::PlaceCandidate& one) { return codes.contains(one.area); });
      if (found.certainty == Certainty::Unsure && !found.candidates.empty() && are_meant) {
        ++figures_.reported;
      }
    }
    if (is_certain && (codes.size() > 1 || !codes.contains(found.area))) blame(text);
  }

  void say_nowhere(const std::string& text) {
    ++figures_.nowhere;
    const triage::PlaceFinding found = found_in(text);
    if (found.certainty == Certainty::None) ++figures_.empty;
    if (found.certainty >= Certainty::Certain) blame(text);
  }

  void blame(const std::string& text) {
    ++figures_.wrong;
    if (figures_.first_wrong.empty()) figures_.first_wrong = text;
  }

  std::vector<ListedCommunity> communities_;
  policy::Policy policy_;
  triage::Triage triage_;
  std::map<std::string, std::vector<std::size_t>> by_name_;
  PlaceFigures figures_;
};

}  // namespace

std::optional<PlaceFigures> measure_places(const std::string& path, std::size_t stride) {
  WHISTLE_CHECK(stride > 0);
  auto places = read_places(path);
  if (!places) return std::nullopt;
  return Measurement(*std::move(places)).run(stride);
}

Section place_section(std::size_t stride) {
  Section section{.name = "place", .figures = {}, .skipped = {}};
  const auto figures = measure_places(shared_data("area_targets.csv.gz"), stride);
  if (!figures) {
    section.skipped = "no list of areas";
    return section;
  }
  const auto add = [&](const char* name, double value, Measure measure, const char* meaning) {
    section.figures.push_back({name, value, measure, meaning});
  };
  const auto count = [](std::size_t number) { return static_cast<double>(number); };
  add("areas", count(figures->areas), Measure::Count, "areas in the book");
  add("sentences", count(figures->sentences()), Measure::Count, "sentences around their names");
  add("located_right", share(figures->right, figures->unambiguous), Measure::Share,
      "of those that mean one place: located there");
  add("ambiguous_reported", share(figures->reported, figures->ambiguous), Measure::Share,
      "of those that may mean several: reported with candidates");
  add("nowhere_empty", share(figures->empty, figures->nowhere), Measure::Share,
      "of those that name no place: none found");
  add("wrong_silently", share(figures->wrong, figures->sentences()), Measure::Share,
      "of all: located elsewhere without a doubt");
  return section;
}

}  // namespace whistle::bench

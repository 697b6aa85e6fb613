#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/check.h"
#include "engine/triage/lessons.h"
#include "engine/triage/training.h"

// A history small enough to learn from in a test. Its labels are categories of small_city().
namespace whistle::triage {

inline std::vector<Lesson> small_lessons() {
  struct Matter {
    std::string_view label;
    std::array<std::string_view, 6> says;
  };
  constexpr std::array<Matter, 3> kMatters{
      {{"lift",
        {"电梯又停了", "轿厢卡在半空", "电梯按钮失灵", "轿厢抖得厉害", "电梯门关不上",
         "梯内没有灯"}},
       {"pipe-leak",
        {"厨房顶上滴水", "管道渗水", "墙面一直渗水", "水管接头滴水", "天花板发霉渗水",
         "地漏往上冒水"}},
       {"fire-lane",
        {"通道停满了车", "救援通道被占", "车堵住消防出口", "通道堆着杂物", "楼下通道划成车位",
         "出口被车挡死"}}}};
  constexpr std::array<std::string_view, 4> kPlaces{"三栋", "东门旁边", "我们楼", "后面那栋"};
  std::vector<Lesson> lessons;
  for (const Matter& matter : kMatters) {
    for (const std::string_view says : matter.says) {
      for (const std::string_view place : kPlaces) {
        lessons.push_back({.subject = std::string(says),
                           .text = std::string(place) + std::string(says) + "，请尽快处理。",
                           .label = std::string(matter.label),
                           .group = std::string(says)});
      }
    }
  }
  return lessons;
}

inline ModelNumbers small_model() {
  const std::vector<Lesson> lessons = small_lessons();
  return train_model(lessons, group_lessons(lessons), {}).value();
}

}  // namespace whistle::triage

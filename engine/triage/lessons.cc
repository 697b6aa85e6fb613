#include "engine/triage/lessons.h"

#include <algorithm>
#include <numeric>
#include <random>
#include <unordered_map>
#include <utility>

#include "engine/core/check.h"
#include "engine/triage/likeness.h"
#include "engine/triage/normalise.h"

namespace whistle::triage {
namespace {

// Near texts differ in so few of the 64 bits. One of the bands is then the same in both, so that
// only texts with a common band need be compared.
constexpr int kNearBits = 7;
constexpr std::uint32_t kBands = 8;
constexpr std::uint32_t kBandBits = 8;
static_assert(kBands == kNearBits + 1 && kBands * kBandBits == 64);

// Sets that grow together. The root of a set is its first member.
class Sets {
 public:
  explicit Sets(std::size_t size) : parents_(size) {
    std::iota(parents_.begin(), parents_.end(), 0);
  }

  std::uint32_t root(std::uint32_t member) {
    while (parents_[member] != member) {
      parents_[member] = parents_[parents_[member]];
      member = parents_[member];
    }
    return member;
  }
  void join(std::uint32_t left, std::uint32_t right) {
    left = root(left);
    right = root(right);
    parents_[std::max(left, right)] = std::min(left, right);
  }

 private:
  std::vector<std::uint32_t> parents_;
};

std::uint64_t likeness_of_lesson(const Lesson& lesson) {
  return likeness_of(FoldedText(lesson.subject + "\n" + lesson.text).text());
}

// Texts without a letter have no likeness and are near to nothing.
void join_near(const std::vector<Lesson>& lessons, Sets& sets) {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> marks;
  for (std::uint32_t i = 0; i < lessons.size(); ++i) {
    if (!lessons[i].group.empty()) continue;
    const std::uint64_t likeness = likeness_of_lesson(lessons[i]);
    if (likeness != 0) marks.emplace_back(likeness, i);
  }
  for (std::uint32_t band = 0; band < kBands; ++band) {
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> buckets;
    for (std::uint32_t mark = 0; mark < marks.size(); ++mark) {
      const auto part = (marks[mark].first >> (band * kBandBits)) & ((1U << kBandBits) - 1);
      std::vector<std::uint32_t>& bucket = buckets[part];
      for (const std::uint32_t other : bucket) {
        if (likeness_distance(marks[other].first, marks[mark].first) > kNearBits) continue;
        sets.join(marks[other].second, marks[mark].second);
      }
      bucket.push_back(mark);
    }
  }
}

}  // namespace

std::vector<std::uint32_t> group_lessons(const std::vector<Lesson>& lessons) {
  Sets sets(lessons.size());
  std::unordered_map<std::string, std::uint32_t> named;
  for (std::uint32_t i = 0; i < lessons.size(); ++i) {
    if (lessons[i].group.empty()) continue;
    const auto [first, is_new] = named.emplace(lessons[i].group, i);
    if (!is_new) sets.join(first->second, i);
  }
  join_near(lessons, sets);
  std::vector<std::uint32_t> groups(lessons.size());
  for (std::uint32_t i = 0; i < lessons.size(); ++i) groups[i] = sets.root(i);
  return groups;
}

std::vector<std::uint32_t> deal(const std::vector<std::uint32_t>& groups, std::uint32_t parts,
                                std::uint64_t seed) {
  WHISTLE_CHECK(parts > 0);
  std::vector<std::uint32_t> order(groups);
  std::ranges::sort(order);
  order.erase(std::unique(order.begin(), order.end()), order.end());
  // std::shuffle gives other orders with other libraries.
  std::mt19937_64 chance(seed);
  for (std::size_t left = order.size(); left > 1; --left) {
    std::swap(order[left - 1], order[chance() % left]);
  }
  std::unordered_map<std::uint32_t, std::uint32_t> part_of_group;
  for (std::uint32_t i = 0; i < order.size(); ++i) part_of_group.emplace(order[i], i % parts);
  std::vector<std::uint32_t> dealt;
  dealt.reserve(groups.size());
  for (const std::uint32_t group : groups) dealt.push_back(part_of_group.at(group));
  return dealt;
}

}  // namespace whistle::triage

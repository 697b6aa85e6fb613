#include "adapters/replay/district_crew.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "tests/replay/stage.h"

namespace whistle::replay::district_crew_test {

// Minutes. Noon, so that somebody is in the office.
constexpr std::int64_t kNoon = 720;
constexpr std::int64_t kTwoDays = 2880;

enum class Joined { Plain, Repeat, CalledBack };
v1::JoinedView joined(std::uint64_t complaint_id, Joined kind = Joined::Plain) {
  v1::JoinedView view;
  view.set_complaint_id(complaint_id);
  view.set_repeat(kind == Joined::Repeat);
  view.set_called_back(kind == Joined::CalledBack);
  return view;
}

struct District : Stage {
  District() {
    use_district_crew();
    engine.checks = true;
  }
  hotline::GoodRow& complaint(const std::string& id, std::int64_t finish_after_min,
                              const std::string& rating = "satisfied") {
    hotline::GoodRow& row = add(id, kNoon);
    row.aftermath.finish_after_min = finish_after_min;
    row.aftermath.rating = rating;
    return row;
  }
  // The verbs the engine met, without times.
  std::string verbs() {
    std::string all;
    for (const std::string& line : play(kTwoDays)) {
      const auto verb = line.find(' ') + 1;
      all += (all.empty() ? "" : " ") + line.substr(verb, line.find(' ', verb) - verb);
    }
    return all;
  }
  // Some complaints join the case before anything is called back.
  void join(std::uint64_t case_id, std::vector<v1::JoinedView> views) {
    look_on = [this, case_id, views = std::move(views)](std::int64_t) {
      const auto item = engine.cases.find(case_id);
      if (item != engine.cases.end() && item->second.joined.empty()) item->second.joined = views;
    };
  }
  // The callbacks the engine met, without times.
  Log calls() const {
    Log found;
    for (const std::string& line : engine.log) {
      const auto at = line.find(" call ");
      if (at != std::string::npos) found.push_back(line.substr(at + 6));
    }
    return found;
  }
  std::int64_t minute_of(const std::string& verb) const {
    for (const std::string& line : engine.log) {
      if (line.find(" " + verb) != std::string::npos) return std::stoll(line);
    }
    return -1;
  }
  bool met(const std::string& line_part) const {
    return std::any_of(engine.log.begin(), engine.log.end(), [&](const std::string& line) {
      return line.find(line_part) != std::string::npos;
    });
  }
};

TEST(DistrictCrew, WorksFromThePullToTheCall) {
  District district;
  district.complaint("a", 300);
  EXPECT_EQ(district.verbs(), "submit pull sign contact arrive finish check call");
  EXPECT_EQ(district.minute_of("finish"), kNoon + 300);
  EXPECT_TRUE(district.met("call 1 solved satisfied"));
  EXPECT_TRUE(district.crew->surprises().empty());
  EXPECT_FALSE(district.engine.went_back);
}

TEST(DistrictCrew, NeverActsOnARowWithoutAnEnd) {
  District district;
  district.add("a", kNoon);
  EXPECT_EQ(district.verbs(), "submit");
}

TEST(DistrictCrew, HurriesWhenLittleTimeIsLeft) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    District district;
    district.use_district_crew(seed);
    district.complaint("a", 3);
    EXPECT_EQ(district.verbs(), "submit pull sign contact arrive finish check call") << seed;
    EXPECT_EQ(district.minute_of("finish"), kNoon + 3) << seed;
  }
}

TEST(DistrictCrew, SignsForRedWithinFiveMinutesMostly) {
  int late = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    District district;
    district.use_district_crew(seed);
    district.engine.severity = "red";
    district.complaint("a", 600);
    district.play(kTwoDays);
    if (district.minute_of("sign") - kNoon >= 5) ++late;
  }
  EXPECT_GT(late, 5);
  EXPECT_LT(late, 60);
}

TEST(DistrictCrew, HurriesWhereAVisitIsPromised) {
  District district;
  district.engine.promised = true;
  district.complaint("a", 600);
  district.play(kTwoDays);
  EXPECT_LE(district.minute_of("arrive") - kNoon, 45);
}

TEST(DistrictCrew, DoesTheWorkOnceMoreForTheDissatisfied) {
  District district;
  district.complaint("a", 60, "dissatisfied");
  const std::string verbs = district.verbs();
  EXPECT_TRUE(district.met("call 1 unsolved dissatisfied"));
  EXPECT_TRUE(district.met("call 1 solved satisfied"));
  EXPECT_EQ(verbs,
            "submit pull sign contact arrive finish check call pull sign contact arrive finish "
            "check call");
}

TEST(DistrictCrew, VisitsWhereACallIsNotEnough) {
  District district;
  district.engine.visits = true;
  district.complaint("a", 300);
  EXPECT_EQ(district.verbs(), "submit pull sign contact arrive finish check call call");
  EXPECT_EQ(district.calls(), (Log{"1 solved satisfied", "1 solved satisfied secretary_visit"}));
  EXPECT_EQ(district.engine.cases[1].status, "closed");
  EXPECT_TRUE(district.crew->surprises().empty());
}

TEST(DistrictCrew, AsksEverybodyWhoJoinedOnce) {
  District district;
  district.complaint("a", 300);
  district.join(1,
                {joined(7), joined(8, Joined::Repeat), joined(9, Joined::CalledBack), joined(5)});
  district.play(kTwoDays);
  EXPECT_EQ(district.calls(),
            (Log{"1 solved satisfied", "1 solved satisfied of 7", "1 solved satisfied of 5"}));
  EXPECT_EQ(district.engine.cases[1].status, "closed");
  EXPECT_FALSE(district.engine.went_back);
}

TEST(DistrictCrew, AsksEverybodyAgainAfterTheWorkIsDoneOnceMore) {
  District district;
  district.complaint("a", 60, "dissatisfied");
  district.join(1, {joined(7)});
  district.play(kTwoDays);
  EXPECT_EQ(district.calls(),
            (Log{"1 unsolved dissatisfied", "1 solved satisfied", "1 solved satisfied of 7"}));
  EXPECT_EQ(district.engine.cases[1].status, "closed");
}

TEST(DistrictCrew, HearsFromThoseWhoJoinedWhatTheirOwnRowsSay) {
  District district;
  district.complaint("a", 60);
  district.engine.merges = {{"b", 1}, {"c", 1}};
  district.complaint("b", 90, "fairly_satisfied");
  district.complaint("c", 90, "dissatisfied");
  district.play(kTwoDays);
  EXPECT_EQ(district.calls(),
            (Log{"1 solved satisfied", "1 partly_solved fairly_satisfied of 2",
                 "1 unsolved dissatisfied of 3", "1 solved satisfied",
                 "1 partly_solved fairly_satisfied of 2", "1 solved satisfied of 3"}));
  EXPECT_EQ(district.engine.cases[1].status, "closed");
  EXPECT_TRUE(district.crew->surprises().empty());
}

TEST(DistrictCrew, FinishesFromTheUnitThatHoldsTheCaseByThen) {
  District district;
  district.engine.hand_overs = {{kNoon + 299, 1, "u2"}};
  district.complaint("a", 300);
  district.play(kTwoDays);
  EXPECT_TRUE(district.met(std::to_string(kNoon + 300) + " pull 1 u2"));
  EXPECT_EQ(district.engine.cases[1].status, "closed");
  EXPECT_FALSE(district.engine.went_back);
}

TEST(DistrictCrew, PullsAtTheUnitThatACaseHasClimbedTo) {
  District district;
  district.engine.hand_overs = {{kNoon + 350, 1, "u2"}};
  district.complaint("a", 600);
  district.play(kTwoDays);
  const std::int64_t pulled = district.minute_of("pull 1 u2");
  EXPECT_GT(pulled, kNoon + 350);
  EXPECT_LT(pulled, kNoon + 600);
  EXPECT_EQ(district.minute_of("finish"), kNoon + 600);
}

TEST(DistrictCrew, ClassifiesAtTheTriageDeskWhatTheFeedSays) {
  District district;
  district.engine.disposition = "awaits_triage";
  district.complaint("a", 300).aftermath.classify_category = "noise";
  EXPECT_EQ(district.verbs(), "submit pull classify pull sign contact arrive finish check call");
  EXPECT_TRUE(district.met("pull 1 triage"));
  EXPECT_TRUE(district.met("classify 1 noise"));
}

TEST(DistrictCrew, LeavesAtTheTriageDeskWhatTheFeedDoesNotSay) {
  District district;
  district.engine.disposition = "awaits_triage";
  district.complaint("a", 300);
  EXPECT_EQ(district.verbs(), "submit");
}

TEST(DistrictCrew, EndsWithTheFinishWhereNobodyChecks) {
  District district;
  district.engine.checks = false;
  district.complaint("a", 300);
  EXPECT_EQ(district.verbs(), "submit pull sign contact arrive finish check");
  EXPECT_TRUE(district.crew->surprises().empty());
}

TEST(DistrictCrew, DoesTheSameWithTheSameSeed) {
  const auto played = [](std::uint64_t seed) {
    District district;
    district.use_district_crew(seed);
    for (int i = 0; i < 20; ++i) district.complaint("r" + std::to_string(i), 100 + i);
    return district.play(kTwoDays);
  };
  EXPECT_EQ(played(7), played(7));
  EXPECT_NE(played(7), played(8));
}

TEST(Chance, IsTheSameOnEveryMachine) {
  Chance chance(1, "ct-20260311-0001");
  EXPECT_EQ(chance.between(0, 999'999), 311'337);
  for (int i = 0; i < 1000; ++i) {
    const std::int64_t drawn = chance.between(-3, 3);
    EXPECT_GE(drawn, -3);
    EXPECT_LE(drawn, 3);
  }
}

}  // namespace whistle::replay::district_crew_test

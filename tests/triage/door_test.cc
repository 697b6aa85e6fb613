#include "engine/triage/door.h"

#include <gtest/gtest.h>

#include <string>

#include "engine/triage/building_number.h"
#include "engine/triage/patterns.h"
#include "engine/triage/reading.h"

namespace whistle::triage::door_test {

// "building/unit/room" of a text, right behind 甲苑 if that stands in it.
std::string door_in(const std::string& text) {
  std::vector<SoughtPattern> sought{{Table::AreaName, 0, {"甲苑", false}, "areas:1"}};
  for (std::uint32_t row = 0; row < kBuildingSuffixes.size(); ++row) {
    sought.push_back(
        {Table::BuildingSuffix, row, {std::string(kBuildingSuffixes[row]), false}, "building"});
  }
  PatternSet patterns = PatternSet::make(sought).value();
  Complaint complaint;
  complaint.text = text;
  Reading reading;
  read(complaint, patterns, reading);
  const Door door =
      agreed(doors_in(reading.folded.text(), reading.matches.of(Table::BuildingSuffix),
                      reading.matches.of(Table::AreaName)));
  return door.building + "/" + door.unit + "/" + door.room;
}

TEST(Door, IsReadInAllItsSpellings) {
  for (const char* text :
       {"甲苑3号楼2单元501室", "甲苑三号楼二单元501", "甲苑3栋2单元501房", "甲苑3幢2单元501号漏水",
        "甲苑 3栋-2单元-501", "甲苑３号楼２单元５０１室", "甲苑3#楼2单元501", "甲苑3-2-501",
        "甲苑3-2-501室漏水", "甲苑3—2—501", "甲苑3栋2-501", "甲苑第3栋，2单元，501室"}) {
    EXPECT_EQ(door_in(text), "3/2/501") << text;
  }
}

TEST(Door, MayBeSaidInParts) {
  EXPECT_EQ(door_in("3号楼2单元"), "3/2/");
  EXPECT_EQ(door_in("3栋501室"), "3//501");
  EXPECT_EQ(door_in("3幢1203漏水"), "3//1203");
  EXPECT_EQ(door_in("12栋"), "12//");
  EXPECT_EQ(door_in("二单元301"), "/2/301");
  EXPECT_EQ(door_in("b座1单元"), "b/1/");
  EXPECT_EQ(door_in("3号楼的2单元，我住3号楼501室"), "3/2/501");
  EXPECT_EQ(door_in("路灯坏了"), "//");
}

TEST(Door, IsNoCountNoStoreyNoDateNoTelephone) {
  EXPECT_EQ(door_in("3栋楼都停水"), "//");
  EXPECT_EQ(door_in("3栋502户业主"), "3//");
  EXPECT_EQ(door_in("3栋200米外"), "3//");
  EXPECT_EQ(door_in("3栋2单元6楼漏水"), "3/2/");
  EXPECT_EQ(door_in("3栋2023年建成"), "3//");
  EXPECT_EQ(door_in("2024-3-15报修"), "//");
  EXPECT_EQ(door_in("24-3-150"), "//");
  EXPECT_EQ(door_in("电话010-62-1234"), "//");
  EXPECT_EQ(door_in("单元门坏了"), "//");
  EXPECT_EQ(door_in("甲苑3-2"), "//");
  EXPECT_EQ(door_in("3栋501号楼"), "//");  // two buildings
}

TEST(Door, IsNoneWhereSeveralAreMeant) {
  EXPECT_EQ(door_in("3栋和5栋停水"), "//");
  EXPECT_EQ(door_in("3栋2单元501和3栋2单元502"), "3/2/");
  EXPECT_EQ(door_in("3栋1单元501和3栋2单元501"), "3//");
}

}  // namespace whistle::triage::door_test

#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "engine/config/rule_book_files.h"

namespace whistle::config {

inline constexpr std::string_view kGeneral = R"(name = "small"
title = "A small book"
default_calendar = "office"

[[calendar]]
name = "office"
time_zone = "Asia/Shanghai"
days = "holidays.csv"
makeup_as = "mon"
[calendar.week]
mon = ["08:00-12:00", "14:00-18:00"]
tue = ["08:00-12:00", "14:00-18:00"]
wed = ["08:00-12:00", "14:00-18:00"]
thu = ["08:00-12:00", "14:00-18:00"]
fri = ["08:00-12:00"]
sat = []
sun = []

[[calendar]]
name = "always"
time_zone = "Asia/Shanghai"
day_hours = "24h"
[calendar.week]
mon = ["00:00-24:00"]
tue = ["00:00-24:00"]
wed = ["00:00-24:00"]
thu = ["00:00-24:00"]
fri = ["00:00-24:00"]
sat = ["00:00-24:00"]
sun = ["00:00-24:00"]
)";

// A temporary base folder with a small sound book, and a pack folder that starts with nothing but a
// name. Tests change one file and look what becomes of it.
class RuleFolders {
 public:
  RuleFolders() {
    std::string name = (std::filesystem::temp_directory_path() / "whistle_rules_XXXXXX").string();
    root_ = mkdtemp(name.data());
    std::filesystem::create_directories(root_ / "base");
    std::filesystem::create_directories(root_ / "pack");
    write("base/rulebook.toml", kGeneral);
    write("base/holidays.csv",
          "date,name,is_off_day\n"
          "2026-02-16,Spring Festival,1\n"
          "2026-02-14,make-up day,0\n");
    write("base/areas.csv",
          "code,name,level,parent,aliases,management,households,promise,outline\n"
          "1,Changtai,district,,,,,,\n"
          "12,Wuan,street,1,old town|Wu,,,yes,\n"
          "123,Garden,compound,12,,self_managed,310,,\"POLYGON ((1 2, 3 2, 3 4, 1 2))\"\n");
    write("base/units.csv",
          "code,name,tier,area,department,calendar\n"
          "centre,Centre,district,1,,\n"
          "wuan,Wuan office,street,12,,office\n"
          "water,Water company,department,1,water,always\n");
    write("base/categories.csv",
          "code,kind,standard,major,name,name_en,matter_class,nature,scope,harm,duty,department,"
          "one_cause,flags\n"
          "06001,matter,GB,06,Noise,noise,focal,1,1,0,building,,none,dispute\n"
          "06002,matter,GB,06,Illegal building,,specialist,2,0,1,street,,,enforcement "
          "always_yellow\n"
          "pipe,component,,water,Burst pipe,burst pipe,specialist,2,2,2,department,water,compound,"
          "utility\n");
    write("base/lexicon.csv",
          "pattern,category,weight,note\n"
          "noise,06001,8,\n"
          "/burst(ing)? pipe/,pipe,9,\n");
    write("base/severity.csv",
          "pattern,axis,value,rule,note\n"
          "gas leak,trigger,,gas_leak,\n"
          "gas bill,negate,,gas_leak,\n"
          "many people,scope,2,,\n"
          "lives alone,care,,,\n");
    write("base/request_types.csv", "pattern,request_type,weight\nwhere is,inquiry,5\n");
    write("base/declines.csv", "pattern,ground,note\nin court,litigation,\n");
    write("base/limits.csv",
          "stage,severity,category,condition,from,limit,until,calendar,source\n"
          "sign,red,,,,5m,,,ordinance 9\n"
          "sign,yellow,,,,30m,,always,\n"
          "sign,blue,,,,1wd,,,\n"
          "resolve,,,,,5wd-end,,,\n"
          "resolve,,pipe,night,2026-01-01,24h,2026-12-31,,\n"
          "contact,,,,,-,,,\n");
    write("base/ladders.csv",
          "ladder,tier,budget,calendar,mode\n"
          "service,street,1wd,,hand_over\n"
          "service,district,-,,supervise\n"
          "dispute,street,2wd,,hand_over\n"
          "dispute,district,-,,supervise\n"
          "yellow,street,12h,always,hand_over\n"
          "yellow,district,-,,supervise\n"
          "red,street,15m,always,parallel\n"
          "red,district,,,supervise\n");
    write("base/catalogue.csv",
          "category,condition,area,tier,unit,rule,note\n"
          "pipe,,,department,,utility_direct,\n"
          "06*,,12,street,,,\n"
          "06002,,1,,wuan,wuan_only,\n");
    write("pack/rulebook.toml", "name = \"town\"\n");
  }
  RuleFolders(const RuleFolders&) = delete;
  RuleFolders& operator=(const RuleFolders&) = delete;
  ~RuleFolders() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }

  std::filesystem::path path(std::string_view name) const { return root_ / name; }

  void write(std::string_view name, std::string_view text) const {
    std::ofstream(path(name), std::ios::binary) << text;
  }
  void append(std::string_view name, std::string_view text) const {
    std::ofstream(path(name), std::ios::binary | std::ios::app) << text;
  }
  void remove(std::string_view name) const { std::filesystem::remove(path(name)); }

  auto load() const { return load_rule_book(path("base"), path("pack")); }
  auto load_base() const { return load_rule_book(path("base"), {}); }

  // The book of base and pack, which must be sound.
  policy::RuleBook book() const {
    auto book = load();
    EXPECT_EQ(problems(), "");
    return book ? *std::move(book) : policy::RuleBook{};
  }

  // All problems, a line each, with paths relative to the two folders.
  std::string problems() const {
    const auto book = load();
    std::string text;
    if (book) return text;
    for (Problem problem : book.error()) {
      problem.file = std::filesystem::path(problem.file).lexically_relative(root_).string();
      text += to_text(problem) + "\n";
    }
    return text;
  }

 private:
  std::filesystem::path root_;
};

}  // namespace whistle::config

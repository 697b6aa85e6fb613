#include "bench/triage/large_book.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <set>
#include <string_view>
#include <utility>

#include "engine/config/rule_book_files.h"
#include "engine/core/check.h"

namespace whistle::bench {
namespace {

constexpr std::size_t kPatternsPerCategory = 10;
constexpr std::size_t kCharacterBytes = 3;  // of all that is made here
constexpr std::size_t kTextCharacters = 250;
constexpr std::uint64_t kSeed = 20260311;

// Characters that Chinese places are called by.
constexpr std::string_view kPlaceCharacters =
    "东西南北中上下前后新老大小长高平安和兴福寿康宁永泰昌盛华光明春阳水山河湖江海石桥林松柏竹梅"
    "桃李杨柳花园田庄寨堡营店坊井沟岭坡湾港口门关城楼台塔寺金银玉龙凤马牛鹤云天星月日";
// Sorts of places, deepest last.
constexpr std::array<std::string_view, 12> kSorts{"社区", "村", "小区", "花园", "新村", "家园",
                                                  "公寓", "苑", "里",   "大厦", "名邸", "嘉园"};

// Matter-of-fact sentences without a word of the lexicon between the words.
constexpr std::array<std::string_view, 16> kBetween{
    "你好，我是这里的住户，", "想反映一下，",       "从上个礼拜开始，",     "每天晚上都是这样，",
    "打过两次电话，",         "没有人来看过，",     "家里有老人和孩子，",   "希望尽快给个说法。",
    "具体的位置是",           "旁边就是",           "大概在下午三点左右，", "有照片可以提供，",
    "对方说要等通知，",       "我们大家都很着急，", "麻烦核实以后回复我，", "谢谢。"};
// Characters for texts about nothing that the rules know.
constexpr std::string_view kElsewhere =
    "鹦鹉螺蜿蜒徘徊踌躇氤氲缱绻葳蕤旖旎琉璃琥珀玳瑁蜻蜓蝴蝶蟋蟀鸳鸯鹭鸶麒麟饕餮魑魅魍魉";

std::vector<std::string> characters(std::string_view text) {
  std::vector<std::string> found;
  for (std::size_t at = 0; at < text.size(); at += kCharacterBytes) {
    found.emplace_back(text.substr(at, kCharacterBytes));
  }
  return found;
}

// The shipped words of two to four Chinese characters.
std::vector<std::string> shipped_words(const policy::RuleBook& base) {
  std::vector<std::string> words;
  for (const policy::LexiconEntry& entry : base.lexicon) {
    const std::string& word = entry.pattern.text;
    const bool is_chinese =
        std::all_of(word.begin(), word.end(), [](char byte) { return (byte & 0x80) != 0; });
    const std::size_t length = word.size() / kCharacterBytes;
    if (entry.pattern.regex || !is_chinese || length < 2 || length > 4) continue;
    words.push_back(word);
  }
  return words;
}

void add_lexicon(const std::vector<std::string>& words, std::size_t categories,
                 policy::RuleBook& book) {
  std::mt19937_64 chance(kSeed);
  std::set<std::string> taken;
  const auto next_word = [&]() -> std::string {
    for (const std::string& word : words) {
      if (taken.size() >= words.size()) break;
      if (taken.insert(word).second) return word;
    }
    for (;;) {
      std::string pair = words[chance() % words.size()] + words[chance() % words.size()];
      if (pair.size() > 4 * kCharacterBytes || !taken.insert(pair).second) continue;
      return pair;
    }
  };
  book.categories.clear();
  book.lexicon.clear();
  std::vector<std::string> patterns;
  std::set<std::string> distinct(words.begin(), words.end());
  patterns.assign(distinct.begin(), distinct.end());
  taken = distinct;
  while (patterns.size() < categories * kPatternsPerCategory) patterns.push_back(next_word());
  std::shuffle(patterns.begin(), patterns.end(), chance);
  for (std::size_t i = 0; i < categories; ++i) {
    policy::Category category;
    category.code = {"c" + std::to_string(i)};
    book.categories.push_back(category);
    for (std::size_t word = 0; word < kPatternsPerCategory; ++word) {
      book.lexicon.push_back({{patterns[i * kPatternsPerCategory + word], false},
                              category.code,
                              static_cast<std::int32_t>(chance() % 10 + 1)});
    }
  }
}

void add_places(std::size_t names, policy::RuleBook& book) {
  constexpr std::uint64_t kDistrict = 350605;
  constexpr std::size_t kPerStreet = 900;
  const std::vector<std::string> letters = characters(kPlaceCharacters);
  std::mt19937_64 chance(kSeed + 1);
  std::set<std::string> taken;
  book.areas.clear();
  const auto add = [&](std::uint64_t code, std::string name, policy::AreaLevel level,
                       std::uint64_t parent) {
    policy::Area area;
    area.code = {code};
    area.name = std::move(name);
    area.level = level;
    area.parent = {parent};
    book.areas.push_back(std::move(area));
  };
  add(kDistrict, "长泰区", policy::AreaLevel::District, 0);
  std::uint64_t street = kDistrict * 1000;
  for (std::size_t made = 0; made < names;) {
    std::string name = letters[chance() % letters.size()] + letters[chance() % letters.size()];
    if (chance() % 3 == 0) name += letters[chance() % letters.size()];
    const bool is_street = made % kPerStreet == 0;
    name += is_street ? "街道" : kSorts[chance() % kSorts.size()];
    if (!taken.insert(name).second) continue;
    if (is_street) {
      add(++street, std::move(name), policy::AreaLevel::Street, kDistrict);
    } else {
      add(street * 1000 + made % kPerStreet, std::move(name), policy::AreaLevel::Community, street);
    }
    ++made;
  }
}

// Whole characters of it, as many as a text has.
std::string cut(std::string text) {
  std::size_t count = 0;
  std::size_t at = 0;
  while (at < text.size() && count < kTextCharacters) {
    const auto lead = static_cast<unsigned char>(text[at]);
    at += lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    ++count;
  }
  text.resize(std::min(at, text.size()));
  return text;
}

}  // namespace

policy::RuleBook make_large_book(std::size_t categories, std::size_t names) {
  const std::filesystem::path config = std::filesystem::path(SOURCE_DIR) / "config";
  auto base = config::load_rule_book(config / "base", {});
  if (!base) {
    std::fprintf(stderr, "%s\n", config::to_text(base.error().front()).c_str());
    std::exit(2);
  }
  policy::RuleBook book = *std::move(base);
  const std::vector<std::string> words = shipped_words(book);
  WHISTLE_CHECK(!words.empty());
  add_lexicon(words, categories, book);
  add_places(names, book);
  book.units.clear();
  book.catalogue.clear();
  book.limits.clear();
  book.former_names.clear();
  return book;
}

std::vector<std::string> make_texts(const policy::RuleBook& book, std::size_t count) {
  constexpr std::size_t kBytes = kTextCharacters * kCharacterBytes;
  const std::vector<std::string> elsewhere = characters(kElsewhere);
  std::mt19937_64 chance(kSeed + 2);
  const auto one_of = [&](const auto& many) -> const auto& { return many[chance() % many.size()]; };
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < count; ++i) {
    std::string text;
    while (text.size() < kBytes) {
      switch (i % 10) {
        case 0:
          text += one_of(elsewhere);
          break;
        case 1:
          text += one_of(book.lexicon).pattern.text;
          break;
        case 2:
          text += one_of(book.areas).name + "、";
          break;
        default:
          text += one_of(kBetween);
          if (text.size() < 60) text += one_of(book.areas).name + "3号楼2单元，";
          if (chance() % 2 == 0) text += one_of(book.lexicon).pattern.text + "，";
          break;
      }
    }
    texts.push_back(cut(std::move(text)));
  }
  return texts;
}

}  // namespace whistle::bench

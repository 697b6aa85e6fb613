#include "engine/triage/privacy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

// All numbers are invented: births lie in 2091 or at the end of 1900, mobiles count upwards.
namespace whistle::triage::privacy_test {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using enum PersonalKind;

// A text and what it is masked: what was found can be told by its stars.
struct Sample {
  std::string_view text;
  std::vector<PersonalKind> kinds;
  std::string_view masked;
};

void expect_masked(const std::vector<Sample>& samples, Plates plates = Plates::Kept) {
  for (const Sample& sample : samples) {
    std::vector<PersonalKind> kinds;
    for (const PersonalData& found : find_personal_data(sample.text, plates)) {
      kinds.push_back(found.kind);
    }
    EXPECT_EQ(kinds, sample.kinds) << sample.text;
    EXPECT_EQ(mask_personal_data(sample.text, plates), sample.masked);
  }
}

void expect_kept(const std::vector<std::string_view>& texts) {
  for (const std::string_view text : texts) {
    EXPECT_THAT(find_personal_data(text), IsEmpty()) << text;
    EXPECT_EQ(mask_personal_data(text), text);
  }
}

std::vector<std::string_view> words_found(std::string_view text) {
  std::vector<std::string_view> words;
  for (const PersonalData& found : find_personal_data(text)) {
    words.push_back(text.substr(found.begin, found.end - found.begin));
  }
  return words;
}

TEST(PersonalData, IsWhereItSays) {
  EXPECT_THAT(find_personal_data("请打13912340001。"), ElementsAre(PersonalData{Mobile, 6, 17}));
  EXPECT_THAT(words_found("请打+86 139-1234-0001或０１０－６２３４０００１转８"),
              ElementsAre("139-1234-0001", "０１０－６２３４０００１转８"));
  EXPECT_THAT(words_found("住户（0596）8321234，wang.wu@example.com"),
              ElementsAre("（0596）8321234", "wang.wu@example.com"));
  EXPECT_THAT(words_found("008613912340001"), ElementsAre("13912340001"));
}

TEST(PersonalData, IsAMobile) {
  expect_masked({
      {"我是13912340001，请回电", {Mobile}, "我是139****0001，请回电"},
      {"139 1234 0002", {Mobile}, "139 **** 0002"},
      {"139-1234-0003", {Mobile}, "139-****-0003"},
      {"139 - 1234 - 0004", {Mobile}, "139 - **** - 0004"},
      {"1391-2340-005", {Mobile}, "139*-****-005"},
      {"139-12340006", {Mobile}, "139-****0006"},
      {"1391234-0007", {Mobile}, "139****-0007"},
      {"电话１３９１２３４０００８", {Mobile}, "电话１３９****０００８"},
      {"139　1234　0009", {Mobile}, "139　****　0009"},
      {"139—1234—0010", {Mobile}, "139—****—0010"},
      {"139\u200B1234\u200B0011。", {Mobile}, "139****0011。"},
      {"+8613912340012", {Mobile}, "+86139****0012"},
      {"8613912340013", {Mobile}, "86139****0013"},
      {"0086-139-1234-0014", {Mobile}, "0086-139-****-0014"},
      {"(+86)13912340015", {Mobile}, "(+86)139****0015"},
      {"+86 1391 2340 016", {Mobile}, "+86 139* **** 016"},
      {"一三九一二三四零零一七", {Mobile}, "一三九****零零一七"},
      {"幺三九 幺二三四 〇〇一八", {Mobile}, "幺三九 **** 〇〇一八"},
      {"手机1.13912340019 2.13912340020", {Mobile, Mobile}, "手机1.139****0019 2.139****0020"},
      {"我13912340021元旦打过", {Mobile}, "我139****0021元旦打过"},
      {"**13912340022**", {Mobile}, "**139****0022**"},
      {"wx13912340023ok", {Mobile}, "wx139****0023ok"},
      {"13912340024/13912340025", {Mobile, Mobile}, "139****0024/139****0025"},
      {"13912340026 13912340027", {Mobile, Mobile}, "139****0026 139****0027"},
      {"138****5678、13912340028", {Mobile}, "138****5678、139****0028"},
  });
}

TEST(PersonalData, IsALandline) {
  expect_masked({
      {"打0596-8321234没人接", {Landline}, "打0596-*******没人接"},
      {"010-62340001", {Landline}, "010-********"},
      {"010-6234001", {Landline}, "010-*******"},  // no number has fewer digits
      {"0596 8321234", {Landline}, "0596 *******"},
      {"0596-832-1234", {Landline}, "0596-***-****"},
      {"（０５９６）８３２１２３４", {Landline}, "（０５９６）*******"},
      {"(010) 6234 0001", {Landline}, "(010) **** ****"},
      {"05968321234", {Landline}, "0596*******"},
      {"02162340001", {Landline}, "021********"},
      {"0596-8321234-801", {Landline}, "0596-*******-***"},
      {"0596-8321234转801", {Landline}, "0596-*******转***"},
      {"0596-8321234转分机：801", {Landline}, "0596-*******转分机：***"},
      {"0596-8321234 ext. 801", {Landline}, "0596-******* ext. ***"},
      {"0596-8321234#801", {Landline}, "0596-*******#***"},
      {"0596-8321234-0596-8321235", {Landline, Landline}, "0596-*******-0596-*******"},
      {"0596-8321234-13912340001", {Landline, Mobile}, "0596-*******-139****0001"},
  });
}

TEST(PersonalData, IsAnIdentityNumber) {
  expect_masked({
      {"身份证350625209105120015。", {IdentityNumber}, "身份证350***********0015。"},
      {"35062520910512004X补办", {IdentityNumber}, "350***********004X补办"},
      {"35062520910512012x", {IdentityNumber}, "350***********012x"},
      {"３５０６２５２０９１０５１２０２０Ｘ", {IdentityNumber}, "３５０***********０２０Ｘ"},
      {"350625 20910512 0015", {IdentityNumber}, "350*** ******** 0015"},
      {"350625-2091-0512-004X", {IdentityNumber}, "350***-****-****-004X"},
      {"110101209602290012闰日", {IdentityNumber}, "110***********0012闰日"},
      {"老身份证：350625001231001", {IdentityNumber}, "老身份证：350*********001"},
      {"证件号码350625001231002", {IdentityNumber}, "证件号码350*********002"},
  });
}

TEST(PersonalData, IsABankCard) {
  expect_masked({
      {"卡6217000000000000129", {BankCard}, "卡6217***********0129"},
      {"6228 4800 0000 1237", {BankCard}, "6228 **** **** 1237"},
      {"6217 0000 0000 0000 129", {BankCard}, "6217 **** **** **** 129"},
      {"621700 0000000000129", {BankCard}, "6217** *********0129"},
  });
}

TEST(PersonalData, IsAnEmail) {
  expect_masked({
      {"发到zhang_san@example.com吧", {Email}, "发到z***@example.com吧"},
      {"a@b.cn", {Email}, "***@b.cn"},
      {"ｌｉ＠ｅｘａｍｐｌｅ．ｃｏｍ", {Email}, "ｌ***＠ｅｘａｍｐｌｅ．ｃｏｍ"},
      {"13912340001@example.com", {Email}, "1***@example.com"},
      {"li@mail.example.com.cn。", {Email}, "l***@mail.example.com.cn。"},
      {"li@example.cn13912340001", {Email, Mobile}, "l***@example.cn139****0001"},
      {"li@13912340001.cn", {Email}, "l***@139****0001.cn"},
      {"a@b.cn@c.cn", {Email}, "a***@c.cn"},
      {"@li.cn@c.cn", {Email}, "@l***@c.cn"},
      {"..li.@x.com..", {Email}, "..l***@x.com.."},
  });
}

TEST(PersonalData, IsFoundSideBySide) {
  expect_masked({
      {"王13912340001，350625209105120015，li@example.com，0596-8321234",
       {Mobile, IdentityNumber, Email, Landline},
       "王139****0001，350***********0015，l***@example.com，0596-*******"},
      {"350625209105120015手机13912340001",
       {IdentityNumber, Mobile},
       "350***********0015手机139****0001"},
  });
}

TEST(PersonalData, IsNoOtherNumber) {
  expect_kept({
      "",
      "路灯坏了",
      "订单202305110000139123400015",  // a mobile inside a longer number
      "订单号13912340001",             // called by its name
      "工单编号：13912340001",
      "水表户号是 13912340001",
      "合同编号0596-20230511",
      "139123400012",       // twelve digits
      "1391234000",         // ten
      "12912340001",        // no such prefix
      "补偿13912340001元",  // amounts
      "￥13912340001",
      "13912340001.50",
      "共计13000元，150万",
      "1500000 2023年",
      "共150 20230511",
      "020 20230511",
      "从2023-01-01到2023-12-31 13:00:00",  // dates
      "20230511130000",
      "闽E12345、闽ED12345乱停",  // plates
      "350625100001",             // area codes
      "350625100001001003",
      "统一社会信用代码91350625MA0000000X",
      "91350625000000000X",
      "经度117.13912340001 纬度24.13912340001",  // coordinates
      "v1.13.9 1.2.3.4 139.12.34.1",             // versions and addresses of machines
      "12345、110、400-832-1234、95598",         // nobody's own
      "ISBN 978-7-139-12340-1",
      "6222 1391 2340 001",
  });
}

TEST(PersonalData, AddsUp) {
  expect_kept({
      "350625209105120016",  // the check digit
      "35062520910512001X",
      "350625209113120015",   // no such month
      "110101210002290012",   // no such day
      "990101209101010012",   // no such province
      "350625189912310012",   // before 1900
      "35062520910512004Xa",  // X of a word
      "350625001231001",      // 15 digits without the word
      "身份证，单据350625001231001", "身份证350625001331001",
      "6217000000000000128",  // a card's check digit
      "4111111111111111",     // of another network
  });
}

TEST(PersonalData, IsNoOtherPunctuation) {
  expect_kept({"@", "a@", "@b.cn", "a@b", "a@b.c", "2@5.00元", "联系@张三", "a@.cn", "a@@b",
               "(0596)", "(0596)832", "0596-", "0596-83212", "(1234)8321234", "+86", "138****5678",
               "350***********0015", "***@b.cn"});
}

TEST(PersonalData, HasPlatesWhenTheyAreSought) {
  expect_masked(
      {
          {"闽E·12345乱停", {Plate}, "闽E·*****乱停"},
          {"闽ED12345", {Plate}, "闽E******"},
          {"闽e-1234警", {Plate}, "闽e-*****"},
          {"新A1234567", {}, "新A1234567"},
          {"闽E1234", {}, "闽E1234"},
          {"川A楼12345", {}, "川A楼12345"},
      },
      Plates::Sought);
}

TEST(PersonalData, IsNotDisturbedByBrokenBytes) {
  expect_masked({
      {"\xFF\xE6\x89"
       "13912340001\x80",
       {Mobile},
       "\xFF\xE6\x89"
       "139****0001\x80"},
      {"\xC0\xB1"
       "13912340001",
       {Mobile},
       "\xC0\xB1"
       "139****0001"},
      {{"a\0"
        "13912340001\0",
        14},
       {Mobile},
       {"a\0"
        "139****0001\0",
        14}},
  });
}

}  // namespace whistle::triage::privacy_test

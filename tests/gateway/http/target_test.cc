#include "adapters/gateway/http/target.h"

#include <gtest/gtest.h>

namespace whistle::gateway::http::target_test {

TEST(Target, IsDecodedOnceAndTakenApart) {
  const auto target = read_target("/cases/%E6%BC%B3%2525?q=%E6%BC%8F+%E6%B0%B4&open&q=b%3D1");
  ASSERT_TRUE(target);
  EXPECT_EQ(target->path, "/cases/漳%25");
  EXPECT_EQ(target->query.get("q"), "漏 水");
  EXPECT_EQ(target->query.get_all("q").size(), 2U);
  EXPECT_EQ(target->query.get_all("q")[1], "b=1");
  EXPECT_EQ(target->query.get_all("open").size(), 1U);
}

TEST(Target, NeverLeavesItsFolder) {
  for (const char* hostile :
       {"/..", "/a/../b", "/%2e%2e/etc/passwd", "/a/%2E%2e", "/.", "/a/./b", "/a%2fb", "/a%2Fb",
        "/..%2f..%2fetc", "/a\\..\\b", "/a%5c..%5cb", "/a%00.html", "/a%0d%0aSet-Cookie:x=1",
        "/a%7f", "*", "http://elsewhere/", "", "a"}) {
    EXPECT_FALSE(read_target(hostile)) << hostile;
  }
}

TEST(Target, MustBeUtf8AndWellEncoded) {
  for (const char* hostile : {"/%", "/%2", "/%zz", "/%ff", "/%c0%ae", "/%ed%a0%80", "/%f4%90%80%80",
                              "/%e6%bc", "/a?q=%ff", "/a?%=1", "/a?q=%00", "/a?q%0a=1"}) {
    EXPECT_FALSE(read_target(hostile)) << hostile;
  }
}

TEST(Target, KeepsAPlusInThePath) {
  EXPECT_EQ(read_target("/a+b?c+d=e+f")->path, "/a+b");
  EXPECT_EQ(read_target("/a+b?c+d=e+f")->query.get("c d"), "e f");
  EXPECT_EQ(read_target("/a#b?c=d")->query.all().size(), 0U);
}

TEST(Form, HasABoundedNumberOfFields) {
  std::string many;
  for (int i = 0; i < 300; ++i) many += "a=1&";
  EXPECT_FALSE(read_form(many));
  EXPECT_TRUE(read_form(many, 300));
}

TEST(Form, KeepsLinesOfAText) {
  EXPECT_EQ(read_form("text=one%0D%0Atwo")->get("text"), "one\r\ntwo");
  EXPECT_EQ(read_form("&&a=&=b")->all().size(), 2U);
}

}  // namespace whistle::gateway::http::target_test

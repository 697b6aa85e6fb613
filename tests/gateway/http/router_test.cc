#include "adapters/gateway/http/router.h"

#include <gtest/gtest.h>

#include <stdexcept>

namespace whistle::gateway::http::router_test {

Route route(Method method, std::string pattern) { return {method, std::move(pattern), {}}; }

Router sample() {
  Router router;
  router.add(route(Method::Get, "/{path...}"));
  router.add(route(Method::Get, "/cases/{id}"));
  router.add(route(Method::Post, "/cases/{id}/{verb}"));
  router.add(route(Method::Get, "/cases/{id}/explanation"));
  router.add(route(Method::Get, "/cases/open"));
  router.add(route(Method::Delete, "/cases/open"));
  return router;
}

TEST(Router, CapturesWhatStandsInPlaceOfAName) {
  const Router router = sample();
  const auto found = router.find(Method::Post, "/cases/7/sign");
  ASSERT_NE(found.route, nullptr);
  EXPECT_EQ(found.captures.get("id"), "7");
  EXPECT_EQ(found.captures.get("verb"), "sign");
}

TEST(Router, PrefersTheEarlierLiteralPart) {
  const Router router = sample();
  EXPECT_EQ(router.find(Method::Get, "/cases/open").route->pattern, "/cases/open");
  EXPECT_EQ(router.find(Method::Get, "/cases/7").route->pattern, "/cases/{id}");
  EXPECT_EQ(router.find(Method::Get, "/cases/7/explanation").route->pattern,
            "/cases/{id}/explanation");
}

TEST(Router, GivesTheRestOnlyToWhatNoOtherFits) {
  const Router router = sample();
  const auto found = router.find(Method::Get, "/assets/app.js");
  ASSERT_NE(found.route, nullptr);
  EXPECT_EQ(found.captures.get("path"), "assets/app.js");
  EXPECT_EQ(router.find(Method::Get, "/").captures.get("path"), "");
  const auto wrong_method = router.find(Method::Put, "/cases/7");
  EXPECT_EQ(wrong_method.route, nullptr);
  EXPECT_EQ(wrong_method.allow, "GET, HEAD, OPTIONS");
}

TEST(Router, NamesAllMethodsOfAPath) {
  const Router router = sample();
  EXPECT_EQ(router.find(Method::Post, "/cases/open").allow, "GET, HEAD, DELETE, OPTIONS");
  EXPECT_EQ(router.find(Method::Get, "/cases/7/sign").allow, "POST, OPTIONS");
}

TEST(Router, AnswersHeadLikeGet) {
  const Router router = sample();
  ASSERT_NE(router.find(Method::Head, "/cases/7").route, nullptr);
  EXPECT_EQ(router.find(Method::Head, "/cases/7/sign").route, nullptr);
}

TEST(Router, FindsNothingForAnEmptySegment) {
  Router router;
  router.add(route(Method::Get, "/cases/{id}"));
  EXPECT_EQ(router.find(Method::Get, "/cases/").route, nullptr);
  EXPECT_EQ(router.find(Method::Get, "/cases//").route, nullptr);
  EXPECT_EQ(router.find(Method::Get, "cases/7").route, nullptr);
  EXPECT_EQ(router.find(Method::Get, "").route, nullptr);
  EXPECT_EQ(router.find(Method::Get, "/cases").allow, "");
}

TEST(Router, TakesNoTwoRoutesOfOneName) {
  Router router = sample();
  EXPECT_THROW(router.add(route(Method::Get, "/cases/open")), std::logic_error);
  EXPECT_THROW(router.add(route(Method::Get, "cases")), std::logic_error);
  EXPECT_THROW(router.add(route(Method::Get, "/{all...}/more")), std::logic_error);
}

}  // namespace whistle::gateway::http::router_test

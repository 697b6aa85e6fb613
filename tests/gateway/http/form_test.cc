#include "adapters/gateway/http/form.h"

#include <gtest/gtest.h>

namespace whistle::gateway::http::form_test {

constexpr const char* kType = "multipart/form-data; boundary=\"x y\"";

std::string part(const std::string& header, const std::string& body) {
  return "--x y\r\n" + header + "\r\n\r\n" + body + "\r\n";
}

Request posted(const std::string& type, std::string body) {
  Request request;
  request.headers.add("content-type", type);
  request.body = std::move(body);
  return request;
}

TEST(Multipart, HasFieldsAndFiles) {
  const auto parts = read_multipart(
      kType, part("Content-Disposition: form-data; name=\"text\"", "漏水\r\n--x") +
                 part("content-disposition: form-data; name=media; filename=\"a\\\"b.jpg\"\r\n"
                      "Content-Type: Image/JPEG; x=y",
                      std::string("\xff\xd8\0\r\n", 5)) +
                 "--x y--\r\nwhat follows");
  ASSERT_TRUE(parts);
  ASSERT_EQ(parts->size(), 2U);
  EXPECT_EQ((*parts)[0].name, "text");
  EXPECT_EQ((*parts)[0].body, "漏水\r\n--x");
  EXPECT_EQ((*parts)[0].content_type, "text/plain");
  EXPECT_EQ((*parts)[1].file_name, "a\"b.jpg");
  EXPECT_EQ((*parts)[1].content_type, "image/jpeg");
  EXPECT_EQ((*parts)[1].body.size(), 5U);
}

TEST(Multipart, MayHaveAPreambleAndNoParts) {
  EXPECT_EQ(read_multipart(kType, "preamble\r\n--x y--")->size(), 0U);
}

TEST(Multipart, IsRefusedWhenItIsNone) {
  const std::string good = part("Content-Disposition: form-data; name=a", "1");
  EXPECT_TRUE(read_multipart(kType, good + "--x y--"));
  EXPECT_FALSE(read_multipart("multipart/form-data", good + "--x y--"));
  EXPECT_FALSE(read_multipart("text/plain; boundary=x", good + "--x y--"));
  EXPECT_FALSE(read_multipart("multipart/form-data; boundary=" + std::string(71, 'b'), good));
  EXPECT_FALSE(read_multipart(kType, good));
  EXPECT_FALSE(read_multipart(kType, ""));
  EXPECT_FALSE(
      read_multipart(kType, part("Content-Disposition: attachment; name=a", "1") + "--x y--"));
  EXPECT_FALSE(read_multipart(kType, part("Content-Type: text/plain", "1") + "--x y--"));
  EXPECT_FALSE(read_multipart(kType, part("nonsense", "1") + "--x y--"));
}

TEST(Multipart, IsBounded) {
  std::string many;
  for (int i = 0; i < 65; ++i) many += part("Content-Disposition: form-data; name=a", "1");
  EXPECT_FALSE(read_multipart(kType, many + "--x y--"));
  EXPECT_FALSE(read_multipart(
      kType,
      part("Content-Disposition: form-data; name=" + std::string(3000, 'a'), "") + "--x y--"));
}

TEST(Form, IsReadInEitherKind) {
  const auto encoded = form_of(posted("application/x-www-form-urlencoded; charset=utf-8", "a=1+2"));
  EXPECT_EQ(std::get<Fields>(encoded).get("a"), "1 2");
  const auto parts =
      form_of(posted(kType, part("Content-Disposition: form-data; name=a", "1 2") + "--x y--"));
  EXPECT_EQ(std::get<Fields>(parts).get("a"), "1 2");
}

TEST(Form, IsRefusedByTypeAndByContent) {
  EXPECT_EQ(std::get<Response>(form_of(posted("application/json", "{}"))).status, 415);
  EXPECT_EQ(std::get<Response>(form_of(posted("", "a=1"))).status, 415);
  EXPECT_EQ(
      std::get<Response>(form_of(posted("application/x-www-form-urlencoded", "a=%zz"))).status,
      400);
  EXPECT_EQ(std::get<Response>(
                form_of(posted(kType,
                               part("Content-Disposition: form-data; name=a", "\xff") + "--x y--")))
                .status,
            400);
}

}  // namespace whistle::gateway::http::form_test

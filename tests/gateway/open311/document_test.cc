#include "adapters/gateway/open311/document.h"

#include <gtest/gtest.h>

namespace whistle::gateway::open311::document_test {

Node text(std::string words) { return {"words", std::move(words)}; }

TEST(Document, EscapesWhatWouldBeMarkup) {
  const Node node = text("a<b>&\"c\"\r\n\td");
  EXPECT_EQ(to_xml(node),
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
            "<words>a&lt;b&gt;&amp;&quot;c&quot;&#13;\n\td</words>\n");
  EXPECT_EQ(to_json(node), "\"a<b>&\\\"c\\\"\\r\\n\\td\"\n");
}

TEST(Document, HasNoCharacterThatXmlCannotHave) {
  const std::string bad("\x01\x1F\xEF\xBF\xBE\xEF\xBF\xBF", 8);
  const std::string replaced = "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD";
  EXPECT_NE(to_xml(text(bad)).find(">" + replaced + "<"), std::string::npos);
  EXPECT_EQ(to_json(text(bad)), "\"" + replaced + "\"\n");
}

TEST(Document, ReplacesBrokenBytesOneByOne) {
  // Cut off, overlong, a surrogate, a byte that begins nothing; what is good stays.
  const std::string bad = "坑\xE5\x9D|\xC0\xAF|\xED\xA0\x80|\xFF|😀";
  const std::string xml = to_xml(text(bad));
  EXPECT_NE(xml.find("坑"), std::string::npos);
  EXPECT_NE(xml.find("|\xEF\xBF\xBD|😀"), std::string::npos);
  EXPECT_EQ(xml.find('\xFF'), std::string::npos);
  EXPECT_EQ(xml.find("\xED\xA0"), std::string::npos);
}

TEST(Document, LeavesNothingOutOfXmlAndSaysNullInJson) {
  const Node node = record("request", {{"a", Nothing{}}, {"b", std::string("x")}});
  EXPECT_NE(to_xml(node).find("<request><b>x</b></request>"), std::string::npos);
  EXPECT_EQ(to_json(node), "{\"a\":null,\"b\":\"x\"}\n");
}

TEST(Document, IsAnArrayForOneItemAndForNone) {
  EXPECT_EQ(to_json(list("tokens", {text("x")})), "[\"x\"]\n");
  EXPECT_EQ(to_json(list("tokens", {})), "[]\n");
  EXPECT_NE(to_xml(list("tokens", {})).find("<tokens></tokens>"), std::string::npos);
}

TEST(Document, WritesDegreesWithAPointInBothForms) {
  const Node node = record("request", {{"long", 118.0}});
  EXPECT_NE(to_xml(node).find("<long>118.0</long>"), std::string::npos);
  EXPECT_EQ(to_json(node), "{\"long\":118.0}\n");
}

}  // namespace whistle::gateway::open311::document_test

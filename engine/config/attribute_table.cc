#include "engine/config/attribute_table.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "engine/config/row_reader.h"

namespace whistle::config {
namespace {

using policy::Attribute;
using policy::AttributeType;

constexpr Range<std::int64_t> kOrder{1, 1'000};
constexpr std::size_t kCodeBytesMax = 128;  // as complaints bring it back
constexpr std::size_t kValuesMax = 256;

bool is_list(AttributeType type) {
  return type == AttributeType::SingleValueList || type == AttributeType::MultiValueList;
}

std::string read_code(RowReader& row) {
  const std::string code = row.required("code");
  const bool is_long = code.size() > kCodeBytesMax;
  if (is_long || code.find_first_of(" []=|") != std::string::npos) {
    row.problem("code", in_quotes(code) +
                            " is no code of an attribute; 1 to 128 bytes without "
                            "spaces, brackets, bars and equals signs");
  }
  return code;
}

policy::AttributeValue read_value(const std::string& part, std::set<std::string>& keys,
                                  RowReader& row) {
  const std::size_t sign = part.find('=');
  if (sign == std::string::npos || sign == 0 || sign + 1 == part.size()) {
    row.problem("values", in_quotes(part) + " is no value; write key=name|key=name");
    return {};
  }
  policy::AttributeValue value{part.substr(0, sign), part.substr(sign + 1)};
  if (!keys.insert(value.key).second) {
    row.problem("values", "the key " + in_quotes(value.key) + " stands here a second time");
  }
  return value;
}

std::vector<policy::AttributeValue> read_values(AttributeType type, RowReader& row) {
  std::vector<policy::AttributeValue> values;
  std::set<std::string> keys;
  for (const std::string& part : row.parts("values", "a value")) {
    values.push_back(read_value(part, keys, row));
  }
  if (values.size() > kValuesMax) {
    row.problem("values",
                std::to_string(values.size()) + " of them, at most " + std::to_string(kValuesMax));
  }
  if (is_list(type) && !row.has("values")) {
    row.problem("values", "is missing; a list needs what to choose from, as key=name|key=name");
  }
  if (!is_list(type) && row.has("values")) {
    row.problem("values", "only of the datatypes singlevaluelist and multivaluelist");
  }
  return values;
}

Attribute read_attribute(RowReader& row, const Names& categories) {
  Attribute attribute;
  attribute.category = {row.reference("category", categories)};
  attribute.code = read_code(row);
  attribute.variable = row.word("variable", kYesOrNo);
  attribute.type = row.word("datatype", kSpellings<AttributeType>);
  attribute.required = row.word("required", kYesOrNo);
  if (attribute.required && !attribute.variable && row.is_sound()) {
    row.problem("required", "\"yes\" of what is only told; write variable yes, or required no");
  }
  attribute.order = static_cast<std::uint16_t>(row.integer("order", kOrder));
  attribute.description = row.required("description");
  attribute.type_description = row.text("datatype_description");
  if (row.is_sound()) attribute.values = read_values(attribute.type, row);
  return attribute;
}

}  // namespace

std::vector<Attribute> read_attributes(const OverlaidTable& table, const Names& categories,
                                       Problems& problems) {
  // The row that has a place in a category's order.
  std::map<std::pair<std::string, std::uint16_t>, std::uint32_t> taken;
  auto attributes = read_rows(table, problems, [&](RowReader& row) {
    Attribute attribute = read_attribute(row, categories);
    if (!row.is_sound()) return attribute;
    const auto [first, is_free] =
        taken.emplace(std::pair(attribute.category.value, attribute.order), row.line());
    if (!is_free) {
      row.problem("order", in_quotes(row.text("order")) + " is taken by line " +
                               std::to_string(first->second) +
                               "; each attribute of a category has "
                               "a place of its own");
    }
    return attribute;
  });
  std::ranges::sort(attributes, {}, [](const Attribute& attribute) {
    return std::tuple(attribute.category.value, attribute.order);
  });
  return attributes;
}

}  // namespace whistle::config

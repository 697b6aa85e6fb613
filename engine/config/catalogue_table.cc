#include "engine/config/catalogue_table.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include "engine/config/area_tables.h"
#include "engine/config/row_reader.h"

namespace whistle::config {
namespace {

using policy::CatalogueRow;
using policy::Category;
using policy::Unit;

class CatalogueReader {
 public:
  CatalogueReader(const OverlaidTable& table, const std::vector<Category>& categories,
                  const std::vector<Unit>& units, const CatalogueNames& names)
      : categories_(categories), units_(units), names_(names) {
    for (const RowSource& row : table.rows) keys_.insert(key_of(row));
  }

  CatalogueRow read(RowReader& row) const {
    CatalogueRow result;
    result.category = row.required("category");
    result.request_type = row.optional_word("request_type", kSpellings<RequestType>);
    result.condition = {row.text("condition")};
    result.area = area_code(row.optional_reference("area", names_.areas));
    result.unit = {row.optional_reference("unit", names_.units)};
    result.tier = read_tier(row, result.unit);
    result.rule = {row.has("rule") ? row.text("rule")
                                   : "catalogue.csv:" + std::to_string(row.line())};
    const std::vector<const Category*> matched = read_categories(row);
    if (row.is_sound()) check_matched(row, result, matched);
    return result;
  }

 private:
  using Key = std::array<std::string, 4>;

  static Key key_of(const RowSource& row) {
    return {row.cell("request_type").text, row.cell("condition").text, row.cell("area").text,
            row.cell("category").text};
  }

  // Named, or else that of the unit.
  Tier read_tier(RowReader& row, const UnitCode& code) const {
    const auto unit = std::ranges::find(units_, code, &Unit::code);
    if (!row.has("tier") && unit != units_.end()) return unit->tier;
    if (!row.has("tier") && code) return Tier::District;  // the unit's own row is at fault
    const Tier tier = row.word("tier", kSpellings<Tier>);
    if (unit != units_.end() && row.is_sound() && unit->tier != tier) {
      row.problem("tier", in_quotes(to_word(tier)) + " is not the tier of the unit " +
                              in_quotes(code.value) + ", which is " +
                              in_quotes(to_word(unit->tier)));
    }
    return tier;
  }

  // The categories a row decides for, which is a problem when there are none.
  std::vector<const Category*> read_categories(RowReader& row) const {
    std::vector<const Category*> matched;
    const std::string& text = row.text("category");
    if (!text.ends_with('*')) {
      static_cast<void>(row.optional_reference("category", names_.categories));
      for (const Category& category : categories_) {
        if (category.code.value == text) matched.push_back(&category);
      }
      return matched;
    }
    const std::string_view prefix(text.data(), text.size() - 1);
    if (!names_.categories.may_have_prefix(prefix)) {
      row.problem("category", "no category begins with " + in_quotes(prefix) +
                                  "; shorten it, or add the category");
    }
    for (const Category& category : categories_) {
      if (!category.code.value.starts_with(prefix)) continue;
      if (!has_longer_match(row, category, prefix.size())) matched.push_back(&category);
    }
    return matched;
  }

  // True when a row that names the category, or a longer prefix of it, is chosen wherever `row`
  // might be.
  bool has_longer_match(const RowReader& row, const Category& category,
                        std::size_t prefix_size) const {
    const std::string& code = category.code.value;
    if (is_covered(row, code)) return true;
    for (std::size_t size = prefix_size + 1; size <= code.size(); ++size) {
      if (is_covered(row, code.substr(0, size) + "*")) return true;
    }
    return false;
  }
  bool is_covered(const RowReader& row, const std::string& category) const {
    const Key own{row.text("request_type"), row.text("condition"), row.text("area"), category};
    // Each of the three may be the same or left open.
    for (unsigned open = 0; open < 8; ++open) {
      Key key = own;
      for (std::size_t part = 0; part < 3; ++part) {
        if (((open >> part) & 1U) != 0) key[part].clear();
      }
      if (keys_.contains(key)) return true;
    }
    return false;
  }

  static void check_matched(RowReader& row, const CatalogueRow& result,
                            const std::vector<const Category*>& matched) {
    const std::string_view column = row.has("tier") ? "tier" : "unit";
    for (const Category* category : matched) {
      if (result.tier < category->duty) {
        row.problem(column, "no_downward_offload: " + in_quotes(to_word(result.tier)) +
                                " is below " + in_quotes(to_word(category->duty)) +
                                ", which owns the duty of category " +
                                in_quotes(category->code.value));
      }
      if (result.tier == Tier::Department && !result.unit && !category->department) {
        row.problem(column, "category " + in_quotes(category->code.value) +
                                " has no department to send it to; name one in categories.csv, or "
                                "the unit here");
      }
    }
  }

  const std::vector<Category>& categories_;
  const std::vector<Unit>& units_;
  const CatalogueNames& names_;
  std::set<Key> keys_;
};

}  // namespace

std::vector<CatalogueRow> read_catalogue(const OverlaidTable& table,
                                         const std::vector<Category>& categories,
                                         const std::vector<Unit>& units,
                                         const CatalogueNames& names, Problems& problems) {
  const CatalogueReader reader(table, categories, units, names);
  return read_rows(table, problems, [&](RowReader& row) { return reader.read(row); });
}

}  // namespace whistle::config

#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "adapters/hotline/problem.h"

namespace whistle::hotline {

// The codes of a table of the rule book by the names people use for them.
class Names {
 public:
  enum class Match { One, None, Several };
  struct Found {
    Match match = Match::None;
    std::string code;  // with Match::One
  };

  // A name given twice for different codes stands for none of them: it is found as Several.
  void add(std::string_view name, std::string_view code);
  // Blanks around the name do not count.
  Found find(std::string_view name) const;
  std::size_t size() const { return codes_.size(); }

 private:
  std::unordered_map<std::string, std::string> codes_;  // several: empty
};

// The names in categories.csv (name, name_en), units.csv (name) or areas.csv (name, aliases) of a
// pack, over those of ../../base unless the pack replaces that table. Codes are names of
// themselves. A problem names the file at fault.
Outcome<Names> load_names(const std::string& pack, const std::string& table);

// True for the tables that load_names knows.
bool is_name_table(std::string_view table);

}  // namespace whistle::hotline

#include "bench/triage/places.h"

#include <zlib.h>

#include <map>
#include <memory>
#include <utility>

namespace whistle::bench {
namespace {

using policy::Area;
using policy::AreaLevel;

constexpr std::uint64_t kGroup = 1000;
constexpr std::uint64_t kFirstFreeStreet = 800;  // codes of streets end below that

// The lines of a gzipped file; nothing when it cannot be opened.
std::optional<std::vector<std::string>> read_lines(const std::string& path) {
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose);
  if (!file) return std::nullopt;
  std::vector<std::string> lines;
  constexpr int kLineMax = 4096;
  std::string buffer(kLineMax, '\0');
  while (gzgets(file.get(), buffer.data(), kLineMax) != nullptr) {
    std::string line(buffer.c_str());
    while (line.ends_with('\n') || line.ends_with('\r')) line.pop_back();
    lines.push_back(std::move(line));
  }
  return lines;
}

// No field of the list is quoted.
std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields;
  std::size_t from = 0;
  for (std::size_t comma = line.find(','); comma != std::string::npos;
       from = comma + 1, comma = line.find(',', from)) {
    fields.push_back(line.substr(from, comma - from));
  }
  fields.push_back(line.substr(from));
  return fields;
}

std::uint64_t number(const std::string& text) { return text.empty() ? 0 : std::stoull(text); }

class Reader {
 public:
  void add(const std::vector<std::string>& fields) {
    constexpr std::size_t kColumns = 8;
    if (fields.size() < kColumns) return;
    const std::string& county_name = fields[2];
    const std::string& street_name = fields[4];
    const std::string& name = fields[6];
    const AreaCode county = area(county_name, AreaLevel::District, {}, number(fields[3]));
    const AreaCode street = area(street_name, AreaLevel::Street, county, number(fields[5]));
    if (name.empty()) return;
    const std::size_t known = places_.areas.size();
    const AreaCode code = area(name, AreaLevel::Community, street, number(fields[7]));
    if (places_.areas.size() > known) {
      places_.communities.push_back({code, name, street_name, county_name});
    }
  }

  ListedPlaces take() && { return std::move(places_); }

 private:
  AreaCode area(const std::string& name, AreaLevel level, AreaCode parent, std::uint64_t code) {
    const auto [known, is_new] = codes_.try_emplace({parent, name});
    if (!is_new) return known->second;
    if (code == 0) {
      std::uint64_t& next = next_[parent];
      if (next == 0) next = level == AreaLevel::Street ? kFirstFreeStreet : 1;
      code = parent.value * kGroup + next++;
    }
    known->second = AreaCode{code};
    Area area;
    area.code = known->second;
    area.name = name;
    area.level = level;
    area.parent = parent;
    places_.areas.push_back(std::move(area));
    return known->second;
  }

  ListedPlaces places_;
  std::map<std::pair<AreaCode, std::string>, AreaCode> codes_;
  std::map<AreaCode, std::uint64_t> next_;  // below an area
};

}  // namespace

std::optional<ListedPlaces> read_places(const std::string& path) {
  const auto lines = read_lines(path);
  if (!lines) return std::nullopt;
  Reader reader;
  for (std::size_t i = 1; i < lines->size(); ++i) reader.add(fields_of((*lines)[i]));
  return std::move(reader).take();
}

}  // namespace whistle::bench

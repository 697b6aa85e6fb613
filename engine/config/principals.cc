#include "engine/config/principals.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "engine/config/area_tables.h"
#include "engine/config/key_file.h"
#include "engine/config/notation.h"
#include "engine/config/rule_files.h"
#include "engine/config/toml_file.h"

namespace whistle::config {
namespace {

constexpr std::string_view kAll = "*";
constexpr std::size_t kNamesMax = 128;  // bytes of a unit's or source's name
constexpr std::int64_t kRateMax = 1'000'000;

// What a role cannot do without: a limit that is left out by mistake must not open a door.
struct Duty {
  Role role;
  std::string_view key;
};
constexpr auto kDuties = std::to_array<Duty>({{Role::Intake, "sources"},
                                              {Role::Gateway, "sources"},
                                              {Role::Gateway, "units"},
                                              {Role::Worker, "units"},
                                              {Role::Dispatcher, "areas"},
                                              {Role::Supervisor, "areas"}});

class PrincipalReader {
 public:
  explicit PrincipalReader(TomlSection root, Problems& problems)
      : root_(root), problems_(problems) {}

  std::vector<Principal> read() {
    std::vector<Principal> principals;
    for (TomlSection& section : root_.sections("principal")) {
      principals.push_back(read_one(section));
    }
    return principals;
  }

 private:
  Principal read_one(TomlSection section) {
    Principal principal;
    principal.name = read_name(section);
    principal.roles = read_roles(section);
    if (const auto areas = read_list(section, "areas")) principal.areas = to_areas(*areas);
    if (const auto units = read_list(section, "units")) {
      principal.units.emplace();
      for (const TomlText& unit : *units) principal.units->push_back({unit.text});
    }
    if (const auto sources = read_list(section, "sources")) {
      principal.sources.emplace();
      for (const TomlText& source : *sources) principal.sources->push_back(source.text);
    }
    for (const Duty& duty : kDuties) {
      if (!principal.roles.has(duty.role) || section.has(duty.key)) continue;
      section.missing(duty.key, "of the role " + std::string(to_word(duty.role)) +
                                    "; a list, or [\"*\"] for all");
    }
    if (const auto rate = section.text("rate")) {
      const auto parsed = parse_rate(*rate);
      parsed ? void(principal.rate = *parsed) : section.problem("rate", parsed.error());
    }
    principal.keys = read_keys(section, principal.name);
    return principal;
  }

  std::string read_name(TomlSection& section) {
    const auto name = section.text("name");
    if (!section.has("name")) section.missing("name", std::string(kSlugRule));
    if (!name) return {};
    if (!is_slug(*name)) {
      section.problem("name", in_quotes(*name) + " is no name; " + std::string(kSlugRule));
    }
    if (!names_.emplace(*name, section.place("name").line).second) {
      section.problem("name", in_quotes(*name) + " stands in line " +
                                  std::to_string(names_[*name]) + " already; a name of its own");
    }
    return *name;
  }

  Roles read_roles(TomlSection& section) {
    Roles roles;
    const auto texts = section.texts("roles");
    if (!section.has("roles") || (texts && texts->empty())) {
      section.missing("roles", "one or more of " + listed(words_of(kSpellings<Role>)));
    }
    if (!texts) return roles;
    for (const TomlText& text : *texts) {
      const auto role = from_word<Role>(text.text);
      if (role) {
        roles = roles | *role;
      } else {
        problems_.add(text.place, "roles: " + not_one_of(text.text, words_of(kSpellings<Role>)));
      }
    }
    return roles;
  }

  // Nothing for ["*"] and for what is left out: not limited.
  std::optional<std::vector<TomlText>> read_list(TomlSection& section, std::string_view key) {
    auto texts = section.texts(key);
    if (!texts) return std::nullopt;
    if (texts->empty()) {
      section.problem(key, "is empty, so that nothing would be allowed; a list, or [\"*\"]");
      return std::nullopt;
    }
    const auto is_all = [](const TomlText& text) { return text.text == kAll; };
    if (texts->size() == 1 && is_all(texts->front())) return std::nullopt;
    for (const TomlText& text : *texts) {
      if (is_all(text)) {
        problems_.add(text.place, std::string(key) + ": \"*\" stands alone, for all");
      } else if (text.text.empty() || text.text.size() > kNamesMax) {
        problems_.add(text.place, std::string(key) + ": " + in_quotes(text.text) +
                                      " is no name; 1 to 128 bytes");
      }
    }
    return texts;
  }

  std::vector<AreaCode> to_areas(const std::vector<TomlText>& texts) {
    std::vector<AreaCode> areas;
    for (const TomlText& text : texts) {
      const bool is_code =
          text.text.size() <= kAreaDigitsMax && std::ranges::all_of(text.text, [](char letter) {
            return letter >= '0' && letter <= '9';
          });
      const AreaCode code = is_code ? area_code(text.text) : AreaCode{};
      if (code) {
        areas.push_back(code);
      } else if (text.text != kAll && !text.text.empty()) {
        problems_.add(text.place, "areas: " + in_quotes(text.text) +
                                      " is no code of an area; up to 18 digits, as in areas.csv");
      }
    }
    return areas;
  }

  std::vector<PrincipalKey> read_keys(TomlSection& section, const std::string& name) {
    std::vector<PrincipalKey> keys;
    const auto sections = section.sections("keys");
    if (sections.empty()) {
      section.missing("keys", "such as [{ public = \"...\" }], with what whistle keygen prints");
    }
    for (TomlSection key : sections) {
      PrincipalKey read;
      read.z85 = read_public(key, name);
      read.not_before = read_instant(key, "not_before").value_or(read.not_before);
      read.not_after = read_instant(key, "not_after").value_or(read.not_after);
      if (read.not_after <= read.not_before) {
        key.problem("not_after", "is not later than not_before; the key would never work");
      }
      keys.push_back(std::move(read));
    }
    return keys;
  }

  std::string read_public(TomlSection& section, const std::string& name) {
    const auto key = section.text("public");
    if (!section.has("public")) section.missing("public", "what whistle keygen printed");
    if (!key) return {};
    if (!is_key(*key)) {
      section.problem(
          "public", in_quotes(*key) + " is no key; 40 characters of Z85, as whistle keygen prints");
      return {};
    }
    const auto [first, is_new] = keys_.emplace(name_of_key(*key), name);
    if (!is_new) {
      section.problem("public", "begins like a key of " + in_quotes(first->second) +
                                    "; each principal has keys of its own, told apart by their "
                                    "first ten characters");
    }
    return *key;
  }

  static std::optional<Timestamp> read_instant(TomlSection& section, std::string_view key) {
    const auto text = section.text(key);
    if (!text) return std::nullopt;
    const auto instant = parse_instant(*text);
    if (instant) return *instant;
    section.problem(key, instant.error());
    return std::nullopt;
  }

  TomlSection root_;
  Problems& problems_;
  std::map<std::string, std::uint32_t> names_;  // and the line each stands in
  std::map<std::string, std::string> keys_;     // how each begins, and whose it is
};

// "08:00" or "08:00:30", or nothing.
std::optional<Milliseconds> clock_time(std::string_view text) {
  const auto parts = split(text, ':');
  if (parts.size() != 2 && parts.size() != 3) return std::nullopt;
  constexpr std::array<std::int64_t, 3> kMax{23, 59, 59};
  std::int64_t seconds = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    const auto number = i < parts.size() ? parse_integer(parts[i]) : std::optional(std::int64_t{0});
    const bool is_two = i >= parts.size() || parts[i].size() == 2;
    if (!is_two || !number || *number < 0 || *number > kMax.at(i)) return std::nullopt;
    seconds = seconds * 60 + *number;
  }
  return std::chrono::seconds{seconds};
}

// "Z", "+08:00", or nothing.
std::optional<Milliseconds> offset_of(std::string_view text) {
  if (text == "Z") return Milliseconds{0};
  if (text.size() != 6 || (text.front() != '+' && text.front() != '-')) return std::nullopt;
  const auto size = clock_time(text.substr(1));
  if (!size) return std::nullopt;
  return text.front() == '+' ? *size : -*size;
}

}  // namespace

Outcome<Timestamp, std::string> parse_instant(std::string_view text) {
  constexpr std::size_t kDate = 10;
  const auto date = parse_date(text.substr(0, kDate));
  if (date) {
    const Timestamp midnight{std::chrono::duration_cast<Milliseconds>(date->time_since_epoch())};
    if (text.size() == kDate) return midnight;
    const std::size_t zone = text.find_first_of("Z+-", kDate);
    if (text[kDate] == 'T' && zone != std::string_view::npos) {
      const auto time = clock_time(text.substr(kDate + 1, zone - kDate - 1));
      const auto offset = offset_of(text.substr(zone));
      if (time && offset) return midnight + *time - *offset;
    }
  }
  return Failure{in_quotes(text) +
                 " is not an instant; \"2027-01-01\" (midnight UTC) or "
                 "\"2027-01-01T08:00+08:00\""};
}

Outcome<Rate, std::string> parse_rate(std::string_view text) {
  struct Unit {
    std::string_view word;
    Milliseconds per;
  };
  constexpr auto kUnits = std::to_array<Unit>({{"/s", std::chrono::seconds{1}},
                                               {"/min", std::chrono::minutes{1}},
                                               {"/h", std::chrono::hours{1}}});
  for (const Unit& unit : kUnits) {
    if (!text.ends_with(unit.word)) continue;
    const auto count = parse_integer(text.substr(0, text.size() - unit.word.size()));
    if (!count || *count < 1 || *count > kRateMax) break;
    return Rate{static_cast<std::uint32_t>(*count), unit.per};
  }
  return Failure{in_quotes(text) +
                 " is no rate; a whole number from 1 to 1000000 and /s, /min or /h, such as "
                 "\"50/s\""};
}

Outcome<std::vector<Principal>, std::vector<Problem>> load_principals(
    const std::filesystem::path& file) {
  Problems problems;
  std::vector<Principal> principals;
  if (const auto text = read_file(file, problems)) {
    if (const auto toml = TomlFile::parse(file.string(), *text, problems)) {
      principals = PrincipalReader(toml->root(), problems).read();
      toml->report_unread();
    }
  }
  if (problems.has_errors()) return Failure{problems.sorted()};
  return principals;
}

}  // namespace whistle::config

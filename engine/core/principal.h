#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/area_code.h"
#include "engine/core/ids.h"
#include "engine/core/time_point.h"
#include "engine/core/words.h"

// Who may talk to the engine over a network, and what for.
namespace whistle {

// What somebody is to the engine. Who is several things has several roles.
enum class Role : std::uint8_t {
  Intake = 0,      // a hotline: brings complaints of its own sources
  Worker = 1,      // works on the orders of its own units
  Dispatcher = 2,  // the centre: reads, reassigns, checks, calls back, in its areas
  Supervisor = 3,  // watches, supervises, rules, in its areas
  Gateway = 4,     // acts on behalf of people it has authenticated itself
  Admin = 5,       // runs the engine: rule books, backups, state
};

constexpr auto spellings(Role) {
  return std::to_array<Spelling<Role>>({{Role::Intake, "intake"},
                                        {Role::Worker, "worker"},
                                        {Role::Dispatcher, "dispatcher"},
                                        {Role::Supervisor, "supervisor"},
                                        {Role::Gateway, "gateway"},
                                        {Role::Admin, "admin"}});
}

// A set of roles.
class Roles {
 public:
  constexpr Roles() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): a role is a set of one.
  constexpr Roles(Role role) : bits_(bit(role)) {}

  constexpr bool has(Role role) const { return (bits_ & bit(role)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr Roles operator|(Roles other) const { return of(bits_ | other.bits_); }
  constexpr Roles operator&(Roles other) const { return of(bits_ & other.bits_); }
  constexpr bool operator==(const Roles&) const = default;

 private:
  static constexpr unsigned bit(Role role) { return 1U << static_cast<unsigned>(role); }
  static constexpr Roles of(unsigned bits) {
    Roles roles;
    roles.bits_ = bits;
    return roles;
  }
  unsigned bits_{};
};

constexpr Roles operator|(Role left, Role right) { return Roles(left) | Roles(right); }

// A public key (CURVE, in Z85: 40 characters) and when it works: from not_before on, until just
// before not_after. Two keys of one principal may overlap, so that they can be exchanged.
struct PrincipalKey {
  std::string z85{};
  Timestamp not_before{Timestamp::min()};
  Timestamp not_after{kNever};

  bool operator==(const PrincipalKey&) const = default;
};

// So many requests in so long; as many may come at once.
struct Rate {
  std::uint32_t count{};
  Milliseconds per{};

  bool operator==(const Rate&) const = default;
};

// Somebody with keys. A limit that is absent does not limit; an empty list allows nothing.
struct Principal {
  std::string name{};
  Roles roles{};
  std::optional<std::vector<AreaCode>> areas{};       // with all that lies below them
  std::optional<std::vector<UnitCode>> units{};       // on whose behalf it acts
  std::optional<std::vector<std::string>> sources{};  // of complaints
  std::optional<Rate> rate{};
  std::vector<PrincipalKey> keys{};

  bool operator==(const Principal&) const = default;
};

// How a key is called in records and logs: long enough to tell keys apart.
inline constexpr std::size_t kKeyNameBytes = 10;
inline std::string name_of_key(const std::string& z85) { return z85.substr(0, kKeyNameBytes); }

}  // namespace whistle

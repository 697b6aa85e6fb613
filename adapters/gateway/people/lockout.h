#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace whistle::gateway::people {

// Who guesses passwords waits: after some failures each doubles the pause, for the account and for
// the address. An hour without any forgets them.
//
// Memory is a table of fixed size that names and addresses are hashed into with a secret key: no
// flood of made-up names pushes a real one out. Two that share a place share the pause, which is
// rare, and filling a good part of the table takes more attempts than argon2id allows in an hour.
//
// Thread: one.
class Lockout {
 public:
  struct Limits {
    std::uint32_t free_per_account = 5;
    std::uint32_t free_per_address = 20;
    std::int64_t first_pause_ms = 1000;
    std::int64_t account_pause_max_ms = 5 * 60'000;
    std::int64_t address_pause_max_ms = 15 * 60'000;
    std::int64_t forget_after_ms = 60 * 60'000;
    std::size_t places = 65'536;
  };

  Lockout() : Lockout(Limits{}) {}
  explicit Lockout(const Limits& limits);

  // How long this pair has to wait; 0: it may try.
  std::int64_t pause_ms(std::string_view account, std::string_view address,
                        std::int64_t now_ms) const;
  // Counts before the password was looked at, so that attempts side by side do not go uncounted.
  void count(std::string_view account, std::string_view address, std::int64_t now_ms);
  // Nobody looked at the password after all.
  void forgive_one(std::string_view account, std::string_view address);
  // It was the right one.
  void forgive(std::string_view account, std::string_view address);

 private:
  struct Place {
    std::uint32_t failures{};
    std::int64_t last_ms{};
  };
  std::size_t place_of(char kind, std::string_view name) const;
  std::int64_t left(const Place& place, std::uint32_t free, std::int64_t longest,
                    std::int64_t now_ms) const;
  void count(Place& place, std::int64_t now_ms) const;

  Limits limits_;
  std::vector<unsigned char> key_;
  std::vector<Place> places_;
};

// The part of an address that one client has for itself: of IPv6 the first 64 bits.
std::string_view client_part(std::string_view address);

}  // namespace whistle::gateway::people

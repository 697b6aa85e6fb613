#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "bench/triage/figures.h"

namespace whistle::bench {

// How well places are found in sentences around real names. What a sentence means is known from the
// list alone: the communities that bear the name it says, below the street and the county it says.
struct PlaceFigures {
  std::size_t areas{};        // of the book
  std::size_t unambiguous{};  // sentences that mean one community
  std::size_t right{};        // of these: located there, certain
  std::size_t unsure{};       // left to a person
  std::size_t missed{};       // nothing found
  std::size_t ambiguous{};    // sentences that mean several
  std::size_t reported{};     // of these: unsure, with candidates that are meant
  std::size_t nowhere{};      // sentences without a place
  std::size_t empty{};        // of these: nothing found
  std::size_t wrong{};        // of all: certain, and not what was meant
  std::string first_wrong;    // a sentence to look at

  std::size_t sentences() const { return unambiguous + ambiguous + nowhere; }
};

// Reads the list of areas; every `stride`th community is talked about. Nothing where the list is
// absent.
std::optional<PlaceFigures> measure_places(const std::string& path, std::size_t stride = 1);

Section place_section(std::size_t stride);

}  // namespace whistle::bench

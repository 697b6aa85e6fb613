#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/policy/rule_book.h"

namespace whistle::bench {

// The tables of config/base with as much in them as the largest city could want: categories with
// ten lexicon patterns each, and place names. The same on every machine.
//
// Patterns are the shipped words of two to four characters and, when these are used up, two of them
// behind each other. Names are two or three characters as places have them with what sort of place
// it is; all are different.
policy::RuleBook make_large_book(std::size_t categories, std::size_t names);

// Texts of 250 characters about that book's matters and places: one in ten matches nothing, one in
// ten is nothing but words of the lexicon, one in ten is a list of places, the others are sentences
// with a place and some words. The same on every machine.
std::vector<std::string> make_texts(const policy::RuleBook& book, std::size_t count);

}  // namespace whistle::bench

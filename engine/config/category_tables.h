#pragma once

#include <vector>

#include "engine/config/overlay.h"
#include "engine/config/row_reader.h"
#include "engine/policy/rule_book.h"

// What a complaint is about and the words that tell.
namespace whistle::config {

std::vector<policy::Category> read_categories(const OverlaidTable& table, Problems& problems);

// The field `pattern`: literal words, or `/expression/`.
policy::Pattern read_pattern(RowReader& row);

std::vector<policy::LexiconEntry> read_lexicon(const OverlaidTable& table, const Names& categories,
                                               Problems& problems);

// A `negate` row must name the rule of a `trigger` row.
std::vector<policy::SeverityEntry> read_severity(const OverlaidTable& table, Problems& problems);

std::vector<policy::RequestTypeEntry> read_request_types(const OverlaidTable& table,
                                                         Problems& problems);

std::vector<policy::DeclineEntry> read_declines(const OverlaidTable& table, Problems& problems);

}  // namespace whistle::config

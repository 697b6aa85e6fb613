#pragma once

#include <map>
#include <string>
#include <string_view>

#include "engine/core/outcome.h"

namespace whistle::config {

// The files of a rule book, by layer and name: "base/limits.csv", "pack/rulebook.toml".
using RuleBundle = std::map<std::string, std::string>;

// All files in one piece, to be kept beside what was decided by them: a CBOR map (RFC 8949) of
// names to byte strings.
std::string encode_bundle(const RuleBundle& files);
// Fails, saying why, on bytes that encode_bundle() did not make.
Outcome<RuleBundle, std::string> decode_bundle(std::string_view bytes);

}  // namespace whistle::config

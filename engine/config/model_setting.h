#pragma once

#include <string>

#include "engine/config/overlay.h"
#include "engine/config/rule_files.h"
#include "engine/config/toml_file.h"

namespace whistle::config {

// The statistical model of `[triage] model`, and where the rule book names it.
struct ModelText {
  std::string bytes;  // empty: there is none
  Place place;
};

// Reads the file that the key names, of the same folder, over `model`; an empty name takes the
// model of the base away.
void read_model(Layer layer, TomlSection root, RuleFiles& files, ModelText& model,
                Problems& problems);

// Adds a problem unless the model is sound and names categories of the book only.
void check_model(const ModelText& model, const Names& categories, Problems& problems);

}  // namespace whistle::config

#include "engine/config/model_setting.h"

#include "engine/triage/model.h"

namespace whistle::config {

void read_model(Layer layer, TomlSection root, RuleFiles& files, ModelText& model,
                Problems& problems) {
  TomlSection triage = root.section("triage");
  const auto name = triage.text("model");
  if (!name) return;
  model = {.bytes = {}, .place = triage.place("model")};
  if (name->empty()) return;
  if (name->find('/') != std::string::npos) {
    return triage.problem("model", in_quotes(*name) + " is not the name of a file in this folder");
  }
  if (!files.has(layer, *name)) {
    return triage.problem("model", "there is no file " + in_quotes(*name) +
                                       " in this folder; `whistled train` writes one");
  }
  if (const auto bytes = files.read(layer, *name, problems)) model.bytes = *bytes;
}

void check_model(const ModelText& model, const Names& categories, Problems& problems) {
  if (model.bytes.empty()) return;
  const auto parsed = triage::Model::parse(model.bytes);
  if (!parsed) {
    problems.add(model.place, "model: the file is " + parsed.error());
    return;
  }
  for (const std::string& label : parsed->labels()) {
    categories.is_dangling(label, model.place, "model", problems);
  }
}

}  // namespace whistle::config

#include "tests/app/learning_asking.h"

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "engine/app/train_verb.h"
#include "engine/app/triage_verb.h"

namespace whistle::app {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnding = ".model";

const fs::path& models() {
  static const fs::path folder = [] {
    std::string name = (fs::temp_directory_path() / "whistle_models_XXXXXX").string();
    return fs::path(mkdtemp(name.data()));
  }();
  return folder;
}

// Puts `what` before every word that ends with ".model", or takes it away again.
std::string with_folder(std::string text) {
  for (std::size_t at = text.find(kEnding); at != std::string::npos;) {
    const std::size_t start = text.rfind(' ', at) + 1;
    const std::string folder = models().string() + "/";
    text.insert(start, folder);
    at = text.find(kEnding, at + folder.size() + kEnding.size());
  }
  return text;
}

std::string without_folder(std::string text) {
  const std::string folder = models().string() + "/";
  for (std::size_t at = text.find(folder); at != std::string::npos; at = text.find(folder, at)) {
    text.erase(at, folder.size());
  }
  return text;
}

}  // namespace

std::string model_path(const std::string& name) { return models() / name; }

Answer ask_learning(std::string words) {
  fs::current_path(SOURCE_DIR);
  CLI::App app;
  TrainRequest train;
  TriageRequest triage;
  const auto* train_verb = add_train_verb(app, train);
  add_triage_verb(app, triage);
  std::ostringstream out;
  std::ostringstream err;
  try {
    app.parse(with_folder(std::move(words)));
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error, out, err) == 0 ? 0 : 1;
    return {code, out.str(), err.str()};
  }
  config::EngineSettings settings;
  settings.rules_base = "config/base";
  settings.rules_city.clear();
  const int code = train_verb->parsed() ? run_train(settings, train, out, err)
                                        : run_triage(settings, triage, out, err);
  return {code, without_folder(out.str()), without_folder(err.str())};
}

}  // namespace whistle::app

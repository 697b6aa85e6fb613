#include "engine/app/train_verb.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "engine/app/exit_codes.h"
#include "engine/app/feed_rows.h"
#include "engine/app/load_rules.h"
#include "engine/app/train_report.h"
#include "engine/core/check.h"
#include "engine/triage/training.h"

namespace whistle::app {
namespace {

using triage::Lesson;

constexpr int kNotWritten = 1;
// A wrong column would otherwise print a line for each row.
constexpr std::size_t kProblemsShown = 50;
constexpr std::uint32_t kHeldOutParts = 5;

int complain_of_feed(const std::vector<config::Problem>& problems, std::ostream& err) {
  for (std::size_t i = 0; i < std::min(problems.size(), kProblemsShown); ++i) {
    err << to_text(problems[i]) << '\n';
  }
  if (problems.size() > kProblemsShown) {
    err << "and " << problems.size() - kProblemsShown << " more\n";
  }
  err << "the feed has " << problems.size() << " problem(s); nothing was trained\n";
  return kBadInput;
}

// A row without a label, or with one that the rule book does not know.
void check_labels(const std::vector<FeedRow>& rows, const std::optional<policy::RuleBook>& book,
                  config::Problems& problems) {
  std::vector<std::string_view> known;
  if (book) {
    for (const policy::Category& category : book->categories) known.push_back(category.code.value);
  }
  const std::set<std::string_view> codes(known.begin(), known.end());
  for (const FeedRow& row : rows) {
    if (row.label.empty()) {
      problems.add(row.place, "label: is missing; what the text is about");
    } else if (book && !codes.contains(row.label)) {
      problems.add(row.place, "label: " + config::in_quotes(row.label) +
                                  " is not a category of the rule book" +
                                  config::near_miss(row.label, known) +
                                  "; --labels any takes every label");
    }
  }
}

struct History {
  std::vector<Lesson> lessons;
  std::vector<std::pair<std::string, std::size_t>> rare;
};

History history_of(std::vector<FeedRow> rows, std::uint32_t rows_min) {
  std::map<std::string, std::size_t> counts;
  for (const FeedRow& row : rows) ++counts[row.label];
  History history;
  for (const auto& [label, count] : counts) {
    if (count < rows_min) history.rare.emplace_back(label, count);
  }
  for (FeedRow& row : rows) {
    if (counts[row.label] < rows_min) continue;
    history.lessons.push_back({.subject = std::move(row.complaint.subject),
                               .text = std::move(row.complaint.text),
                               .label = std::move(row.label),
                               .group = std::move(row.group)});
  }
  return history;
}

// Written beside its place and moved there, so that a crash leaves the old model or the new one.
// Returns what went wrong.
std::string put_in_place(const std::filesystem::path& path, const std::string& bytes) {
  const std::string beside = path.string() + ".new";
  const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return std::strerror(errno);
  std::string_view rest = bytes;
  bool written = true;
  while (!rest.empty() && written) {
    const ssize_t count = ::write(file, rest.data(), rest.size());
    written = count > 0;
    if (written) rest.remove_prefix(static_cast<std::size_t>(count));
  }
  written = written && ::fsync(file) == 0;
  const int trouble = errno;
  ::close(file);
  if (!written) {
    ::unlink(beside.c_str());
    return std::strerror(trouble);
  }
  return ::rename(beside.c_str(), path.c_str()) == 0 ? "" : std::strerror(errno);
}

struct Half {
  std::vector<Lesson> lessons;
  std::vector<std::uint32_t> groups;
};

// How a model does on a fifth that it has not seen; fails in words.
Outcome<triage::Trial, std::string> try_out(const std::vector<Lesson>& lessons,
                                            const std::vector<std::uint32_t>& groups,
                                            const triage::TrainingRules& rules,
                                            std::size_t& trained_on, std::ostream& err) {
  const auto parts = triage::deal(groups, kHeldOutParts, rules.seed);
  Half seen;
  Half unseen;
  std::set<std::string> labels;
  for (std::size_t i = 0; i < lessons.size(); ++i) {
    Half& half = parts[i] == 0 ? unseen : seen;
    half.lessons.push_back(lessons[i]);
    half.groups.push_back(groups[i]);
    labels.insert(lessons[i].label);
  }
  trained_on = seen.lessons.size();
  err << "training on " << trained_on << " texts, " << unseen.lessons.size() << " held out\n";
  const auto numbers = triage::train_model(seen.lessons, seen.groups, rules);
  if (!numbers) return Failure{numbers.error()};
  triage::Trial trial({labels.begin(), labels.end()});
  trial.ask(triage::Model({*numbers, ""}), unseen.lessons);
  return trial;
}

}  // namespace

CLI::App* add_train_verb(CLI::App& app, TrainRequest& request) {
  auto* verb = app.add_subcommand(
      "train", "Learn a statistical model from complaints and what they were about");
  verb->add_option("feed", request.feed,
                   "JSON Lines or CSV, also with gzip: text, label or category, subject?, group?")
      ->required();
  verb->add_option("--out", request.out, "Where the model goes")->required();
  verb->add_option("--labels", request.labels,
                   "book: labels are categories of the rule book; any: whatever the feed says")
      ->check(CLI::IsMember({"book", "any"}))
      ->capture_default_str();
  verb->add_option("--min-rows", request.rows_min, "Categories with fewer texts are left out")
      ->check(CLI::Range(1U, 1'000'000U))
      ->capture_default_str();
  verb->add_option("--grams", request.grams_max, "How many pieces of text the model knows")
      ->check(CLI::Range(100U, 1'000'000U))
      ->capture_default_str();
  verb->add_option("--seed", request.seed, "Which texts are held out")->capture_default_str();
  verb->add_flag("--json", request.json, "The report as one line of JSON");
  return verb;
}

int run_train(const config::EngineSettings& settings, const TrainRequest& request,
              std::ostream& out, std::ostream& err) {
  std::optional<policy::RuleBook> book;
  if (request.labels == "book") {
    book = load_rules(settings, err);
    if (!book) return kBadInput;
  }
  err << "reading " << request.feed << '\n';
  auto rows = read_feed(request.feed);
  if (!rows) return complain_of_feed(rows.error(), err);
  config::Problems problems;
  check_labels(*rows, book, problems);
  if (problems.has_errors()) return complain_of_feed(problems.sorted(), err);

  History history = history_of(*std::move(rows), request.rows_min);
  const auto groups = triage::group_lessons(history.lessons);
  const triage::TrainingRules rules{.grams_max = request.grams_max, .seed = request.seed};
  std::size_t trained_on = 0;
  auto trial = try_out(history.lessons, groups, rules, trained_on, err);
  if (!trial) {
    err << request.feed << ": " << trial.error() << '\n';
    return kBadInput;
  }
  err << "training on all " << history.lessons.size() << " texts\n";
  const auto numbers = triage::train_model(history.lessons, groups, rules);
  WHISTLE_CHECK(numbers.has_value());  // more texts than just before
  const std::string bytes = triage::write_model(*numbers);
  if (const std::string trouble = put_in_place(request.out, bytes); !trouble.empty()) {
    err << request.out.string() << ": cannot be written: " << trouble << '\n';
    return kNotWritten;
  }
  const TrainReport report{.feed = request.feed,
                           .texts = history.lessons.size(),
                           .groups = std::set<std::uint32_t>(groups.begin(), groups.end()).size(),
                           .trained_on = trained_on,
                           .trial = *std::move(trial),
                           .rare = std::move(history.rare),
                           .model = request.out.string(),
                           .model_bytes = bytes.size(),
                           .hash = triage::read_model(bytes)->hash};
  if (request.json) {
    print_report_json(report, out);
  } else {
    print_report(report, out);
  }
  return 0;
}

}  // namespace whistle::app

#pragma once

#include <span>
#include <string>
#include <string_view>

// Everything that reads bytes of strangers. A target takes any bytes at all and returns; what it
// finds wrong with the program ends the process. The same targets are built twice: with libFuzzer,
// which looks for new paths, and as a plain program that replays the corpus and mutations of it.
namespace whistle::fuzz {

// frames_targets.cc
void try_frames(std::string_view bytes);
void try_bodies(std::string_view bytes);
void try_answers(std::string_view bytes);
// wishes_target.cc
void try_wishes(std::string_view bytes);
// journal_targets.cc
void try_record(std::string_view bytes);
void try_group(std::string_view bytes);
void try_rows(std::string_view bytes);
// config_targets.cc
void try_toml(std::string_view bytes);
void try_csv(std::string_view bytes);
void try_bundle(std::string_view bytes);
void try_rule_book(std::string_view bytes);
// hotline_targets.cc
void try_feed_csv(std::string_view bytes);
void try_feed_json(std::string_view bytes);
void try_mapping(std::string_view bytes);
// gateway_targets.cc
void try_http_target(std::string_view bytes);
void try_http_form(std::string_view bytes);
void try_multipart(std::string_view bytes);
void try_arguments(std::string_view bytes);
void try_json(std::string_view bytes);
void try_query(std::string_view bytes);
// text_target.cc
void try_text(std::string_view bytes);

struct Target {
  std::string_view name;
  void (*run)(std::string_view bytes);
  int mutations;  // of the replay: as many as take about a second
  std::string_view reads;
};
std::span<const Target> targets();
// Null when there is none of this name.
const Target* target_of(std::string_view name);

// Ends the process: the program is wrong, and these bytes show it.
#define WHISTLE_FUZZ_EXPECT(condition) \
  ((condition) ? void(0) : ::whistle::fuzz::fail(#condition, __FILE__, __LINE__))
[[noreturn]] void fail(const char* condition, const char* file, int line);

// Takes bytes off the front: a target that needs more than one value gets them from here.
class Cutter {
 public:
  explicit Cutter(std::string_view bytes) : rest_(bytes) {}

  // 0 when nothing is left.
  unsigned byte();
  // As many as two bytes before it say, or what is left.
  std::string_view piece();
  std::string_view rest() const { return rest_; }
  bool empty() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

}  // namespace whistle::fuzz

#pragma once

#include <map>
#include <string>
#include <vector>

#include "bench/peers/figures.h"

namespace whistle::bench::peers {

// One line of the table.
struct Row {
  std::string name;
  std::string title;
  std::string durable;
};

// What is reported. Figures are named "<peer>.single" and "<peer>.batch" (lifecycles per second),
// "whistle.submit_p50_ms", "whistle.submit_p99_ms", "rocksdb.write_p50_ms", "rocksdb.write_p99_ms",
// "whistle.bytes_per_open_case" and "whistle.restart_1m_s".
struct Report {
  std::vector<Row> rows;  // whistle first
  Figures figures;
  std::map<std::string, std::string> failures;  // by peer
  std::string conditions;                       // machine, load, runs, seconds
  int runs{};
  double seconds{};
};

// For people, as Markdown.
std::string to_table(const Report& report);
// For programs: one line. What was not measured is null.
std::string to_json(const Report& report);

}  // namespace whistle::bench::peers

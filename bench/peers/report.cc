#include "bench/peers/report.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "bench/number.h"

namespace whistle::bench::peers {
namespace {

using Maybe = std::optional<double>;

std::string times(const Maybe& ratio) { return ratio ? number(ratio) + " x" : "-"; }

nlohmann::ordered_json or_null(const Maybe& value) {
  return value ? nlohmann::ordered_json(*value) : nlohmann::ordered_json(nullptr);
}

void add_line(std::string& table, const std::string& label, const Maybe& ours, const Maybe& theirs,
              const Maybe& ratio) {
  table +=
      "| " + label + " | " + number(ours) + " | " + number(theirs) + " | " + times(ratio) + " |\n";
}

}  // namespace

std::string to_table(const Report& report) {
  const Figures& figures = report.figures;
  std::string table =
      report.conditions +
      "\n\n| lifecycles a second | single, 32 clients | ours to it | batches of 100 "
      "| ours to it |\n|---|---:|---:|---:|---:|\n";
  for (const Row& row : report.rows) {
    const bool ours = row.name == "whistle";
    table += "| " + row.title;
    for (const char* mode : {".single", ".batch"}) {
      const Maybe ratio =
          ours ? Maybe{} : figures.ratio(std::string("whistle") + mode, row.name + mode);
      table += " | " + number(figures.median(row.name + mode)) + " | " + times(ratio);
    }
    table += " |\n";
  }
  table +=
      "\n| submit, one at a time, ms | ours | a synced RocksDB write | ours to it |\n"
      "|---|---:|---:|---:|\n";
  for (const char* percentile : {"p50", "p99"}) {
    const std::string ours = std::string("whistle.submit_") + percentile + "_ms";
    const std::string theirs = std::string("rocksdb.write_") + percentile + "_ms";
    add_line(table, percentile, figures.median(ours), figures.median(theirs),
             figures.ratio(ours, theirs));
  }
  table += "\n| with 1,000,000 open cases | |\n|---|---:|\n| bytes of memory for each | " +
           number(figures.median("whistle.bytes_per_open_case")) + " |\n| restart, s | " +
           number(figures.median("whistle.restart_1m_s")) + " |\n\n";
  table += "What is durable when it says yes:\n";
  for (const Row& row : report.rows) table += "- " + row.title + ": " + row.durable + ".\n";
  for (const auto& [name, why] : report.failures) table += "\n" + name + " FAILED: " + why + "\n";
  return table;
}

std::string to_json(const Report& report) {
  const Figures& figures = report.figures;
  nlohmann::ordered_json line;
  for (const char* peer :
       {"postgres", "redis", "nats", "rabbitmq", "beanstalkd", "rocksdb", "rocksdb-row"}) {
    std::string word = peer;
    if (word == "rocksdb-row") word = "rocksdb_row";
    for (const char* mode : {"single", "batch"}) {
      line[std::string("lifecycles_") + mode + "_vs_" + word] =
          or_null(figures.ratio(std::string("whistle.") + mode, std::string(peer) + "." + mode));
    }
  }
  line["submit_p50_vs_rocksdb"] =
      or_null(figures.ratio("whistle.submit_p50_ms", "rocksdb.write_p50_ms"));
  line["submit_p99_vs_rocksdb"] =
      or_null(figures.ratio("whistle.submit_p99_ms", "rocksdb.write_p99_ms"));
  line["bytes_per_open_case"] = or_null(figures.median("whistle.bytes_per_open_case"));
  line["restart_1m_s"] = or_null(figures.median("whistle.restart_1m_s"));
  nlohmann::ordered_json medians;
  for (const Row& row : report.rows) {
    medians[row.name] = {{"single", or_null(figures.median(row.name + ".single"))},
                         {"batch", or_null(figures.median(row.name + ".batch"))}};
  }
  line["lifecycles_per_second"] = std::move(medians);
  for (const char* name : {"whistle.submit_p50_ms", "whistle.submit_p99_ms", "rocksdb.write_p50_ms",
                           "rocksdb.write_p99_ms"}) {
    std::string key = name;
    key[key.find('.')] = '_';
    line[key] = or_null(figures.median(name));
  }
  line["runs"] = report.runs;
  line["seconds"] = report.seconds;
  line["failed"] = report.failures;
  return line.dump();
}

}  // namespace whistle::bench::peers

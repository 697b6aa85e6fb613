#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "adapters/client/result.h"

namespace whistle::gateway::api {

// `whistled plan` and `whistled what-if` as child processes. No text of a client becomes a part of
// a command line but instants, which are checked; candidates are named, and looked up in a folder.
class Tools {
 public:
  struct Settings {
    std::string whistled;  // program; empty: none of this (UNIMPLEMENTED / NOT_CONFIGURED)
    std::string config;    // its settings file; may be empty
    std::string rules;     // folder of the base in force; empty: as the settings file says
    std::string city;      // folder of the pack in force
    std::string data;      // folder of the journal
    std::string packs;     // folder with a folder for each candidate
    std::chrono::milliseconds plan_time{60'000};
    std::chrono::milliseconds what_if_time{30 * 60'000};

    bool operator==(const Settings&) const = default;
  };
  explicit Tools(Settings settings);
  ~Tools();
  Tools(const Tools&) = delete;
  Tools& operator=(const Tools&) = delete;

  struct Pack {
    std::string name;
    std::string title;
  };
  client::Result<std::vector<Pack>> packs() const;

  // JSON. NOT_FOUND / UNKNOWN_PACK; FAILED_PRECONDITION / BAD_RULES with what the program said;
  // RESOURCE_EXHAUSTED / TOOLS_BUSY.
  boost::asio::awaitable<client::Result<std::string>> plan(std::string pack);

  // Begins; its number. FAILED_PRECONDITION / WHAT_IF_RUNS while another one runs. `from` and `to`
  // as the program takes them; empty: all that the journal has.
  client::Result<std::string> what_if(const std::string& pack, const std::string& from,
                                      const std::string& to);
  // Nothing yet: it runs. NOT_FOUND / UNKNOWN_WHAT_IF. The last few results are kept.
  client::Result<std::optional<std::string>> what_if_result(const std::string& id) const;

 private:
  struct Run;

  std::optional<client::Problem> missing() const;
  std::optional<std::string> folder_of(const std::string& pack) const;
  std::vector<std::string> command(const std::string& verb, const std::string& pack) const;

  Settings settings_;
  std::uint64_t last_{};
  std::map<std::string, std::shared_ptr<Run>> runs_;
  bool planning_{};
  boost::asio::thread_pool plans_{1};
  boost::asio::thread_pool what_ifs_{1};
};

}  // namespace whistle::gateway::api

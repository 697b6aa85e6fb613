#include "engine/app/log.h"

#include <spdlog/sinks/stdout_sinks.h>

namespace whistle::app {

std::shared_ptr<spdlog::logger> make_log(config::LogLevel level) {
  auto log = std::make_shared<spdlog::logger>("whistled",
                                              std::make_shared<spdlog::sinks::stderr_sink_mt>());
  log->set_pattern("time=%Y-%m-%dT%H:%M:%S.%e%z level=%l %v");
  switch (level) {
    case config::LogLevel::Debug:
      log->set_level(spdlog::level::debug);
      break;
    case config::LogLevel::Info:
      log->set_level(spdlog::level::info);
      break;
    case config::LogLevel::Warn:
      log->set_level(spdlog::level::warn);
      break;
    case config::LogLevel::Error:
      log->set_level(spdlog::level::err);
      break;
  }
  log->flush_on(spdlog::level::info);
  return log;
}

}  // namespace whistle::app

#pragma once

#include <spdlog/logger.h>

#include <memory>

#include "engine/config/settings.h"

namespace whistle::app {

// Lines of key=value on standard error, each written at once. Any thread may write.
std::shared_ptr<spdlog::logger> make_log(config::LogLevel level);

}  // namespace whistle::app

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "bench/measure.h"
#include "bench/pipeline/measurements.h"
#include "bench/pipeline/rig.h"

namespace whistle::bench {

void measure_disk(const std::filesystem::path& folder, std::size_t appends) {
  constexpr std::size_t kBytes = 4096;
  const std::string block(kBytes, 'w');
  const std::string file = folder / "disk";
  const int descriptor = ::open(file.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  if (descriptor < 0) give_up(file + ": " + std::strerror(errno));
  Latencies latencies(appends);
  const Stopwatch watch;
  {
    Progress progress("4 KiB and fdatasync", appends);
    for (std::size_t i = 0; i < appends; ++i) {
      const auto began = Steady::now();
      const bool written = ::write(descriptor, block.data(), block.size()) == ssize_t{kBytes};
      if (!written || ::fdatasync(descriptor) != 0) give_up(file + ": " + std::strerror(errno));
      latencies.add_since(began);
      progress.at(i);
    }
  }
  report("disk.per_second", static_cast<double>(appends) / watch.seconds());
  report("disk", latencies);
  ::close(descriptor);
}

}  // namespace whistle::bench

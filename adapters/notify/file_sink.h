#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "adapters/notify/sink.h"

namespace whistle::notify {

// Appends deliveries to a file, one line each, and syncs before they count as settled. A line that
// a power cut left torn is cut off when the file is opened; deliveries that the file has already
// are not written again. So the file has every delivery exactly once, in order, as long as one
// program writes it. Deliveries of another journal, whose numbers mean other records, are refused.
class FileSink final : public Sink {
 public:
  // Fails with a message that names the file: it cannot be opened, or its last line is no delivery.
  struct Opened {
    std::unique_ptr<FileSink> sink;  // nothing: see problem
    std::string problem;
  };
  static Opened open(const std::string& path);
  ~FileSink() override;

  Outcome deliver(const Delivery& delivery) override;
  Outcome settle() override;
  const std::string& problem() const override { return problem_; }
  // The last delivery that the file has; 0: none.
  std::uint64_t last() const { return last_; }

 private:
  FileSink(std::string path, int descriptor) : path_(std::move(path)), descriptor_(descriptor) {}

  // False with a problem.
  bool find_last();
  bool fail(const std::string& what);

  std::string path_;
  int descriptor_;
  std::uint64_t last_{};
  std::string journal_id_;  // of the deliveries in the file
  std::string waiting_;     // lines that are not written yet
  std::string problem_;
};

}  // namespace whistle::notify

#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/triage/lessons.h"
#include "engine/triage/model.h"

namespace whistle::triage {

// How a model does on texts that it has not seen.
class Trial {
 public:
  // Of one label. Shares are 0 to 1, and 0 where there is nothing to share.
  struct LabelFigures {
    std::string label;
    std::uint32_t support{};  // texts that are of it
    double precision{};
    double recall{};
    double f1{};
  };

  // `labels` ascending.
  explicit Trial(std::vector<std::string> labels);

  // Asks the model about the lessons. Requires: it has labels of the trial only, as have they.
  void ask(const Model& model, const std::vector<Lesson>& lessons);

  std::size_t texts() const { return answers_.size(); }
  double accuracy() const;
  // The mean over the labels that occur.
  double macro_f1() const;
  std::vector<LabelFigures> by_label() const;
  // Row: what it is; column: what the model said.
  const std::vector<std::vector<std::uint32_t>>& confusion() const { return confusion_; }
  const std::vector<std::string>& labels() const { return labels_; }

  // Of the surest `share` of the texts: how many are right, and how sure the least sure of them is.
  struct Coverage {
    double share{};
    double accuracy{};
    double confidence{};
  };
  Coverage at_coverage(double share) const;
  // How large a share of the texts is at least so sure, and how many of them are right.
  Coverage at_confidence(double confidence) const;

 private:
  struct Answer {
    float confidence{};
    bool right{};
  };
  std::size_t index_of(const std::string& label) const;
  // The surest first.
  std::vector<Answer> sorted() const;

  std::vector<std::string> labels_;
  std::vector<std::vector<std::uint32_t>> confusion_;
  std::vector<Answer> answers_;
};

}  // namespace whistle::triage

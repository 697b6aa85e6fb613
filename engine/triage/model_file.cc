#include "engine/triage/model_file.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>

#include "engine/core/check.h"
#include "engine/triage/content_hash.h"
#include "engine/triage/grams.h"
#include "engine/triage/normalise.h"

namespace whistle::triage {
namespace {

static_assert(std::endian::native == std::endian::little, "numbers are copied as they lie");

constexpr std::string_view kMagic = "WHISTLEM";
constexpr std::size_t kHashBytes = std::tuple_size_v<Hash>;

template <class T>
void put(std::string& bytes, const T* values, std::size_t count) {
  const std::size_t before = bytes.size();
  bytes.resize(before + count * sizeof(T));
  if (count > 0) std::memcpy(bytes.data() + before, values, count * sizeof(T));
}
template <class T>
void put(std::string& bytes, const T& value) {
  put(bytes, &value, 1);
}
template <class T>
void put(std::string& bytes, const std::vector<T>& values) {
  put(bytes, values.data(), values.size());
}

// Takes bytes from the front; once something is missing, everything after it is, too.
class Cursor {
 public:
  explicit Cursor(std::string_view bytes) : rest_(bytes) {}

  template <class T>
  T take() {
    T value{};
    fill(&value, 1);
    return value;
  }
  template <class T>
  std::vector<T> take_all(std::size_t count) {
    if (rest_.size() / sizeof(T) < count) {
      fail();
      return {};
    }
    std::vector<T> values(count);
    fill(values.data(), count);
    return values;
  }
  std::string take_text(std::size_t length) {
    if (rest_.size() < length) {
      fail();
      return {};
    }
    std::string text(rest_.substr(0, length));
    rest_.remove_prefix(length);
    return text;
  }
  bool failed() const { return failed_; }
  bool at_end() const { return rest_.empty(); }

 private:
  template <class T>
  void fill(T* values, std::size_t count) {
    if (rest_.size() < count * sizeof(T)) return fail();
    if (count > 0) std::memcpy(values, rest_.data(), count * sizeof(T));
    rest_.remove_prefix(count * sizeof(T));
  }
  void fail() {
    failed_ = true;
    rest_ = {};
  }

  std::string_view rest_;
  bool failed_{};
};

bool all_finite(const std::vector<float>& values) {
  return std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
}

bool ascends(const auto& values) {
  return std::ranges::adjacent_find(values, [](const auto& left, const auto& right) {
           return left >= right;
         }) == values.end();
}

// What is wrong with the numbers, or nothing.
std::string fault_of(const ModelNumbers& numbers) {
  if (numbers.labels.size() < 2) return "it knows fewer than two categories";
  for (const std::string& label : numbers.labels) {
    if (label.empty() || !is_valid_utf8(label)) return "a category has no readable name";
  }
  if (!ascends(numbers.labels)) return "its categories are out of order";
  if (!ascends(numbers.keys)) return "its grams are out of order";
  if (!std::isfinite(numbers.sharpness) || numbers.sharpness <= 0) return "its sharpness is none";
  if (!all_finite(numbers.rarity) || !all_finite(numbers.weights) || !all_finite(numbers.bias)) {
    return "a weight is no number";
  }
  return {};
}

}  // namespace

std::string write_model(const ModelNumbers& numbers) {
  WHISTLE_CHECK(fault_of(numbers).empty());
  WHISTLE_CHECK(numbers.rarity.size() == numbers.keys.size());
  WHISTLE_CHECK(numbers.bias.size() == numbers.labels.size());
  WHISTLE_CHECK(numbers.weights.size() == numbers.keys.size() * numbers.labels.size());
  std::string bytes(kMagic);
  put(bytes, kModelFormat);
  put(bytes, kGramsVersion);
  put(bytes, static_cast<std::uint32_t>(numbers.labels.size()));
  put(bytes, static_cast<std::uint32_t>(numbers.keys.size()));
  put(bytes, numbers.sharpness);
  for (const std::string& label : numbers.labels) {
    put(bytes, static_cast<std::uint32_t>(label.size()));
    bytes += label;
  }
  put(bytes, numbers.bias);
  put(bytes, numbers.keys);
  put(bytes, numbers.rarity);
  put(bytes, numbers.weights);
  put(bytes, hash_of(bytes));
  return bytes;
}

Outcome<ReadModel, std::string> read_model(std::string_view bytes) {
  if (!bytes.starts_with(kMagic)) {
    return Failure{std::string("not a model; `whistled train` writes one")};
  }
  Cursor cursor(bytes.substr(kMagic.size()));
  const auto format = cursor.take<std::uint32_t>();
  if (cursor.failed()) return Failure{std::string("cut off")};
  if (format != kModelFormat) {
    return Failure{"a model of format " + std::to_string(format) + "; this program reads format " +
                   std::to_string(kModelFormat) + ", train it anew"};
  }
  // Before anything is believed.
  if (bytes.size() < kMagic.size() + kHashBytes) return Failure{std::string("cut off")};
  const std::string_view body = bytes.substr(0, bytes.size() - kHashBytes);
  const Hash hash = hash_of(body);
  if (std::memcmp(hash.data(), bytes.data() + body.size(), kHashBytes) != 0) {
    return Failure{std::string("damaged or cut off: its bytes do not add up to its hash")};
  }
  cursor = Cursor(body.substr(kMagic.size() + sizeof(format)));
  const auto cut = cursor.take<std::uint32_t>();
  if (!cursor.failed() && cut != kGramsVersion) {
    return Failure{std::string("made for texts cut another way; train it anew")};
  }
  const auto labels = cursor.take<std::uint32_t>();
  const auto grams = cursor.take<std::uint32_t>();
  ReadModel read;
  ModelNumbers& numbers = read.numbers;
  numbers.sharpness = cursor.take<float>();
  if (labels > kModelLabelsMax || grams > kModelGramsMax) {
    return Failure{std::string("larger than any model may be")};
  }
  for (std::uint32_t i = 0; i < labels; ++i) {
    const auto length = cursor.take<std::uint32_t>();
    if (length > kModelLabelBytesMax) return Failure{std::string("a category's name is too long")};
    numbers.labels.push_back(cursor.take_text(length));
  }
  numbers.bias = cursor.take_all<float>(labels);
  numbers.keys = cursor.take_all<std::uint64_t>(grams);
  numbers.rarity = cursor.take_all<float>(grams);
  numbers.weights = cursor.take_all<float>(std::size_t{grams} * labels);
  if (cursor.failed()) return Failure{std::string("cut off")};
  if (!cursor.at_end()) return Failure{std::string("longer than it says")};
  if (const std::string fault = fault_of(numbers); !fault.empty()) return Failure{fault};
  read.hash = hex_of(hash);
  return read;
}

}  // namespace whistle::triage

#include "engine/service/watch_message.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <array>
#include <utility>

namespace whistle::service {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedOutputStream;

constexpr std::uint32_t kFactTag = WireFormatLite::MakeTag(
    v1::WatchEvents::kFactsFieldNumber, WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
constexpr std::uint32_t kPackedTag = WireFormatLite::MakeTag(
    v1::WatchEvents::kPackedFieldNumber, WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
constexpr std::uint32_t kPreviousTag =
    WireFormatLite::MakeTag(v1::Fact::kPreviousFieldNumber, WireFormatLite::WIRETYPE_VARINT);
constexpr std::size_t kVarintBytesMax = 10;

void append(std::uint64_t number, std::string& bytes) {
  std::array<std::uint8_t, kVarintBytesMax> varint{};
  const std::uint8_t* end = CodedOutputStream::WriteVarint64ToArray(number, varint.data());
  const std::uint8_t* begin = varint.data();
  bytes.append(begin, end);
}

}  // namespace

void WatchMessage::add(const std::string& fact, Sequence previous) {
  const std::size_t previous_bytes = CodedOutputStream::VarintSize32(kPreviousTag) +
                                     CodedOutputStream::VarintSize64(previous.value);
  append(kFactTag, bytes_);
  append(fact.size() + previous_bytes, bytes_);
  bytes_.append(fact);
  append(kPreviousTag, bytes_);
  append(previous.value, bytes_);
  ++facts_;
}

void WatchMessage::pack(Packer& packer) {
  const std::string packed = packer.pack(bytes_);
  bytes_.clear();
  append(kPackedTag, bytes_);
  append(packed.size(), bytes_);
  bytes_.append(packed);
}

std::string WatchMessage::finish(const v1::WatchEvents& rest) {
  rest.AppendToString(&bytes_);
  return std::move(bytes_);
}

}  // namespace whistle::service

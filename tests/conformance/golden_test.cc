#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "whistle/v1/act.pb.h"
#include "whistle/v1/admin.pb.h"
#include "whistle/v1/bundle.pb.h"
#include "whistle/v1/case.pb.h"
#include "whistle/v1/complaint.pb.h"
#include "whistle/v1/envelope.pb.h"
#include "whistle/v1/registers.pb.h"
#include "whistle/v1/rules.pb.h"
#include "whistle/v1/story.pb.h"
#include "whistle/v1/watch.pb.h"
#include "whistle/v1/work.pb.h"

// The bytes of every message of the protocol, as they were when its shape was released; golden.py
// says how the file is written. A difference means that programs of other teams are misunderstood:
// change the code, not the file.
namespace whistle::tests::golden_test {

namespace fs = std::filesystem;
namespace pb = google::protobuf;

struct Sample {
  std::string name;
  std::string bytes;
  std::string text;
};

std::string from_hex(const std::string& digits) {
  std::string bytes;
  for (std::size_t at = 0; at + 1 < digits.size(); at += 2) {
    bytes.push_back(static_cast<char>(std::stoi(digits.substr(at, 2), nullptr, 16)));
  }
  return bytes;
}

std::vector<Sample> read_samples() {
  std::ifstream file(fs::path(SOURCE_DIR) / "tests/conformance/golden/messages.txt");
  std::vector<Sample> samples;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("== ")) {
      samples.push_back({.name = line.substr(3), .bytes = {}, .text = {}});
    } else if (line.starts_with("-- ")) {
      samples.back().text = line.substr(3);
    } else {
      samples.back().bytes += from_hex(line);
    }
  }
  return samples;
}

std::vector<const pb::FileDescriptor*> files() {
  return {v1::ActRequest::descriptor()->file(),  v1::StatusReply::descriptor()->file(),
          v1::CaseView::descriptor()->file(),    v1::SubmitRequest::descriptor()->file(),
          v1::Header::descriptor()->file(),      v1::RegistersRequest::descriptor()->file(),
          v1::Story::descriptor()->file(),       v1::WatchEvents::descriptor()->file(),
          v1::PullRequest::descriptor()->file(), v1::BundleRequest::descriptor()->file(),
          v1::RulesRequest::descriptor()->file()};
}

void add_names(const pb::Descriptor& message, std::set<std::string>& names) {
  names.insert(message.full_name());
  for (int at = 0; at < message.nested_type_count(); ++at) {
    add_names(*message.nested_type(at), names);
  }
}

std::unique_ptr<pb::Message> empty(const std::string& name) {
  const pb::Descriptor* type = pb::DescriptorPool::generated_pool()->FindMessageTypeByName(name);
  if (type == nullptr) return nullptr;
  return std::unique_ptr<pb::Message>(
      pb::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

std::string text_of(const pb::Message& message) {
  pb::TextFormat::Printer printer;
  printer.SetSingleLineMode(true);
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  printer.PrintToString(message, &text);
  if (text.ends_with(' ')) text.pop_back();
  return text;
}

TEST(Golden, MessagesAreReadAndWrittenAsTheyAlwaysWere) {
  for (const Sample& sample : read_samples()) {
    SCOPED_TRACE(sample.name);
    const auto message = empty(sample.name);
    ASSERT_TRUE(message);
    ASSERT_TRUE(message->ParseFromString(sample.bytes));
    EXPECT_TRUE(message->GetReflection()->GetUnknownFields(*message).empty());
    EXPECT_EQ(message->SerializeAsString(), sample.bytes);
    EXPECT_EQ(text_of(*message), sample.text);
  }
}

TEST(Golden, TextsOfMessagesBecomeTheSameBytes) {
  for (const Sample& sample : read_samples()) {
    SCOPED_TRACE(sample.name);
    const auto message = empty(sample.name);
    ASSERT_TRUE(message);
    ASSERT_TRUE(pb::TextFormat::ParseFromString(sample.text, message.get()));
    EXPECT_EQ(message->SerializeAsString(), sample.bytes);
  }
}

TEST(Golden, EveryMessageOfTheProtocolHasASample) {
  std::set<std::string> names;
  std::set<std::string> protos;
  for (const pb::FileDescriptor* file : files()) {
    protos.insert(fs::path(file->name()).filename());
    for (int at = 0; at < file->message_type_count(); ++at) {
      add_names(*file->message_type(at), names);
    }
  }
  std::set<std::string> sampled;
  for (const Sample& sample : read_samples()) sampled.insert(sample.name);
  EXPECT_EQ(sampled, names);

  std::set<std::string> on_disk;
  for (const auto& entry : fs::directory_iterator(fs::path(SOURCE_DIR) / "proto/whistle/v1")) {
    on_disk.insert(entry.path().filename());
  }
  EXPECT_EQ(protos, on_disk) << "a proto file that this test does not know";
}

}  // namespace whistle::tests::golden_test

#pragma once

#include "engine/casework/events/events.h"
#include "engine/journal/stored_fields.h"
#include "whistle/journal/v1/record.pb.h"

// The events of the straight way as stored messages and back, written by hand because there are so
// many of them; a file per chapter. `on` writes an event into the oneof, `read` makes it again. All
// other events are stored by position (by_position.h).
namespace whistle::journal {

// event_codec_intake.cc
void on(const casework::CaseFiled& event, v1::Event& stored);
void on(const casework::ComplaintDeclined& event, v1::Event& stored);
void on(const casework::ComplaintMerged& event, v1::Event& stored);
void on(const casework::CaseClassified& event, v1::Event& stored);
void on(const casework::CaseRecoloured& event, v1::Event& stored);
casework::CaseFiled read(const v1::CaseFiled& stored, FieldReader& reader);
casework::ComplaintDeclined read(const v1::ComplaintDeclined& stored, FieldReader& reader);
casework::ComplaintMerged read(const v1::ComplaintMerged& stored, FieldReader& reader);
casework::CaseClassified read(const v1::CaseClassified& stored, FieldReader& reader);
casework::CaseRecoloured read(const v1::CaseRecoloured& stored, FieldReader& reader);

// event_codec_orders.cc
void on(const casework::OrderDispatched& event, v1::Event& stored);
void on(const casework::OrderLeased& event, v1::Event& stored);
void on(const casework::LeaseRenewed& event, v1::Event& stored);
void on(const casework::LeaseLapsed& event, v1::Event& stored);
void on(const casework::OrderReleased& event, v1::Event& stored);
void on(const casework::OrderSigned& event, v1::Event& stored);
casework::OrderDispatched read(const v1::OrderDispatched& stored, FieldReader& reader);
casework::OrderLeased read(const v1::OrderLeased& stored, FieldReader& reader);
casework::LeaseRenewed read(const v1::LeaseRenewed& stored, FieldReader& reader);
casework::LeaseLapsed read(const v1::LeaseLapsed& stored, FieldReader& reader);
casework::OrderReleased read(const v1::OrderReleased& stored, FieldReader& reader);
casework::OrderSigned read(const v1::OrderSigned& stored, FieldReader& reader);

// event_codec_handling.cc
void on(const casework::FirstContacted& event, v1::Event& stored);
void on(const casework::ArrivedOnSite& event, v1::Event& stored);
void on(const casework::ProgressNoted& event, v1::Event& stored);
void on(const casework::HandlingFinished& event, v1::Event& stored);
void on(const casework::PostChecked& event, v1::Event& stored);
void on(const casework::RequesterReplied& event, v1::Event& stored);
void on(const casework::CalledBack& event, v1::Event& stored);
void on(const casework::CaseReworked& event, v1::Event& stored);
void on(const casework::CaseClosed& event, v1::Event& stored);
void on(const casework::CaseStruckOff& event, v1::Event& stored);
casework::FirstContacted read(const v1::FirstContacted& stored, FieldReader& reader);
casework::ArrivedOnSite read(const v1::ArrivedOnSite& stored, FieldReader& reader);
casework::ProgressNoted read(const v1::ProgressNoted& stored, FieldReader& reader);
casework::HandlingFinished read(const v1::HandlingFinished& stored, FieldReader& reader);
casework::PostChecked read(const v1::PostChecked& stored, FieldReader& reader);
casework::RequesterReplied read(const v1::RequesterReplied& stored, FieldReader& reader);
casework::CalledBack read(const v1::CalledBack& stored, FieldReader& reader);
casework::CaseReworked read(const v1::CaseReworked& stored, FieldReader& reader);
casework::CaseClosed read(const v1::CaseClosed& stored, FieldReader& reader);
casework::CaseStruckOff read(const v1::CaseStruckOff& stored, FieldReader& reader);

// event_codec_clocks.cc
void on(const casework::ClockStarted& event, v1::Event& stored);
void on(const casework::ClockPaused& event, v1::Event& stored);
void on(const casework::ClockResumed& event, v1::Event& stored);
void on(const casework::ClockMet& event, v1::Event& stored);
void on(const casework::ClockDropped& event, v1::Event& stored);
void on(const casework::ClockDueSoon& event, v1::Event& stored);
void on(const casework::ClockRanOut& event, v1::Event& stored);
casework::ClockStarted read(const v1::ClockStarted& stored, FieldReader& reader);
casework::ClockPaused read(const v1::ClockPaused& stored, FieldReader& reader);
casework::ClockResumed read(const v1::ClockResumed& stored, FieldReader& reader);
casework::ClockMet read(const v1::ClockMet& stored, FieldReader& reader);
casework::ClockDropped read(const v1::ClockDropped& stored, FieldReader& reader);
casework::ClockDueSoon read(const v1::ClockDueSoon& stored, FieldReader& reader);
casework::ClockRanOut read(const v1::ClockRanOut& stored, FieldReader& reader);

// event_codec_escalation.cc
void on(const casework::CardIssued& event, v1::Event& stored);
void on(const casework::CaseEscalated& event, v1::Event& stored);
void on(const casework::LadderExhausted& event, v1::Event& stored);
casework::CardIssued read(const v1::CardIssued& stored, FieldReader& reader);
casework::CaseEscalated read(const v1::CaseEscalated& stored, FieldReader& reader);
casework::LadderExhausted read(const v1::LadderExhausted& stored, FieldReader& reader);

// Parts that others share.
void write(const triage::Findings& findings, v1::Findings& stored);
triage::Findings read(const v1::Findings& stored, FieldReader& reader);
void write(const calendar::ClockReading& reading, v1::ClockReading& stored);
void write(const calendar::Alarms& alarms, v1::Alarms& stored);
calendar::ClockReading read(const v1::ClockReading& stored, FieldReader& reader);
calendar::Alarms read(const v1::Alarms& stored, FieldReader& reader);

}  // namespace whistle::journal

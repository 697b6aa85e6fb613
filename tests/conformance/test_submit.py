"""Complaints: what is taken, what is refused, and that sending again is safe."""

from __future__ import annotations

from typing import Any

from engine import HOUR_MS
from support import BUILDING, OTHER_COMPOUND, EngineTest
from whistle.v1.complaint_pb2 import SubmitRequest

TEXT_BYTES_MAX = 32 * 1024  # of the town's rule book


class SubmitTest(EngineTest):
    def test_a_complaint_becomes_a_case(self) -> None:
        reply = self.client.submit(**self.complaint())
        self.assertEqual(reply.disposition, "filed")
        self.assertGreater(reply.complaint_id, 0)
        self.assertFalse(reply.replayed)
        self.assertEqual((reply.category, reply.area_code), ("06001", BUILDING))
        self.assertEqual((reply.severity, reply.unit, reply.tier), ("blue", "street", "street"))
        self.assertGreater(reply.resolve_due_ms, reply.received_at_ms)
        view = self.case(reply.case_id)
        self.assertEqual(view.first_complaint_id, reply.complaint_id)
        self.assertEqual((view.status, view.place), ("dispatched", "queue"))

    def test_the_same_complaint_again_gets_the_first_answer(self) -> None:
        complaint = self.complaint()
        first = self.client.submit(**complaint)
        before = self.client.ask("STATUS")
        for _ in range(3):
            again = self.client.submit(**complaint)
            self.assertTrue(again.replayed)
            again.replayed = False
            self.assertEqual(again, first)
        changed = self.client.submit(**complaint | {"text": "别的事"})
        self.assertTrue(changed.replayed, "the identity counts, not the text")
        self.assertEqual(changed.case_id, first.case_id)
        after = self.client.ask("STATUS")
        self.assertEqual(after.head_sequence, before.head_sequence)
        self.assertEqual(after.tallies, before.tallies)

    def test_the_same_complaint_pipelined_is_taken_once(self) -> None:
        complaint = self.complaint()
        request = SubmitRequest(complaint=complaint)
        ids = [self.client.send("SUBMIT", request) for _ in range(20)]
        replies = [self.client.answer("SUBMIT", number) for number in reversed(ids)]
        self.assertEqual(len({reply.case_id for reply in replies}), 1)
        self.assertEqual(sum(not reply.replayed for reply in replies), 1)

    def test_one_identity_of_two_sources_is_two_complaints(self) -> None:
        first = self.client.submit(**self.complaint(external_id="same", source="one"))
        second = self.client.submit(**self.complaint(external_id="same", source="two"))
        self.assertNotEqual(first.complaint_id, second.complaint_id)
        self.assertFalse(second.replayed)

    def test_every_disposition_of_a_complaint(self) -> None:
        submit = self.client.submit
        unclear = self.complaint(text="有点事想说", category="", area_code=0)
        self.assertEqual(submit(**unclear).disposition, "awaits_triage")
        declined = submit(**self.complaint(text="法院已经立案，请你们再看看", category=""))
        self.assertEqual(declined.disposition, "declined")
        self.assertTrue(declined.decline_ground)
        self.assertEqual(declined.case_id, 0)
        answered = submit(**self.complaint(answered="已当场答复"))
        self.assertEqual((answered.disposition, answered.case_id), ("answered", 0))
        wire: dict[str, Any] = {"category": "fire-flywire", "text": "有人飞线充电"}
        first = submit(**self.complaint(**wire))
        joined = submit(**self.complaint(**wire))
        self.assertEqual((first.disposition, joined.disposition), ("filed", "merged"))
        self.assertEqual(joined.case_id, first.case_id)
        wire = {**wire, "requester": "somebody who asks twice", "area_code": OTHER_COMPOUND}
        asked, again = (submit(**self.complaint(**wire)) for _ in range(2))
        self.assertEqual((asked.disposition, again.disposition), ("filed", "informed"))
        self.assertEqual(self.case(asked.case_id).reminders, 1)

    def test_danger_is_red_whatever_else_is_said(self) -> None:
        gas = self.complaint(text="煤气泄漏，快来", category="", answered="已答复")
        reply = self.client.submit(**gas)
        self.assertEqual((reply.disposition, reply.severity), ("filed", "red"))
        self.assertEqual(reply.category, "svc-gas-leak")

    def test_what_can_never_be_right_is_refused_by_name(self) -> None:
        submit = self.client.submit

        def refused(reason: str, **fields: object) -> str:
            return self.refused(reason, submit, **self.complaint(**fields)).message

        before = self.client.ask("STATUS").tallies
        refused("MISSING_TEXT", text="")
        refused("MISSING_IDENTITY", source="")
        refused("MISSING_IDENTITY", external_id="")
        refused("TEXT_TOO_LONG", text="x" * (TEXT_BYTES_MAX + 1))
        refused("TIME_IN_FUTURE", occurred_at_ms=self.now() + HOUR_MS)
        self.assertIn("42", refused("UNKNOWN_AREA", area_code=42))
        self.assertIn("no-such", refused("UNKNOWN_CATEGORY", category="no-such"))
        self.assertIn("telegraph", refused("FIELD_VIOLATION", channel="telegraph"))
        refused("FIELD_VIOLATION", request_type="prayer")
        refused("FIELD_VIOLATION", requester_kind="ghost")
        point = {"has_point": True, "latitude": 24.6, "longitude": 117.7}
        self.assertIn("mars", refused("FIELD_VIOLATION", **point, datum="mars"))
        refused("FIELD_VIOLATION", **point | {"latitude": 91.0})
        refused("FIELD_VIOLATION", **point | {"longitude": float("nan")})
        refused("FIELD_VIOLATION", source="s" * 129)
        refused("FIELD_VIOLATION", external_id="e" * 129)
        self.refused("MISSING_IDENTITY", self.client.ask, "SUBMIT")
        self.assertEqual(self.client.ask("STATUS").tallies, before, "nothing was counted")

    def test_the_longest_text_is_taken(self) -> None:
        text = "杂" * (TEXT_BYTES_MAX // 3)
        reply = self.client.submit(**self.complaint(text=text))
        shown = self.case(reply.case_id, with_text=True).text
        self.assertEqual(shown, text)

    def test_personal_data_is_masked_but_for_who_signed(self) -> None:
        number = self.file(text="楼道违建，我的电话13812345678")
        self.assertEqual(self.case(number).text, "", "not asked for")
        self.assertNotIn("13812345678", self.case(number, with_text=True).text)
        token = self.take(number)
        self.assertIn("13812345678", self.case(number, with_text=True, token=token).text)
        self.assertNotIn("13812345678", self.case(number, with_text=True, token=token + 1).text)

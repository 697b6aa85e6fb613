"""What a gateway asks: complaints, proposals, the words of the rules, and all of it for people."""

from __future__ import annotations

from typing import Any

from support import BUILDING, EngineTest
from whistle.v1.complaint_pb2 import Attribute, Complaint
from whistle.v1.envelope_pb2 import Operator
from whistle_client import VERBS

PLACE = "和平小区3号楼，电话13812345678"


class GatewayTest(EngineTest):
    def filed(self, **fields: Any) -> tuple[dict[str, Any], Any]:
        whole = self.complaint(**fields)
        return whole, self.client.submit(**whole)

    def test_a_complaint_is_found_by_its_number_and_by_its_source(self) -> None:
        whole, reply = self.filed(
            address=PLACE,
            media_urls=["https://example.com/1.jpg"],
            attributes=[Attribute(code="LANE", values=["bike", "travel"]), Attribute(code="NONE")],
        )
        for audience in VERBS["GET_COMPLAINT"].audiences:
            found = self.client.ask(
                "GET_COMPLAINT", on=audience, complaint_id=reply.complaint_id, with_text=True
            )
            named = self.client.ask(
                "GET_COMPLAINT",
                on=audience,
                source=whole["source"],
                external_id=whole["external_id"],
                with_text=True,
            )
            self.assertEqual(found, named)
        self.assertEqual(found.case_id, reply.case_id)
        self.assertEqual((found.disposition, found.received_at_ms), ("filed", reply.received_at_ms))
        # Who does not say when it happened means now.
        self.assertEqual(found.complaint.occurred_at_ms, reply.received_at_ms)
        self.assertEqual(found.complaint.text, whole["text"])
        self.assertEqual(found.complaint.address, "和平小区3号楼，电话138****5678")
        self.assertEqual(list(found.complaint.media_urls), whole["media_urls"])
        self.assertEqual(list(found.complaint.attributes), whole["attributes"])
        self.assertEqual(found.complaint.requester, whole["requester"])
        self.assertEqual(self.case(reply.case_id, with_text=True).address, found.complaint.address)
        bare = self.client.ask("GET_COMPLAINT", complaint_id=reply.complaint_id)
        self.assertEqual((bare.complaint.text, bare.complaint.address), ("", ""))

    def test_who_has_signed_reads_everything(self) -> None:
        _, reply = self.filed(address=PLACE, requester_name="王女士")
        token = self.take(reply.case_id)
        found = self.client.ask(
            "GET_COMPLAINT", complaint_id=reply.complaint_id, with_text=True, token=token
        )
        self.assertEqual(found.complaint.address, PLACE)
        self.assertEqual(found.complaint.requester_name, "王女士")

    def test_a_complaint_that_there_is_not(self) -> None:
        self.refused("UNKNOWN_COMPLAINT", self.client.ask, "GET_COMPLAINT", complaint_id=9**9)
        self.refused(
            "UNKNOWN_COMPLAINT", self.client.ask, "GET_COMPLAINT", source="x", external_id="y"
        )
        self.refused("FIELD_VIOLATION", self.client.ask, "GET_COMPLAINT", source="x")

    def test_what_stands_beside_the_text_has_bounds(self) -> None:
        for fields in (
            {"address": "x" * 1025},
            {"media_urls": ["x"] * 17},
            {"media_urls": ["x" * 2049]},
            {"media_urls": [""]},
            {"attributes": [Attribute(code="A")] * 65},
            {"attributes": [Attribute(code="A" * 129)]},
            {"attributes": [Attribute(code="")]},
            {"attributes": [Attribute(code="A", values=["x" * 4097])]},
        ):
            self.refused("FIELD_VIOLATION", self.client.submit, **self.complaint(**fields))

    def test_a_proposal_says_what_then_happens(self) -> None:
        whole = self.complaint(text="楼道里又堆满了纸箱，没法走人")
        head = self.client.ask("STATUS").head_sequence
        for audience in VERBS["PROPOSE"].audiences:
            told = self.client.ask("PROPOSE", on=audience, complaint=Complaint(**whole))
        self.assertEqual(self.client.ask("STATUS").head_sequence, head)
        reply = self.client.submit(**whole)
        self.assertEqual(told.disposition, reply.disposition)
        self.assertEqual((told.route.unit, told.route.tier), (reply.unit, reply.tier))
        self.assertEqual(told.reading.category, reply.category)
        self.assertEqual(told.reading.severity, reply.severity)
        due = {clock.stage: clock.due_ms for clock in told.clocks}
        self.assertEqual(due["resolve"], reply.resolve_due_ms)
        story = self.client.ask("EXPLAIN", case_id=reply.case_id).story
        self.assertEqual(told.route.considered, story.routes[0].considered)

    def test_a_proposal_needs_no_number_but_words(self) -> None:
        nameless = Complaint(text="楼道堆物", area_code=BUILDING, category="06001")
        self.assertEqual(self.client.ask("PROPOSE", complaint=nameless).disposition, "filed")
        self.refused("MISSING_TEXT", self.client.ask, "PROPOSE", complaint=Complaint())
        nameless.category = "none"
        self.refused("UNKNOWN_CATEGORY", self.client.ask, "PROPOSE", complaint=nameless)

    def test_the_words_of_the_rules(self) -> None:
        for audience in VERBS["RULES"].audiences:
            told = self.client.ask("RULES", on=audience)
        self.assertEqual((told.city, told.time_zone), ("conformance", "Asia/Shanghai"))
        self.assertIn("06001", {category.code for category in told.categories})
        self.assertIn(BUILDING, {area.code for area in told.areas})
        self.assertIn("street", {unit.code for unit in told.units})
        self.assertFalse(told.more)
        only = self.client.ask("RULES", categories=True)
        self.assertEqual((only.categories, len(only.areas)), (told.categories, 0))
        name = "base/categories.csv"
        self.assertIn(name, {file.name for file in told.files})
        text = self.client.ask("RULES", file=name).files[0]
        self.assertEqual(len(text.text.encode()), text.bytes)
        self.refused("UNKNOWN_ROW", self.client.ask, "RULES", file="../../etc/passwd")

    def test_a_person_may_what_its_roles_may(self) -> None:
        number = self.file()
        client = self.client
        client.acting_for = Operator(name="zhang.san", roles=["worker"], units=["street"])
        self.addCleanup(setattr, client, "acting_for", None)
        self.refused("ROLE", client.ask, "POST_CHECK", case_id=number, by="chen", passed=True)
        self.assertEqual(client.ask("GET_CASE", case_id=number).case.case_id, number)
        pulled = client.ask("PULL", unit="street", worker="zhang.san", only_case=number)
        self.assertEqual(len(pulled.grants), 1)
        facts = client.ask("EXPLAIN", case_id=number).facts
        leased = [fact for fact in facts if fact.event == "order_leased"]
        self.assertEqual(leased[-1].principal, "/zhang.san")
        client.acting_for = Operator(name="zhang.san", roles=["worker"], units=["community"])
        self.refused("UNIT", client.ask, "PULL", unit="street", worker="zhang.san")

    def test_nobody_is_nobody(self) -> None:
        self.addCleanup(setattr, self.client, "acting_for", None)
        self.client.acting_for = Operator(name="zhang.san")
        self.refused("ROLE", self.client.ask, "RULES")
        self.client.acting_for = Operator(roles=["worker"])
        self.refused("FIELD_VIOLATION", self.client.ask, "RULES")
        self.client.acting_for = Operator(name="a", roles=["gateway"])
        self.refused("FIELD_VIOLATION", self.client.ask, "RULES")

    def test_status_says_how_long_things_take(self) -> None:
        self.file()
        status = self.client.ask("STATUS")
        spread = {each.name: each for each in status.distributions}
        self.assertEqual(set(spread), {"group_write", "answer", "alarm_lag"})
        for each in spread.values():
            self.assertEqual(len(each.counts), len(each.bounds) + 1)
            self.assertEqual(list(each.bounds), sorted(each.bounds))
        self.assertGreater(sum(spread["answer"].counts), 0)
        self.assertGreater(spread["group_write"].sum, 0)
        counts = {each.name: each.value for each in status.counts}
        self.assertGreater(counts["commit_groups"], 0)
        self.assertGreater(status.journal_bytes, 0)
        self.assertTrue(status.engine_version)

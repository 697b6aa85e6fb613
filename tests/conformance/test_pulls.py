"""Pulling: over several lines, selective, waiting, standing; receipts, holdings, going home."""

from __future__ import annotations

from typing import Any

from support import BUILDING, COMPOUND, EngineTest
from whistle.v1.work_pb2 import PullCredit, PullReply, PullRequest

RECEIPT_MS = 5_000
LEASE_MS = 60_000
LONG_MS = 20_000


class PullTest(EngineTest):
    def setUp(self) -> None:
        super().setUp()
        self.drain_lines()

    def drain_lines(self) -> None:
        """What other tests left in the lines is signed for, and who still waits there goes."""
        for unit in ("street", "east"):
            for worker in ("li", "gone"):
                self.client.ask("DRAIN", unit=unit, worker=worker)
            while self.client.ask("PULL", unit=unit, worker="sweeper", max=256, sign_at_once=True).grants:
                pass

    def pulls(self, **fields: Any) -> list[int]:
        reply = self.client.ask("PULL", worker="li", **fields)
        return [grant.case.case_id for grant in reply.grants]

    # ---- several lines ----

    def test_several_lines_are_one_order(self) -> None:
        calm = self.file()
        urgent = self.file(category="pm-repair-fund", area_code=COMPOUND)
        units = [self.case(number).unit for number in (calm, urgent)]
        self.client.act("recolour_case", id=urgent, by="chen", to="red", reason="x")
        got = self.pulls(unit=units[0], more_units=units[1:], max=10)
        self.assertEqual(got[0], urgent)
        self.assertIn(calm, got)

    def test_each_named_unit_must_be_known(self) -> None:
        self.refused(
            "UNKNOWN_UNIT", self.client.ask, "PULL", unit="street", more_units=["nowhere"], worker="li"
        )

    def test_only_what_is_wanted(self) -> None:
        number = self.file()
        self.assertEqual(self.pulls(unit="street", severities=["red"]), [])
        self.assertEqual(self.pulls(unit="street", categories=["no-such"]), [])
        self.assertEqual(self.pulls(unit="street", areas=[BUILDING]), [number])
        for wrong in ({"severities": ["pink"]}, {"more_units": ["u"] * 65}, {"areas": [1] * 257}):
            with self.subTest(wrong=wrong):
                self.refused("FIELD_VIOLATION", self.client.ask, "PULL", unit="street", worker="li", **wrong)

    # ---- receipts ----

    def test_a_grant_that_nobody_receives_goes_back_uncounted(self) -> None:
        number = self.file()
        first = self.client.ask("PULL", unit="street", worker="li", only_case=number).grants[0]
        self.pass_time(RECEIPT_MS)
        self.assertEqual(self.case(number).place, "queue")
        self.assertTrue(self.receive(number, first.token).lost)
        facts = [fact.event for fact in self.client.ask("EXPLAIN", case_id=number).facts]
        self.assertIn("lease_undelivered", facts)
        self.assertEqual(self.pulls(unit="street", only_case=number), [number])

    def test_a_received_grant_lasts_from_its_receipt(self) -> None:
        number = self.file()
        grant = self.client.ask("PULL", unit="street", worker="li", only_case=number).grants[0]
        self.pass_time(RECEIPT_MS - 1)
        lease = self.receive(number, grant.token)
        self.assertEqual((lease.until_ms, lease.lost), (self.now() + LEASE_MS, False))
        self.pass_time(LEASE_MS - 1)
        self.assertEqual(self.case(number).place, "lease")
        self.pass_time(1)
        self.assertEqual(self.case(number).place, "queue")

    def test_receipts_are_bounded(self) -> None:
        self.refused("FIELD_VIOLATION", self.client.ask, "RECEIVE", worker="li")
        many = [{"case_id": 1, "token": 1}] * 257
        self.refused("FIELD_VIOLATION", self.client.ask, "RECEIVE", leases=many, worker="li")

    # ---- holdings, drain, recall ----

    def test_holdings_survive_the_worker(self) -> None:
        number, token = self.filed_and_taken()
        held = self.client.ask("HOLDINGS", unit="street", worker="li", after_case=number - 1)
        self.assertEqual(held.grants[0].case.case_id, number)
        self.assertEqual(held.grants[0].token, token)
        self.assertEqual(held.grants[0].until_ms, 0)
        everybody = self.client.ask("HOLDINGS", unit="street", after_case=number - 1)
        self.assertEqual(everybody.grants[0].token, token)
        self.refused("UNKNOWN_UNIT", self.client.ask, "HOLDINGS", unit="nowhere")

    def test_who_drains_gives_leases_back_and_leaves_signed_orders(self) -> None:
        leased, signed = self.file(), self.file()
        self.take(leased, worker="gone", sign=False)
        self.take(signed, worker="gone")
        reply = self.client.ask("DRAIN", unit="street", worker="gone")
        self.assertEqual((reply.leases, reply.signed_for, reply.pulls), (1, 1, 0))
        self.assertEqual(self.case(leased).place, "queue")
        self.assertEqual(self.case(signed).place, "hands")
        self.refused("UNKNOWN_UNIT", self.client.ask, "DRAIN", unit="nowhere", worker="gone")

    def test_a_recall_takes_the_token_away_at_once(self) -> None:
        number, token = self.filed_and_taken()
        self.client.act("recall_order", id=number, by="chen", reason="ill")
        held = {"case_id": number, "token": token, "worker": "li"}
        self.refused("TOKEN_SUPERSEDED", self.client.ask, "PROGRESS", **held)
        self.assertEqual((self.case(number).place, self.case(number).unit), ("queue", "street"))
        self.refused("WRONG_STATE", self.client.act, "recall_order", id=number, by="chen", reason="x")

    # ---- why not ----

    def test_explain_pull_says_why_there_is_nothing(self) -> None:
        number = self.file()
        self.take(number, sign=False)
        waits = self.file()
        asked: dict[str, Any] = {"unit": "street", "worker": "wu", "severities": ["red"]}
        told = self.client.ask("EXPLAIN_PULL", **asked, only_case=number)
        line = told.lines[0]
        self.assertEqual((line.unit, line.waiting, line.passed_over), ("street", 1, 1))
        self.assertGreaterEqual(line.leased, 1)
        self.assertIn("leased to li", told.only_case)
        told = self.client.ask("EXPLAIN_PULL", **asked, only_case=waits)
        self.assertIn("severities leaves it out", told.only_case)
        self.assertEqual(list(told.next), [])
        self.assertEqual(len(self.client.ask("PULL", **asked, only_case=waits).grants), 0)
        self.assertEqual(self.client.ask("EXPLAIN_PULL", unit="street", worker="wu").next, [waits])
        self.refused("UNKNOWN_UNIT", self.client.ask, "EXPLAIN_PULL", unit="nowhere", worker="wu")

    # ---- waiting ----

    def test_a_pull_waits_for_an_order(self) -> None:
        waiting = self.new_client()
        asked = waiting.send("PULL", PullRequest(unit="street", worker="li", wait_ms=LONG_MS))
        number = self.file()
        reply = waiting.answer("PULL", asked)
        self.assertEqual([grant.case.case_id for grant in reply.grants], [number])

    def test_a_wait_ends_with_nothing(self) -> None:
        self.assertEqual(self.pulls(unit="street", wait_ms=50), [])

    def test_who_has_waited_longer_is_served_first(self) -> None:
        first, second = self.new_client(), self.new_client()
        wish = PullRequest(unit="street", worker="li", wait_ms=LONG_MS)
        asked = [(client, client.send("PULL", wish)) for client in (first, second)]
        for client, _ in asked:
            client.ask("PING", on="work")  # each pull is there before the next thing happens
        numbers = [self.file(), self.file()]
        got = [client.answer("PULL", request).grants[0].case.case_id for client, request in asked]
        self.assertEqual(got, numbers)

    def test_a_standing_pull_brings_orders_as_long_as_its_credit_lasts(self) -> None:
        worker = self.new_client()
        asked = worker.send("PULL", PullRequest(unit="street", worker="li", credit=2))
        numbers = [self.file() for _ in range(3)]
        got = [self.brought(worker, asked) for _ in range(2)]
        self.assertEqual([case for grant in got for case in grant], numbers[:2])
        self.assertEqual(self.case(numbers[2]).place, "queue")
        worker.call("CREDIT", PullCredit(request_id=asked, credit=3), on="work")
        self.assertEqual(self.brought(worker, asked), [numbers[2]])
        self.refused("NOT_PULLING", worker.call, "CREDIT", PullCredit(request_id=99, credit=3), "work")
        self.assertEqual(worker.ask("DRAIN", unit="street", worker="li").pulls, 1)
        self.assertEqual(worker.answer("PULL", asked).granted, 3)

    def brought(self, worker: Any, asked: int) -> list[int]:
        """The next orders of a standing pull, received."""
        line = worker.line("work")
        while not line.grants:
            self.assertTrue(line.pump(worker.timeout_s), "nothing was brought")
        header, body = line.grants.popleft()
        self.assertEqual(header.request_id, asked)
        grants = PullReply.FromString(body).grants
        for grant in grants:
            self.receive(grant.case.case_id, grant.token)
        return [grant.case.case_id for grant in grants]

    def test_a_pull_stands_for_lines_and_not_for_one_case(self) -> None:
        self.refused(
            "FIELD_VIOLATION", self.client.ask, "PULL", unit="street", worker="li",
            only_case=1, credit=5,
        )

    def test_who_receives_nothing_three_times_is_sent_no_more(self) -> None:
        worker = self.new_client()
        asked = worker.send("PULL", PullRequest(unit="street", worker="li", credit=100))
        worker.ask("PING", on="work")
        number = self.file()
        for _ in range(3):
            line = worker.line("work")
            while not line.grants:
                self.assertTrue(line.pump(worker.timeout_s), "nothing was brought")
            line.grants.clear()
            self.pass_time(RECEIPT_MS)
        self.refused("NOT_RECEIVED", worker.answer, "PULL", asked)
        self.assertEqual(self.pulls(unit="street", only_case=number), [number])

    def test_a_connection_has_so_many_waiting_pulls_and_no_more(self) -> None:
        worker = self.new_client()
        wish = PullRequest(unit="street", worker="li", wait_ms=LONG_MS)
        for _ in range(64):
            worker.send("PULL", wish)
        self.refused("CONNECTION_PULLS_FULL", worker.call, "PULL", wish)

    def test_who_goes_away_leaves_the_order_to_others(self) -> None:
        gone = self.new_client()
        gone.send("PULL", PullRequest(unit="street", worker="gone", wait_ms=LONG_MS))
        gone.ask("PING", on="work")
        gone.close()
        stays = self.new_client()
        asked = stays.send("PULL", PullRequest(unit="street", worker="li", wait_ms=LONG_MS))
        stays.ask("PING", on="work")
        number = self.file()
        self.pass_time(RECEIPT_MS)
        self.assertEqual(stays.answer("PULL", asked).grants[0].case.case_id, number)

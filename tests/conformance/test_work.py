"""The straight way: leases, tokens, signing, handling, checks, callbacks."""

from __future__ import annotations

from typing import Any

from engine import HOUR_MS, MINUTE_MS
from support import BUILDING, COMPOUND, EngineTest
from whistle.v1.work_pb2 import PullRequest

LEASE_MS = MINUTE_MS  # of the town's rule book
RECEIPT_MS = 5_000


class WorkTest(EngineTest):
    def test_a_lease_is_granted_renewed_released(self) -> None:
        number = self.file()
        granted = self.client.ask("PULL", unit="street", worker="li", only_case=number).grants[0]
        self.assertEqual(granted.until_ms, self.now() + LEASE_MS)
        self.assertEqual(granted.case.place, "lease")
        self.assertEqual(granted.receive_by_ms, self.now() + RECEIPT_MS)
        self.receive(number, granted.token)
        held: dict[str, Any] = {"case_id": number, "token": granted.token, "worker": "li"}
        self.pass_time(LEASE_MS // 2)
        renewed = self.client.ask("RENEW", **held)
        self.assertEqual(renewed.token, granted.token)
        self.assertEqual(renewed.until_ms, self.now() + LEASE_MS)
        self.client.ask("RELEASE", **held)
        self.assertEqual(self.case(number).place, "queue")
        self.refused("TOKEN_SUPERSEDED", self.client.ask, "RENEW", **held)
        self.refused("TOKEN_SUPERSEDED", self.client.ask, "SIGN", **held)

    def test_a_leased_order_is_granted_to_nobody_else(self) -> None:
        number = self.file()
        self.take(number, sign=False)
        again = self.client.ask("PULL", unit="street", worker="wu", only_case=number)
        self.assertEqual(len(again.grants), 0)

    def test_a_lapsed_lease_returns_to_its_line_and_tokens_only_grow(self) -> None:
        number = self.file()
        first = self.take(number, sign=False)
        self.pass_time(LEASE_MS + 1)
        self.assertEqual(self.case(number).place, "queue")
        second = self.take(number, worker="wu", sign=False)
        self.assertGreater(second, first)
        old = {"case_id": number, "token": first, "worker": "li"}
        for verb in ("RENEW", "RELEASE", "SIGN", "CONTACT", "ARRIVE", "PROGRESS", "RAISE"):
            with self.subTest(verb=verb):
                self.refused("TOKEN_SUPERSEDED", self.client.ask, verb, **old)
        finish = old | {"result": "solved"}
        self.refused("TOKEN_SUPERSEDED", self.client.ask, "FINISH", **finish)

    def test_a_lapsed_lease_works_again_only_by_pulling_again(self) -> None:
        number = self.file()
        token = self.take(number, sign=False)
        self.pass_time(LEASE_MS + 1)
        self.refused(
            "TOKEN_SUPERSEDED", self.client.ask, "RENEW", case_id=number, token=token, worker="li"
        )
        self.assertEqual(self.case(number).status, "dispatched")

    def test_the_whole_straight_way(self) -> None:
        number = self.file()
        lease = self.take(number, sign=False)
        ask = self.client.ask
        owned = ask("SIGN", case_id=number, token=lease, worker="li").token
        self.assertGreater(owned, lease)
        held: dict[str, Any] = {"case_id": number, "token": owned, "worker": "li"}
        self.refused("TOKEN_SUPERSEDED", ask, "CONTACT", **held | {"token": lease})
        for verb in ("CONTACT", "ARRIVE", "PROGRESS"):
            ask(verb, **held, note="在办")
        self.refused("FIELD_VIOLATION", ask, "FINISH", **held, result="perhaps")
        ask("FINISH", **held, result="solved", note="办好了")
        self.assertEqual((self.case(number).status, self.case(number).place), ("finished", "desk"))
        self.refused("WRONG_STATE", ask, "PROGRESS", **held)
        ask("POST_CHECK", case_id=number, by="chen", passed=True)
        self.assertEqual(self.case(number).status, "replied")
        call: dict[str, Any] = {"case_id": number, "by": "chen", "solved": "solved"}
        self.refused("FIELD_VIOLATION", ask, "CALL_BACK", **call, satisfaction="so-so")
        self.refused("FIELD_VIOLATION", ask, "CALL_BACK", **call, way="pigeon")
        self.refused(
            "UNKNOWN_COMPLAINT", ask, "CALL_BACK", **call, satisfaction="satisfied",
            complaint_id=999_999,
        )  # fmt: skip
        ask("CALL_BACK", **call, satisfaction="very_satisfied")
        self.assertEqual(self.case(number).status, "closed")
        self.refused("CASE_CLOSED", ask, "PROGRESS", **held)
        self.refused("CASE_CLOSED", ask, "CALL_BACK", **call, satisfaction="satisfied")

    def test_a_resident_rates_on_the_intake_socket(self) -> None:
        number, token = self.filed_and_taken()
        self.finish(number, token)
        self.client.ask("POST_CHECK", case_id=number, by="chen", passed=True)
        self.client.ask(
            "CALL_BACK", on="intake", case_id=number, by="resident", solved="solved",
            satisfaction="fairly_satisfied", way="message",
        )  # fmt: skip
        self.assertEqual(self.case(number).status, "closed")

    def test_work_that_does_not_pass_comes_back(self) -> None:
        number, token = self.filed_and_taken()
        self.finish(number, token)
        self.client.ask("POST_CHECK", case_id=number, by="chen", passed=False, note="没有拆")
        self.assertEqual((self.case(number).rework_rounds, self.case(number).place), (1, "queue"))
        again = self.take(number)
        self.finish(number, again)
        self.client.ask("POST_CHECK", case_id=number, by="chen", passed=True)
        self.client.ask(
            "CALL_BACK", case_id=number, by="chen", solved="unsolved", satisfaction="dissatisfied"
        )
        self.assertEqual(self.case(number).rework_rounds, 2)

    def test_what_is_red_is_visited(self) -> None:
        gas: dict[str, Any] = {"text": "煤气泄漏", "category": "svc-gas-leak", "area_code": COMPOUND}
        number, token = self.filed_and_taken(**gas)
        self.finish(number, token)
        self.client.ask("POST_CHECK", case_id=number, by="chen", passed=True)
        call: dict[str, Any] = {"case_id": number, "solved": "solved", "satisfaction": "satisfied"}
        self.refused("VISIT_REQUIRED", self.client.ask, "CALL_BACK", **call, by="chen")
        self.client.ask("CALL_BACK", **call, by="书记", way="secretary_visit")
        self.assertEqual(self.case(number).status, "closed")

    def test_beyond_our_capacity_moves_the_case_up(self) -> None:
        number, token = self.filed_and_taken(category="pm-facility")
        self.assertEqual(self.case(number).unit, "ry")
        self.client.ask("RAISE", case_id=number, token=token, worker="li", note="没有经费")
        self.assertEqual((self.case(number).unit, self.case(number).escalations), ("east", 1))
        self.refused(
            "TOKEN_SUPERSEDED", self.client.ask, "PROGRESS", case_id=number, token=token,
            worker="li",
        )  # fmt: skip

    def test_a_person_reads_what_the_rules_cannot(self) -> None:
        unclear = self.complaint(text="麻烦来看一下", category="", area_code=0)
        number = self.client.submit(**unclear).case_id
        self.assertEqual(self.case(number).status, "awaits_triage")
        ask = self.client.ask
        wish: dict[str, Any] = {
            "case_id": number,
            "by": "zhao",
            "category": "06001",
            "area_code": BUILDING,
        }
        self.refused("TOKEN_SUPERSEDED", ask, "CLASSIFY", **wish, token=1)
        grants = ask("PULL", unit="triage", worker="zhao", only_case=number).grants
        wish["token"] = grants[0].token
        self.refused("MISSING_IDENTITY", ask, "CLASSIFY", **wish | {"by": ""})
        self.refused("UNKNOWN_CATEGORY", ask, "CLASSIFY", **wish | {"category": "no-such"})
        self.refused("UNKNOWN_AREA", ask, "CLASSIFY", **wish | {"area_code": 42})
        ask("CLASSIFY", **wish)
        self.assertEqual(
            (self.case(number).status, self.case(number).unit), ("dispatched", "street")
        )

    def test_pulling_takes_the_most_pressing_first_and_no_more_than_asked(self) -> None:
        self.client.ask("PULL", unit="east", worker="li", max=256, sign_at_once=True)
        quiet = [self.file(category="pm-repair-fund") for _ in range(3)]
        urgent = self.file(category="pm-repair-fund")
        self.client.act("recolour_case", id=urgent, by="chen", to="yellow", reason="老人住院急用")
        reply = self.client.ask("PULL", unit="east", worker="li", max=2, sign_at_once=True)
        self.assertEqual([grant.case.case_id for grant in reply.grants], [urgent, quiet[0]])
        self.assertEqual({grant.until_ms for grant in reply.grants}, {0})
        rest = self.client.ask("PULL", unit="east", worker="li", max=256, sign_at_once=True)
        self.assertEqual([grant.case.case_id for grant in rest.grants], quiet[1:])
        empty = self.client.ask("PULL", unit="east", worker="li", max=256)
        self.assertEqual(len(empty.grants), 0)
        for grant in [*reply.grants, *rest.grants]:
            self.finish(grant.case.case_id, grant.token)

    def test_workers_are_refused_with_a_reason(self) -> None:
        ask = self.client.ask
        self.refused("UNKNOWN_UNIT", ask, "PULL", unit="nowhere", worker="li")
        self.refused("MISSING_IDENTITY", ask, "PULL", unit="street")
        self.refused("FIELD_VIOLATION", ask, "PULL", unit="street", worker="w" * 129)
        missing: dict[str, Any] = {"case_id": 999_999, "token": 1, "worker": "li"}
        for verb in ("RENEW", "RELEASE", "SIGN", "CONTACT", "ARRIVE", "PROGRESS", "RAISE"):
            with self.subTest(verb=verb):
                self.refused("UNKNOWN_CASE", ask, verb, **missing)
        self.refused("UNKNOWN_CASE", ask, "FINISH", **missing, result="solved")
        self.refused("UNKNOWN_CASE", ask, "POST_CHECK", case_id=999_999, by="chen")
        number = self.file()
        self.refused("WRONG_STATE", ask, "POST_CHECK", case_id=number, by="chen", passed=True)
        self.refused("MISSING_IDENTITY", ask, "POST_CHECK", case_id=number, passed=True)
        lease = self.take(number, sign=False)
        early: dict[str, Any] = {"case_id": number, "token": lease, "worker": "li"}
        self.refused("WRONG_STATE", ask, "PROGRESS", **early)
        self.refused("FIELD_VIOLATION", ask, "SIGN", **early, note="n" * 4097)

    def test_two_workers_pulling_at_once_never_share_an_order(self) -> None:
        for _ in range(12):
            self.file(category="pm-facility")
        other = self.new_client()
        pull = PullRequest(unit="ry", worker="li", max=5)
        ids = [(client, client.send("PULL", pull)) for client in (self.client, other) * 3]
        granted = [
            grant.case.case_id
            for client, number in ids
            for grant in client.answer("PULL", number).grants
        ]
        self.assertEqual(len(granted), len(set(granted)))
        self.pass_time(HOUR_MS)

"""Wishes that are sent twice are done once; wishes that come too late are not done."""

from __future__ import annotations

from typing import Any

from engine import HOUR_MS, MINUTE_MS, SECOND_MS, Engine
from google.protobuf.message import Message
from support import EngineTest
from whistle.v1.act_pb2 import ActRequest
from whistle.v1.complaint_pb2 import SubmitRequest
from whistle.v1.envelope_pb2 import Header, Method
from whistle.v1.work_pb2 import PullRequest, TokenRequest
from whistle_client import VERBS, Client

DAY_MS = 24 * HOUR_MS


def a_need(title: str = "修路") -> ActRequest:
    return ActRequest(list_wish={"list": "need", "title": title, "unit": "east", "by": "居民"})


class OnceTest(EngineTest):
    def make_engine(self) -> Engine:
        engine = Engine().start()
        self.addCleanup(engine.close)
        return engine

    def send(self, verb: str, request: Message, client: Client | None = None, **more: Any) -> int:
        header = Header(method=Method.Value("METHOD_" + verb), **more)
        return (client or self.client).line(VERBS[verb].audiences[0]).send(header, request)

    def once(self, verb: str, request: Message, key: str, client: Client | None = None) -> Any:
        client = client or self.client
        return client.answer(verb, self.send(verb, request, client, idempotency_key=key))

    def head(self) -> int:
        return int(self.client.ask("STATUS").head_sequence)

    def test_a_wish_is_done_once_and_its_answer_is_told_again(self) -> None:
        first = self.once("ACT", a_need(), "k-1")
        head = self.head()
        self.assertEqual(self.once("ACT", a_need(), "k-1"), first)
        self.assertEqual(self.once("ACT", a_need(), "k-1", self.new_client()), first)
        self.assertEqual(self.head(), head, "nothing was done")
        self.assertNotEqual(self.once("ACT", a_need(), "k-2"), first)
        self.assertNotEqual(self.client.call("ACT", a_need(), "work"), first, "without a key, again")

    def test_also_after_a_power_cut(self) -> None:
        number = self.file()
        unit = self.case(number).unit
        pull = PullRequest(unit=unit, worker="li", only_case=number)
        granted = self.once("PULL", pull, "pull-1")
        [grant] = granted.grants
        sign = TokenRequest(case_id=number, token=grant.token, worker="li")
        signed = self.once("SIGN", sign, "sign-1")
        head = self.head()
        self.engine.kill()
        self.engine.start()
        again = self.once("PULL", pull, "pull-1")
        self.assertEqual([each.token for each in again.grants], [grant.token])
        self.assertEqual(again.grants[0].case.case_id, number)
        self.assertEqual(self.once("SIGN", sign, "sign-1"), signed)
        self.assertEqual(self.head(), head)
        self.assertEqual(self.engine.stop(), 0)
        self.assertEqual(self.engine.verify(), 0)

    def test_a_complaint_may_have_a_key_as_well(self) -> None:
        request = SubmitRequest(complaint=self.complaint())
        first = self.once("SUBMIT", request, "c")
        again = self.once("SUBMIT", request, "c")
        self.assertTrue(again.replayed)
        self.assertEqual(again.complaint_id, first.complaint_id)

    def test_another_wish_under_the_same_key_is_refused(self) -> None:
        self.once("ACT", a_need("修路"), "k")
        head = self.head()
        self.refused("IDEMPOTENCY_KEY_REUSED", self.once, "ACT", a_need("修桥"), "k")
        pull = PullRequest(unit="east", worker="li")
        self.refused("IDEMPOTENCY_KEY_REUSED", self.once, "PULL", pull, "k")
        self.assertEqual(self.head(), head)

    def test_of_two_at_once_one_is_done_and_both_are_told(self) -> None:
        ids = [self.send("ACT", a_need(), idempotency_key="k") for _ in range(50)]
        replies = {self.client.answer("ACT", each).id for each in ids}
        self.assertEqual(len(replies), 1)
        self.assertNotEqual(replies, {0})

    def test_what_was_refused_is_decided_anew(self) -> None:
        number = self.file()
        sign = TokenRequest(case_id=number, token=99_999, worker="li")
        self.refused("TOKEN_SUPERSEDED", self.once, "SIGN", sign, "k")
        sign.token = self.take(number, sign=False)
        self.assertGreater(self.once("SIGN", sign, "k").token, 0)

    def test_a_pull_that_got_nothing_may_get_something_later(self) -> None:
        number = self.file()
        unit = self.case(number).unit
        self.take(number)
        pull = PullRequest(unit=unit, worker="li")
        self.assertEqual(len(self.once("PULL", pull, "k").grants), 0)
        other = self.file()
        [grant] = self.once("PULL", pull, "k").grants
        self.assertEqual(grant.case.case_id, other)

    def test_a_pull_that_waits_is_not_waited_for_twice(self) -> None:
        number = self.file()
        unit = self.case(number).unit
        self.take(number)
        pull = PullRequest(unit=unit, worker="li", wait_ms=60_000)
        waiting = self.send("PULL", pull, idempotency_key="k")
        # The first may not be with the engine yet, but it comes before the second.
        self.refused("IN_PROGRESS", self.once, "PULL", pull, "k")
        other = self.file()
        [grant] = self.client.answer("PULL", waiting).grants
        self.assertEqual(grant.case.case_id, other)
        [again] = self.once("PULL", pull, "k").grants
        self.assertEqual(again.token, grant.token)

    def test_after_seven_days_a_key_may_name_another_wish(self) -> None:
        first = self.once("ACT", a_need("修路"), "k")
        self.pass_time(7 * DAY_MS - MINUTE_MS)
        self.assertEqual(self.once("ACT", a_need("修路"), "k"), first)
        self.pass_time(MINUTE_MS)
        self.assertNotEqual(self.once("ACT", a_need("修桥"), "k"), first)
        self.assertEqual(self.engine.stop(), 0)
        self.assertEqual(self.engine.verify(), 0)

    def test_a_key_is_printable_and_short(self) -> None:
        self.once("ACT", a_need(), "~" * 128)
        for wrong in ("k" * 129, "a\nb", "\x7f", "钥匙"):
            refused = self.refused("FIELD_VIOLATION", self.once, "ACT", a_need(), wrong)
            self.assertIn("header.idempotency_key", refused.message)

    def test_who_only_looks_needs_no_key(self) -> None:
        request = VERBS["QUEUES"].request()
        for body in (request, VERBS["QUEUES"].request(unit="east")):
            self.once("QUEUES", body, "k")
        self.once("ACT", a_need(), "k")

    def test_a_wish_that_comes_too_late_is_not_done(self) -> None:
        now = self.now()

        def late() -> Any:
            number = self.send(
                "ACT", a_need(), timeout_ms=SECOND_MS, driven_time_ms=now + MINUTE_MS
            )
            return self.client.answer("ACT", number)

        self.refused("QUEUED_TOO_LONG", late)
        rows = self.client.ask("REGISTERS", kind="list_entry").rows
        self.assertEqual(len(rows), 0, "time has passed, and nothing else has happened")
        in_time = self.send("ACT", a_need(), timeout_ms=SECOND_MS)
        self.assertGreater(self.client.answer("ACT", in_time).id, 0)
        # Who only looks waits for nothing.
        look = VERBS["QUEUES"].request()
        self.client.answer(
            "QUEUES", self.send("QUEUES", look, timeout_ms=1, driven_time_ms=now + HOUR_MS)
        )

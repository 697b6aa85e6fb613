"""Many wishes in one message: each is what it would be alone, and one answer tells of all."""

from __future__ import annotations

from typing import Any

import bundles
from bundles import Wish, wish
from engine import MINUTE_MS, SECOND_MS, Engine
from support import EngineTest, unlike_others
from test_once import a_need
from whistle.v1.bundle_pb2 import BundledWish, BundleReply, BundleRequest
from whistle.v1.complaint_pb2 import SubmitRequest
from whistle.v1.envelope_pb2 import METHOD_BUNDLE, METHOD_SUBMIT, Header, Method
from whistle_client import PROTOCOL, VERBS, NoAnswer, Refused

WISHES_MAX = 256
ORDERS_MAX = 256


def long_text(number: int) -> str:
    """About 29,000 bytes that are like no other."""
    return unlike_others(number) * 600


class BundlesTest(EngineTest):
    def make_engine(self) -> Engine:
        engine = Engine().start()
        self.addCleanup(engine.close)
        return engine

    def send(self, *wishes: Wish, on: str = "work") -> list[Any]:
        return bundles.send(self.client, list(wishes), on)

    def alone(self, each: Wish) -> Any:
        header = Header(method=Method.Value("METHOD_" + each.verb), idempotency_key=each.key)
        number = self.client.line(VERBS[each.verb].audiences[0]).send(header, each.request)
        return self.client.answer(each.verb, number)

    def told(self, why: str, answer: Any) -> Refused:
        """One wish of a bundle was refused so."""

        def again() -> None:
            if isinstance(answer, Refused):
                raise answer

        return self.refused(why, again)

    def head(self) -> int:
        return int(self.client.ask("STATUS").head_sequence)

    def submission(self, key: str = "", **fields: Any) -> Wish:
        return Wish("SUBMIT", SubmitRequest(complaint=self.complaint(**fields)), key)

    def test_welcome_says_how_many_there_may_be(self) -> None:
        welcome = self.client.hello("work")
        self.assertIn("bundles", welcome.features)
        self.assertEqual(welcome.limits.bundle_wishes, WISHES_MAX)
        self.assertEqual(welcome.limits.pull_orders, ORDERS_MAX)

    def test_the_whole_way_of_a_hundred_cases_takes_three_messages(self) -> None:
        submissions = [self.submission() for _ in range(100)]
        filed = self.send(*submissions, on="intake")
        self.assertEqual({reply.disposition for reply in filed}, {"filed"})
        numbers = [reply.case_id for reply in filed]
        self.assertEqual(numbers, sorted(numbers), "decided in their order")
        [unit] = {reply.unit for reply in filed}
        pull = wish("PULL", unit=unit, worker="li", max=100, sign_at_once=True)
        [pulled] = self.send(pull)
        held = {grant.case.case_id: grant.token for grant in pulled.grants}
        self.assertEqual(set(held), set(numbers))
        ends = [
            wish("FINISH", case_id=number, token=token, result="solved", worker="li")
            for number, token in held.items()
        ]
        self.assertEqual({type(each).__name__ for each in self.send(*ends)}, {"TokenReply"})
        self.assertEqual({self.case(number).status for number in numbers}, {"finished"})
        self.assertEqual((self.engine.stop(), self.engine.verify()), (0, 0))

    def test_each_wish_has_a_fate_of_its_own(self) -> None:
        first, second = self.file(), self.file()
        token = self.take(first, sign=False)
        other = self.take(second)
        lease = {"case_id": first, "token": token}
        received, signed, late, nobody, broken, looked, nested, waits, stands, closed = self.send(
            wish("RECEIVE", leases=[lease], worker="li"),
            wish("SIGN", worker="li", **lease),
            wish("CONTACT", case_id=second, token=other + 100, worker="li"),
            wish("PROGRESS", case_id=99_999, token=1, worker="li", note="无此案"),
            Wish("FINISH", b"\xff\xff\xff"),
            wish("GET_CASE", case_id=first),
            Wish("BUNDLE", bundles.request_of([wish("SIGN", **lease)])),
            wish("PULL", unit="street", worker="li", wait_ms=1),
            wish("PULL", unit="street", worker="li", credit=1),
            wish("FINISH", case_id=second, token=other, result="solved", worker="li"),
        )
        self.assertFalse(received.leases[0].lost)
        self.assertGreater(signed.token, token)
        self.told("TOKEN_SUPERSEDED", late)
        self.told("UNKNOWN_CASE", nobody)
        self.told("BAD_FRAME", broken)
        for answer in (looked, nested):
            self.assertIn("bundle", self.told("METHOD", answer).message)
        self.assertIn("wait_ms", self.told("FIELD_VIOLATION", waits).message)
        self.assertIn("credit", self.told("FIELD_VIOLATION", stands).message)
        self.assertEqual(closed.token, 0)
        self.assertEqual(self.case(first).status, "signed_for")
        self.assertEqual(self.case(second).status, "finished")

    def test_a_socket_takes_in_a_bundle_what_it_takes_alone(self) -> None:
        complaint = self.submission()
        self.told("METHOD", self.send(complaint)[0])
        sign = wish("SIGN", case_id=1, token=1, worker="li")
        filed, refused = self.send(complaint, sign, on="intake")
        self.assertEqual(filed.disposition, "filed")
        self.told("METHOD", refused)
        with self.assertRaises(Refused) as caught:
            self.client.call("BUNDLE", bundles.request_of([sign]), "admin")
        self.assertEqual(caught.exception.reason, "METHOD")

    def test_the_same_complaint_twice_is_one_complaint(self) -> None:
        one, other = self.submission(), self.submission()
        first, between, again = self.send(one, other, one, on="intake")
        self.assertFalse(first.replayed)
        self.assertTrue(again.replayed)
        self.assertEqual(again.complaint_id, first.complaint_id)
        self.assertEqual(between.complaint_id, first.complaint_id + 1)
        self.assertTrue(self.alone(one).replayed)

    def test_a_key_is_the_same_alone_and_in_a_bundle(self) -> None:
        alone = Wish("ACT", a_need("修路"), "alone")
        bundled = Wish("ACT", a_need("修桥"), "bundled")
        first = self.alone(alone)
        again, second, twice = self.send(alone, bundled, bundled)
        self.assertEqual(again, first)
        self.assertEqual(twice, second)
        self.assertNotEqual(second, first)
        head = self.head()
        self.assertEqual(self.alone(bundled), second)
        self.assertEqual(self.send(bundled, alone), [second, first])
        self.assertEqual(self.head(), head, "nothing was done")
        reused, too_long, fresh = self.send(
            Wish("ACT", a_need("修塔"), "alone"),
            Wish("ACT", a_need("修塔"), "k" * 129),
            Wish("ACT", a_need("修塔"), "fresh"),
        )
        self.told("IDEMPOTENCY_KEY_REUSED", reused)
        self.told("FIELD_VIOLATION", too_long)
        self.assertGreater(fresh.id, second.id)

    def test_the_bundle_itself_has_no_key(self) -> None:
        def under_a_key(title: str) -> int:
            header = Header(method=METHOD_BUNDLE, idempotency_key="k", timeout_ms=1)
            request = bundles.request_of([Wish("ACT", a_need(title))])
            reply = self.client.answer("BUNDLE", self.client.line("work").send(header, request))
            return int(VERBS["ACT"].reply.FromString(reply.answers[0].body).id)

        self.assertNotEqual(under_a_key("修路"), under_a_key("修桥"))

    def test_one_to_256_wishes(self) -> None:
        call = self.client.call
        self.assertIn(
            "empty", self.refused("FIELD_VIOLATION", call, "BUNDLE", BundleRequest()).message
        )
        most = [Wish("ACT", a_need(f"路{number}")) for number in range(WISHES_MAX)]
        made = [reply.id for reply in self.send(*most)]
        self.assertEqual(made, list(range(made[0], made[0] + WISHES_MAX)))
        head = self.head()
        refused = self.refused("FIELD_VIOLATION", call, "BUNDLE", bundles.request_of(most + most))
        self.assertIn("512, at most 256", refused.message)
        self.assertEqual(self.head(), head, "none of them was done")

    def test_pulls_of_a_bundle_share_what_one_pull_may_bring(self) -> None:
        numbers = {self.file() for _ in range(5)}
        unit = self.case(min(numbers)).unit

        def pull(most: int, worker: str) -> Wish:
            return wish("PULL", unit=unit, worker=worker, max=most)

        two, refused, rest, one = self.send(
            pull(2, "li"), pull(999, "chen"), pull(ORDERS_MAX - 3, "chen"), pull(0, "wu")
        )
        self.assertIn("max", self.told("FIELD_VIOLATION", refused).message)
        self.assertEqual(len(two.grants), 2)
        self.assertEqual(len(rest.grants), 3)
        self.assertEqual(len(one.grants), 0, "nothing is left, and nothing is waited for")
        granted = {grant.case.case_id for reply in (two, rest) for grant in reply.grants}
        self.assertEqual(granted, numbers)

    def test_texts_share_the_room_of_one_answer(self) -> None:
        texts = {self.file(text=text): text for text in map(long_text, range(50))}
        pulls = [wish("PULL", unit="street", worker=f"w{n}", max=10) for n in range(5)]
        replies = self.send(*pulls)
        views = [grant.case for reply in replies for grant in reply.grants]
        self.assertEqual({view.case_id for view in views}, set(texts))
        whole = sum(len(view.text.encode()) for view in views)
        self.assertGreater(whole, 900_000)
        self.assertLess(whole, 1_100_000)
        last = views[-1]
        self.assertEqual(last.text, "", "who needs it asks for the case")
        shown = self.case(last.case_id, with_text=True)
        self.assertEqual(shown.text, texts[last.case_id])

    def test_a_bundle_that_cannot_be_read_is_a_strike_and_a_wish_is_none(self) -> None:
        broken = [BundledWish(method=METHOD_SUBMIT, body=b"\xff") for _ in range(10)]
        for _ in range(5):
            reply: BundleReply = self.client.call("BUNDLE", BundleRequest(wishes=broken), "intake")
            self.assertEqual({answer.status.reason for answer in reply.answers}, {"BAD_FRAME"})
        self.client.ask("HELLO", on="intake")
        line = self.client.line("intake")
        header = Header(kind=1, method=METHOD_BUNDLE, request_id=7).SerializeToString()
        for _ in range(3):
            line.send_frames([PROTOCOL, header, b"\xff\xff"])
        while line.ended is None:
            self.assertTrue(line.pump(self.client.timeout_s))
        self.assertEqual(line.ended.reason, "MALFORMED")

    def test_time_passes_before_the_first_and_each_has_its_patience(self) -> None:
        self.client.time_ms = self.now() + MINUTE_MS
        late, in_time, patient = self.send(
            Wish("ACT", a_need("修路"), timeout_ms=SECOND_MS),
            Wish("ACT", a_need("修桥")),
            Wish("ACT", a_need("修塔"), timeout_ms=2 * MINUTE_MS),
        )
        self.assertEqual(self.now(), self.client.time_ms)
        self.told("QUEUED_TOO_LONG", late)
        self.assertGreater(patient.id, in_time.id)
        self.client.time_ms = -1
        call, request = self.client.call, bundles.request_of([Wish("ACT", a_need())])
        self.refused("FIELD_VIOLATION", call, "BUNDLE", request)

    def test_what_a_power_cut_left_is_found_under_the_keys(self) -> None:
        wishes = [Wish("ACT", a_need(f"路{number}"), f"k-{number}") for number in range(WISHES_MAX)]
        request = bundles.request_of(wishes)
        before = self.send(*wishes[:1])
        number = self.client.send("BUNDLE", request)
        self.engine.kill()
        self.client.timeout_s = 0.1
        told: list[Any] = []
        try:
            told = bundles.outcomes(wishes, list(self.client.answer("BUNDLE", number).answers))
        except NoAnswer:
            pass
        self.engine.start()
        self.client = self.new_client()
        after = self.send(*wishes)
        self.assertEqual(after[:1], before)
        self.assertIn(told, ([], after), "what was told is on disk")
        self.assertEqual(len({reply.id for reply in after}), WISHES_MAX)
        self.assertEqual(self.send(*wishes), after)
        self.assertEqual(len(self.rows()), WISHES_MAX)
        self.assertEqual((self.engine.stop(), self.engine.verify()), (0, 0))

    def rows(self) -> list[Any]:
        return list(self.client.ask("REGISTERS", kind="list_entry").rows)

    def test_who_hangs_up_on_a_bundle_leaves_its_orders_to_others(self) -> None:
        numbers = {self.file() for _ in range(3)}
        unit = self.case(min(numbers)).unit
        hasty = self.new_client()
        pulls = [wish("PULL", unit=unit, worker=f"w{n}", max=1) for n in range(3)]
        hasty.send("BUNDLE", bundles.request_of(pulls))
        hasty.ask("PING", on="work")  # by now the bundle was read
        hasty.close()
        self.pass_time(6 * SECOND_MS)
        [all_of_them] = self.send(wish("PULL", unit=unit, worker="li", max=3))
        self.assertEqual({grant.case.case_id for grant in all_of_them.grants}, numbers)

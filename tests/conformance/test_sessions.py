"""Who is there: versions, features, sessions over lost connections, and how an engine says goodbye."""

from __future__ import annotations

import re
import signal
import time

import bundles
from bundles import wish
from engine import PATIENCE_S, Engine
from support import PROTOS, EngineTest, Recording
from whistle.v1 import envelope_pb2
from whistle.v1.complaint_pb2 import SubmitRequest
from whistle.v1.work_pb2 import PullReply, PullRequest
from whistle_client import AUDIENCES, VERBS, Line, Refused, Watch

SUBMITS = 3_000


class SessionsTest(EngineTest):
    def test_a_welcome_says_what_both_may_rely_on(self) -> None:
        status = self.client.ask("STATUS")
        for audience in AUDIENCES:
            welcome = self.client.hello(audience, client="文字", version="1", max_minor=9)
            self.assertEqual(welcome.minor, 1)
            self.assertRegex(welcome.server_version, r"^\d+\.\d+\.\d+$")
            self.assertEqual(len(welcome.resume_token), 16)
            self.assertEqual(welcome.policy_version, status.policy_version)
            self.assertGreaterEqual(welcome.heartbeat_ms, 1_000)
            self.assertEqual(welcome.limits.header_bytes, 4 * 1024)
            self.assertEqual(welcome.limits.body_bytes, 256 * 1024)
            self.assertEqual(welcome.limits.pull_orders, 256)
            self.assertGreater(welcome.limits.lease_ms, 0)

    def test_every_feature_is_documented_and_may_be_relied_on(self) -> None:
        text = (PROTOS / "envelope.proto").read_text(encoding="utf-8")
        documented = text[text.index("// Features.") : text.index("message Welcome")]
        features = list(self.client.hello("work").features)
        self.assertIn("sessions", features)
        for feature in features:
            with self.subTest(feature=feature):
                self.assertIsNotNone(re.search(rf"\b{feature}\b", documented))
        header = envelope_pb2.Header(method=envelope_pb2.METHOD_PING, must_understand=features)
        line = self.client.line("work")
        self.assertEqual(line.answer_to(line.send(header, None), PATIENCE_S).header.status.code, 0)

    def test_minor_versions_must_meet(self) -> None:
        for least, most in ((0, 0), (0, 1), (1, 1), (1, 1000)):
            welcome = self.client.hello("work", min_minor=least, max_minor=most)
            self.assertEqual(welcome.minor, 1)
        self.refused("VERSION", self.client.hello, "work", min_minor=2, max_minor=3)
        self.refused("FIELD_VIOLATION", self.client.hello, "work", min_minor=2, max_minor=1)

    def test_what_a_hello_says_is_bounded(self) -> None:
        for field in ("client", "version", "resume_token"):
            fits, over = ("x" * 256, "x" * 257)
            if field == "resume_token":
                self.client.hello("work", **{field: fits.encode()})
                over_field: object = over.encode()
            else:
                self.client.hello("work", **{field: fits})
                over_field = over
            self.refused("FIELD_VIOLATION", self.client.hello, "work", **{field: over_field})

    def test_a_ping_is_answered_on_every_socket(self) -> None:
        for audience in AUDIENCES:
            pong = self.client.ask("PING", on=audience)
            self.assertEqual(pong.head_sequence, self.client.ask("STATUS").head_sequence)
            self.assertEqual(pong.journal_id, self.client.hello(audience).journal_id)
            self.assertEqual(pong.time_ms, self.now())

    def test_a_session_goes_on_on_another_connection(self) -> None:
        for audience in AUDIENCES:
            first = self.client.hello(audience)
            self.assertFalse(first.resumed)
            self.client.close(audience)
            second = self.client.hello(audience)
            self.assertTrue(second.resumed)
            self.assertNotEqual(first.resume_token, second.resume_token)

    def gone_with_a_standing_pull(self) -> tuple[Recording, int]:
        """A worker whose connection is lost, and the number of its pull, for which nothing waits."""
        sweep = {"unit": "street", "worker": "sweeper", "max": 256, "sign_at_once": True}
        while self.client.ask("PULL", **sweep).grants:
            pass
        worker = self.new_client()
        worker.hello("work")
        asked = worker.send("PULL", PullRequest(unit="street", worker="li", credit=5))
        worker.ask("PING", on="work")
        worker.close("work")
        return worker, asked

    def test_a_standing_pull_goes_with_its_session(self) -> None:
        worker, asked = self.gone_with_a_standing_pull()
        self.assertTrue(worker.hello("work").resumed)
        number = self.file()
        line = worker.line("work")
        while not line.grants:
            self.assertTrue(line.pump(PATIENCE_S), "nothing was brought")
        header, body = line.grants.popleft()
        self.assertEqual(header.request_id, asked)
        grants = PullReply.FromString(body).grants
        self.assertEqual([grant.case.case_id for grant in grants], [number])
        self.assertEqual(worker.ask("DRAIN", unit="street", worker="li").pulls, 1)
        self.assertEqual(worker.answer("PULL", asked).granted, 1)

    def test_a_standing_pull_outlives_what_came_while_nobody_was_there(self) -> None:
        worker, asked = self.gone_with_a_standing_pull()
        missed = self.file()
        # It could not be brought, and is in its line again for whoever comes.
        until = time.monotonic() + PATIENCE_S
        while missed not in self.client.ask("QUEUES", unit="street", heads=16).queues[0].heads:
            self.assertLess(time.monotonic(), until, "it is gone")
        self.assertTrue(worker.hello("work").resumed)
        back = worker.line("work")
        while not back.grants:
            self.assertTrue(back.pump(PATIENCE_S), "nothing was brought")
        header, body = back.grants.popleft()
        self.assertEqual(header.request_id, asked)
        reply = PullReply.FromString(body)
        self.assertEqual([grant.case.case_id for grant in reply.grants], [missed])
        self.assertEqual(reply.granted, 1)
        self.assertEqual(worker.ask("DRAIN", unit="street", worker="li").pulls, 1)

    def test_a_welcome_that_was_lost_loses_no_session(self) -> None:
        token = self.client.hello("work").resume_token
        self.client.close("work")
        self.client.send("HELLO", envelope_pb2.Hello(resume_token=token), on="work")
        # Its answer is not looked at.
        self.client.ask("PING", on="work")
        self.client.close("work")
        self.assertTrue(self.client.hello("work", resume_token=token).resumed)

    def test_a_token_is_of_no_use_elsewhere(self) -> None:
        token = self.client.hello("work").resume_token
        self.assertFalse(self.client.hello("watch", resume_token=token).resumed)
        self.assertFalse(self.client.hello("admin", resume_token=b"0123456789abcdef").resumed)


class FarewellTest(EngineTest):
    def make_engine(self) -> Engine:
        engine = Engine()
        self.addCleanup(engine.close)
        # Nobody is refused for want of room: what is refused is refused because the engine stops.
        settings = engine.folder / "whistled.toml"
        settings.write_text(f"[limits]\ncommand_ring = {2 * SUBMITS}\n")
        return engine.start("--config", str(settings))

    def farewell(self, line: Line) -> None:
        """The engine has said on this line that it stops."""
        ended = line.ended
        assert ended is not None, "nothing was said"

        def sent_away() -> None:
            raise ended

        self.refused("SHUTTING_DOWN", sent_away)

    def stop(self, *lines: Line) -> None:
        """SIGTERM; reads all that is said until the end and what is still on its way."""
        self.engine.signal(signal.SIGTERM)
        while not self.engine.has_ended():
            for line in lines:
                line.pump(0.01)
        for line in lines:
            while line.pump(0.1):
                pass
        self.assertEqual(self.engine.stop(), 0)

    def test_everybody_who_is_known_is_told_that_the_engine_stops(self) -> None:
        silent = self.new_client()
        silent.ask("PING", on="work")
        watch = self.new_client()
        Watch(watch)
        worker = self.new_client()
        pull = worker.send("PULL", PullRequest(unit="street", worker="li", wait_ms=60_000))
        worker.ask("PING", on="work")
        for audience in AUDIENCES:
            self.client.hello(audience)
        lines = [self.client.line(audience) for audience in AUDIENCES]
        lines += [watch.line("watch"), worker.line("work")]
        self.stop(*lines, silent.line("work"))
        for line in lines:
            self.farewell(line)
        self.refused("SHUTTING_DOWN", worker.answer, "PULL", pull)
        self.assertIsNone(silent.line("work").ended, "who waits for nothing need not know")
        # After a restart the tokens of before are unknown; everything else goes on.
        self.engine.start()
        self.assertFalse(self.client.hello("work").resumed)

    def test_what_was_taken_is_answered_and_the_rest_is_refused(self) -> None:
        for _ in range(20):
            if self._stopped_in_the_middle():
                return
        self.fail("the engine reads faster than complaints are sent")

    def test_bundles_that_were_taken_are_answered_whole_and_the_rest_refused_whole(self) -> None:
        client = Recording(self.engine.endpoints, PATIENCE_S)
        self.addCleanup(client.close)
        client.hello("intake")
        line = client.line("intake")
        line.socket.rcvhwm = 0
        wishes = [[wish("SUBMIT", complaint=self.complaint()) for _ in range(100)] for _ in range(9)]
        ids = [client.send("BUNDLE", bundles.request_of(each), "intake") for each in wishes]
        client.answer("BUNDLE", ids[0], "intake")
        self.stop(line)
        taken = 1
        for number, each in zip(ids, wishes, strict=True):
            answer = line.answers.get(number)
            if answer is None:
                continue
            if answer.header.status.code != 0:
                self.assertEqual(answer.header.status.reason, "SHUTTING_DOWN")
                continue
            reply = VERBS["BUNDLE"].reply.FromString(answer.body)
            told = bundles.outcomes(each, list(reply.answers))
            self.assertFalse([one for one in told if isinstance(one, Refused)])
            taken += 1
        self.engine.start()
        tallies = self.new_client().ask("STATUS").tallies
        self.assertEqual(tallies.complaints, 100 * taken, "what was done was answered")

    def _stopped_in_the_middle(self) -> bool:
        client = Recording(self.engine.endpoints, PATIENCE_S)
        self.addCleanup(client.close)
        before = client.ask("STATUS").tallies.complaints
        client.hello("intake")
        line = client.line("intake")
        line.socket.rcvhwm = 0  # an engine that stops waits for slow readers for a second only
        requests = [SubmitRequest(complaint=self.complaint()) for _ in range(SUBMITS)]
        ids = [client.send("SUBMIT", request) for request in requests]
        client.answer("SUBMIT", ids[0])
        self.stop(line)
        self.farewell(line)
        statuses = [line.answers[number].header.status for number in ids if number in line.answers]
        taken = 1 + sum(status.code == 0 for status in statuses)
        refused = [status for status in statuses if status.code != 0]
        self.assertEqual({status.reason for status in refused} - {"SHUTTING_DOWN"}, set())
        self.engine.start()
        tallies = self.new_client().ask("STATUS").tallies
        self.assertEqual(tallies.complaints - before, taken, "what was done was answered")
        if not refused:
            return False

        def again() -> None:
            raise Refused(refused[0])

        self.refused("SHUTTING_DOWN", again)
        return True

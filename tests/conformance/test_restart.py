"""Power cuts: what was answered is there, what is asked again is not done twice."""

from __future__ import annotations

from engine import PATIENCE_S, Engine
from support import EngineTest
from whistle.v1.complaint_pb2 import SubmitRequest
from whistle_client import NoAnswer, Watch


class RestartTest(EngineTest):
    def make_engine(self) -> Engine:
        engine = Engine().start()
        self.addCleanup(engine.close)
        return engine

    def test_kill_restart_and_go_on(self) -> None:
        complaints = [self.complaint() for _ in range(10)]
        replies = [self.client.submit(**complaint) for complaint in complaints]
        signed = replies[0].case_id
        token = self.take(signed)
        leased = replies[1].case_id
        lease = self.take(leased, sign=False)
        watch = Watch(self.client, window=5)
        told: list[tuple[int, int]] = []
        while len(told) < 5:
            events = watch.receive(PATIENCE_S)
            assert events is not None
            told += [(fact.sequence, fact.index) for fact in events.facts]
        before = {reply.case_id: self.case(reply.case_id) for reply in replies}

        self.engine.kill()
        self.engine.start()

        # The sockets of the client outlive the engine: they connect again by themselves.
        for complaint, reply in zip(complaints, replies, strict=True):
            again = self.client.submit(**complaint)
            self.assertTrue(again.replayed)
            again.replayed = False
            self.assertEqual(again, reply)
        for number, view in before.items():
            self.assertEqual(self.case(number), view)
        self.client.ask("CONTACT", case_id=signed, token=token, worker="li")
        self.client.ask("SIGN", case_id=leased, token=lease, worker="li")
        self.finish(signed, token)

        watch.begin(credit=1000)
        head = self.client.ask("STATUS").head_sequence
        told += [(fact.sequence, fact.index) for fact in watch.until(head)]
        whole = Watch(self.new_client())
        self.assertEqual(told, [(fact.sequence, fact.index) for fact in whole.until(head)])
        self.assertEqual(self.engine.stop(), 0)
        self.assertEqual(self.engine.verify(), 0)

    def test_killed_in_the_middle_of_a_burst(self) -> None:
        complaints = [self.complaint() for _ in range(300)]
        ids = [
            self.client.send("SUBMIT", SubmitRequest(complaint=complaint))
            for complaint in complaints
        ]
        answered = {0: self.client.answer("SUBMIT", ids[0])}
        self.engine.kill()
        self.client.timeout_s = 0
        for index, number in enumerate(ids[1:], start=1):
            try:
                answered[index] = self.client.answer("SUBMIT", number)
            except NoAnswer:
                break
        self.engine.start()

        survivor = self.new_client()
        replies = [survivor.submit(**complaint) for complaint in complaints]
        for index, reply in answered.items():
            self.assertTrue(replies[index].replayed, "an answer is given after the fsync only")
            self.assertEqual(replies[index].case_id, reply.case_id)
        self.assertEqual(len({reply.complaint_id for reply in replies}), len(complaints))
        tallies = survivor.ask("STATUS").tallies
        self.assertEqual(tallies.complaints, len(complaints))
        self.assertEqual(self.engine.stop(), 0)
        self.assertEqual(self.engine.verify(), 0)

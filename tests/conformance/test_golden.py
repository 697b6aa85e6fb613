"""The golden bytes of every message are read, written and shown as they always were.

A difference means that programs of other teams are misunderstood: change the code, not the file.
WHISTLE_UPDATE_GOLDEN=1 adds samples of what is new and takes nothing away. The same file is read in
C++ by golden_test.cc.
"""

from __future__ import annotations

import os
import unittest

import golden
from google.protobuf import text_format


class GoldenTest(unittest.TestCase):
    samples: list[golden.Sample]

    @classmethod
    def setUpClass(cls) -> None:
        cls.samples = golden.read() if golden.FILE.exists() else []
        if os.environ.get("WHISTLE_UPDATE_GOLDEN"):
            cls.samples += cls.missing(cls.samples)
            golden.write(cls.samples)

    @staticmethod
    def missing(samples: list[golden.Sample]) -> list[golden.Sample]:
        """Samples that the file should have and has not."""
        present = {
            (sample.name, chosen(sample))
            for sample in samples
            if golden.is_complete(sample.message())
        }
        return [
            sample
            for kind in golden.classes().values()
            for sample in map(golden.sample_of, golden.filled(kind))
            if (sample.name, chosen(sample)) not in present
        ]

    def test_every_message_has_a_sample_with_every_field(self) -> None:
        left = [sample.name for sample in self.missing(self.samples)]
        self.assertEqual(left, [], "new? WHISTLE_UPDATE_GOLDEN=1 ctest -R conformance")

    def test_no_sample_is_of_what_there_is_not(self) -> None:
        self.assertLessEqual({sample.name for sample in self.samples}, set(golden.classes()))

    def test_bytes_are_read_and_written_as_they_always_were(self) -> None:
        self.assertGreater(len(self.samples), 100)
        for sample in self.samples:
            with self.subTest(message=sample.name):
                message = sample.message()
                self.assertEqual(len(message.UnknownFields()), 0)
                self.assertEqual(message.SerializeToString(deterministic=True).hex(), sample.hex)
                self.assertEqual(golden.text_of(message), sample.text)
                typed = text_format.Parse(sample.text, type(message)())
                self.assertEqual(typed, message)


def chosen(sample: golden.Sample) -> str:
    """The member of its oneof that a sample has set."""
    message = sample.message()
    for oneof in message.DESCRIPTOR.oneofs:
        if len(oneof.fields) > 1:
            return message.WhichOneof(oneof.name) or ""
    return ""

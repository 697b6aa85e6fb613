"""A real whistled for the suite: sockets and a journal in a folder of its own, a driven clock."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from whistle_client import AUDIENCES, Client

HERE = Path(__file__).resolve().parent
TOWN = HERE / "town"
# 2026-03-11T08:00+08:00, a Wednesday.
MORNING_MS = 1_773_187_200_000
SECOND_MS = 1_000
MINUTE_MS = 60 * SECOND_MS
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS

# How long an answer, or a start, may take on the wall before the test gives up.
PATIENCE_S = 120.0


class Engine:
    """Started, killed, and started again on the same journal. The folder goes with `close`."""

    def __init__(self) -> None:
        self.program = Path(os.environ["WHISTLED"])
        self.folder = Path(tempfile.mkdtemp(prefix="whistle-"))
        self.endpoints = {name: f"ipc://{self.folder / name}" for name in AUDIENCES}
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, *more: str, driven: bool = True) -> Engine:
        """Returns when it listens. `more` goes to the end of the command line."""
        ready = self.folder / "ready"
        ready.unlink(missing_ok=True)
        words = [str(self.program), "--rules", str(TOWN / "base"), "--city", str(TOWN / "city")]
        words += ["--data", str(self.folder / "journal"), "--ready-file", str(ready)]
        # Shared by all tests: what one engine compiled the next one need not.
        if compiled := os.environ.get("WHISTLE_COMPILED"):
            words += ["--compiled", compiled]
        for name, endpoint in self.endpoints.items():
            words += [f"--{name}", endpoint]
        if driven:
            words += ["--driven-from", str(MORNING_MS)]
        # A build with sanitizers keeps what was freed: little of it, so that memory can be measured.
        sanitizer = os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=8"
        environment = os.environ | {"ASAN_OPTIONS": sanitizer.lstrip(":")}
        with open(self.folder / "log", "ab") as log:
            self._process = subprocess.Popen(
                [*words, *more], stdout=log, stderr=log, env=environment
            )
        deadline = time.monotonic() + PATIENCE_S
        while not ready.exists():
            try:
                code = self._process.wait(timeout=0.01)
            except subprocess.TimeoutExpired:
                code = None
            if code is not None or time.monotonic() > deadline:
                raise RuntimeError(f"whistled did not start ({code}):\n{self.log()}")
        return self

    def kill(self) -> None:
        """As a power cut would: nothing is flushed, nothing is said."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._process = None

    def signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        self._process.send_signal(number)

    def stop(self) -> int:
        """SIGTERM; the exit code."""
        assert self._process is not None
        self._process.terminate()
        code = self._process.wait(timeout=60)
        self._process = None
        return code

    def has_ended(self) -> bool:
        assert self._process is not None
        return self._process.poll() is not None

    def verify(self) -> int:
        """Walks the journal of an engine that does not run; 0 when it holds."""
        words = [str(self.program), "verify", "--rules", str(TOWN / "base")]
        words += ["--city", str(TOWN / "city"), "--data", str(self.folder / "journal")]
        return subprocess.run(words, capture_output=True, check=False).returncode

    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")

    def resident_bytes(self) -> int:
        assert self._process is not None
        pages = Path(f"/proc/{self._process.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def client(self) -> Client:
        return Client(self.endpoints, PATIENCE_S)

    def close(self) -> None:
        if self._process is not None:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

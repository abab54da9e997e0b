"""Every answer is as the API's description says, whatever is asked: schemathesis, all checks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from layers.settings import CHECKOUT
from tests.patience import PATIENCE_S


@pytest.mark.slow
@pytest.mark.parametrize("phase", ["coverage", "fuzzing"])
def test_every_answer_is_as_described(ogc: httpx.Client, tmp_path: Path, phase: str) -> None:
    """Requests that the description allows are answered, those that it forbids refused.

    The phase `stateful` is left out: nothing is ever made or removed here.
    """
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "schemathesis.cli",
            "run",
            f"{ogc.base_url}api",
            "--checks=all",
            f"--phases={phase}",
            "--mode=all",
            "--max-examples=5",
            "--seed=1",
            "--generation-allow-x00=false",
            "--no-color",
        ],
        cwd=tmp_path,
        env={
            **os.environ,
            "SCHEMATHESIS_HOOKS": "tests.ogc.contract_hooks",
            "PYTHONPATH": str(CHECKOUT),
        },
        capture_output=True,
        text=True,
        timeout=15 * PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-20_000:] + done.stderr[-2_000:]

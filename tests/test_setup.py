"""Files of the set-up: Makefile, locks, compose and what CI runs."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from layers.settings import CHECKOUT
from tests.patience import PATIENCE_S

TARGETS = {
    "bench",
    "clean",
    "db",
    "format",
    "help",
    "install",
    "lint",
    "load",
    "run",
    "test",
    "test-fast",
    "types",
}


def make(*arguments: str, folder: Path = CHECKOUT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=3 * PATIENCE_S,
        check=False,
    )


def test_make_alone_lists_every_target_with_a_line_of_help() -> None:
    listed = dict(re.findall(r"^  make ([a-z-]+) +(\S.*)$", make().stdout, re.MULTILINE))
    assert set(listed) == TARGETS
    assert all(line[0].isupper() for line in listed.values())


def test_every_target_is_phony() -> None:
    text = (CHECKOUT / "Makefile").read_text()
    phony = re.search(r"^\.PHONY: (.+)$", text, re.MULTILINE)
    assert phony is not None
    assert set(phony.group(1).split()) == TARGETS


@pytest.mark.parametrize("script", [".ci/run", ".ci/setup"])
def test_script_is_sound_and_may_be_run(script: str) -> None:
    subprocess.run(["bash", "-n", script], cwd=CHECKOUT, check=True)
    assert (CHECKOUT / script).stat().st_mode & 0o111


def test_setup_refuses_an_unknown_purpose() -> None:
    done = subprocess.run(
        [".ci/setup", "everything"], cwd=CHECKOUT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (2, "usage: .ci/setup run|tools|test|bench\n")


def test_setup_says_when_python_is_too_old(tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("bash", "dirname", "mktemp", "rm", "env", "sh"):
        (programs / name).symlink_to(shutil.which(name) or "")
    old = programs / "python3"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo "Python 3.9.2"\nexit 1\n')
    old.chmod(0o755)
    (tmp_path / ".ci").mkdir()
    shutil.copy(CHECKOUT / ".ci" / "setup", tmp_path / ".ci" / "setup")
    done = subprocess.run(
        ["bash", ".ci/setup", "run"],
        cwd=tmp_path,
        env={"PATH": str(programs)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Python 3.9.2 is too old; Python 3.11 or newer is needed" in done.stderr
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_lock_pins_each_package_with_hashes_and_names_no_server(lock: str) -> None:
    text = (CHECKOUT / lock).read_text()
    assert "://" not in text
    assert "index-url" not in text
    assert "find-links" not in text
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(entries) > 40
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+(\[[a-z,]+\])?==\S+", entry), entry[:60]
        assert "--hash=sha256:" in entry, entry[:60]


def test_locks_agree_on_every_version() -> None:
    def pins(lock: str) -> dict[str, str]:
        text = (CHECKOUT / lock).read_text()
        return dict(re.findall(r"^([a-z0-9._-]+)(?:\[[a-z,]+\])?==(\S+)", text, re.MULTILINE))

    runtime, tools = pins("requirements.lock"), pins("requirements-dev.lock")
    assert runtime.items() <= tools.items()


def test_compose_answers_this_machine_only() -> None:
    compose = yaml.safe_load((CHECKOUT / "compose.yaml").read_text())
    database = compose["services"]["database"]
    assert database["ports"] == ["127.0.0.1:${ZONEMAP_DB_PORT:-5433}:5432"]
    assert "healthcheck" in database


def test_ci_runs_make_test() -> None:
    assert (CHECKOUT / ".ci" / "run").read_text().splitlines()[-1] == "exec make test"

from __future__ import annotations

import time
from pathlib import Path

import pytest

from geo.errors import ImportRejected
from layers.importers.reading import read_file
from layers.importers.reading.codes import FAULTS
from tests.layers.reading import bad_list
from tests.layers.reading.bad_files import BadFile
from tests.patience import PATIENCE_S


@pytest.mark.parametrize("bad", bad_list.ALL, ids=lambda bad: bad.name)
def test_read_file_refuses(bad: BadFile, tmp_path: Path, temp_folder: Path) -> None:
    path = bad.make(tmp_path)
    begin = time.monotonic()
    with pytest.raises(ImportRejected) as refusal:
        read_file(path, bad.options)
    assert time.monotonic() - begin < PATIENCE_S
    faults = {fault.code: fault for fault in reversed(refusal.value.faults)}
    assert set(faults) <= set(FAULTS)
    assert bad.code in faults
    fault = faults[bad.code]
    assert bad.words in str(fault)
    assert bad.place in (fault.place or "")
    assert fault.file == path.name
    assert str(tmp_path) not in str(refusal.value)
    assert fault.remedy


def test_list_of_bad_files_has_names_of_their_own() -> None:
    names = [bad.name for bad in bad_list.ALL]
    assert len(names) == len(set(names))


def test_read_file_gathers_all_faults(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id,wkt\n1,"POLYGON((1"\n2,"POINT(1 2)"\n3,"POINT(nan 2)"\n')
    with pytest.raises(ImportRejected, match="2 faults found") as refusal:
        read_file(path)
    places = [(fault.code, fault.place) for fault in refusal.value.faults]
    assert places == [("geometry_broken", "row 2"), ("coordinate_not_finite", "row 4")]


def test_read_file_stops_at_a_hundred_faults(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,wkt\n" + "".join(f"{n},POLYGON((\n" for n in range(500)))
    with pytest.raises(ImportRejected, match="100 faults found"):
        read_file(path)

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pytest

from retriever.encoders.encoder import FloatArray, Role
from retriever.encoders.hashing import HashingEncoder
from retriever.errors import SnapshotDamaged, SnapshotMissing
from retriever.fields import Field
from retriever.manifest import Manifest
from retriever.snapshot import Snapshot, open_snapshot
from retriever.snapshot_build import FAILPOINTS, snapshot_folder, sweep
from retriever.vectors import IndexKind

Build: TypeAlias = Callable[..., Manifest]

ENCODER = HashingEncoder(64)


@pytest.fixture(scope="module")
def whole(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("snapshots")
    build(directory)
    return snapshot_folder(directory, 1)


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(whole, tmp_path / "1"))


def find(
    snapshot: Snapshot, field: Field, question: str, regions: set[str] | None = None
) -> list[str]:
    index = snapshot.fields[field]
    vector = ENCODER.encode([question], Role.QUERY)[0]
    found = index.find(vector, snapshot.tokenizer.tokens(question), regions=regions)
    return [each.id for each in index.store.get(found.documents)]


def test_a_snapshot_says_what_it_holds(build: Build, tmp_path: Path) -> None:
    manifest = build(tmp_path, 7)
    opened = open_snapshot(tmp_path / "7", verify=True)
    assert opened.manifest == manifest
    assert (manifest.generation, manifest.encoder, manifest.dimension) == (7, ENCODER.name, 64)
    assert (manifest.documents, manifest.texts, manifest.items) == (18, 11, 6)
    names = manifest.fields[Field.NAMES]
    assert (names.documents, names.texts, names.index_kind) == (16, 9, IndexKind.FLAT)
    assert manifest.created_at.isoformat() == "2031-05-06T07:08:00+00:00"
    on_disk = {
        p.relative_to(opened.folder).as_posix() for p in opened.folder.rglob("*") if p.is_file()
    }
    assert on_disk == {*manifest.files, "manifest.json"}


def test_what_was_built_is_found(whole: Path, names: list[str]) -> None:
    snapshot = open_snapshot(whole)
    for at, name in enumerate(names):
        assert find(snapshot, Field.NAMES, name)[0] == f"{at}.name"
    assert find(snapshot, Field.ANSWERS, "居住卡遗失")[0] == "faq.answer"
    assert find(snapshot, Field.PASSAGES, "渔船登记")[0] == "policy.1"


def test_one_text_of_many_documents_is_filtered_by_region(whole: Path) -> None:
    snapshot = open_snapshot(whole)
    assert find(snapshot, Field.NAMES, "到窗口办理", {"东岛"})[:4] == [
        f"{n}.east" for n in range(4)
    ]
    assert find(snapshot, Field.PASSAGES, "渔船登记", {"东岛"}) == []


def test_a_text_is_encoded_once_and_in_the_role_of_its_field(build: Build, tmp_path: Path) -> None:
    asked = []

    def encode(texts: Sequence[str], role: Role) -> FloatArray:
        asked.append((role, list(texts)))
        return ENCODER.encode(texts, role)

    build(tmp_path, encode=encode)
    assert [role for role, _ in asked] == [Role.QUERY, Role.PASSAGE, Role.PASSAGE]
    assert all(len(texts) == len(set(texts)) for _, texts in asked)


def test_a_base_without_policies_or_without_anything_is_a_snapshot_too(
    build: Build, tmp_path: Path
) -> None:
    manifest = build(tmp_path, documents=[])
    snapshot = open_snapshot(tmp_path / "1", verify=True)
    assert (manifest.documents, manifest.texts, manifest.items) == (0, 0, 0)
    assert all(find(snapshot, field, "渔船") == [] for field in Field)


def test_a_graph_index_is_opened_as_what_it_is(build: Build, tmp_path: Path) -> None:
    manifest = build(tmp_path, index_kind=IndexKind.HNSW)
    snapshot = open_snapshot(tmp_path / "1", verify=True)
    assert manifest.fields[Field.NAMES].index_kind is IndexKind.HNSW
    assert find(snapshot, Field.NAMES, "月光渔船登记")[0] == "1.name"


def test_building_again_replaces_what_a_killed_publish_left(build: Build, tmp_path: Path) -> None:
    build(tmp_path, 3, documents=[])
    assert build(tmp_path, 3).documents == 18
    assert open_snapshot(tmp_path / "3", verify=True).manifest.documents == 18
    assert [path.name for path in tmp_path.iterdir()] == ["3"]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"encode": lambda *_: np.zeros((1, 64), np.float32)}, "were encoded to"),
        ({"dimension": 32}, "were encoded to"),
    ],
)
def test_vectors_of_the_wrong_shape_are_refused(
    build: Build, tmp_path: Path, changes: dict[str, Any], problem: str
) -> None:
    with pytest.raises(ValueError, match=problem):
        build(tmp_path, **changes)
    assert not (tmp_path / "1").exists()


def test_stale_folders_are_swept_and_named(build: Build, tmp_path: Path) -> None:
    build(tmp_path)
    (tmp_path / ".building-2-x" / "names").mkdir(parents=True)
    (tmp_path / ".replaced-1").mkdir()
    assert sweep(tmp_path) == [".building-2-x", ".replaced-1"]
    assert [path.name for path in tmp_path.iterdir()] == ["1"]
    assert sweep(tmp_path) == []


# --- killed


@pytest.fixture(scope="module")
def killed(build: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("killed")
    build(directory / "base")
    program = Path(__file__).with_name("killed_builds.py")
    environment = {
        **os.environ,
        "OMP_NUM_THREADS": "1",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    subprocess.run([sys.executable, program, directory], check=True, env=environment)
    return directory


@pytest.mark.parametrize("failpoint", FAILPOINTS)
def test_a_killed_build_harms_nothing_and_can_be_repeated(
    build: Build, killed: Path, failpoint: str
) -> None:
    directory = killed / failpoint
    assert open_snapshot(directory / "1", verify=True).manifest.generation == 1
    assert (directory / "2").exists() == (failpoint == "synced")
    build(directory, 2)
    assert open_snapshot(directory / "2", verify=True).manifest.generation == 2
    assert sorted(path.name for path in directory.iterdir()) == ["1", "2"]


def test_a_build_killed_while_replacing_can_be_repeated(build: Build, tmp_path: Path) -> None:
    class Killed(BaseException):
        pass

    def kill(reached: str) -> None:
        if reached == "rename":
            raise Killed

    build(tmp_path, 1)
    build(tmp_path, 2)
    with pytest.raises(Killed):
        build(tmp_path, 2, failpoint=kill)
    assert open_snapshot(tmp_path / "1", verify=True).manifest.generation == 1
    build(tmp_path, 2)
    assert open_snapshot(tmp_path / "2", verify=True).manifest.generation == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1", "2"]


# --- damaged


def files_of(folder: Path) -> list[str]:
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


def test_one_flipped_bit_in_any_file_is_noticed(copy: Path) -> None:
    for name in files_of(copy):
        path = copy / name
        good = path.read_bytes()
        for at in {0, len(good) // 2, len(good) - 1}:
            path.write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
            with pytest.raises(SnapshotDamaged) as caught:
                open_snapshot(copy, verify=True)
            assert caught.value.file == name
            assert "publish again" in str(caught.value)
        path.write_bytes(good)
    assert open_snapshot(copy, verify=True)


def test_a_cut_or_missing_file_is_noticed_without_reading_digests(copy: Path) -> None:
    for name in files_of(copy):
        path = copy / name
        good = path.read_bytes()
        path.write_bytes(good[:-1])
        with pytest.raises(SnapshotDamaged, match=name):
            open_snapshot(copy)
        path.unlink()
        with pytest.raises(SnapshotDamaged, match=f"{name} is missing"):
            open_snapshot(copy)
        path.write_bytes(good)
    assert open_snapshot(copy)


@pytest.mark.parametrize(
    "name", ["documents.sqlite", "vectors.faiss", "rows.npy", "lexical/lexical.json"]
)
def test_a_file_that_cannot_be_opened_is_damage_even_where_its_size_is_right(
    copy: Path, name: str
) -> None:
    path = copy / "names" / name
    path.write_bytes(b"\xff" * path.stat().st_size)
    with pytest.raises(SnapshotDamaged, match="names"):
        open_snapshot(copy)


def test_a_snapshot_of_another_format_is_refused(copy: Path) -> None:
    path = copy / "manifest.json"
    path.write_text(path.read_text().replace('"format_version": 3', '"format_version": 4'))
    with pytest.raises(SnapshotDamaged, match="format 4, this program reads 3"):
        open_snapshot(copy)


def test_a_snapshot_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(SnapshotMissing, match="Publish"):
        open_snapshot(tmp_path / "5")

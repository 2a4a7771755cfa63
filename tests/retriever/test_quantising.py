"""A quantised graph says nearly what the float graph says, row by row."""

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from retriever.encoders.quantising import quantise

WORDS, WIDTH = 1200, 64
RANDOM = np.random.default_rng(7)
TABLE = RANDOM.normal(size=(WORDS, WIDTH)).astype(np.float32)
LEFT = RANDOM.normal(size=(WIDTH, 32)).astype(np.float32)
RIGHT = RANDOM.normal(size=(WIDTH, 32)).astype(np.float32)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ids looked up, scaled by what is given beside them, and multiplied by two matrices."""
    path = tmp_path_factory.mktemp("graph") / "whole.onnx"
    nodes = [
        helper.make_node("Gather", ["table", "ids"], ["found"]),
        helper.make_node("Mul", ["found", "size"], ["states"]),
        helper.make_node("MatMul", ["states", "left"], ["a"]),
        helper.make_node("MatMul", ["states", "right"], ["b"]),
        helper.make_node("Add", ["a", "b"], ["out"]),
    ]
    given = [
        helper.make_tensor_value_info("ids", TensorProto.INT64, ["texts", "tokens"]),
        helper.make_tensor_value_info("size", TensorProto.FLOAT, ["texts", "tokens", 1]),
    ]
    out = helper.make_tensor_value_info("out", TensorProto.FLOAT, None)
    constants = [
        numpy_helper.from_array(value, name)
        for name, value in (("table", TABLE), ("left", LEFT), ("right", RIGHT))
    ]
    graph = helper.make_graph(nodes, "small", given, [out], initializer=constants)
    opset = [helper.make_opsetid("", 17)]
    onnx.save(helper.make_model(graph, opset_imports=opset, ir_version=8), path)
    return path


@pytest.fixture(scope="module")
def twin(whole: Path) -> Path:
    path = whole.with_name("twin.onnx")
    quantise(whole, path)
    return path


def run(path: Path, ids: list[list[int]], sizes: list[list[float]]) -> NDArray[np.float32]:
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    given: dict[str, Any] = {
        "ids": np.array(ids, np.int64),
        "size": np.array(sizes, np.float32)[..., None],
    }
    out: NDArray[np.float32] = session.run(None, given)[0]
    return out


def test_it_says_nearly_what_the_float_graph_says(whole: Path, twin: Path) -> None:
    ids, sizes = [[3, 700, 1199], [0, 1, 2]], [[1.0, 0.5, 2.0], [1.0, 1.0, 1.0]]
    expected, found = run(whole, ids, sizes), run(twin, ids, sizes)
    assert np.abs(found - expected).max() < 0.02 * np.abs(expected).max()


def test_a_row_is_the_same_beside_one_a_thousand_times_as_large(twin: Path) -> None:
    alone = run(twin, [[5, 9]], [[1.0, 1.0]])
    beside = run(twin, [[5, 9, 11], [4, 4, 4]], [[1.0, 1.0, 1e3], [1e3, 1e3, 1e3]])
    np.testing.assert_array_equal(beside[0, :2], alone[0])


def test_a_large_row_is_as_exact_as_a_small_one(twin: Path) -> None:
    small, large = (run(twin, [[5]], [[size]]) for size in (1e-3, 1e3))
    np.testing.assert_allclose(large, small * 1e6, rtol=1e-3, atol=1e-3 * np.abs(large).max())


def test_a_row_of_zeros_stays_one(twin: Path) -> None:
    assert not run(twin, [[5]], [[0.0]]).any()


def test_matrices_and_the_table_are_bytes_and_what_feeds_two_is_quantised_once(twin: Path) -> None:
    graph = onnx.load(twin).graph
    assert sum(node.op_type == "QuantizeLinear" for node in graph.node) == 1
    floats = [each for each in graph.initializer if each.data_type == TensorProto.FLOAT]
    assert sum(np.prod(each.dims) for each in floats) < TABLE.size / 10

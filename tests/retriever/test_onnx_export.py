from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from retriever.encoders.onnx_export import kept_in_float


def graph(path: Path, shapes: list[tuple[int, int]]) -> Path:
    """A chain of matrices."""
    nodes = [
        helper.make_node("MatMul", [f"x{at}", f"w{at}"], [f"x{at + 1}"], name=f"layer{at}")
        for at in range(len(shapes))
    ]
    weights = [
        numpy_helper.from_array(np.zeros(shape, np.float32), f"w{at}")
        for at, shape in enumerate(shapes)
    ]
    ends = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, None)
        for name in ("x0", f"x{len(shapes)}")
    ]
    made = helper.make_graph(nodes, "chain", [ends[0]], [ends[1]], initializer=weights)
    onnx.save(helper.make_model(made), path)
    return path


def test_what_narrows_in_the_lower_half_stays_in_float(tmp_path: Path) -> None:
    layers = [(4, 4), (4, 16), (16, 4)] * 4
    assert kept_in_float(graph(tmp_path / "a.onnx", layers)) == ["layer2", "layer5"]


def test_a_model_that_narrows_nowhere_is_quantised_whole(tmp_path: Path) -> None:
    assert kept_in_float(graph(tmp_path / "a.onnx", [(4, 4), (4, 16)])) == []

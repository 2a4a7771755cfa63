"""A float graph to one whose matrices are int8: weights a column, what comes into them a row.

A row is one token of one text. Each gets a scale of its own as it comes (its largest value over 127),
so a few large values of one token do not coarsen the others, and a text's vector does not depend on
which other texts are in the batch. Tables that ids look up are int8 a row too.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from onnx import NodeProto, TensorProto

_STEPS = 127  # of one sign; zero is stored as 128
_MATRIX = 2  # dimensions
_TABLE = 1000  # rows from which looking up is worth it: words, not positions
_MICROSOFT = "com.microsoft"


def quantise(whole: Path, target: Path) -> None:
    """Write the quantised twin of a float graph."""
    import onnx

    model = onnx.load(whole)
    made = _Quantising({each.name: each for each in model.graph.initializer})
    nodes = [new for node in model.graph.node for new in made.instead_of(node)]
    used = {name for node in nodes for name in node.input}
    kept = [each for each in made.constants() if each.name in used]
    del model.graph.node[:], model.graph.initializer[:]
    model.graph.node.extend(nodes)
    model.graph.initializer.extend(kept)
    model.opset_import.append(onnx.helper.make_opsetid(_MICROSOFT, 1))
    onnx.save(model, target)


class _Quantising:
    """Replaces node by node; what goes into several matrices is quantised once."""

    def __init__(self, floats: "dict[str, TensorProto]") -> None:
        self._floats = floats
        self._rows: set[str] = set()
        self._added: dict[str, NDArray[Any] | np.generic] = {
            "int8.one": np.float32(1),
            "int8.zero": np.uint8(_STEPS + 1),
            "int8.step": np.float32(1 / _STEPS),
            "int8.least": np.float32(1e-12),
        }

    def constants(self) -> "Iterator[TensorProto]":
        """All initializers, the old ones and those that were made."""
        from onnx import numpy_helper

        yield from self._floats.values()
        for name, value in self._added.items():
            yield numpy_helper.from_array(np.asarray(value), name)

    def instead_of(self, node: "NodeProto") -> "Iterator[NodeProto]":
        """The nodes that do what a node did."""
        if node.op_type == "MatMul" and self._is_matrix(node.input[1], 1):
            yield from self._multiplying(node)
        elif node.op_type == "Gather" and self._is_matrix(node.input[0], _TABLE):
            yield from self._looking_up(node)
        else:
            yield node

    def _is_matrix(self, name: str, rows: int) -> bool:
        shape = list(self._floats[name].dims) if name in self._floats else []
        return len(shape) == _MATRIX and shape[0] >= rows

    def _multiplying(self, node: "NodeProto") -> "Iterator[NodeProto]":
        from onnx.helper import make_node

        incoming, weights = node.input
        yield from self._by_row(incoming)
        codes, scales = self._coded(weights, axis=0)
        product = f"{node.output[0]}.codes"
        yield make_node(
            "MatMulIntegerToFloat",
            [f"{incoming}.codes", codes, "int8.one", scales, "int8.zero"],
            [product],
            domain=_MICROSOFT,
        )
        yield make_node("Mul", [product, f"{incoming}.scale"], [node.output[0]])

    def _by_row(self, name: str) -> "Iterator[NodeProto]":
        from onnx.helper import make_node

        if name in self._rows:
            return
        self._rows.add(name)
        size, largest, step, scale, scaled = (
            f"{name}.{what}" for what in ("size", "largest", "step", "scale", "scaled")
        )
        yield make_node("Abs", [name], [size])
        yield make_node("ReduceMax", [size], [largest], axes=[-1], keepdims=1)
        yield make_node("Mul", [largest, "int8.step"], [step])
        yield make_node("Max", [step, "int8.least"], [scale])
        yield make_node("Div", [name, scale], [scaled])
        yield make_node("QuantizeLinear", [scaled, "int8.one", "int8.zero"], [f"{name}.codes"])

    def _looking_up(self, node: "NodeProto") -> "Iterator[NodeProto]":
        from onnx import TensorProto
        from onnx.helper import make_node

        table, ids = node.input
        codes, scales = self._coded(table, axis=1)
        found, number, scale = (f"{node.output[0]}.{what}" for what in ("codes", "float", "scale"))
        yield make_node("Gather", [codes, ids], [found], axis=0)
        yield make_node("Gather", [scales, ids], [scale], axis=0)
        yield make_node("Cast", [found], [number], to=TensorProto.FLOAT)
        yield make_node("Mul", [number, scale], [node.output[0]])

    def _coded(self, name: str, axis: int) -> tuple[str, str]:
        """A matrix in int8 with a scale a column (axis 0) or a row (axis 1); both by name."""
        from onnx import numpy_helper

        codes, scales = f"{name}.codes", f"{name}.scales"
        if codes not in self._added:
            values = numpy_helper.to_array(self._floats[name])
            step = np.maximum(np.abs(values).max(axis, keepdims=True) / _STEPS, 1e-12)
            self._added[codes] = np.rint(values / step).astype(np.int8)
            self._added[scales] = (step[0] if axis == 0 else step).astype(np.float32)
        return codes, scales

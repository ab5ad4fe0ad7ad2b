"""What Python makes of a formula: the arithmetic that the formulas of `initcore` are held against."""

import ast
from typing import Any

from initcore.model.base import Layer
from initcore.model.expressions import FUNCTIONS

LAYER = Layer(fan_in=17, fan_out=13, index=2, depth=5)
WHERE = "in layer 2 (fan_in 17, fan_out 13)"
VALUES = {"fan_in": 17.0, "fan_out": 13.0, "layer": 2.0, "depth": 5.0}


class _Floats(ast.NodeTransformer):
    """Makes every number a float: Python's whole numbers know no overflow."""

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        assert isinstance(node.value, (int, float))
        return ast.copy_location(ast.Constant(float(node.value)), node)


def python_says(text: str) -> Any:
    """What the text is worth in Python's floats; whatever Python raises when it is worth nothing."""
    code = compile(_Floats().visit(ast.parse(text, mode="eval")), "formula", "eval")
    functions = {name: function for name, (_, function) in FUNCTIONS.items()}
    return eval(code, {"__builtins__": {}, **functions, **VALUES})

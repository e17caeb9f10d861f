"""Whatever people hand to the gate: a package, a table alone, a Table Schema, a zip, or standard input."""

from xiaogan_facts.gate.inputs.input import Input
from xiaogan_facts.gate.inputs.opened import opened

__all__ = ["Input", "opened"]

"""What only this archive demands: every rule that no schema can say, as a pandera check on its tables."""

from xiaogan_facts.rules.received import read_source
from xiaogan_facts.rules.rule import Breach, Rule
from xiaogan_facts.rules.runner import RULES, run_rules

__all__ = ["RULES", "Breach", "Rule", "read_source", "run_rules"]

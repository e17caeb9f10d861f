"""What only this archive demands: every rule that no schema can say, as a pandera check on its tables."""

from xiaogan_facts.rules.received import read_source
from xiaogan_facts.rules.rule import Fault, Rule
from xiaogan_facts.rules.runner import RULES, judge

__all__ = ["RULES", "Fault", "Rule", "judge", "read_source"]

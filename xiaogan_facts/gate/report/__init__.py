"""The gate's result: problems, and the report of them, in the forms that people and programs read."""

from xiaogan_facts.gate.report.problem import Problem, Severity
from xiaogan_facts.gate.report.report import InvalidError, Report, TableSummary

__all__ = ["InvalidError", "Problem", "Report", "Severity", "TableSummary"]

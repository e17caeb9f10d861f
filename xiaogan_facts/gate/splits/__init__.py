"""Judge a table in splits, wherever they are judged: three functions whose arguments and results can be pickled.

1. `survey` a range of a file's bytes: its line ends, its quotes, and where records may start in it.
2. `plan` the splits by what all ranges hold: each starts at a record, and is told its physical line.
3. `judge` a split: what is found in it, with its keys.

None of them keeps a state, and none knows who calls it: `jobs` of this machine, Spark, or any other engine.
What comes back is put together by `RecordJudge.take`, split after split. A split that `judge` cannot vouch for is None:
stray quotes make it doubtful where the next one starts, and from there on one process has to read the rest of the file.
"""

from xiaogan_facts.gate.splits.judge import Task, judge, locate
from xiaogan_facts.gate.splits.plan import Split, plan, ranges, records_of
from xiaogan_facts.gate.splits.survey import Range, Survey, survey, whole_for

__all__ = ["Range", "Split", "Survey", "Task", "judge", "locate", "plan", "ranges", "records_of", "survey", "whole_for"]

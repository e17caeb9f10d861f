-- What are the targets, and when are they due?
-- 有哪些目标，何时到期？

SELECT
    period_ends(time_period) AS due,
    time_period,
    text_en,
    text_zh,
    attributed_to_id AS said_by,
    fact_id,
    caveats
FROM facts
WHERE value_type = 'target'
-- Those with a figure first, then those with a date, the earliest first; what has neither is an intention.
ORDER BY value IS NULL, due NULLS LAST, line, fact_id;

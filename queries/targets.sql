-- What are the targets, whose are they, and when are they due?
-- 有哪些目标，是谁的，何时到期？
-- $source = %: the article, by id; % is every one / 文章的 id；% 表示每一篇

SELECT
    period_ends(f.time_period) AS due,
    f.comparator,
    f.value,
    f.unit_id,
    whose.name_en AS whose_en,
    whose.name_zh AS whose_zh,
    f.text_en,
    f.text_zh,
    f.basis,
    f.attributed_to_id AS said_by,
    f.fact_id,
    f.caveats
FROM facts AS f
LEFT JOIN entities AS whose ON whose.entity_id = f.agent_id
WHERE f.value_type = 'target' AND f.source_id LIKE $source
-- Those with a figure first, then those with a date, the earliest first; what has neither is an intention.
ORDER BY f.value IS NULL, due NULLS LAST, f.line, f.fact_id;

-- Which sums of money does the article name: had, planned, aimed at, or expected?
-- 文章提到哪些金额：已有的、计划的、作为目标的，还是预计的？
-- $source = %: the article, by id; % is every one / 文章的 id；% 表示每一篇

SELECT
    f.value AS yuan,
    f.comparator,
    f.value_type,
    f.predicate_en AS what_en,
    f.predicate_zh AS what_zh,
    f.subject_id AS of_what,
    f.agent_id AS whose,
    f.text_en,
    f.text_zh,
    f.time_period,
    f.fact_id,
    f.caveats
FROM facts AS f
WHERE f.unit_id = 'yuan' AND f.source_id LIKE $source
ORDER BY f.value DESC, f.fact_id;

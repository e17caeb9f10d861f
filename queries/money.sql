-- Which sums of money does the article name: had, aimed at, or expected?
-- 文章提到哪些金额：已有的、作为目标的，还是预计的？

SELECT
    f.value AS yuan,
    f.comparator,
    f.value_type,
    f.predicate_en AS what_en,
    f.predicate_zh AS what_zh,
    f.text_en,
    f.text_zh,
    f.time_period,
    f.fact_id,
    f.caveats
FROM facts AS f
WHERE f.unit_id = 'yuan'
ORDER BY f.value DESC, f.fact_id;

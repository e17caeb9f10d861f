-- How fast does what grow, and against which period?
-- 什么增长了多少，与何时相比？
-- $source = %: the article, by id; % is every one / 文章的 id；% 表示每一篇

SELECT
    f.subject_en,
    f.subject_zh,
    f.predicate_en AS what_en,
    f.predicate_zh AS what_zh,
    f.value AS percent,
    f.time_period,
    coalesce(base.label_en, why.label_en) AS against_en,
    coalesce(base.label_zh, why.label_zh) AS against_zh,
    f.fact_id,
    f.caveats
FROM facts AS f
JOIN observations AS o ON o.observation_id = f.fact_id
JOIN indicators AS i USING (indicator_id)
LEFT JOIN codes AS base
    ON (base.table_name, base.column_name, base.value) = ('observations', 'growth_base', o.growth_base)
LEFT JOIN missing_values AS why
    ON (why.table_name, why.column_name, why.key) = ('observations', 'growth_base', o.observation_id)
WHERE i.measure = 'growth' AND f.source_id LIKE $source
ORDER BY f.fact_id;

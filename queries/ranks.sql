-- Which positions in rankings are reported, and which are aimed at?
-- 报道了哪些排名，又以哪些排名为目标？
-- $source = %: the article, by id; % is every one / 文章的 id；% 表示每一篇

SELECT
    f.predicate_en AS ranking_en,
    f.predicate_zh AS ranking_zh,
    f.subject_id AS whose,
    f.scope AS among,
    f.value_type,
    f.comparator,
    f.value AS position,
    f.number_of_items AS of_how_many,
    f.time_period,
    f.text_en,
    f.text_zh,
    f.fact_id,
    f.caveats
FROM facts AS f
JOIN observations AS o ON o.observation_id = f.fact_id
JOIN indicators AS i USING (indicator_id)
WHERE i.measure = 'rank' AND f.source_id LIKE $source
ORDER BY ranking_en, f.value_type, f.time_period, f.fact_id;

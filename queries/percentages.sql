-- Which shares and rates of growth are there, and of what?
-- 有哪些份额与增长率，说的各是什么？
-- $source = %: the article, by id; % is every one / 文章的 id；% 表示每一篇

SELECT
    round(100 * f.ratio, 6) AS percent,
    f.predicate_en AS what_en,
    f.predicate_zh AS what_zh,
    f.subject_en,
    f.subject_zh,
    f.scope,
    f.value,
    f.number_of_items AS out_of,
    f.time_period,
    f.text_en,
    f.text_zh,
    f.fact_id,
    f.caveats
FROM facts AS f
WHERE f.ratio IS NOT NULL AND f.source_id LIKE $source
ORDER BY percent DESC, f.fact_id;

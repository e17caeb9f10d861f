-- Which honours and titles are named, and who bears them?
-- 提到了哪些荣誉与称号，由谁获得？
-- $source = %: the article, by id; % is every one / 文章的 id；% 表示每一篇

SELECT
    e.name_en AS honour_en,
    e.name_zh AS honour_zh,
    f.subject_en AS whose_en,
    f.subject_zh AS whose_zh,
    f.predicate_en,
    f.predicate_zh,
    f.agent_id AS given_by,
    f.time_period,
    f.text_en,
    f.text_zh,
    f.fact_id
FROM entities AS e
LEFT JOIN facts AS f ON f.object_id = e.entity_id AND f.source_id LIKE $source
WHERE e.kind = 'honour' AND e.entity_id IN (SELECT entity_id FROM mentions WHERE source_id LIKE $source)
ORDER BY honour_en, f.line, f.fact_id;

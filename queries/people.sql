-- Which people are named, and what are they?
-- 提到了哪些人，身份是什么？
-- $source = %: the article, by id; % is every one / 文章的 id；% 表示每一篇

SELECT
    e.name_en AS person_en,
    e.name_zh AS person_zh,
    f.predicate_en,
    f.predicate_zh,
    f.object_en,
    f.object_zh,
    f.text_en,
    f.text_zh,
    f.line,
    f.fact_id
FROM entities AS e
LEFT JOIN facts AS f ON f.subject_id = e.entity_id AND f.fact_table = 'relations' AND f.source_id LIKE $source
WHERE e.kind = 'person' AND e.entity_id IN (SELECT entity_id FROM mentions WHERE source_id LIKE $source)
ORDER BY person_en, f.line, f.fact_id;

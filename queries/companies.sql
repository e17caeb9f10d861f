-- Which companies are named, and what is said of each, its products and its projects?
-- 提到了哪些企业，对企业及其产品、项目各说了什么？
-- $source = %: the article, by id; % is every one / 文章的 id；% 表示每一篇

WITH concerned AS (
    SELECT entity_id AS company_id, entity_id AS what_id FROM entities WHERE kind = 'company'
    UNION ALL
    SELECT p.whole_id, p.part_id
    FROM parts AS p
    JOIN entities AS e ON e.entity_id = p.whole_id
    WHERE e.kind = 'company' AND p.source_id LIKE $source
)
SELECT DISTINCT
    company.name_en AS company_en,
    company.name_zh AS company_zh,
    what.name_en AS of_what_en,
    what.name_zh AS of_what_zh,
    f.text_en,
    f.text_zh,
    f.value,
    f.unit_id,
    f.value_type,
    f.basis,
    f.line,
    f.fact_id,
    f.caveats
FROM concerned AS c
JOIN entities AS company ON company.entity_id = c.company_id
JOIN entities AS what ON what.entity_id = c.what_id
JOIN facts AS f ON c.what_id IN (f.subject_id, f.object_id, f.agent_id)
WHERE f.source_id LIKE $source
ORDER BY company_en, c.what_id <> c.company_id, of_what_en, f.line, f.fact_id;

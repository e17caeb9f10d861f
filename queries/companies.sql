-- Which companies are named, and what is said of each?
-- 提到了哪些企业，各说了什么？

SELECT
    e.name_en AS company_en,
    e.name_zh AS company_zh,
    f.text_en,
    f.text_zh,
    f.line,
    f.fact_id
FROM entities AS e
LEFT JOIN facts AS f ON e.entity_id IN (f.subject_id, f.object_id)
WHERE e.kind = 'company'
ORDER BY company_en, f.line, f.fact_id;

-- What does the article say about one entity?
-- 关于某一实体，文章说了什么？
-- $entity = xiaogan-high-tech-zone: its id (huagong-gaoli), or a part of its name in either language (华工高理)

WITH chosen AS (
    FROM entities
    WHERE entity_id = $entity OR contains(lower(name_en), lower($entity)) OR contains(name_zh, $entity)
        OR contains(coalesce(aliases_zh, ''), $entity)
    -- The id, where it is one, means that entity alone.
    QUALIFY entity_id = $entity OR NOT bool_or(entity_id = $entity) OVER ()
)
SELECT
    e.entity_id,
    CASE e.entity_id WHEN f.subject_id THEN 'subject' WHEN f.object_id THEN 'object' ELSE 'speaker' END AS role,
    f.text_en,
    f.text_zh,
    f.line,
    f.fact_id,
    f.caveats
FROM chosen AS e
JOIN facts AS f ON e.entity_id IN (f.subject_id, f.object_id, f.attributed_to_id)
-- What the paper itself narrates is said of others.
WHERE NOT (e.entity_id = f.attributed_to_id AND e.entity_id NOT IN (f.subject_id, coalesce(f.object_id, '')) AND e.kind = 'media')
ORDER BY e.entity_id, role = 'speaker', f.line, f.char_start, f.fact_id;

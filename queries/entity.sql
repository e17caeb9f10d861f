-- What does the article say about one entity?
-- 关于某一实体，文章说了什么？
-- $entity = xiaogan-high-tech-zone: its id (huagong-gaoli), or a part of its name in either language (华工高理) / 其 id（huagong-gaoli），或其名称的一部分，中英文均可（华工高理）
-- $source = %: the article, by id; % is every one / 文章的 id；% 表示每一篇

WITH chosen AS (
    FROM entities
    WHERE entity_id = $entity OR contains(lower(name_en), lower($entity)) OR contains(name_zh, $entity)
        OR contains(coalesce(aliases_zh, ''), $entity)
    -- The id, where it is one, means that entity alone.
    QUALIFY entity_id = $entity OR NOT bool_or(entity_id = $entity) OVER ()
),
about AS (
    SELECT
        e.entity_id,
        f.fact_id,
        CASE e.entity_id
            WHEN f.subject_id THEN 'subject'
            WHEN f.agent_id THEN 'agent'
            WHEN f.place_id THEN 'place'
            WHEN f.object_id THEN 'object'
            ELSE 'speaker'
        END AS role
    FROM chosen AS e
    JOIN facts AS f ON e.entity_id IN (f.subject_id, f.object_id, f.agent_id, f.place_id)
        -- What the paper itself narrates is said of others.
        OR e.entity_id = f.attributed_to_id AND e.kind <> 'media'
    WHERE f.source_id LIKE $source
    UNION
    SELECT p.whole_id, f.fact_id, 'part'
    FROM chosen AS e
    JOIN parts AS p ON p.whole_id = e.entity_id AND p.source_id LIKE $source
    JOIN facts AS f ON p.part_id IN (f.subject_id, f.agent_id) AND f.source_id LIKE $source
),
told AS (
    -- A part's fact that names the whole as well is the whole's own.
    FROM about QUALIFY role <> 'part' OR NOT bool_or(role <> 'part') OVER (PARTITION BY entity_id, fact_id)
    UNION ALL
    -- An entity without a fact is at least named in the words of others.
    SELECT DISTINCT m.entity_id, f.fact_id, 'named'
    FROM mentions AS m
    JOIN facts AS f ON f.source_id = m.source_id AND f.char_start <= m.char_start AND m.char_end <= f.char_end
    WHERE m.source_id LIKE $source AND m.entity_id NOT IN (SELECT entity_id FROM about)
)
SELECT
    e.entity_id,
    coalesce(t.role, 'no fact') AS role,
    coalesce(f.text_en, 'No fact is about it. ' || e.description_en) AS text_en,
    coalesce(f.text_zh, '没有关于它的事实。' || e.description_zh) AS text_zh,
    f.value_type,
    f.basis,
    f.line,
    f.fact_id,
    f.caveats
FROM chosen AS e
LEFT JOIN told AS t USING (entity_id)
LEFT JOIN facts AS f ON f.fact_id = t.fact_id
ORDER BY
    e.entity_id, list_position(['subject', 'agent', 'object', 'place', 'part', 'speaker', 'named'], role),
    f.line, f.char_start, f.fact_id;

-- Who is connected to whom, in one or two steps?
-- 谁与谁有联系，经一步还是两步？
-- $entity = silang-technology: the entity to start from, by id / 作为起点的实体的 id
-- $source = %: the article, by id; % is every one / 文章的 id；% 表示每一篇

WITH named AS (
    SELECT fact_id, unnest([subject_id, object_id, agent_id, place_id]) AS entity_id
    FROM facts
    WHERE source_id LIKE $source
),
links AS (
    SELECT DISTINCT one.entity_id AS here, other.entity_id AS there, fact_id
    FROM named AS one
    JOIN named AS other USING (fact_id)
    WHERE one.entity_id <> other.entity_id
),
steps AS (
    SELECT 1 AS steps, NULL AS by_way_of, there AS entity_id, fact_id
    FROM links
    WHERE here = $entity
    UNION ALL
    SELECT 2, first.there, second.there, second.fact_id
    FROM links AS first
    JOIN links AS second ON second.here = first.there
    WHERE first.here = $entity AND second.there <> $entity
),
-- An entity that one step reaches is not reached again by two, and each link is told once.
nearest AS (
    FROM steps QUALIFY steps = min(steps) OVER (PARTITION BY entity_id)
)
SELECT DISTINCT
    n.steps,
    e.name_en,
    e.name_zh,
    e.kind,
    way.name_en AS by_way_of_en,
    way.name_zh AS by_way_of_zh,
    f.text_en,
    f.text_zh,
    f.basis,
    n.fact_id
FROM nearest AS n
JOIN entities AS e USING (entity_id)
JOIN facts AS f ON f.fact_id = n.fact_id
LEFT JOIN entities AS way ON way.entity_id = n.by_way_of
ORDER BY n.steps, by_way_of_en NULLS FIRST, e.name_en, n.fact_id;

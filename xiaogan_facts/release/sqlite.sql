-- The archive's views in SQLite's words. The tests hold each against DuckDB's own, row for row.

CREATE VIEW caveat_facts AS -- Which facts a caveat touches / 提醒涉及哪些事实
SELECT caveat_id, value AS fact_id
FROM caveats, json_each('["' || replace(fact_ids, ' ', '","') || '"]');

CREATE VIEW facts AS -- Every fact of the archive in one shape; a row is a fact / 以统一形式列出全部事实，一行一个
SELECT
    f.fact_id, f.fact_table,
    f.subject_id, subject.name_zh AS subject_zh, subject.name_en AS subject_en,
    f.predicate_zh, f.predicate_en,
    f.object_id, object.name_zh AS object_zh, object.name_en AS object_en,
    f.value, f.unit_id, f.number_of_items, f.comparator, f.value_type, f.time_period,
    f.attributed_to_id, f.attribution_type,
    f.source_id, p.passage_id, p.line, f.char_start, f.char_end,
    f.text_en, f.text_zh,
    (
        SELECT json_group_array(caveat_id)
        FROM (SELECT caveat_id FROM caveat_facts AS c WHERE c.fact_id = f.fact_id ORDER BY caveat_id)
    ) AS caveats,
    f.basis, f.note_en, f.note_zh, f.time_basis, f.agent_id, f.place_id, f.ratio, f.scope
FROM fact_rows AS f
JOIN entities AS subject ON subject.entity_id = f.subject_id
LEFT JOIN entities AS object ON object.entity_id = f.object_id
LEFT JOIN passages AS p
    ON p.source_id = f.source_id AND p.char_start <= f.char_start AND f.char_start < p.char_end;

CREATE VIEW coverage AS -- How the archive accounts for the article; a row is a passage / 档案如何覆盖全文，一行为一个段句
SELECT
    p.passage_id, p.source_id, p.line, p.char_start, p.char_end, p.char_end - p.char_start AS characters,
    p.kind, p.disposition, p.restates_id, p.speaker_id,
    (
        SELECT count(*) FROM fact_rows AS f
        WHERE f.source_id = p.source_id AND p.char_start <= f.char_start AND f.char_start < p.char_end
    ) AS facts,
    count(m.mention_id) AS mentions,
    count(CASE WHEN m.resolution = 'fact' THEN 1 END) AS carried_by_a_fact,
    count(CASE WHEN m.resolution = 'entity' THEN 1 END) AS naming_an_entity,
    count(CASE WHEN m.resolution = 'no_fact' THEN 1 END) AS no_fact
FROM passages AS p
LEFT JOIN mentions AS m
    ON m.source_id = p.source_id AND p.char_start <= m.char_start AND m.char_start < p.char_end
GROUP BY p.passage_id;

CREATE VIEW parts AS -- The parts, products, projects and teams of entities / 实体的组成部分、产品、项目与团队
SELECT
    CASE p.part_end WHEN 'subject' THEN r.object_id ELSE r.subject_id END AS whole_id,
    CASE p.part_end WHEN 'subject' THEN r.subject_id ELSE r.object_id END AS part_id,
    r.relation_id AS fact_id, r.source_id
FROM relations AS r
JOIN predicates AS p ON p.predicate_id = r.predicate_id
WHERE p.part_end IS NOT NULL;

CREATE VIEW timeline AS -- The facts that have a time, with its first and last day / 有时间的事实及其首日与末日
SELECT
    begins, ends, time_period, fact_id, fact_table, subject_id, value_type, text_en, text_zh, agent_id, source_id
FROM fact_rows
WHERE time_period IS NOT NULL

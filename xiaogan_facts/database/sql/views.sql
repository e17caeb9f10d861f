-- How the archive accounts for each passage of the article.
CREATE VIEW coverage AS
SELECT
    p.passage_id, p.source_id, p.line, p.char_start, p.char_end, p.char_end - p.char_start AS characters,
    p.kind, p.disposition, p.restates_id, p.speaker_id,
    (SELECT count(*) FROM facts AS f WHERE f.passage_id = p.passage_id) AS facts,
    count(m.mention_id) AS mentions,
    count(m.mention_id) FILTER (m.resolution = 'fact') AS carried_by_a_fact,
    count(m.mention_id) FILTER (m.resolution = 'entity') AS naming_an_entity,
    count(m.mention_id) FILTER (m.resolution = 'no_fact') AS no_fact
FROM passages AS p
LEFT JOIN mentions AS m
    ON m.source_id = p.source_id AND p.char_start <= m.char_start AND m.char_start < p.char_end
GROUP BY ALL;

COMMENT ON VIEW coverage IS 'How the archive accounts for the article; a row is a passage with its facts and mentions counted. / 档案如何覆盖全文，一行为一个段句及其事实数与提及数。';
COMMENT ON COLUMN coverage.passage_id IS 'The passage. / 段句。';
COMMENT ON COLUMN coverage.source_id IS 'The article. / 文章。';
COMMENT ON COLUMN coverage.line IS 'Line of the received copy, counted from 1. / 所收文本的行号，从 1 起计。';
COMMENT ON COLUMN coverage.char_start IS 'Position before its first character. / 起始位置。';
COMMENT ON COLUMN coverage.char_end IS 'Position after its last character. / 结束位置。';
COMMENT ON COLUMN coverage.characters IS 'Its length in Unicode code points. / 长度，以 Unicode 码点计。';
COMMENT ON COLUMN coverage.kind IS 'What it is on the printed page. / 在版面上的性质。';
COMMENT ON COLUMN coverage.disposition IS 'How the archive accounts for it: facts, restates or context. / 档案如何处理：自含事实、重述或无可核实的内容。';
COMMENT ON COLUMN coverage.restates_id IS 'The passage that it says again. / 所重述的段句。';
COMMENT ON COLUMN coverage.speaker_id IS 'Who speaks. / 讲话人。';
COMMENT ON COLUMN coverage.facts IS 'How many facts begin in it. / 起始于此的事实数。';
COMMENT ON COLUMN coverage.mentions IS 'How many figures, dates and names it prints. / 所印数字、日期与名称的数量。';
COMMENT ON COLUMN coverage.carried_by_a_fact IS 'How many of these a fact carries. / 其中由事实承载的数量。';
COMMENT ON COLUMN coverage.naming_an_entity IS 'How many of these name an entity. / 其中指称实体的数量。';
COMMENT ON COLUMN coverage.no_fact IS 'How many of these carry no fact, for a stated reason. / 其中不构成事实（附理由）的数量。';

-- Every fact that has a time, with its first and last day.
CREATE VIEW timeline AS
SELECT
    period_begins(time_period) AS begins, period_ends(time_period) AS ends, time_period,
    fact_id, fact_table, subject_id, value_type, text_en, text_zh, agent_id, source_id
FROM facts
WHERE time_period IS NOT NULL;

COMMENT ON VIEW timeline IS 'The facts that have a time; a row is a fact. / 有时间的事实，一行一个。';
COMMENT ON COLUMN timeline.begins IS 'First day of its period; NULL where that is open. / 时段的第一天；不限则为 NULL。';
COMMENT ON COLUMN timeline.ends IS 'Last day of its period; NULL where that is open. / 时段的最后一天；不限则为 NULL。';
COMMENT ON COLUMN timeline.time_period IS 'The period: EDTF (ISO 8601-2). / 时段，EDTF（ISO 8601-2）。';
COMMENT ON COLUMN timeline.fact_id IS 'The fact. / 事实。';
COMMENT ON COLUMN timeline.fact_table IS 'The table that holds it. / 所属的表。';
COMMENT ON COLUMN timeline.subject_id IS 'The entity that it is about. / 所述的实体。';
COMMENT ON COLUMN timeline.value_type IS 'actual, ongoing, planned, target or forecast. / 实际、进行中、计划、目标或预计。';
COMMENT ON COLUMN timeline.text_en IS 'The fact in English. / 事实（英文）。';
COMMENT ON COLUMN timeline.text_zh IS 'The fact in Chinese. / 事实（中文）。';
COMMENT ON COLUMN timeline.agent_id IS 'Who does it, or whose aim it is. / 由谁所为，或为谁的目标。';
COMMENT ON COLUMN timeline.source_id IS 'The article that states it. / 陈述该事实的文章。';

-- What belongs to what: the relations whose predicate makes one end a part of the other, read from the whole.
CREATE VIEW parts AS
SELECT
    CASE p.part_end WHEN 'subject' THEN r.object_id ELSE r.subject_id END AS whole_id,
    CASE p.part_end WHEN 'subject' THEN r.subject_id ELSE r.object_id END AS part_id,
    r.relation_id AS fact_id, r.source_id
FROM relations AS r
JOIN predicates AS p USING (predicate_id)
WHERE p.part_end IS NOT NULL;

COMMENT ON VIEW parts IS 'The parts, products, projects and teams of entities; a row is a relation, read from the whole. / 实体的组成部分、产品、项目与团队，一行为一个关系，由整体读起。';
COMMENT ON COLUMN parts.whole_id IS 'The entity that it belongs to. / 所属的实体。';
COMMENT ON COLUMN parts.part_id IS 'The part, product, project or team. / 组成部分、产品、项目或团队。';
COMMENT ON COLUMN parts.fact_id IS 'The relation that says so. / 陈述该关系的事实。';
COMMENT ON COLUMN parts.source_id IS 'The article that states it. / 陈述该事实的文章。';

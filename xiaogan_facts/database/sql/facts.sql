-- Which facts a caveat touches: `caveats.fact_ids`, one row each.
CREATE VIEW caveat_facts AS
SELECT caveat_id, unnest(string_split(fact_ids, ' ')) AS fact_id
FROM caveats;

COMMENT ON VIEW caveat_facts IS 'Which facts a caveat touches; a row is a caveat and a fact. / 提醒涉及哪些事实，一行为一条提醒与一个事实。';
COMMENT ON COLUMN caveat_facts.caveat_id IS 'The caveat. / 提醒。';
COMMENT ON COLUMN caveat_facts.fact_id IS 'A fact that it touches. / 所涉及的一个事实。';

-- Every fact of the archive in one shape. Each fact table is first brought to it, then names, place and caveats join.
CREATE VIEW facts AS
WITH observation_facts AS (
    SELECT
        o.observation_id AS fact_id, 'observations' AS fact_table,
        o.* REPLACE (in_full(o.value, o.multiplier) AS value),
        i.name_en AS predicate_en, i.name_zh AS predicate_zh, i.scope,
        CASE o.unit_id
            WHEN 'share' THEN in_full(o.value, o.multiplier) / o.number_of_items
            WHEN 'percent' THEN in_full(o.value, o.multiplier - 2)
            ELSE NULL
        END AS ratio
    FROM observations AS o
    JOIN indicators AS i USING (indicator_id)
),
event_facts AS (
    SELECT
        e.event_id AS fact_id, 'events' AS fact_table, e.* REPLACE (coalesce(e.object_id, e.place_id) AS object_id),
        c.label_en AS predicate_en, c.label_zh AS predicate_zh
    FROM events AS e
    JOIN codes AS c ON (c.table_name, c.column_name, c.value) = ('events', 'event_type', e.event_type)
),
relation_facts AS (
    SELECT
        r.relation_id AS fact_id, 'relations' AS fact_table, r.*,
        p.name_en AS predicate_en, p.name_zh AS predicate_zh
    FROM relations AS r
    JOIN predicates AS p USING (predicate_id)
),
claim_facts AS (
    SELECT
        m.claim_id AS fact_id, 'claims' AS fact_table, m.*,
        c.label_en AS predicate_en, c.label_zh AS predicate_zh
    FROM claims AS m
    JOIN codes AS c ON (c.table_name, c.column_name, c.value) = ('claims', 'claim_type', m.claim_type)
),
statement_facts AS (
    SELECT
        s.statement_id AS fact_id, 'statements' AS fact_table, s.*,
        c.label_en AS predicate_en, c.label_zh AS predicate_zh
    FROM statements AS s
    JOIN codes AS c ON (c.table_name, c.column_name, c.value) = ('statements', 'statement_type', s.statement_type)
),
all_facts AS (
    FROM observation_facts
    UNION ALL BY NAME FROM event_facts
    UNION ALL BY NAME FROM relation_facts
    UNION ALL BY NAME FROM claim_facts
    UNION ALL BY NAME FROM statement_facts
)
SELECT
    f.fact_id, f.fact_table,
    f.subject_id, subject.name_zh AS subject_zh, subject.name_en AS subject_en,
    f.predicate_zh, f.predicate_en,
    f.object_id, object.name_zh AS object_zh, object.name_en AS object_en,
    f.value, f.unit_id, f.number_of_items, f.comparator, f.value_type, f.time_period,
    f.attributed_to_id, f.attribution_type,
    f.source_id, p.passage_id, p.line, f.char_start, f.char_end,
    f.text_en, f.text_zh,
    coalesce(touched.caveats, []) AS caveats,
    f.basis, f.note_en, f.note_zh, f.time_basis, f.agent_id, f.place_id, f.ratio, f.scope
FROM all_facts AS f
JOIN entities AS subject ON subject.entity_id = f.subject_id
LEFT JOIN entities AS object ON object.entity_id = f.object_id
LEFT JOIN passages AS p
    ON p.source_id = f.source_id AND p.char_start <= f.char_start AND f.char_start < p.char_end
LEFT JOIN (SELECT fact_id, list(caveat_id ORDER BY caveat_id) AS caveats FROM caveat_facts GROUP BY fact_id) AS touched
    ON touched.fact_id = f.fact_id;

COMMENT ON VIEW facts IS 'Every fact of the archive in one shape; a row is a fact. / 以统一形式列出全部事实，一行一个。';
COMMENT ON COLUMN facts.fact_id IS 'Key of the fact in its own table. / 事实在所属表中的键。';
COMMENT ON COLUMN facts.fact_table IS 'The table that holds it. / 所属的表。';
COMMENT ON COLUMN facts.subject_id IS 'The entity that the fact is about. / 事实所述的实体。';
COMMENT ON COLUMN facts.subject_zh IS 'Its name in Chinese. / 该实体的中文名。';
COMMENT ON COLUMN facts.subject_en IS 'Its name in English. / 该实体的英文名。';
COMMENT ON COLUMN facts.predicate_zh IS 'What is said of it, in Chinese: the indicator, the relation, or the kind of event, claim or statement. / 所述内容（中文）：指标、关系，或事件、宣称、表述的类型。';
COMMENT ON COLUMN facts.predicate_en IS 'The same in English. / 所述内容（英文）。';
COMMENT ON COLUMN facts.object_id IS 'The entity that the fact leads to; for an event what else takes part, else its place. / 事实所指向的实体；事件则为另一参与者，没有另一参与者时为地点。';
COMMENT ON COLUMN facts.object_zh IS 'Its name in Chinese. / 该实体的中文名。';
COMMENT ON COLUMN facts.object_en IS 'Its name in English. / 该实体的英文名。';
COMMENT ON COLUMN facts.value IS 'The figure in full, in the unit of unit_id: 11200000000 yuan; a position in a ranking; a rate of growth in percent. / 以 unit_id 为单位的完整数值：如 11200000000 元；排名中的位次；以百分比计的增长率。';
COMMENT ON COLUMN facts.unit_id IS 'Unit of the value. / 数值的单位。';
COMMENT ON COLUMN facts.number_of_items IS 'Out of how many: for a position in a ranking, or a share. / 位次或份额所对应的总数。';
COMMENT ON COLUMN facts.comparator IS 'How the real value stands to the one given (HL7 FHIR Quantity.comparator); NULL where it is exact. / 实际值与所列值的关系（HL7 FHIR Quantity.comparator）；确数为 NULL。';
COMMENT ON COLUMN facts.value_type IS 'actual, ongoing, planned, target or forecast; NULL for a view, a slogan or the like. / 实际、进行中、计划、目标或预计；观点、口号等为 NULL。';
COMMENT ON COLUMN facts.time_period IS 'When it holds or held, or by when it is due: EDTF (ISO 8601-2). / 情况存在、事件发生或目标到期的时间，EDTF（ISO 8601-2）。';
COMMENT ON COLUMN facts.attributed_to_id IS 'The entity that says so. / 说这话的实体。';
COMMENT ON COLUMN facts.attribution_type IS 'How the article puts it into somebody''s mouth. / 文章以何种方式转述。';
COMMENT ON COLUMN facts.source_id IS 'The article that states it. / 陈述该事实的文章。';
COMMENT ON COLUMN facts.passage_id IS 'The sentence or heading in which the words that state it begin. / 陈述它的文字起始所在的句子或标题。';
COMMENT ON COLUMN facts.line IS 'Line of the received copy, counted from 1. / 所收文本的行号，从 1 起计。';
COMMENT ON COLUMN facts.char_start IS 'Position before the first character of the words that state it, counted from 0 over the received copy in Unicode code points. / 陈述它的文字在所收文本中的起始位置，以 Unicode 码点从 0 起计。';
COMMENT ON COLUMN facts.char_end IS 'Position after their last character: the end is exclusive. / 最后一个字符之后的位置，不含该位置本身。';
COMMENT ON COLUMN facts.text_en IS 'The fact as one plain English sentence of our own. / 以我们自己的一句英文概述该事实。';
COMMENT ON COLUMN facts.text_zh IS 'The fact as one plain Chinese sentence of our own. / 以我们自己的一句中文概述该事实。';
COMMENT ON COLUMN facts.caveats IS 'Ids of the caveats that touch it; an empty list where there is none. / 涉及该事实的提醒；没有则为空列表。';
COMMENT ON COLUMN facts.basis IS 'stated by the article, inferred_from_context or read_from_name. / 文章明言（stated）、据上下文推断（inferred_from_context）或据名称推断（read_from_name）。';
COMMENT ON COLUMN facts.note_en IS 'What a reader should know about it besides, such as from what it is inferred. / 读者另须知道的事，如据何推断。（英文）';
COMMENT ON COLUMN facts.note_zh IS 'The same in Chinese. / 同上。（中文）';
COMMENT ON COLUMN facts.time_basis IS 'Whether the article prints the time in full, or it was resolved. / 时间是文章完整印出的，还是推得的。';
COMMENT ON COLUMN facts.agent_id IS 'Who does it, or whose aim or plan it is, whatever the fact is about. / 由谁所为，或为谁的目标、计划，不论事实以何者为主体。';
COMMENT ON COLUMN facts.place_id IS 'Where an event happened. / 事件发生的地点。';
COMMENT ON COLUMN facts.ratio IS 'A share or a percentage as a fraction: 0.6 for 6 of 10, 0.191 for 19.1 percent. / 以小数表示的份额或百分比：10 个中的 6 个为 0.6，19.1% 为 0.191。';
COMMENT ON COLUMN facts.scope IS 'Among what it is so: the world, internationally, the country, the province. / 所及范围：世界、国际、全国或全省。';

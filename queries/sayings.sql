-- Who said what, and where may somebody's words go on unnamed?
-- 谁说了什么，又有哪些未注明讲话人的话可能出自此人？
-- $who = %: one speaker, by id (xia-qiyong) or a part of the name (夏齐勇); % is everybody but the paper's narration / 某个讲话人的 id（xia-qiyong）或姓名的一部分（夏齐勇）；% 表示除报纸叙述外的每个人
-- $source = %: the article, by id; % is every one / 文章的 id；% 表示每一篇

WITH said AS (
    SELECT
        f.*, s.statement_type,
        f.attribution_type = 'narration' AND p.speaker_id IS NULL AND why.reason = 'not-stated' AS is_unnamed
    FROM facts AS f
    JOIN passages AS p USING (passage_id)
    LEFT JOIN statements AS s ON s.statement_id = f.fact_id
    LEFT JOIN missing_values AS why
        ON (why.table_name, why.column_name, why.key) = ('passages', 'speaker_id', f.passage_id)
    WHERE f.source_id LIKE $source
)
SELECT
    CASE WHEN f.is_unnamed THEN 'not named; perhaps a speaker' ELSE speaker.name_en END AS who_en,
    CASE WHEN f.is_unnamed THEN '未署名，或为讲话人' ELSE speaker.name_zh END AS who_zh,
    f.attribution_type AS how,
    f.statement_type,
    f.text_en,
    f.text_zh,
    f.line,
    f.fact_id,
    f.caveats
FROM said AS f
JOIN entities AS speaker ON speaker.entity_id = f.attributed_to_id
WHERE coalesce(f.is_unnamed, FALSE) OR CASE
    WHEN $who = '%' THEN f.attribution_type IN ('direct_quotation', 'indirect_quotation', 'cited_test')
    ELSE speaker.entity_id = $who OR contains(lower(speaker.name_en), lower($who)) OR contains(speaker.name_zh, $who)
END
ORDER BY coalesce(f.is_unnamed, FALSE), who_en, f.line, f.char_start, f.fact_id;

-- Who said what?
-- 谁说了什么？
-- $who = %: one speaker, by id (xia-qiyong) or a part of the name (夏齐勇); % is everybody but the paper's narration

SELECT
    speaker.name_en AS who_en,
    speaker.name_zh AS who_zh,
    f.attribution_type AS how,
    f.text_en,
    f.text_zh,
    f.line,
    f.fact_id
FROM facts AS f
JOIN entities AS speaker ON speaker.entity_id = f.attributed_to_id
WHERE CASE
    WHEN $who = '%' THEN f.attribution_type IN ('direct_quotation', 'indirect_quotation', 'cited_test')
    ELSE speaker.entity_id = $who OR contains(lower(speaker.name_en), lower($who)) OR contains(speaker.name_zh, $who)
END
ORDER BY who_en, f.line, f.char_start, f.fact_id;

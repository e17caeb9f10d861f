-- What does paragraph N of the article say?
-- 文章第 N 段说了什么？
-- $line = 17: the paragraph, as a line of the received copy, counted from 1 / 段落，即所收文本的行号，从 1 起计
-- $source = %: the article, by id; % is every one / 文章的 id；% 表示每一篇

SELECT
    fact_id, fact_table, text_en, text_zh, basis, attributed_to_id AS said_by, attribution_type AS how,
    char_start, char_end, caveats
FROM facts
WHERE line = $line::BIGINT AND source_id LIKE $source
ORDER BY source_id, char_start, char_end, fact_id;

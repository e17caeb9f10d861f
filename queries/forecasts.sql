-- What is only forecast, and by when?
-- 哪些只是预计，预计何时？
-- $source = %: the article, by id; % is every one / 文章的 id；% 表示每一篇

SELECT time_period, text_en, text_zh, value, unit_id, comparator, attributed_to_id AS said_by, fact_id, caveats
FROM facts
WHERE value_type = 'forecast' AND source_id LIKE $source
ORDER BY line, fact_id;

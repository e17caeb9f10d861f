-- What happened, what is under way and what is to happen, in order of time?
-- 按时间顺序，发生了什么，正在发生什么，又将发生什么？
-- $source = %: the article, by id; % is every one / 文章的 id；% 表示每一篇

SELECT begins, ends, time_period, value_type, text_en, text_zh, fact_id
FROM timeline
-- A relation or statement bears the date of the talk in which it was made, and is no event in time.
WHERE source_id LIKE $source AND (fact_table IN ('events', 'observations') OR value_type <> 'actual')
ORDER BY coalesce(begins, ends), ends NULLS LAST, fact_id;

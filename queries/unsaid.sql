-- What does the article leave unsaid of its figures, of its claims and of itself?
-- 关于文中的数字、宣称与文章本身，有哪些未作说明？
-- $source = %: the article, by id; % is every one / 文章的 id；% 表示每一篇

SELECT
    m.table_name,
    m.column_name AS unsaid,
    coalesce(f.text_en, s.lacks_en) AS of_what_en,
    coalesce(f.text_zh, s.lacks_zh) AS of_what_zh,
    m.key AS row_id
FROM missing_values AS m
LEFT JOIN facts AS f ON f.fact_id = m.key
LEFT JOIN sources AS s ON s.source_id = m.key
-- Where the time is not said, neither is on what it rests; that is not told twice.
WHERE m.reason = 'not-stated' AND m.table_name IN ('sources', 'observations', 'claims') AND m.column_name <> 'time_basis'
    AND coalesce(f.source_id, s.source_id) LIKE $source
ORDER BY m.table_name DESC, m.column_name, m.key;

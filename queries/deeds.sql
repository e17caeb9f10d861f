-- What has somebody done, what is under way, and what is aimed at?
-- 谁做了什么，正在做什么，又以什么为目标？
-- $who = xiaogan-high-tech-zone: who does it, by id / 行为者的 id
-- $since = 0001-01-01: a day; what surely came after it is told first, then what may have / 某一天；先列必在其后的，再列可能在其后的
-- $source = %: the article, by id; % is every one / 文章的 id；% 表示每一篇

WITH dated AS (
    SELECT *, period_begins(time_period) AS begins, period_ends(time_period) AS ends
    FROM facts
    WHERE agent_id = $who AND source_id LIKE $source
)
SELECT
    CASE
        WHEN time_period IS NULL THEN 'no date'
        WHEN begins IS NULL THEN 'due by then'
        WHEN ends IS NULL THEN 'after that day'
        ELSE 'within these days'
    END AS when_it_is_said,
    begins,
    ends,
    value_type,
    text_en,
    text_zh,
    note_en,
    note_zh,
    basis,
    line,
    fact_id,
    caveats
FROM dated
-- What has an open end, or no date at all, may lie later: it is kept.
WHERE coalesce(ends >= $since::DATE, TRUE)
ORDER BY
    time_period IS NULL, coalesce(begins < $since::DATE AND ends IS NOT NULL, FALSE), coalesce(begins, ends), ends,
    line, fact_id;

-- What is only forecast, and by when?
-- 哪些只是预计，预计何时？

SELECT time_period, text_en, text_zh, value, unit_id, attributed_to_id AS said_by, fact_id, caveats
FROM facts
WHERE value_type = 'forecast'
ORDER BY line, fact_id;

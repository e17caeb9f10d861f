-- How numbers and periods are worded, in English and in Chinese.
-- A macro that ends in _en or _zh gives a text; NULL in, NULL out, unless it says otherwise.

-- Numbers --------------------------------------------------------------------------------------------------------

-- A printed value times its power of ten, through its decimal text: 119.2 and 8 give 11920000000 and no neighbour of it.

CREATE MACRO in_full(value, power) AS (value || 'e' || power)::DOUBLE;

CREATE MACRO plain_number(x) AS regexp_replace(x::VARCHAR, '\.0$', '');

CREATE MACRO number_en(x) AS CASE
    WHEN x >= 1e12 THEN plain_number(x / 1e12) || ' trillion'
    WHEN x >= 1e9 THEN plain_number(x / 1e9) || ' billion'
    WHEN x >= 1e6 THEN plain_number(x / 1e6) || ' million'
    WHEN x = floor(x) THEN format('{:,}', x::BIGINT)
    ELSE plain_number(x)
END;

CREATE MACRO number_zh(x) AS CASE
    WHEN x >= 1e12 THEN plain_number(x / 1e12) || '万亿'
    WHEN x >= 1e8 THEN plain_number(x / 1e8) || '亿'
    WHEN x >= 1e4 THEN plain_number(x / 1e4) || '万'
    ELSE plain_number(x)
END;

CREATE MACRO ordinal_en(n) AS n || CASE
    WHEN n % 100 IN (11, 12, 13) THEN 'th'
    WHEN n % 10 = 1 THEN 'st'
    WHEN n % 10 = 2 THEN 'nd'
    WHEN n % 10 = 3 THEN 'rd'
    ELSE 'th'
END;

-- How the real value stands to the printed one. No comparator and not near: exact, and no word.

CREATE MACRO comparator_en(comparator, is_near) AS CASE
    WHEN is_near AND comparator IN ('<', '<=') THEN 'nearly '
    WHEN is_near AND comparator IN ('>', '>=') THEN 'just over '
    WHEN is_near THEN 'about '
    WHEN comparator = '<' THEN 'less than '
    WHEN comparator = '<=' THEN 'at most '
    WHEN comparator = '>' THEN 'more than '
    WHEN comparator = '>=' THEN 'at least '
    ELSE ''
END;

CREATE MACRO comparator_zh(comparator, is_near) AS CASE
    WHEN is_near AND comparator IN ('<', '<=') THEN '近'
    WHEN is_near AND comparator IN ('>', '>=') THEN '略超'
    WHEN is_near THEN '约'
    WHEN comparator = '<' THEN '不到'
    WHEN comparator = '<=' THEN '至多'
    WHEN comparator = '>' THEN '超过'
    WHEN comparator = '>=' THEN '至少'
    ELSE ''
END;

-- A position in a ranking: the smaller it is, the better. `items` may be NULL: not said out of how many.

CREATE MACRO rank_en(place, items, comparator) AS CASE
    WHEN comparator = '<=' THEN 'within the top ' || place
    WHEN comparator = '<' THEN 'above ' || ordinal_en(place)
    WHEN comparator = '>' THEN 'below ' || ordinal_en(place)
    WHEN comparator = '>=' THEN ordinal_en(place) || ' or lower'
    ELSE ordinal_en(place)
END || coalesce(' of ' || items, '');

CREATE MACRO rank_zh(place, items, comparator) AS CASE
    WHEN comparator = '<=' THEN '前' || place || '位'
    WHEN comparator = '<' THEN '第' || place || '位之前'
    WHEN comparator = '>' THEN '第' || place || '位之后'
    WHEN comparator = '>=' THEN '第' || place || '位或之后'
    ELSE '第' || place || '位'
END || coalesce('（共' || items || '个）', '');

-- The unit behind a number: ' billion yuan', '%', ' years'. Counts, positions and shares have none: the indicator
-- names what is counted.

CREATE MACRO unit_en(x, unit_id, unit_name) AS CASE
    WHEN unit_id IN ('count', 'position', 'share') THEN ''
    WHEN unit_id = 'percent' THEN '%'
    WHEN unit_id = 'yuan' THEN ' yuan'
    ELSE ' ' || unit_name || CASE WHEN x = 1 THEN '' ELSE 's' END
END;

CREATE MACRO unit_zh(unit_id, unit_name) AS CASE
    WHEN unit_id IN ('count', 'position', 'share') THEN ''
    WHEN unit_id = 'percent' THEN '%'
    WHEN unit_id = 'yuan' THEN '元'
    ELSE unit_name
END;

-- `measure` is the indicator's, `x` the value in full, `items` the whole of a share.

CREATE MACRO value_en(measure, x, unit_id, unit_name, items, comparator, is_near) AS CASE measure
    WHEN 'rank' THEN rank_en(x::BIGINT, items, comparator)
    ELSE comparator_en(comparator, is_near) || number_en(x) || unit_en(x, unit_id, unit_name)
        || coalesce(' of every ' || items, '')
END;

CREATE MACRO value_zh(measure, x, unit_id, unit_name, items, comparator, is_near) AS CASE measure
    WHEN 'rank' THEN rank_zh(x::BIGINT, items, comparator)
    ELSE coalesce('每' || items || '个中有', '')
        || comparator_zh(comparator, is_near) || number_zh(x) || unit_zh(unit_id, unit_name)
        || CASE WHEN items IS NULL THEN '' ELSE '个' END
END;

-- Periods: EDTF (ISO 8601-2) dates and intervals --------------------------------------------------------------------

CREATE MACRO first_day(date) AS (date || substr('YYYY-01-01', length(date) + 1))::DATE;

CREATE MACRO final_day(date) AS CASE length(date)
    WHEN 4 THEN (date || '-12-31')::DATE
    WHEN 7 THEN last_day((date || '-01')::DATE)
    ELSE date::DATE
END;

-- The first and the last date of a period. NULL where the interval is open on that side ('..').

CREATE MACRO period_start(period) AS nullif(split_part(period, '/', 1), '..');

CREATE MACRO period_end(period) AS nullif(split_part(period, '/', -1), '..');

CREATE MACRO period_begins(period) AS first_day(period_start(period));

CREATE MACRO period_ends(period) AS final_day(period_end(period));

CREATE MACRO date_en(date) AS nullif(concat_ws(
    ' ',
    nullif(substr(date, 9, 2), '')::INTEGER,
    CASE WHEN length(date) > 4 THEN monthname(first_day(date)) END,
    left(date, 4)
), '');

CREATE MACRO date_zh(date) AS left(date, 4) || '年'
    || coalesce(nullif(substr(date, 6, 2), '')::INTEGER || '月', '')
    || coalesce(nullif(substr(date, 9, 2), '')::INTEGER || '日', '');

-- '2022', 'January to June 2024', '6 June to the end of 2024', 'by 2026': a year is said once. What has no end comes after
-- a day that begins it, and goes on since a month or a year.

CREATE MACRO within_a_year(period) AS contains(period, '/')
    AND left(period_start(period), 4) = left(period_end(period), 4);

CREATE MACRO period_en(period) AS
    CASE WHEN period LIKE '../%' THEN 'by ' WHEN period LIKE '____-__-__/..' THEN 'after '
        WHEN period LIKE '%/..' THEN 'since ' WHEN period <> '' THEN '' END
    || concat_ws(
        ' to ',
        CASE WHEN contains(period, '/') THEN replace(
            date_en(period_start(period)), CASE WHEN within_a_year(period) THEN ' ' || left(period, 4) ELSE '' END, '') END,
        CASE WHEN within_a_year(period) AND length(period_end(period)) = 4 THEN 'the end of ' ELSE '' END
            || date_en(period_end(period)));

CREATE MACRO period_zh(period) AS
    CASE WHEN period LIKE '../%' THEN '到' WHEN period <> '' THEN '' END
    || concat_ws(
        '至',
        CASE WHEN contains(period, '/') THEN date_zh(period_start(period)) END,
        CASE WHEN within_a_year(period)
            THEN coalesce(nullif(replace(date_zh(period_end(period)), left(period, 4) || '年', ''), ''), '年底')
            ELSE date_zh(period_end(period)) END)
    || CASE WHEN period LIKE '____-__-__/..' THEN '之后' WHEN period LIKE '%/..' THEN '起' ELSE '' END;

-- Which traps does the article hold, and which facts do they touch?
-- 文章有哪些易误读之处，涉及哪些事实？

SELECT
    c.caveat_id,
    c.title_en,
    c.title_zh,
    c.text_en,
    c.text_zh,
    kind.label_en AS kind_en,
    kind.label_zh AS kind_zh,
    string_split(c.fact_ids, ' ') AS facts
FROM caveats AS c
JOIN codes AS kind ON (kind.table_name, kind.column_name, kind.value) = ('caveats', 'caveat_type', c.caveat_type)
ORDER BY c.caveat_type, c.caveat_id;

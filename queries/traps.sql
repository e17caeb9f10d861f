-- Which traps does the article hold, and which facts do they touch?
-- 文章有哪些易误读之处，涉及哪些事实？
-- $source = %: the article, by id; % is every one / 文章的 id；% 表示每一篇

WITH touched AS (
    SELECT c.caveat_id, list(f.fact_id ORDER BY f.line, f.char_start, f.fact_id) AS facts
    FROM caveat_facts AS c
    JOIN facts AS f USING (fact_id)
    WHERE f.source_id LIKE $source
    GROUP BY c.caveat_id
)
SELECT
    c.caveat_id,
    c.title_en,
    c.title_zh,
    c.text_en,
    c.text_zh,
    kind.label_en AS kind_en,
    kind.label_zh AS kind_zh,
    touched.facts
FROM caveats AS c
JOIN touched USING (caveat_id)
JOIN codes AS kind ON (kind.table_name, kind.column_name, kind.value) = ('caveats', 'caveat_type', c.caveat_type)
ORDER BY c.caveat_type, c.caveat_id;

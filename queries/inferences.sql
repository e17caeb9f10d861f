-- Which facts does the article not state, but were inferred, and from what?
-- 哪些事实并非文章明言，而是推断所得，据何推断？
-- $source = %: the article, by id; % is every one / 文章的 id；% 表示每一篇

SELECT
    basis.label_en AS basis_en,
    basis.label_zh AS basis_zh,
    f.text_en,
    f.text_zh,
    f.note_en,
    f.note_zh,
    f.line,
    f.fact_id,
    f.caveats
FROM facts AS f
JOIN codes AS basis
    ON (basis.table_name, basis.column_name, basis.value) = (f.fact_table, 'basis', f.basis)
WHERE f.basis <> 'stated' AND f.source_id LIKE $source
ORDER BY f.line, f.char_start, f.fact_id;

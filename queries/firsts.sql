-- What is claimed to be first, only, largest or leading, among whom, and by whom?
-- 哪些被称为首创、唯一、最大或领先，范围多大，由谁所说？
-- $source = %: the article, by id; % is every one / 文章的 id；% 表示每一篇

SELECT
    f.predicate_en AS claim_en,
    f.predicate_zh AS claim_zh,
    f.text_en,
    f.text_zh,
    coalesce(scope.label_en, why.label_en) AS among_en,
    coalesce(scope.label_zh, why.label_zh) AS among_zh,
    f.attributed_to_id AS said_by,
    f.attribution_type AS how,
    f.value_type,
    f.basis,
    f.fact_id,
    f.caveats
FROM facts AS f
LEFT JOIN codes AS scope ON (scope.table_name, scope.column_name, scope.value) = ('claims', 'scope', f.scope)
LEFT JOIN missing_values AS why ON (why.table_name, why.column_name, why.key) = ('claims', 'scope', f.fact_id)
WHERE f.fact_table = 'claims' AND f.source_id LIKE $source
ORDER BY f.line, f.char_start, f.fact_id;

-- How is the article covered: is every sentence, figure, date and name accounted for?
-- 文章如何被覆盖：每个句子、数字、日期和名称都有交代吗？
-- $source = %: the article, by id; % is every one / 文章的 id；% 表示每一篇

SELECT
    source_id,
    disposition,
    count(*) AS passages,
    sum(characters) AS characters,
    round(100 * sum(characters) / sum(sum(characters)) OVER (PARTITION BY source_id), 1) AS percent_of_passages,
    sum(facts) AS facts,
    count(*) FILTER (facts > 0) AS passages_with_facts,
    sum(mentions) AS mentions,
    sum(carried_by_a_fact) AS carried_by_a_fact,
    sum(naming_an_entity) AS naming_an_entity,
    sum(no_fact) AS no_fact
FROM coverage
WHERE source_id LIKE $source
GROUP BY source_id, disposition
ORDER BY source_id, characters DESC;

-- How many people voice each theme: in all, by group, by wave and by account.
-- Each person counts once, by their latest answer; within a wave, by their
-- latest answer in it. These are the counts of `motif report`.
--
-- Reads a table or view `answers` with a row for each answer:
--   person      who answered; NULL: somebody of their own
--   rating      0 to 10, or NULL
--   wave        the period or survey the answer belongs to
--   account     the customer they belong to, or NULL
--   date        the day of the answer, or NULL
--   theme_id, theme, all_themes    as `motif-cluster assign` wrote them
--
-- `motif-cluster count` makes that view from a labelled table and asks this.
-- It runs as it is in DataFusion, DuckDB and PostgreSQL.
WITH firsts AS (
    SELECT wave, min(date) AS first_date
    FROM answers
    GROUP BY wave
),
-- Where a wave has no dates, all of them stand in the order of their names.
waves AS (
    SELECT
        wave,
        row_number() OVER (
            ORDER BY
                CASE WHEN (SELECT count(*) FROM firsts WHERE first_date IS NULL) = 0
                    THEN first_date END,
                wave
        ) AS place
    FROM firsts
),
numbered AS (
    SELECT *, row_number() OVER () AS answer
    FROM answers
),
spoken AS (
    SELECT
        numbered.answer,
        coalesce(
            nullif(lower(trim(numbered.person)), ''),
            'answer ' || CAST(numbered.answer AS VARCHAR)
        ) AS person,
        CASE
            WHEN numbered.rating >= 9 THEN 'promoter'
            WHEN numbered.rating >= 7 THEN 'passive'
            WHEN numbered.rating >= 0 THEN 'detractor'
        END AS of_group,
        numbered.wave,
        waves.place,
        nullif(trim(numbered.account), '') AS account,
        numbered.date,
        numbered.all_themes,
        numbered.theme_id IS NOT NULL AND numbered.theme_id <> '0' AS commented
    FROM numbered
    JOIN waves ON waves.wave IS NOT DISTINCT FROM numbered.wave
),
ranked AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY person ORDER BY place DESC, date DESC NULLS LAST, answer
        ) AS from_last,
        row_number() OVER (
            PARTITION BY person, place ORDER BY date DESC NULLS LAST, answer
        ) AS from_last_in_wave
    FROM spoken
),
counted AS (
    SELECT answer, all_themes, 'all' AS counted_by, '' AS value
    FROM ranked WHERE commented AND from_last = 1
    UNION ALL
    SELECT answer, all_themes, 'group', of_group
    FROM ranked WHERE commented AND from_last = 1 AND of_group IS NOT NULL
    UNION ALL
    SELECT answer, all_themes, 'wave', wave
    FROM ranked WHERE commented AND from_last_in_wave = 1 AND wave IS NOT NULL
    UNION ALL
    SELECT answer, all_themes, 'account', account
    FROM ranked WHERE commented AND from_last = 1 AND account IS NOT NULL
),
asked AS (
    SELECT counted_by, value, count(*) AS commented
    FROM counted
    GROUP BY counted_by, value
),
voiced AS (
    SELECT counted_by, value, unnest(string_to_array(all_themes, '|')) AS theme_id
    FROM counted
),
names AS (
    SELECT theme_id, max(theme) AS theme
    FROM answers
    GROUP BY theme_id
)
SELECT
    voiced.theme_id,
    coalesce(names.theme, '') AS theme,
    voiced.counted_by,
    voiced.value,
    count(*) AS people,
    asked.commented
FROM voiced
JOIN asked ON asked.counted_by = voiced.counted_by AND asked.value = voiced.value
LEFT JOIN names ON names.theme_id = voiced.theme_id
WHERE voiced.theme_id <> ''
GROUP BY voiced.theme_id, names.theme, voiced.counted_by, voiced.value, asked.commented
ORDER BY voiced.counted_by, voiced.value, people DESC, voiced.theme_id

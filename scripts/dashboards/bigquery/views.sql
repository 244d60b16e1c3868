-- What dashboards read. Installed after findings_raw.sql, see ../README.md; running it again replaces the views.
--
-- Delivery is at least once and in any order, so every view orders messages by the time of the event that they come from
-- (event_time, OCSF finding_info.last_seen_time), never by the time of their arrival: what arrives late or twice cannot
-- reopen what a later event closed. Of two messages about one event the later evaluation counts.
--
-- Severities, statuses and activities are OCSF's: https://schema.ocsf.io/1.8.0/classes/compliance_finding
--   result_id    1 pass, 2 could not be judged, 3 fail, 0 says nothing anymore (not applicable, or the environment is gone)
--   status_id    1 new, 3 suppressed by an exception, 4 resolved, 5 archived
--   activity_id  1 create, 2 update, 3 close

-- Every message, a row each, those delivered twice included. The other views read the messages through this one only.
CREATE OR REPLACE VIEW `${PROJECT}.${DATASET}.findings`
OPTIONS (description = 'Every message about a finding, repeated ones included') AS
WITH messages AS (
  SELECT
    -- One for each policy and environment, the same for every message about the two.
    JSON_VALUE(data, '$.finding_info.uid') AS finding_uid,
    -- One for each finding and event: the same if an event was delivered again.
    JSON_VALUE(data, '$.metadata.uid') AS message_uid,
    JSON_VALUE(data, '$.compliance.control') AS policy,
    JSON_VALUE(data, '$.finding_info.title') AS title,
    -- PASS, FAIL, ERROR (could not be judged), SUPPRESSED, SKIP (not applicable) or GONE.
    JSON_VALUE(data, '$.compliance.status_code') AS result,
    SAFE_CAST(JSON_VALUE(data, '$.compliance.status_id') AS INT64) AS result_id,
    JSON_VALUE(data, '$.status') AS status,
    SAFE_CAST(JSON_VALUE(data, '$.status_id') AS INT64) AS status_id,
    SAFE_CAST(JSON_VALUE(data, '$.activity_id') AS INT64) AS activity_id,
    JSON_VALUE(data, '$.severity') AS severity,
    SAFE_CAST(JSON_VALUE(data, '$.severity_id') AS INT64) AS severity_id,
    JSON_VALUE(data, '$.message') AS message,
    JSON_VALUE(data, '$.remediation.desc') AS recommendation,
    JSON_VALUE(data, '$.cloud.account.uid') AS project_id,
    JSON_VALUE(data, '$.cloud.region') AS region,
    JSON_VALUE(data, '$.resources[0].name') AS environment,
    -- Only findings of a creation name who that was.
    JSON_VALUE(data, '$.resources[0].owner.name') AS created_by,
    -- Whose environment it is, as a label of it says (TEAM_LABELS).
    JSON_VALUE(data, '$.resources[0].group.name') AS team,
    JSON_VALUE(data, '$.finding_info.src_url') AS console_url,
    -- create-first, create-last, update, delete, sweep or scan.
    JSON_VALUE(data, '$.unmapped.trigger') AS trigger_kind,
    -- The policies whose findings explain this one. A finding without any is a root: one cause, one alarm.
    NULLIF(ARRAY_TO_STRING(JSON_VALUE_ARRAY(data, '$.unmapped.caused_by'), ', '), '') AS caused_by,
    -- The environment is older than ENFORCE_FROM: recorded, no cause for alarm.
    COALESCE(JSON_VALUE(data, '$.unmapped.baseline') = 'true', FALSE) AS is_baseline,
    JSON_VALUE(data, '$.unmapped.exception.name') AS exception_name,
    JSON_VALUE(data, '$.unmapped.exception.expires_at') AS exception_expires_at,
    TIMESTAMP_MILLIS(SAFE_CAST(JSON_VALUE(data, '$.finding_info.last_seen_time') AS INT64)) AS event_time,
    TIMESTAMP_MILLIS(SAFE_CAST(JSON_VALUE(data, '$.time') AS INT64)) AS evaluated_at,
    publish_time,
    message_id,
    data
  FROM `${PROJECT}.${DATASET}.findings_raw`
  WHERE JSON_VALUE(data, '$.class_uid') = '2003'
)
SELECT
  *,
  caused_by IS NULL AS is_root,
  result_id = 3 AND status_id != 3 AND activity_id != 3 AS is_violation
FROM messages;

-- A row for each policy and environment: what the latest event says of the two.
CREATE OR REPLACE VIEW `${PROJECT}.${DATASET}.findings_latest`
OPTIONS (description = 'The latest result of each policy and environment') AS
SELECT
  * EXCEPT (created_by),
  FIRST_VALUE(created_by IGNORE NULLS) OVER (
    PARTITION BY finding_uid
    ORDER BY event_time DESC, evaluated_at DESC, publish_time DESC, message_id DESC
    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS created_by
FROM `${PROJECT}.${DATASET}.findings`
WHERE finding_uid IS NOT NULL
QUALIFY ROW_NUMBER() OVER (
  PARTITION BY finding_uid
  ORDER BY event_time DESC, evaluated_at DESC, publish_time DESC, message_id DESC) = 1;

-- A row for each time that a policy was violated in an environment, from the event that opened the violation to the one
-- that closed it, be it that the environment complies, that the policy does not apply anymore or that the environment is
-- gone. seconds_to_detect is from the event's audit log entry to the publication of the first finding: where
-- opened_by is sweep or scan, the violation is older than the look at it, and the figure says nothing.
CREATE OR REPLACE VIEW `${PROJECT}.${DATASET}.time_to_detect`
OPTIONS (description = 'How soon violations were detected, and how soon they were closed') AS
WITH numbered AS (
  SELECT
    *,
    CASE WHEN is_violation THEN event_time END AS violated_at,
    -- How often the finding had been closed before: what comes between two closes belongs together.
    COUNT(CASE WHEN activity_id = 3 THEN 1 END) OVER (
      PARTITION BY finding_uid
      ORDER BY event_time, evaluated_at, publish_time, message_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS episode
  FROM `${PROJECT}.${DATASET}.findings`
), episodes AS (
  SELECT
    finding_uid, policy, project_id, region, environment,
    MAX(CASE WHEN is_violation THEN severity_id END) AS severity_id,
    COUNTIF(is_violation AND is_root) > 0 AS is_root,
    COUNTIF(is_violation AND is_baseline) > 0 AS is_baseline,
    ANY_VALUE(trigger_kind HAVING MIN violated_at) AS opened_by,
    MIN(violated_at) AS opened_at,
    MIN(CASE WHEN is_violation THEN publish_time END) AS detected_at,
    MAX(CASE WHEN activity_id = 3 THEN event_time END) AS closed_at
  FROM numbered
  GROUP BY finding_uid, policy, project_id, region, environment, episode
)
SELECT
  *,
  (UNIX_MILLIS(detected_at) - UNIX_MILLIS(opened_at)) / 1000 AS seconds_to_detect,
  (UNIX_MILLIS(closed_at) - UNIX_MILLIS(opened_at)) / 1000 AS seconds_to_close
FROM episodes
WHERE opened_at IS NOT NULL;

-- What somebody has to put right, a row for each cause: violations that another one explains are left out, and so are
-- those of environments older than ENFORCE_FROM, and what an exception covers until it expires.
CREATE OR REPLACE VIEW `${PROJECT}.${DATASET}.open_violations`
OPTIONS (description = 'Violations that are open, roots only, baseline left out') AS
SELECT latest.* EXCEPT (data), episode.opened_at
FROM `${PROJECT}.${DATASET}.findings_latest` AS latest
LEFT JOIN `${PROJECT}.${DATASET}.time_to_detect` AS episode
  ON episode.finding_uid = latest.finding_uid AND episode.closed_at IS NULL
WHERE latest.is_violation AND latest.is_root AND NOT latest.is_baseline;

-- How each policy stood at the end of each day (UTC), by the time of the events: an environment counts from its first
-- judgement on, every day, until its findings are archived. A day on which nothing at all was published has no row.
CREATE OR REPLACE VIEW `${PROJECT}.${DATASET}.compliance_by_day`
OPTIONS (description = 'How many environments complied with each policy at the end of each day') AS
WITH daily AS (
  SELECT *, CAST(event_time AS DATE) AS since
  FROM `${PROJECT}.${DATASET}.findings`
  WHERE event_time IS NOT NULL
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY finding_uid, CAST(event_time AS DATE)
    ORDER BY event_time DESC, evaluated_at DESC, publish_time DESC, message_id DESC) = 1
), spans AS (
  SELECT *, LEAD(since) OVER (PARTITION BY finding_uid ORDER BY since) AS next_since
  FROM daily
), days AS (
  SELECT DISTINCT since AS day
  FROM daily
), counted AS (
  SELECT
    days.day,
    spans.policy,
    COUNTIF(result_id = 1) AS passing,
    COUNTIF(is_violation AND NOT is_baseline AND is_root) AS failing,
    -- Explained by the violation of another policy: not compliant, but no alarm of their own.
    COUNTIF(is_violation AND NOT is_baseline AND NOT is_root) AS explained,
    COUNTIF(is_violation AND is_baseline) AS baseline,
    COUNTIF(status_id = 3) AS exempt,
    COUNTIF(result_id = 2) AS not_judged
  FROM days
  JOIN spans ON spans.since <= days.day AND (spans.next_since IS NULL OR days.day < spans.next_since)
  WHERE status_id != 5
  GROUP BY days.day, spans.policy
)
SELECT *, passing / NULLIF(passing + failing + explained, 0) AS pass_ratio
FROM counted;

-- The table that a Pub/Sub subscription writes the findings to: each message as one JSON value, so that a field which is
-- new in a finding can never keep it from being written. Everything else is made of it by views.sql.
--
-- How it is installed stands in ../README.md. ${PROJECT} and ${DATASET} are replaced there.
--
-- The columns and their types are what a subscription with --write-metadata and without a schema expects; the ordering key
-- stands in attributes.
--
-- Partitions do not expire. What is open is told by the last message about it, however old: with an expiry, a violation
-- that nobody looked at again would one day vanish from the views as if it were solved. Set
-- partition_expiration_days only where every environment is judged again more often than that.
CREATE TABLE IF NOT EXISTS `${PROJECT}.${DATASET}.findings_raw` (
  data JSON,
  subscription_name STRING,
  message_id STRING,
  publish_time TIMESTAMP,
  attributes JSON
)
PARTITION BY DATE(publish_time)
OPTIONS (description = 'Findings of Composer Audit as they were published, a message a row');

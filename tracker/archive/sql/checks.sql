-- name: integrity_check
PRAGMA quick_check;

-- name: foreign_key_check
PRAGMA foreign_key_check;

-- name: check_add
INSERT INTO check_log (policy, at, outcome, reason, detail, fetcher, robots, urls, status, size_bytes,
    body_sha256, text_sha256, seconds, snapshot, validators)
VALUES (:policy, :at, :outcome, :reason, :detail, :fetcher, :robots, :urls, :status, :size_bytes,
    :body_sha256, :text_sha256, :seconds, :snapshot, :validators);

-- name: check_list
-- The latest checks, newest first.
SELECT policy, at, outcome, reason, detail, fetcher, robots, urls, status, size_bytes,
    body_sha256, text_sha256, seconds, snapshot, validators
FROM check_log WHERE (:key IS NULL OR policy = :key) ORDER BY at DESC, id DESC LIMIT :count;

-- name: check_at
-- Whether a policy was checked at a moment, or a recorded version of then was taken.
SELECT EXISTS (SELECT 1 FROM check_log WHERE policy = :key AND at = :at);

-- name: check_before
-- The last checks before a moment, newest first.
SELECT policy, at, outcome, reason, detail, fetcher, robots, urls, status, size_bytes,
    body_sha256, text_sha256, seconds, snapshot, validators
FROM check_log WHERE policy = :key AND at < :at ORDER BY at DESC, id DESC LIMIT :count;

-- name: check_from
-- The first checks from a moment on, oldest first.
SELECT policy, at, outcome, reason, detail, fetcher, robots, urls, status, size_bytes,
    body_sha256, text_sha256, seconds, snapshot, validators
FROM check_log WHERE policy = :key AND at >= :at ORDER BY at, id LIMIT :count;

-- name: check_between
SELECT policy, at, outcome, reason, detail, fetcher, robots, urls, status, size_bytes,
    body_sha256, text_sha256, seconds, snapshot, validators
FROM check_log WHERE at >= :since AND at < :until ORDER BY at, policy, id;

-- name: check_count
-- Checks by outcome since a moment.
SELECT outcome, count(*) FROM check_log
WHERE (:key IS NULL OR policy = :key) AND (:since IS NULL OR at >= :since)
GROUP BY outcome ORDER BY outcome;

-- name: check_forgettable
SELECT count(*) FROM check_log WHERE at < :before AND outcome IN ('unchanged', 'not-modified');

-- name: check_forget
-- Checks before a moment that found nothing new, by rule of retention.
DELETE FROM check_log WHERE at < :before AND outcome IN ('unchanged', 'not-modified');

-- name: incident_open
-- The incident this check opens, or the open one with one more check.
INSERT INTO incident (policy, reason, detail, opened_at, checks, closed_at, told)
VALUES (:policy, :reason, :detail, :opened_at, :checks, NULL, :told)
ON CONFLICT (policy) WHERE closed_at IS NULL DO UPDATE SET
    reason = excluded.reason, detail = excluded.detail,
    checks = max(incident.checks + 1, excluded.checks), told = max(incident.told, excluded.told);

-- name: incident_close
UPDATE incident SET closed_at = :at WHERE policy = :policy AND closed_at IS NULL;

-- name: incident_forget_all
DELETE FROM incident;

-- name: incident_restore
INSERT INTO incident (policy, reason, detail, opened_at, checks, closed_at, told)
VALUES (:policy, :reason, :detail, :opened_at, :checks, :closed_at, :told);

-- name: incident_get
SELECT policy, reason, detail, opened_at, checks, closed_at, told
FROM incident WHERE policy = :key AND closed_at IS NULL;

-- name: incident_list
SELECT policy, reason, detail, opened_at, checks, closed_at, told
FROM incident WHERE (:key IS NULL OR policy = :key) AND (:open_only = 0 OR closed_at IS NULL)
ORDER BY opened_at, policy;

-- name: accepted_add
-- A person took a refused text for the policy; who says it twice has said it the first time.
INSERT INTO accepted (policy, text_hash, at, reason) VALUES (:policy, :text_hash, :at, :reason)
ON CONFLICT (policy, text_hash) DO NOTHING;

-- name: accepted_list
SELECT text_hash, at, reason FROM accepted WHERE policy = :key ORDER BY at, text_hash;

-- name: accepted_forget_all
DELETE FROM accepted;

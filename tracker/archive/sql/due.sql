-- name: due_plan
-- A policy of the watchlist; a shorter interval brings its next check forward, the end of a pause makes it due.
INSERT INTO due (key, host, next_at, every, paused) VALUES (:key, :host, :next_at, :every, :paused)
ON CONFLICT (key) DO UPDATE SET
    host = excluded.host, paused = excluded.paused, every = excluded.every,
    next_at = CASE WHEN excluded.paused < due.paused THEN excluded.next_at
                   WHEN excluded.every < due.every THEN min(due.next_at, excluded.next_at)
                   ELSE due.next_at END
WHERE (due.host, due.every, due.paused) IS NOT (excluded.host, excluded.every, excluded.paused);

-- name: due_planned
SELECT key FROM due;

-- name: due_drop
DELETE FROM due WHERE key = :key;

-- name: due_claimable
-- Policies that are due, longest waiting first, without those of busy hosts.
SELECT key FROM due INDEXED BY due_waiting
WHERE paused = 0 AND next_at <= :now
  AND host NOT IN (SELECT value FROM json_each(:busy_hosts))
ORDER BY next_at, key LIMIT :count;

-- name: due_lease
UPDATE due SET leased_until = :until, next_at = :until WHERE key = :key;

-- name: due_done
UPDATE due SET next_at = :next_at, failures = :failures, leased_until = NULL WHERE key = :key;

-- name: due_release
-- Given back unchecked: due again at once.
UPDATE due SET next_at = :now, leased_until = NULL WHERE key = :key AND leased_until IS NOT NULL;

-- name: due_sooner
-- Brought forward, never put off; what is being checked or backing off is left alone.
UPDATE due SET next_at = :next_at
WHERE key = :key AND next_at > :next_at AND leased_until IS NULL AND failures = 0;

-- name: due_now
-- Asked for out of turn; what is being checked is left alone.
UPDATE due SET next_at = :now WHERE key = :key AND next_at > :now AND leased_until IS NULL AND paused = 0;

-- name: due_release_all
-- Whoever had them is gone: due again at once.
UPDATE due SET next_at = :now, leased_until = NULL WHERE leased_until IS NOT NULL;

-- name: due_overdue
-- Policies whose check is late by more than their own interval, and by a quarter of an hour.
SELECT key, next_at FROM due INDEXED BY due_waiting
WHERE paused = 0 AND next_at <= :now
  AND unixepoch(substr(next_at, 1, 19)) + max(every, 900) <= unixepoch(substr(:now, 1, 19))
ORDER BY next_at, key LIMIT :count;

-- name: due_get
SELECT key, host, next_at, every, paused, failures, leased_until FROM due WHERE key = :key;

-- name: due_next
-- When the next check of any policy is due.
SELECT min(next_at) FROM due INDEXED BY due_waiting WHERE paused = 0;

-- name: due_count
SELECT count(*), coalesce(sum(paused), 0) FROM due;

-- name: due_unread
-- How many planned policies cannot be read at the moment, and how many were never checked.
SELECT
    (SELECT count(*) FROM incident WHERE closed_at IS NULL AND policy IN (SELECT key FROM due)),
    (SELECT count(*) FROM due WHERE NOT EXISTS (SELECT 1 FROM check_log WHERE policy = due.key));

-- name: due_overdue_count
SELECT count(*) FROM due INDEXED BY due_waiting
WHERE paused = 0 AND next_at <= :now
  AND unixepoch(substr(next_at, 1, 19)) + max(every, 900) <= unixepoch(substr(:now, 1, 19));

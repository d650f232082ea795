-- name: delivery_add
-- The same delivery twice is one delivery.
INSERT INTO delivery (id, channel, kind, subject, stage, state, created_at, next_at)
VALUES (:id, :channel, :kind, :subject, :stage, 'queued', :at, :at) ON CONFLICT (id) DO NOTHING;

-- name: delivery_lease
-- Deliveries that are due, each given to one sender until its lease ends.
UPDATE delivery SET leased_until = :until
WHERE id IN (
    SELECT id FROM delivery
    WHERE state = 'queued' AND next_at <= :now AND (leased_until IS NULL OR leased_until <= :now)
    ORDER BY next_at, id LIMIT :count
)
RETURNING id, channel, kind, subject, stage, created_at, attempts, next_at;

-- name: delivery_done
UPDATE delivery SET state = :state, done_at = :at, leased_until = NULL, attempts = attempts + 1, error = :error
WHERE id = :id AND state = 'queued';

-- name: delivery_retry_later
UPDATE delivery SET next_at = :next_at, leased_until = NULL, attempts = attempts + 1, error = :error
WHERE id = :id AND state = 'queued';

-- name: delivery_retry_now
-- By hand: a dead or waiting delivery is tried again at once.
UPDATE delivery SET state = 'queued', next_at = :now, leased_until = NULL, done_at = NULL
WHERE id = :id AND state != 'sent';

-- name: delivery_drop
-- By hand: never to be sent.
UPDATE delivery SET state = 'dead', done_at = :now, leased_until = NULL, error = 'dropped by hand'
WHERE id = :id AND state = 'queued';

-- name: delivery_get
SELECT id, channel, kind, subject, stage, state, created_at, next_at, leased_until, attempts, error, done_at
FROM delivery WHERE id = :id;

-- name: delivery_list
SELECT id, channel, kind, subject, stage, state, created_at, next_at, leased_until, attempts, error, done_at
FROM delivery WHERE (:state IS NULL OR state = :state) ORDER BY created_at, id;

-- name: delivery_count
SELECT state, count(*), min(created_at) FROM delivery GROUP BY state;

-- name: delivery_latest
-- The latest of one state, newest first.
SELECT id, channel, kind, subject, stage, state, created_at, next_at, leased_until, attempts, error, done_at
FROM delivery WHERE state = :state ORDER BY created_at DESC, id DESC LIMIT :count;

-- name: delivery_next
-- When the next delivery is due.
SELECT min(next_at) FROM delivery WHERE state = 'queued';

-- name: attempt_add
INSERT INTO attempt (delivery, number, at, outcome, detail)
VALUES (:id, (SELECT count(*) + 1 FROM attempt WHERE delivery = :id), :at, :outcome, :detail);

-- name: attempt_list
SELECT number, at, outcome, detail FROM attempt WHERE delivery = :id ORDER BY number;

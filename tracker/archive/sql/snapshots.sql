-- name: defer_foreign_keys
-- References are checked at the end of this transaction.
PRAGMA defer_foreign_keys = ON;

-- name: policy_add
-- A policy that is seen for the first time.
INSERT INTO policy (key, service, title) VALUES (:key, :service, :title) ON CONFLICT (key) DO NOTHING;

-- name: policy_rename
-- The titles as the watchlist has them now.
UPDATE policy SET service = :service, title = :title
WHERE key = :key AND (service, title) IS NOT (:service, :title);

-- name: policy_stand
-- The version that is settled from now on.
UPDATE policy SET standing = :standing WHERE key = :key AND standing IS NOT :standing;

-- name: policy_get
SELECT key, service, title, standing, fingerprint, root_hint, last_full_fetch_at FROM policy WHERE key = :key;

-- name: policy_restore
-- What the folder says of a policy; what only checks know stays.
INSERT INTO policy (key, service, title, standing, root_hint, last_full_fetch_at)
VALUES (:key, :service, :title, :standing, :root_hint, :last_full_fetch_at)
ON CONFLICT (key) DO UPDATE SET
    service = excluded.service, title = excluded.title, standing = excluded.standing,
    root_hint = excluded.root_hint,
    last_full_fetch_at = max(excluded.last_full_fetch_at, coalesce(policy.last_full_fetch_at, ''));

-- name: policy_forget_seen
-- The version seen last is another than the catalogue thought: look closely at the next check.
UPDATE policy SET fingerprint = '', last_full_fetch_at = NULL WHERE key = :key;

-- name: policy_forget
-- Policies of which nothing is left.
DELETE FROM policy WHERE
    NOT EXISTS (SELECT 1 FROM snapshot s WHERE s.policy = policy.key)
    AND NOT EXISTS (SELECT 1 FROM check_log c WHERE c.policy = policy.key)
    AND NOT EXISTS (SELECT 1 FROM incident i WHERE i.policy = policy.key)
    AND NOT EXISTS (SELECT 1 FROM accepted a WHERE a.policy = policy.key);

-- name: policy_list
-- Every policy with the number and the times of its versions.
SELECT p.key, p.service, p.title, count(s.id), min(s.observed_at), max(s.observed_at)
FROM policy p LEFT JOIN snapshot s ON s.policy = p.key
GROUP BY p.key ORDER BY p.key;

-- name: policy_seen
-- What is remembered for the next check; NULL: as before.
UPDATE policy SET
    fingerprint = coalesce(nullif(:fingerprint, ''), fingerprint),
    root_hint = coalesce(:root_hint, root_hint),
    last_full_fetch_at = coalesce(:full_fetch_at, last_full_fetch_at)
WHERE key = :key;

-- name: validators_get
SELECT url, etag, last_modified FROM validator WHERE policy = :key ORDER BY position;

-- name: validators_forget
DELETE FROM validator WHERE policy = :key;

-- name: validators_add
INSERT INTO validator (policy, position, url, etag, last_modified)
VALUES (:key, :position, :url, :etag, :last_modified);

-- name: snapshot_add
INSERT INTO snapshot (id, policy, observed_at, text_sha256, body_sha256, record_sha256,
    previous_record_sha256, words, language, extract_rules, origin, warc_file_sha256)
VALUES (:id, :policy, :observed_at, :text_sha256, :body_sha256, :record_sha256,
    :previous_record_sha256, :words, :language, :extract_rules, :origin, :warc_file_sha256);

-- name: snapshot_forget_all
DELETE FROM snapshot;

-- name: payload_forget
DELETE FROM payload WHERE snapshot = :snapshot;

-- name: payload_forget_all
DELETE FROM payload;

-- name: snapshot_get
SELECT id, policy, observed_at, text_sha256, body_sha256, record_sha256,
    previous_record_sha256, words, language, extract_rules, origin
FROM snapshot WHERE id = :id;

-- name: snapshot_list
-- All versions of a policy, oldest first.
SELECT id, policy, observed_at, text_sha256, body_sha256, record_sha256,
    previous_record_sha256, words, language, extract_rules, origin
FROM snapshot WHERE policy = :key ORDER BY observed_at, id;

-- name: snapshot_at
-- The version that was on the page at a moment.
SELECT id, policy, observed_at, text_sha256, body_sha256, record_sha256,
    previous_record_sha256, words, language, extract_rules, origin
FROM snapshot WHERE policy = :key AND observed_at <= :moment ORDER BY observed_at DESC, id DESC LIMIT 1;

-- name: snapshot_latest
SELECT id, policy, observed_at, text_sha256, body_sha256, record_sha256,
    previous_record_sha256, words, language, extract_rules, origin
FROM snapshot WHERE policy = :key ORDER BY observed_at DESC, id DESC LIMIT 1;

-- name: snapshot_count
SELECT count(*), coalesce(max(id), '') FROM snapshot WHERE policy = :key;

-- name: snapshot_warc_file
SELECT warc_file_sha256 FROM snapshot WHERE id = :id;

-- name: payload_get
SELECT snapshot, record, url, date FROM payload WHERE policy = :key AND sha256 = :sha256;

-- name: payload_add
INSERT INTO payload (policy, sha256, snapshot, record, url, date)
VALUES (:key, :sha256, :snapshot, :record, :url, :date) ON CONFLICT (policy, sha256) DO NOTHING;

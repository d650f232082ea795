-- name: change_add
INSERT INTO change (id, policy, old, new, observed_at, materiality, stage, announced, detail)
VALUES (:id, :policy, :old, :new, :observed_at, :materiality, :stage, :announced, :detail);

-- name: change_forget_all
DELETE FROM change;

-- name: event_forget_all
DELETE FROM event;

-- name: finding_forget_all
DELETE FROM finding;

-- name: change_get
SELECT id, policy, old, new FROM change WHERE id = :id;

-- name: change_detail
SELECT detail FROM change WHERE id = :id;

-- name: change_list
-- Changes by the time of their new version, oldest first; NULL: no limit.
SELECT id, policy, old, new FROM change
WHERE (:key IS NULL OR policy = :key)
  AND (:since IS NULL OR observed_at >= :since)
  AND (:until IS NULL OR observed_at < :until)
ORDER BY observed_at, id;

-- name: change_open
-- Changes still to be confirmed or withdrawn, announced and still to come in force, or the one that stands.
SELECT id, policy, old, new FROM change
WHERE policy = :key AND (
    stage = 'sighted'
    OR stage = 'confirmed' AND (announced = 1 OR new = (SELECT standing FROM policy WHERE key = :key))
)
ORDER BY observed_at, id;

-- name: change_withdrawn
SELECT id, policy, old, new FROM change
WHERE policy = :key AND stage = 'withdrawn'
ORDER BY observed_at, id;

-- name: change_advance
UPDATE change SET stage = :stage WHERE id = :id;

-- name: event_add
INSERT INTO event (change, position, stage, at) VALUES (:change, :position, :stage, :at);

-- name: event_list
SELECT stage, at FROM event WHERE change = :change ORDER BY position;

-- name: finding_add
INSERT INTO finding (change, position, kind, subject) VALUES (:change, :position, :kind, :subject);

-- name: finding_changes
-- Changes with a finding about a subject, oldest first.
SELECT DISTINCT c.id, c.policy, c.old, c.new, c.observed_at
FROM finding f JOIN change c ON c.id = f.change
WHERE f.subject = :subject AND (:kind IS NULL OR f.kind = :kind)
ORDER BY c.observed_at, c.id;

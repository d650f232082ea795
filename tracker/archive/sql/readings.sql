-- name: readings_of
SELECT reading.snapshot, reading.found
FROM reading JOIN snapshot ON snapshot.id = reading.snapshot
WHERE snapshot.policy = :policy AND reading.rules = :rules;

-- name: reading_keep
INSERT INTO reading (snapshot, rules, found)
SELECT :snapshot, :rules, :found WHERE EXISTS (SELECT 1 FROM snapshot WHERE id = :snapshot)
ON CONFLICT (snapshot) DO UPDATE SET rules = excluded.rules, found = excluded.found;

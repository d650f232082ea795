-- Texts that the gate refused and that a person took for the policy; policy.json remembers them too.

CREATE TABLE accepted (
    policy    TEXT NOT NULL REFERENCES policy (key),
    text_hash TEXT NOT NULL,
    at        TEXT NOT NULL,
    reason    TEXT NOT NULL,                        -- as what the text had been refused
    PRIMARY KEY (policy, text_hash)
) STRICT, WITHOUT ROWID;

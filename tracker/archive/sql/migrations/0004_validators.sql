-- The validators that each check was answered with.

ALTER TABLE check_log ADD COLUMN validators TEXT NOT NULL DEFAULT '';   -- JSON: url, etag, last_modified a page

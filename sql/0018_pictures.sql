-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Pictures that facilitators bring, beside those in the operator's folder: bare WebP or JPEG files (server/resources/picture_file.h).
-- Nothing refers to them: drafts and texts name them by their hash, and one that nobody names goes after a while.

CREATE TABLE vote.picture (
    name        text PRIMARY KEY,
    bytes       bytea NOT NULL CHECK (octet_length(bytes) BETWEEN 1 AND 262144),
    brought_by  bigint NOT NULL REFERENCES staff.person (id),
    brought_at  timestamptz NOT NULL DEFAULT now(),
    seen_at     timestamptz NOT NULL DEFAULT now(),  -- brought again, or found in a draft or text
    CHECK (name ~ '^[0-9a-f]{64}\.(webp|jpg)$' AND starts_with(name, encode(sha256(bytes), 'hex')))
);
ALTER TABLE vote.picture ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE INDEX picture_brought ON vote.picture (brought_by, brought_at);
CREATE INDEX picture_seen ON vote.picture (seen_at);

GRANT SELECT, INSERT, DELETE ON vote.picture TO folkmoot_server;
GRANT UPDATE (seen_at) ON vote.picture TO folkmoot_server;

-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The public record: append only. Nobody but the owner can change or remove a row (docs/protocol.md section 7).

CREATE SCHEMA record;
GRANT USAGE ON SCHEMA record TO folkmoot_server, folkmoot_jobs, folkmoot_reader;

-- Each start of a sequencer is a term; only the sequencer of the newest term may commit (the check stands in its transaction).
CREATE TABLE record.term (
    term        bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    started_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE record.entry (
    index       bigint PRIMARY KEY CHECK (index >= 0),
    round_id    bytea CHECK (octet_length(round_id) = 16),  -- null for entries of the city
    type        text NOT NULL,
    minute      bigint NOT NULL,
    leaf_hash   bytea NOT NULL CHECK (octet_length(leaf_hash) = 32),
    bytes       bytea NOT NULL CHECK (octet_length(bytes) BETWEEN 2 AND 65535)
);
ALTER TABLE record.entry ALTER COLUMN bytes SET STORAGE EXTERNAL;  -- random points do not compress
-- Few entries are not ballots; a round's history is read without touching its ballots.
CREATE INDEX entry_acts ON record.entry (round_id, index) WHERE type <> 'ballot';

-- Full tiles only (256 hashes); a partial one is the leaf hashes of the entries, or the roots of the tiles, below it.
CREATE TABLE record.tile (
    level       smallint NOT NULL CHECK (level BETWEEN 0 AND 7),
    index       bigint NOT NULL CHECK (index >= 0),
    root        bytea NOT NULL CHECK (octet_length(root) = 32),  -- of its hashes
    hashes      bytea NOT NULL CHECK (octet_length(hashes) = 8192),
    PRIMARY KEY (level, index)
);
ALTER TABLE record.tile ALTER COLUMN hashes SET STORAGE EXTERNAL;

-- One row a batch: what the tree was after it. Signed after the commit, never before.
CREATE TABLE record.tree (
    size        bigint PRIMARY KEY CHECK (size > 0),
    root        bytea NOT NULL CHECK (octet_length(root) = 32),
    term        bigint NOT NULL REFERENCES record.term (term),
    committed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE record.checkpoint (
    size        bigint PRIMARY KEY REFERENCES record.tree (size),
    note        text NOT NULL
);

-- Large things named by SHA-256, in parts of 1 MiB.
CREATE TABLE record.blob (
    hash        bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
    size        bigint NOT NULL CHECK (size >= 0),
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE record.blob_part (
    hash        bytea NOT NULL REFERENCES record.blob (hash),
    part        integer NOT NULL CHECK (part >= 0),
    bytes       bytea NOT NULL CHECK (octet_length(bytes) <= 1048576),
    PRIMARY KEY (hash, part)
);
ALTER TABLE record.blob_part ALTER COLUMN bytes SET STORAGE EXTERNAL;

GRANT SELECT ON ALL TABLES IN SCHEMA record TO folkmoot_server, folkmoot_jobs, folkmoot_reader;
GRANT INSERT ON ALL TABLES IN SCHEMA record TO folkmoot_server;
GRANT INSERT ON record.blob, record.blob_part TO folkmoot_jobs;

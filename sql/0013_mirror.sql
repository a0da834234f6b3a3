-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Copies of the logs that this city witnesses and that it has an address of, so that receipts of theirs can be checked here
-- without asking them (docs/decisions/mirror.md). What stands here is proven to be part of the tree that was cosigned.

CREATE TABLE witness.mirror (
    no          smallint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    origin      text NOT NULL UNIQUE REFERENCES witness.log (origin),
    hash        bytea NOT NULL UNIQUE CHECK (octet_length(hash) = 32),  -- SHA-256 of the origin
    size        bigint NOT NULL DEFAULT 0 CHECK (size >= 0),            -- entries
    bytes       bigint NOT NULL DEFAULT 0 CHECK (bytes >= 0),           -- of entries and blobs
    own         text,                 -- the newest checkpoint with our cosignature that is covered
    shown       text,                 -- the newest that the log itself shows and that is covered
    visited_at  timestamptz           -- when the log answered last
);

CREATE TABLE witness.entry (
    mirror      smallint NOT NULL REFERENCES witness.mirror (no),
    index       bigint NOT NULL CHECK (index >= 0),
    type        text,                 -- null: an entry that this software cannot read
    eid         bytea CHECK (octet_length(eid) = 32),      -- the election it is of; of an opening the one it opens
    subject     bytea CHECK (octet_length(subject) = 32),  -- the credential of a ballot or a void
    leaf_hash   bytea NOT NULL CHECK (octet_length(leaf_hash) = 32),
    bytes       bytea NOT NULL CHECK (octet_length(bytes) <= 65535),
    PRIMARY KEY (mirror, index)
);
ALTER TABLE witness.entry ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE INDEX entry_subject ON witness.entry (eid, subject) WHERE subject IS NOT NULL;
CREATE INDEX entry_election ON witness.entry (eid) WHERE subject IS NULL;

-- Full tiles only, as in record.tile.
CREATE TABLE witness.tile (
    mirror      smallint NOT NULL REFERENCES witness.mirror (no),
    level       smallint NOT NULL CHECK (level BETWEEN 0 AND 7),
    index       bigint NOT NULL CHECK (index >= 0),
    root        bytea NOT NULL CHECK (octet_length(root) = 32),
    hashes      bytea NOT NULL CHECK (octet_length(hashes) = 8192),
    PRIMARY KEY (mirror, level, index)
);
ALTER TABLE witness.tile ALTER COLUMN hashes SET STORAGE EXTERNAL;

-- Definitions and credential lists with the keys of their batches; nothing larger.
CREATE TABLE witness.blob (
    hash        bytea PRIMARY KEY CHECK (octet_length(hash) = 32),
    bytes       bytea NOT NULL CHECK (octet_length(bytes) <= 16777216)
);
ALTER TABLE witness.blob ALTER COLUMN bytes SET STORAGE EXTERNAL;

GRANT SELECT ON witness.mirror, witness.entry, witness.tile, witness.blob TO folkmoot_server, folkmoot_reader;
GRANT INSERT ON witness.mirror, witness.entry, witness.tile, witness.blob TO folkmoot_server;
GRANT UPDATE (size, bytes, own, shown, visited_at) ON witness.mirror TO folkmoot_server;

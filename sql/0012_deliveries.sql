-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What a trustee hands in and is too large for one request: its blob comes in parts. One at a time for each trustee of a
-- round, begun with the signed entry that names it.

CREATE TABLE work.delivery (
    round_no    integer NOT NULL REFERENCES vote.round (no),
    trustee     smallint NOT NULL CHECK (trustee BETWEEN 1 AND 15),
    hash        bytea NOT NULL CHECK (octet_length(hash) = 32),
    size        bigint NOT NULL CHECK (size > 0),
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (round_no, trustee),
    UNIQUE (round_no, trustee, hash)
);

-- Without gaps from 0, as record.blob_part will have them.
CREATE TABLE work.delivery_part (
    round_no    integer NOT NULL,
    trustee     smallint NOT NULL,
    hash        bytea NOT NULL,
    part        integer NOT NULL CHECK (part >= 0),
    bytes       bytea NOT NULL CHECK (octet_length(bytes) BETWEEN 1 AND 1048576),
    PRIMARY KEY (round_no, trustee, part),
    FOREIGN KEY (round_no, trustee, hash) REFERENCES work.delivery (round_no, trustee, hash) ON DELETE CASCADE
);
ALTER TABLE work.delivery_part ALTER COLUMN bytes SET STORAGE EXTERNAL;

GRANT SELECT, INSERT, DELETE ON work.delivery, work.delivery_part TO folkmoot_server;
GRANT UPDATE (bytes) ON work.delivery_part TO folkmoot_server; -- sent again

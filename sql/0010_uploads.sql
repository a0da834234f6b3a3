-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Public keys on their way in: a batch comes in parts, and is in force with all of them or not at all.

-- Where a batch is handed out. For the desk only: the record does not have it.
ALTER TABLE vote.batch ADD COLUMN site text CHECK (site ~ '^[a-z0-9-]{1,32}$');

CREATE TABLE vote.upload (
    round_no    integer NOT NULL REFERENCES vote.round (no),
    id          bytea NOT NULL CHECK (octet_length(id) = 32),  -- SHA-256 of the keys blob that is coming
    batch       text NOT NULL,
    district    text NOT NULL,
    purpose     text NOT NULL CHECK (purpose IN ('letter', 'card', 'walk-in', 'spare')),
    site        text,
    count       integer NOT NULL CHECK (count > 0),            -- keys
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (round_no, id)
);

-- The parts of the blob as record.blob_part will have them, with the serials of their keys.
CREATE TABLE vote.upload_part (
    round_no    integer NOT NULL,
    upload      bytea NOT NULL,
    part        integer NOT NULL CHECK (part >= 0),
    bytes       bytea NOT NULL CHECK (octet_length(bytes) BETWEEN 32 AND 1048576),
    serials     bigint[] NOT NULL CHECK (cardinality(serials) * 32 = octet_length(bytes)),
    PRIMARY KEY (round_no, upload, part),
    FOREIGN KEY (round_no, upload) REFERENCES vote.upload (round_no, id) ON DELETE CASCADE
);
ALTER TABLE vote.upload_part ALTER COLUMN bytes SET STORAGE EXTERNAL;

GRANT SELECT, INSERT, UPDATE, DELETE ON vote.upload, vote.upload_part TO folkmoot_server;

-- Raised when the list that a new one was made from is no longer the newest, in the same transaction.
CREATE FUNCTION vote.require_list(round integer, list bytea) RETURNS boolean LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    PERFORM FROM vote.round r WHERE r.no = round AND r.uploaded_list IS NOT DISTINCT FROM list FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'another upload came first' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'round-list';
    END IF;
    RETURN true;
END $$;

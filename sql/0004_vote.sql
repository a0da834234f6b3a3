-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Rounds, credentials and ballots: what the sequencer needs to know to append an entry. Everything here can be
-- built again from the record (and the texts, which are not in it).

CREATE SCHEMA vote;
GRANT USAGE ON SCHEMA vote TO folkmoot_server, folkmoot_jobs, folkmoot_reader;

CREATE TABLE vote.round (
    no            integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    id            bytea NOT NULL UNIQUE CHECK (octet_length(id) = 16),
    nonce         bytea NOT NULL UNIQUE CHECK (octet_length(nonce) = 16),
    assembly      text NOT NULL REFERENCES staff.assembly (id),
    state         text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'frozen', 'open', 'closed', 'sealed', 'mixing',
                                                                 'counted', 'certified', 'published', 'annulled')),
    definition    bytea REFERENCES record.blob (hash),
    credentials   bytea REFERENCES record.blob (hash),   -- the list in force
    key           bytea CHECK (octet_length(key) = 32),  -- Y
    eid           bytea UNIQUE CHECK (octet_length(eid) = 32),
    close_minute  bigint,                                -- moved by an extension
    sealed_minute bigint,
    uploaded_list bytea REFERENCES record.blob (hash),   -- what a clerk uploaded last; in force once it is in the record
    listed        bigint NOT NULL DEFAULT 0,             -- credentials uploaded, additions included
    created_at    timestamptz NOT NULL DEFAULT now(),
    CHECK (state IN ('draft', 'annulled') OR definition IS NOT NULL),
    CHECK ((eid IS NOT NULL) = (key IS NOT NULL)),
    CHECK (state IN ('draft', 'frozen', 'annulled') OR eid IS NOT NULL)
);
CREATE INDEX round_assembly ON vote.round (assembly);

-- What the facilitator is writing; frozen into the definition.
CREATE TABLE vote.round_draft (
    round_no    integer PRIMARY KEY REFERENCES vote.round (no),
    content     jsonb NOT NULL,
    version     bigint NOT NULL DEFAULT 1,
    updated_at  timestamptz NOT NULL DEFAULT now()
);

-- Texts whose salted hashes the definition names. thing: 'round', 'contest/ID', 'option/CONTEST/ID', 'district/ID'.
CREATE TABLE vote.round_text (
    round_no    integer NOT NULL REFERENCES vote.round (no),
    definition  bytea NOT NULL REFERENCES record.blob (hash),  -- of two freezes at once, one gets into the record
    thing       text NOT NULL,
    language    text NOT NULL,
    salt        bytea NOT NULL CHECK (octet_length(salt) = 32),
    text        text NOT NULL,
    PRIMARY KEY (round_no, definition, thing, language)
);

CREATE TABLE vote.batch (
    round_no    integer NOT NULL REFERENCES vote.round (no),
    batch       text NOT NULL,
    district    text NOT NULL,
    purpose     text NOT NULL CHECK (purpose IN ('letter', 'card', 'walk-in', 'spare')),
    PRIMARY KEY (round_no, batch)
);

CREATE TABLE vote.credential (
    round_no    integer NOT NULL,
    key         bytea NOT NULL CHECK (octet_length(key) = 32),
    batch       text NOT NULL,
    serial      bigint NOT NULL CHECK (serial BETWEEN 0 AND 1099511627775),  -- 40 bits
    PRIMARY KEY (round_no, key),
    UNIQUE (round_no, serial),
    FOREIGN KEY (round_no, batch) REFERENCES vote.batch (round_no, batch)
);

CREATE TABLE vote.void (
    round_no    integer NOT NULL,
    key         bytea NOT NULL,
    entry_index bigint NOT NULL REFERENCES record.entry (index),
    PRIMARY KEY (round_no, key),
    FOREIGN KEY (round_no, key) REFERENCES vote.credential (round_no, key)
);

-- One chain for each credential: the key makes seq unique; the reference makes each ballot but the first name the one before.
CREATE TABLE vote.ballot (
    round_no    integer NOT NULL,
    key         bytea NOT NULL,
    seq         smallint NOT NULL CHECK (seq BETWEEN 0 AND 31),
    ballot_id   bytea NOT NULL CHECK (octet_length(ballot_id) = 32),
    prev_id     bytea CHECK (octet_length(prev_id) = 32),
    prev_seq    smallint GENERATED ALWAYS AS (CASE WHEN seq > 0 THEN seq - 1 END) STORED,
    entry_index bigint NOT NULL UNIQUE REFERENCES record.entry (index),
    PRIMARY KEY (round_no, key, seq),
    UNIQUE (round_no, key, seq, ballot_id),
    FOREIGN KEY (round_no, key) REFERENCES vote.credential (round_no, key),
    FOREIGN KEY (round_no, key, prev_seq, prev_id) REFERENCES vote.ballot (round_no, key, seq, ballot_id),
    CHECK ((seq = 0) = (prev_id IS NULL))
);
CREATE UNIQUE INDEX ballot_by_id ON vote.ballot (ballot_id);

-- Every A, C and T of a round, by the first 16 bytes: two equal ones can only be a copy.
CREATE TABLE vote.seen_point (
    round_no    integer NOT NULL,
    point       uuid NOT NULL,
    PRIMARY KEY (round_no, point)
);

GRANT SELECT ON ALL TABLES IN SCHEMA vote TO folkmoot_server, folkmoot_jobs, folkmoot_reader;
REVOKE SELECT ON vote.round_draft FROM folkmoot_reader;
GRANT INSERT ON ALL TABLES IN SCHEMA vote TO folkmoot_server;
GRANT UPDATE (state, definition, credentials, key, eid, close_minute, sealed_minute, uploaded_list, listed)
    ON vote.round TO folkmoot_server;
GRANT UPDATE ON vote.round_draft TO folkmoot_server;
GRANT DELETE ON vote.round_draft, vote.round_text TO folkmoot_server;
-- Until a round is frozen a new upload replaces the codes before it; a trigger keeps this from happening later.
GRANT DELETE ON vote.batch, vote.credential TO folkmoot_server;

CREATE FUNCTION vote.keep_credentials() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF (SELECT r.state NOT IN ('draft', 'frozen') FROM vote.round r WHERE r.no = OLD.round_no) THEN
        RAISE EXCEPTION 'credentials of an opened round stay' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER keep_batches BEFORE DELETE ON vote.batch FOR EACH ROW EXECUTE FUNCTION vote.keep_credentials();
CREATE TRIGGER keep_credentials BEFORE DELETE ON vote.credential FOR EACH ROW EXECUTE FUNCTION vote.keep_credentials();

-- Raised before a clerk's upload replaces the credentials, in the same transaction.
CREATE FUNCTION vote.require_preparing(round integer) RETURNS boolean LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    PERFORM FROM vote.round r WHERE r.no = round AND r.state IN ('draft', 'frozen') FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the round is no longer being prepared' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'round-preparing';
    END IF;
    RETURN true;
END $$;

-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Work between processes: acts that wait for signatures, entries handed to the sequencer, jobs.

CREATE SCHEMA work;
GRANT USAGE ON SCHEMA work TO folkmoot_server, folkmoot_jobs;

-- An act proposed to people: it goes to the sequencer when every signature it needs is there.
CREATE TABLE work.act (
    id          bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    round_no    integer NOT NULL REFERENCES vote.round (no),
    type        text NOT NULL,
    bytes       bytea NOT NULL,                     -- act bytes
    state       text NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'submitted', 'done', 'refused', 'withdrawn')),
    detail      text,
    proposed_by bigint NOT NULL REFERENCES staff.person (id),
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX act_round ON work.act (round_no);
CREATE TABLE work.act_signature (
    act         bigint NOT NULL REFERENCES work.act (id),
    key         bytea NOT NULL CHECK (octet_length(key) = 32),
    signature   bytea NOT NULL CHECK (octet_length(signature) = 64),
    person      bigint NOT NULL REFERENCES staff.person (id),
    signed_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (act, key)
);

-- Entries (without minute) that jobs, resources or other nodes hand to the sequencer; those of one group are appended together
-- or not at all. The sequencer answers in the same transaction that appends them.
CREATE TABLE work.submission (
    id          bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    round_no    integer REFERENCES vote.round (no),
    entries     bytea[] NOT NULL,                   -- canonical JSON each, without `minute`
    state       text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'done', 'refused')),
    first_index bigint,
    problem     text,                               -- slug
    detail      text,
    act         bigint REFERENCES work.act (id),
    created_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX submission_waiting ON work.submission (id) WHERE state = 'waiting';

CREATE TABLE work.job (
    id          bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    round_no    integer NOT NULL REFERENCES vote.round (no),
    kind        text NOT NULL CHECK (kind IN ('key', 'acknowledge', 'mix', 'share', 'count', 'bundle')),
    contest     text NOT NULL DEFAULT '',
    arguments   jsonb NOT NULL DEFAULT '{}',
    state       text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    not_before  timestamptz NOT NULL DEFAULT now(),
    attempts    integer NOT NULL DEFAULT 0,
    done        bigint NOT NULL DEFAULT 0,
    total       bigint NOT NULL DEFAULT 0,
    detail      text,
    result      jsonb,
    updated_at  timestamptz NOT NULL DEFAULT now(),
    UNIQUE (round_no, kind, contest)
);
CREATE INDEX job_waiting ON work.job (not_before) WHERE state = 'waiting';

-- What a published round hands out: the bundle's own files and the signatures beside it.
CREATE TABLE work.export (
    round_no    integer NOT NULL REFERENCES vote.round (no),
    name        text NOT NULL,
    blob        bytea NOT NULL REFERENCES record.blob (hash),
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (round_no, name)
);

-- Public keys of the server itself: 'trustee' (Ed25519, pinned in definitions; written by the jobs), 'log' (Ed25519 of the
-- checkpoints; written by the sequencer).
CREATE TABLE work.server_key (
    name        text PRIMARY KEY,
    key         bytea NOT NULL CHECK (octet_length(key) = 32)
);

GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA work TO folkmoot_server;
GRANT SELECT, INSERT ON work.server_key TO folkmoot_jobs;
GRANT SELECT, INSERT, UPDATE ON work.submission, work.job, work.export TO folkmoot_jobs;
GRANT SELECT ON work.act, work.act_signature TO folkmoot_jobs;

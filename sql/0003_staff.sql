-- SPDX-License-Identifier: AGPL-3.0-or-later
-- People who work with the city's assemblies. Residents are not here: the server knows no names.

CREATE SCHEMA staff;
GRANT USAGE ON SCHEMA staff TO folkmoot_server, folkmoot_jobs;

CREATE TABLE staff.person (
    id            bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    login         text NOT NULL UNIQUE CHECK (login ~ '^[a-z0-9._-]{1,64}$'),
    name          text NOT NULL CHECK (octet_length(name) BETWEEN 1 AND 100),  -- as the definition names this person
    password_hash text,                                                        -- Argon2id, crypto_pwhash_str; null: cannot sign in
    signing_key   bytea UNIQUE CHECK (octet_length(signing_key) = 32),         -- Ed25519 public key made on the person's device
    minisign_id   bytea CHECK (octet_length(minisign_id) = 8),
    created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE staff.assembly (
    id          text PRIMARY KEY CHECK (id ~ '^[a-z0-9-]{1,32}$'),
    parent      text REFERENCES staff.assembly (id),
    name        text NOT NULL CHECK (octet_length(name) BETWEEN 1 AND 200),
    created_at  timestamptz NOT NULL DEFAULT now(),
    CHECK (parent <> id)
);

-- assembly null: the whole city (administrators).
CREATE TABLE staff.role (
    person      bigint NOT NULL REFERENCES staff.person (id),
    assembly    text REFERENCES staff.assembly (id),
    role        text NOT NULL CHECK (role IN ('facilitator', 'reviewer', 'registrar', 'clerk', 'trustee', 'observer', 'administrator')),
    CHECK ((role = 'administrator') = (assembly IS NULL)),
    UNIQUE NULLS NOT DISTINCT (person, assembly, role)
);

CREATE TABLE staff.session (
    token_hash  bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),  -- SHA-256; the token itself is only in the cookie
    csrf        bytea NOT NULL CHECK (octet_length(csrf) = 32),
    person      bigint NOT NULL REFERENCES staff.person (id),
    created_at  timestamptz NOT NULL DEFAULT now(),
    seen_at     timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX session_person ON staff.session (person);

GRANT SELECT, INSERT, UPDATE ON staff.person, staff.assembly TO folkmoot_server;
GRANT SELECT, INSERT, DELETE ON staff.role TO folkmoot_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON staff.session TO folkmoot_server;
-- The bundle names the keys of the clerks who signed.
GRANT SELECT (signing_key, minisign_id) ON staff.person TO folkmoot_jobs;

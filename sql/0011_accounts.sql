-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Accounts of staff: links that make one, second factors, and sessions that their owner can see and end.

ALTER TABLE staff.person
    ADD COLUMN totp_secret bytea CHECK (octet_length(totp_secret) = 60),  -- sealed under a key in the data folder; null: none
    ADD COLUMN totp_step   bigint NOT NULL DEFAULT 0;                     -- of the last code that was taken: each is taken once

-- Gone when used.
CREATE TABLE staff.recovery_code (
    person      bigint NOT NULL REFERENCES staff.person (id),
    code_hash   bytea NOT NULL CHECK (octet_length(code_hash) = 32),
    PRIMARY KEY (person, code_hash)
);

-- A link with which a person sets up access, for the first time or again; a newer one takes its place. Gone when used.
CREATE TABLE staff.invitation (
    person      bigint PRIMARY KEY REFERENCES staff.person (id),
    token_hash  bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32),  -- SHA-256; the token itself is only in the link
    expires_at  timestamptz NOT NULL
);

ALTER TABLE staff.session
    ADD COLUMN id           bigint UNIQUE GENERATED ALWAYS AS IDENTITY,  -- under which its owner ends it
    ADD COLUMN confirmed_at timestamptz NOT NULL DEFAULT now();          -- when password or code were given last

GRANT SELECT, INSERT, DELETE ON staff.recovery_code TO folkmoot_server;
GRANT SELECT, INSERT, UPDATE, DELETE ON staff.invitation TO folkmoot_server;

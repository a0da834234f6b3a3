-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The keys that people sign with, former ones too: a round that was frozen with a key wants it to its end. A key is one
-- person's for ever.

CREATE TABLE staff.signing_key (
    key         bytea PRIMARY KEY CHECK (octet_length(key) = 32),
    person      bigint NOT NULL REFERENCES staff.person (id),
    minisign_id bytea NOT NULL CHECK (octet_length(minisign_id) = 8),
    since       timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX signing_key_person ON staff.signing_key (person);

INSERT INTO staff.signing_key (key, person, minisign_id)
SELECT p.signing_key, p.id, p.minisign_id FROM staff.person p WHERE p.signing_key IS NOT NULL AND p.minisign_id IS NOT NULL;

GRANT SELECT, INSERT, UPDATE ON staff.signing_key TO folkmoot_server;
GRANT SELECT (key, minisign_id) ON staff.signing_key TO folkmoot_jobs;

-- SPDX-License-Identifier: AGPL-3.0-or-later
-- A round that was annulled before its first ballot may hand its nonce and its codes over to one other round.

ALTER TABLE vote.round
    ADD COLUMN predecessor integer UNIQUE REFERENCES vote.round (no),
    ADD COLUMN successor   bytea UNIQUE CHECK (octet_length(successor) = 16),  -- its id, before it has a row
    ADD CHECK (successor IS NULL OR state = 'annulled'),
    DROP CONSTRAINT round_nonce_key;
CREATE UNIQUE INDEX round_nonce ON vote.round (nonce) WHERE predecessor IS NULL;
GRANT UPDATE (successor) ON vote.round TO folkmoot_server;

-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Acknowledgements of an opening that wait for those of the other trustees; then they enter the record together with it.

CREATE TABLE work.acknowledgement (
    act         bigint NOT NULL REFERENCES work.act (id),
    trustee     smallint NOT NULL CHECK (trustee BETWEEN 1 AND 15),
    entry       bytea NOT NULL,                     -- canonical JSON, without `minute`
    created_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (act, trustee)
);
GRANT SELECT, INSERT ON work.acknowledgement TO folkmoot_server;

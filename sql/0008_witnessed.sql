-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Checkpoints of this city's own log with the cosignatures of its witnesses. One with the quorum is added whenever there are
-- more or newer cosignatures; the last is what /log/checkpoint serves.

CREATE TABLE record.witnessed (
    number       bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    size         bigint NOT NULL REFERENCES record.checkpoint (size),
    note         text NOT NULL,
    witnessed_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX witnessed_size ON record.witnessed (size);

GRANT SELECT ON record.witnessed TO folkmoot_server, folkmoot_jobs, folkmoot_reader;
GRANT INSERT ON record.witnessed TO folkmoot_server;

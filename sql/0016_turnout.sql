-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Turnout, counted by the sequencer in the transaction that appends the ballots, and how far visits of the vote page came.

-- Credentials that were uploaded or signed for the batch.
ALTER TABLE vote.batch ADD COLUMN listed bigint NOT NULL DEFAULT 0 CHECK (listed >= 0);
UPDATE vote.batch b SET listed = (SELECT count(*) FROM vote.credential c WHERE c.round_no = b.round_no AND c.batch = b.batch);

CREATE TABLE vote.turnout (
    round_no    integer NOT NULL,
    batch       text NOT NULL,
    hour        bigint NOT NULL,                       -- minute of the record / 60
    ballots     bigint NOT NULL CHECK (ballots > 0),
    voters      bigint NOT NULL CHECK (voters >= 0),   -- first ballots of a credential
    PRIMARY KEY (round_no, batch, hour),
    FOREIGN KEY (round_no, batch) REFERENCES vote.batch (round_no, batch)
);
INSERT INTO vote.turnout (round_no, batch, hour, ballots, voters)
    SELECT k.round_no, c.batch, e.minute / 60, count(*), count(*) FILTER (WHERE k.seq = 0)
    FROM vote.ballot k JOIN vote.credential c ON c.round_no = k.round_no AND c.key = k.key
    JOIN record.entry e ON e.index = k.entry_index GROUP BY k.round_no, c.batch, e.minute / 60;

-- Nothing but sums: no visit, no device, no time within the day (in the round's zone).
CREATE TABLE vote.step (
    round_no    integer NOT NULL REFERENCES vote.round (no),
    day         date NOT NULL,
    step        text NOT NULL CHECK (step IN ('opened', 'chosen', 'reviewed', 'code', 'cast')),
    count       bigint NOT NULL CHECK (count > 0),
    PRIMARY KEY (round_no, day, step)
);

GRANT SELECT ON vote.turnout, vote.step TO folkmoot_server, folkmoot_jobs, folkmoot_reader;
GRANT INSERT ON vote.turnout, vote.step TO folkmoot_server;
GRANT UPDATE (ballots, voters) ON vote.turnout TO folkmoot_server;
GRANT UPDATE (count) ON vote.step TO folkmoot_server;

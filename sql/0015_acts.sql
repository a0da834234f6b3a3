-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What everybody can read of the acts in the record, newest first, of one kind or of all, in one round or in all. Minutes never
-- fall in the record, so that a time is a place in it. Ballots are not in these indexes.

CREATE INDEX entry_acts_by_type ON record.entry (type, minute, index) WHERE type <> 'ballot';
CREATE INDEX entry_acts_of_round ON record.entry (round_id, type, minute, index) WHERE type <> 'ballot';

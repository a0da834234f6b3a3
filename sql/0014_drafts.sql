-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Who saved a draft last: told to whoever comes second.

ALTER TABLE vote.round_draft ADD COLUMN updated_by bigint REFERENCES staff.person (id);

-- What is wrong in a draft is told, not died of.
CREATE FUNCTION vote.knows_zone(zone text) RETURNS boolean LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    RETURN (now() AT TIME ZONE zone) IS NOT NULL;
EXCEPTION WHEN invalid_parameter_value THEN
    RETURN false;
END $$;

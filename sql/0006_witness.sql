-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What this city, as a witness, has cosigned last of each log of others. It only ever grows; the cosigner's own file says
-- the same and is older at most by a crash (docs/decisions/witness.md).

CREATE SCHEMA witness;
GRANT USAGE ON SCHEMA witness TO folkmoot_server, folkmoot_reader;

CREATE TABLE witness.log (
    origin      text PRIMARY KEY CHECK (octet_length(origin) BETWEEN 1 AND 255),
    size        bigint NOT NULL CHECK (size >= 0),
    root        bytea NOT NULL CHECK (octet_length(root) = 32),
    note        text NOT NULL,  -- the checkpoint with the log's signatures and our cosignature
    cosigned_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT ON witness.log TO folkmoot_server, folkmoot_reader;
GRANT INSERT, UPDATE ON witness.log TO folkmoot_server;

CREATE FUNCTION witness.only_grow() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    IF NEW.origin <> OLD.origin OR NEW.size < OLD.size OR (NEW.size = OLD.size AND NEW.root <> OLD.root) THEN
        RAISE EXCEPTION 'a witness does not go back' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_grow BEFORE UPDATE ON witness.log FOR EACH ROW EXECUTE FUNCTION witness.only_grow();

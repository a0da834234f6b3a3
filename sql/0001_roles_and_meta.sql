-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The roles, and the list of migrations that this database has.
--
-- Migrations run as folkmoot_owner, who owns the database and everything in it. The other three log in to do
-- their work and get each right by a GRANT. They are made here unless the administrator has made them. They have
-- no passwords: how a role proves itself is the administrator's to say (docs/decisions/private-cluster.md).

DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['folkmoot_server', 'folkmoot_jobs', 'folkmoot_reader'] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) THEN
            BEGIN
                EXECUTE format('CREATE ROLE %I LOGIN', name);
            EXCEPTION WHEN duplicate_object OR unique_violation THEN
                NULL;  -- another database of the same cluster was quicker: roles belong to the cluster
            END;
        END IF;
    END LOOP;
END
$$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;

CREATE SCHEMA meta;
GRANT USAGE ON SCHEMA meta TO folkmoot_server, folkmoot_jobs, folkmoot_reader;

CREATE TABLE meta.migration (
    number      integer PRIMARY KEY CHECK (number > 0),
    name        text NOT NULL,
    sha256      bytea NOT NULL CHECK (octet_length(sha256) = 32),  -- of the file
    applied_at  timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT ON meta.migration TO folkmoot_server, folkmoot_jobs, folkmoot_reader;

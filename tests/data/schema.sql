--
-- PostgreSQL database dump
--

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: meta; Type: SCHEMA; Schema: -; Owner: folkmoot_owner
--

CREATE SCHEMA meta;

ALTER SCHEMA meta OWNER TO folkmoot_owner;

--
-- Name: record; Type: SCHEMA; Schema: -; Owner: folkmoot_owner
--

CREATE SCHEMA record;

ALTER SCHEMA record OWNER TO folkmoot_owner;

--
-- Name: staff; Type: SCHEMA; Schema: -; Owner: folkmoot_owner
--

CREATE SCHEMA staff;

ALTER SCHEMA staff OWNER TO folkmoot_owner;

--
-- Name: vote; Type: SCHEMA; Schema: -; Owner: folkmoot_owner
--

CREATE SCHEMA vote;

ALTER SCHEMA vote OWNER TO folkmoot_owner;

--
-- Name: witness; Type: SCHEMA; Schema: -; Owner: folkmoot_owner
--

CREATE SCHEMA witness;

ALTER SCHEMA witness OWNER TO folkmoot_owner;

--
-- Name: work; Type: SCHEMA; Schema: -; Owner: folkmoot_owner
--

CREATE SCHEMA work;

ALTER SCHEMA work OWNER TO folkmoot_owner;

--
-- Name: keep_credentials(); Type: FUNCTION; Schema: vote; Owner: folkmoot_owner
--

CREATE FUNCTION vote.keep_credentials() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
BEGIN
    IF (SELECT r.state NOT IN ('draft', 'frozen') FROM vote.round r WHERE r.no = OLD.round_no) THEN
        RAISE EXCEPTION 'credentials of an opened round stay' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN OLD;
END $$;

ALTER FUNCTION vote.keep_credentials() OWNER TO folkmoot_owner;

--
-- Name: knows_zone(text); Type: FUNCTION; Schema: vote; Owner: folkmoot_owner
--

CREATE FUNCTION vote.knows_zone(zone text) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
BEGIN
    RETURN (now() AT TIME ZONE zone) IS NOT NULL;
EXCEPTION WHEN invalid_parameter_value THEN
    RETURN false;
END $$;

ALTER FUNCTION vote.knows_zone(zone text) OWNER TO folkmoot_owner;

--
-- Name: require_list(integer, bytea); Type: FUNCTION; Schema: vote; Owner: folkmoot_owner
--

CREATE FUNCTION vote.require_list(round integer, list bytea) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
BEGIN
    PERFORM FROM vote.round r WHERE r.no = round AND r.uploaded_list IS NOT DISTINCT FROM list FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'another upload came first' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'round-list';
    END IF;
    RETURN true;
END $$;

ALTER FUNCTION vote.require_list(round integer, list bytea) OWNER TO folkmoot_owner;

--
-- Name: require_preparing(integer); Type: FUNCTION; Schema: vote; Owner: folkmoot_owner
--

CREATE FUNCTION vote.require_preparing(round integer) RETURNS boolean
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
BEGIN
    PERFORM FROM vote.round r WHERE r.no = round AND r.state IN ('draft', 'frozen') FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the round is no longer being prepared' USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'round-preparing';
    END IF;
    RETURN true;
END $$;

ALTER FUNCTION vote.require_preparing(round integer) OWNER TO folkmoot_owner;

--
-- Name: only_grow(); Type: FUNCTION; Schema: witness; Owner: folkmoot_owner
--

CREATE FUNCTION witness.only_grow() RETURNS trigger
    LANGUAGE plpgsql
    SET search_path TO 'pg_catalog'
    AS $$
BEGIN
    IF NEW.origin <> OLD.origin OR NEW.size < OLD.size OR (NEW.size = OLD.size AND NEW.root <> OLD.root) THEN
        RAISE EXCEPTION 'a witness does not go back' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;

ALTER FUNCTION witness.only_grow() OWNER TO folkmoot_owner;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: migration; Type: TABLE; Schema: meta; Owner: folkmoot_owner
--

CREATE TABLE meta.migration (
    number integer NOT NULL,
    name text NOT NULL,
    sha256 bytea NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT migration_number_check CHECK ((number > 0)),
    CONSTRAINT migration_sha256_check CHECK ((octet_length(sha256) = 32))
);

ALTER TABLE meta.migration OWNER TO folkmoot_owner;

--
-- Name: blob; Type: TABLE; Schema: record; Owner: folkmoot_owner
--

CREATE TABLE record.blob (
    hash bytea NOT NULL,
    size bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT blob_hash_check CHECK ((octet_length(hash) = 32)),
    CONSTRAINT blob_size_check CHECK ((size >= 0))
);

ALTER TABLE record.blob OWNER TO folkmoot_owner;

--
-- Name: blob_part; Type: TABLE; Schema: record; Owner: folkmoot_owner
--

CREATE TABLE record.blob_part (
    hash bytea NOT NULL,
    part integer NOT NULL,
    bytes bytea NOT NULL,
    CONSTRAINT blob_part_bytes_check CHECK ((octet_length(bytes) <= 1048576)),
    CONSTRAINT blob_part_part_check CHECK ((part >= 0))
);
ALTER TABLE ONLY record.blob_part ALTER COLUMN bytes SET STORAGE EXTERNAL;

ALTER TABLE record.blob_part OWNER TO folkmoot_owner;

--
-- Name: checkpoint; Type: TABLE; Schema: record; Owner: folkmoot_owner
--

CREATE TABLE record.checkpoint (
    size bigint NOT NULL,
    note text NOT NULL
);

ALTER TABLE record.checkpoint OWNER TO folkmoot_owner;

--
-- Name: entry; Type: TABLE; Schema: record; Owner: folkmoot_owner
--

CREATE TABLE record.entry (
    index bigint NOT NULL,
    round_id bytea,
    type text NOT NULL,
    minute bigint NOT NULL,
    leaf_hash bytea NOT NULL,
    bytes bytea NOT NULL,
    CONSTRAINT entry_bytes_check CHECK (((octet_length(bytes) >= 2) AND (octet_length(bytes) <= 65535))),
    CONSTRAINT entry_index_check CHECK ((index >= 0)),
    CONSTRAINT entry_leaf_hash_check CHECK ((octet_length(leaf_hash) = 32)),
    CONSTRAINT entry_round_id_check CHECK ((octet_length(round_id) = 16))
);
ALTER TABLE ONLY record.entry ALTER COLUMN bytes SET STORAGE EXTERNAL;

ALTER TABLE record.entry OWNER TO folkmoot_owner;

--
-- Name: term; Type: TABLE; Schema: record; Owner: folkmoot_owner
--

CREATE TABLE record.term (
    term bigint NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE record.term OWNER TO folkmoot_owner;

--
-- Name: term_term_seq; Type: SEQUENCE; Schema: record; Owner: folkmoot_owner
--

ALTER TABLE record.term ALTER COLUMN term ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME record.term_term_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: tile; Type: TABLE; Schema: record; Owner: folkmoot_owner
--

CREATE TABLE record.tile (
    level smallint NOT NULL,
    index bigint NOT NULL,
    root bytea NOT NULL,
    hashes bytea NOT NULL,
    CONSTRAINT tile_hashes_check CHECK ((octet_length(hashes) = 8192)),
    CONSTRAINT tile_index_check CHECK ((index >= 0)),
    CONSTRAINT tile_level_check CHECK (((level >= 0) AND (level <= 7))),
    CONSTRAINT tile_root_check CHECK ((octet_length(root) = 32))
);
ALTER TABLE ONLY record.tile ALTER COLUMN hashes SET STORAGE EXTERNAL;

ALTER TABLE record.tile OWNER TO folkmoot_owner;

--
-- Name: tree; Type: TABLE; Schema: record; Owner: folkmoot_owner
--

CREATE TABLE record.tree (
    size bigint NOT NULL,
    root bytea NOT NULL,
    term bigint NOT NULL,
    committed_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT tree_root_check CHECK ((octet_length(root) = 32)),
    CONSTRAINT tree_size_check CHECK ((size > 0))
);

ALTER TABLE record.tree OWNER TO folkmoot_owner;

--
-- Name: witnessed; Type: TABLE; Schema: record; Owner: folkmoot_owner
--

CREATE TABLE record.witnessed (
    number bigint NOT NULL,
    size bigint NOT NULL,
    note text NOT NULL,
    witnessed_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE record.witnessed OWNER TO folkmoot_owner;

--
-- Name: witnessed_number_seq; Type: SEQUENCE; Schema: record; Owner: folkmoot_owner
--

ALTER TABLE record.witnessed ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME record.witnessed_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: assembly; Type: TABLE; Schema: staff; Owner: folkmoot_owner
--

CREATE TABLE staff.assembly (
    id text NOT NULL,
    parent text,
    name text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT assembly_check CHECK ((parent <> id)),
    CONSTRAINT assembly_id_check CHECK ((id ~ '^[a-z0-9-]{1,32}$'::text)),
    CONSTRAINT assembly_name_check CHECK (((octet_length(name) >= 1) AND (octet_length(name) <= 200)))
);

ALTER TABLE staff.assembly OWNER TO folkmoot_owner;

--
-- Name: invitation; Type: TABLE; Schema: staff; Owner: folkmoot_owner
--

CREATE TABLE staff.invitation (
    person bigint NOT NULL,
    token_hash bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT invitation_token_hash_check CHECK ((octet_length(token_hash) = 32))
);

ALTER TABLE staff.invitation OWNER TO folkmoot_owner;

--
-- Name: person; Type: TABLE; Schema: staff; Owner: folkmoot_owner
--

CREATE TABLE staff.person (
    id bigint NOT NULL,
    login text NOT NULL,
    name text NOT NULL,
    password_hash text,
    signing_key bytea,
    minisign_id bytea,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    totp_secret bytea,
    totp_step bigint DEFAULT 0 NOT NULL,
    CONSTRAINT person_login_check CHECK ((login ~ '^[a-z0-9._-]{1,64}$'::text)),
    CONSTRAINT person_minisign_id_check CHECK ((octet_length(minisign_id) = 8)),
    CONSTRAINT person_name_check CHECK (((octet_length(name) >= 1) AND (octet_length(name) <= 100))),
    CONSTRAINT person_signing_key_check CHECK ((octet_length(signing_key) = 32)),
    CONSTRAINT person_totp_secret_check CHECK ((octet_length(totp_secret) = 60))
);

ALTER TABLE staff.person OWNER TO folkmoot_owner;

--
-- Name: person_id_seq; Type: SEQUENCE; Schema: staff; Owner: folkmoot_owner
--

ALTER TABLE staff.person ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME staff.person_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: recovery_code; Type: TABLE; Schema: staff; Owner: folkmoot_owner
--

CREATE TABLE staff.recovery_code (
    person bigint NOT NULL,
    code_hash bytea NOT NULL,
    CONSTRAINT recovery_code_code_hash_check CHECK ((octet_length(code_hash) = 32))
);

ALTER TABLE staff.recovery_code OWNER TO folkmoot_owner;

--
-- Name: role; Type: TABLE; Schema: staff; Owner: folkmoot_owner
--

CREATE TABLE staff.role (
    person bigint NOT NULL,
    assembly text,
    role text NOT NULL,
    CONSTRAINT role_check CHECK (((role = 'administrator'::text) = (assembly IS NULL))),
    CONSTRAINT role_role_check CHECK ((role = ANY (ARRAY['facilitator'::text, 'reviewer'::text, 'registrar'::text, 'clerk'::text, 'trustee'::text, 'observer'::text, 'administrator'::text])))
);

ALTER TABLE staff.role OWNER TO folkmoot_owner;

--
-- Name: session; Type: TABLE; Schema: staff; Owner: folkmoot_owner
--

CREATE TABLE staff.session (
    token_hash bytea NOT NULL,
    csrf bytea NOT NULL,
    person bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    seen_at timestamp with time zone DEFAULT now() NOT NULL,
    id bigint NOT NULL,
    confirmed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT session_csrf_check CHECK ((octet_length(csrf) = 32)),
    CONSTRAINT session_token_hash_check CHECK ((octet_length(token_hash) = 32))
);

ALTER TABLE staff.session OWNER TO folkmoot_owner;

--
-- Name: session_id_seq; Type: SEQUENCE; Schema: staff; Owner: folkmoot_owner
--

ALTER TABLE staff.session ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME staff.session_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: signing_key; Type: TABLE; Schema: staff; Owner: folkmoot_owner
--

CREATE TABLE staff.signing_key (
    key bytea NOT NULL,
    person bigint NOT NULL,
    minisign_id bytea NOT NULL,
    since timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT signing_key_key_check CHECK ((octet_length(key) = 32)),
    CONSTRAINT signing_key_minisign_id_check CHECK ((octet_length(minisign_id) = 8))
);

ALTER TABLE staff.signing_key OWNER TO folkmoot_owner;

--
-- Name: ballot; Type: TABLE; Schema: vote; Owner: folkmoot_owner
--

CREATE TABLE vote.ballot (
    round_no integer NOT NULL,
    key bytea NOT NULL,
    seq smallint NOT NULL,
    ballot_id bytea NOT NULL,
    prev_id bytea,
    prev_seq smallint GENERATED ALWAYS AS (
CASE
    WHEN (seq > 0) THEN (seq - 1)
    ELSE NULL::integer
END) STORED,
    entry_index bigint NOT NULL,
    CONSTRAINT ballot_ballot_id_check CHECK ((octet_length(ballot_id) = 32)),
    CONSTRAINT ballot_check CHECK (((seq = 0) = (prev_id IS NULL))),
    CONSTRAINT ballot_prev_id_check CHECK ((octet_length(prev_id) = 32)),
    CONSTRAINT ballot_seq_check CHECK (((seq >= 0) AND (seq <= 31)))
);

ALTER TABLE vote.ballot OWNER TO folkmoot_owner;

--
-- Name: batch; Type: TABLE; Schema: vote; Owner: folkmoot_owner
--

CREATE TABLE vote.batch (
    round_no integer NOT NULL,
    batch text NOT NULL,
    district text NOT NULL,
    purpose text NOT NULL,
    site text,
    listed bigint DEFAULT 0 NOT NULL,
    CONSTRAINT batch_listed_check CHECK ((listed >= 0)),
    CONSTRAINT batch_purpose_check CHECK ((purpose = ANY (ARRAY['letter'::text, 'card'::text, 'walk-in'::text, 'spare'::text]))),
    CONSTRAINT batch_site_check CHECK ((site ~ '^[a-z0-9-]{1,32}$'::text))
);

ALTER TABLE vote.batch OWNER TO folkmoot_owner;

--
-- Name: credential; Type: TABLE; Schema: vote; Owner: folkmoot_owner
--

CREATE TABLE vote.credential (
    round_no integer NOT NULL,
    key bytea NOT NULL,
    batch text NOT NULL,
    serial bigint NOT NULL,
    CONSTRAINT credential_key_check CHECK ((octet_length(key) = 32)),
    CONSTRAINT credential_serial_check CHECK (((serial >= 0) AND (serial <= '1099511627775'::bigint)))
);

ALTER TABLE vote.credential OWNER TO folkmoot_owner;

--
-- Name: picture; Type: TABLE; Schema: vote; Owner: folkmoot_owner
--

CREATE TABLE vote.picture (
    name text NOT NULL,
    bytes bytea NOT NULL,
    brought_by bigint NOT NULL,
    brought_at timestamp with time zone DEFAULT now() NOT NULL,
    seen_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT picture_bytes_check CHECK (((octet_length(bytes) >= 1) AND (octet_length(bytes) <= 262144))),
    CONSTRAINT picture_check CHECK (((name ~ '^[0-9a-f]{64}\.(webp|jpg)$'::text) AND starts_with(name, encode(sha256(bytes), 'hex'::text))))
);
ALTER TABLE ONLY vote.picture ALTER COLUMN bytes SET STORAGE EXTERNAL;

ALTER TABLE vote.picture OWNER TO folkmoot_owner;

--
-- Name: round; Type: TABLE; Schema: vote; Owner: folkmoot_owner
--

CREATE TABLE vote.round (
    no integer NOT NULL,
    id bytea NOT NULL,
    nonce bytea NOT NULL,
    assembly text NOT NULL,
    state text DEFAULT 'draft'::text NOT NULL,
    definition bytea,
    credentials bytea,
    key bytea,
    eid bytea,
    close_minute bigint,
    sealed_minute bigint,
    uploaded_list bytea,
    listed bigint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    predecessor integer,
    successor bytea,
    CONSTRAINT round_check CHECK (((state = ANY (ARRAY['draft'::text, 'annulled'::text])) OR (definition IS NOT NULL))),
    CONSTRAINT round_check1 CHECK (((eid IS NOT NULL) = (key IS NOT NULL))),
    CONSTRAINT round_check2 CHECK (((state = ANY (ARRAY['draft'::text, 'frozen'::text, 'annulled'::text])) OR (eid IS NOT NULL))),
    CONSTRAINT round_check3 CHECK (((successor IS NULL) OR (state = 'annulled'::text))),
    CONSTRAINT round_eid_check CHECK ((octet_length(eid) = 32)),
    CONSTRAINT round_id_check CHECK ((octet_length(id) = 16)),
    CONSTRAINT round_key_check CHECK ((octet_length(key) = 32)),
    CONSTRAINT round_nonce_check CHECK ((octet_length(nonce) = 16)),
    CONSTRAINT round_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'frozen'::text, 'open'::text, 'closed'::text, 'sealed'::text, 'mixing'::text, 'counted'::text, 'certified'::text, 'published'::text, 'annulled'::text]))),
    CONSTRAINT round_successor_check CHECK ((octet_length(successor) = 16))
);

ALTER TABLE vote.round OWNER TO folkmoot_owner;

--
-- Name: round_draft; Type: TABLE; Schema: vote; Owner: folkmoot_owner
--

CREATE TABLE vote.round_draft (
    round_no integer NOT NULL,
    content jsonb NOT NULL,
    version bigint DEFAULT 1 NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_by bigint
);

ALTER TABLE vote.round_draft OWNER TO folkmoot_owner;

--
-- Name: round_no_seq; Type: SEQUENCE; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE vote.round ALTER COLUMN no ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME vote.round_no_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: round_text; Type: TABLE; Schema: vote; Owner: folkmoot_owner
--

CREATE TABLE vote.round_text (
    round_no integer NOT NULL,
    definition bytea NOT NULL,
    thing text NOT NULL,
    language text NOT NULL,
    salt bytea NOT NULL,
    text text NOT NULL,
    CONSTRAINT round_text_salt_check CHECK ((octet_length(salt) = 32))
);

ALTER TABLE vote.round_text OWNER TO folkmoot_owner;

--
-- Name: seen_point; Type: TABLE; Schema: vote; Owner: folkmoot_owner
--

CREATE TABLE vote.seen_point (
    round_no integer NOT NULL,
    point uuid NOT NULL
);

ALTER TABLE vote.seen_point OWNER TO folkmoot_owner;

--
-- Name: step; Type: TABLE; Schema: vote; Owner: folkmoot_owner
--

CREATE TABLE vote.step (
    round_no integer NOT NULL,
    day date NOT NULL,
    step text NOT NULL,
    count bigint NOT NULL,
    CONSTRAINT step_count_check CHECK ((count > 0)),
    CONSTRAINT step_step_check CHECK ((step = ANY (ARRAY['opened'::text, 'chosen'::text, 'reviewed'::text, 'code'::text, 'cast'::text])))
);

ALTER TABLE vote.step OWNER TO folkmoot_owner;

--
-- Name: turnout; Type: TABLE; Schema: vote; Owner: folkmoot_owner
--

CREATE TABLE vote.turnout (
    round_no integer NOT NULL,
    batch text NOT NULL,
    hour bigint NOT NULL,
    ballots bigint NOT NULL,
    voters bigint NOT NULL,
    CONSTRAINT turnout_ballots_check CHECK ((ballots > 0)),
    CONSTRAINT turnout_voters_check CHECK ((voters >= 0))
);

ALTER TABLE vote.turnout OWNER TO folkmoot_owner;

--
-- Name: upload; Type: TABLE; Schema: vote; Owner: folkmoot_owner
--

CREATE TABLE vote.upload (
    round_no integer NOT NULL,
    id bytea NOT NULL,
    batch text NOT NULL,
    district text NOT NULL,
    purpose text NOT NULL,
    site text,
    count integer NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT upload_count_check CHECK ((count > 0)),
    CONSTRAINT upload_id_check CHECK ((octet_length(id) = 32)),
    CONSTRAINT upload_purpose_check CHECK ((purpose = ANY (ARRAY['letter'::text, 'card'::text, 'walk-in'::text, 'spare'::text])))
);

ALTER TABLE vote.upload OWNER TO folkmoot_owner;

--
-- Name: upload_part; Type: TABLE; Schema: vote; Owner: folkmoot_owner
--

CREATE TABLE vote.upload_part (
    round_no integer NOT NULL,
    upload bytea NOT NULL,
    part integer NOT NULL,
    bytes bytea NOT NULL,
    serials bigint[] NOT NULL,
    CONSTRAINT upload_part_bytes_check CHECK (((octet_length(bytes) >= 32) AND (octet_length(bytes) <= 1048576))),
    CONSTRAINT upload_part_check CHECK (((cardinality(serials) * 32) = octet_length(bytes))),
    CONSTRAINT upload_part_part_check CHECK ((part >= 0))
);
ALTER TABLE ONLY vote.upload_part ALTER COLUMN bytes SET STORAGE EXTERNAL;

ALTER TABLE vote.upload_part OWNER TO folkmoot_owner;

--
-- Name: void; Type: TABLE; Schema: vote; Owner: folkmoot_owner
--

CREATE TABLE vote.void (
    round_no integer NOT NULL,
    key bytea NOT NULL,
    entry_index bigint NOT NULL
);

ALTER TABLE vote.void OWNER TO folkmoot_owner;

--
-- Name: blob; Type: TABLE; Schema: witness; Owner: folkmoot_owner
--

CREATE TABLE witness.blob (
    hash bytea NOT NULL,
    bytes bytea NOT NULL,
    CONSTRAINT blob_bytes_check CHECK ((octet_length(bytes) <= 16777216)),
    CONSTRAINT blob_hash_check CHECK ((octet_length(hash) = 32))
);
ALTER TABLE ONLY witness.blob ALTER COLUMN bytes SET STORAGE EXTERNAL;

ALTER TABLE witness.blob OWNER TO folkmoot_owner;

--
-- Name: entry; Type: TABLE; Schema: witness; Owner: folkmoot_owner
--

CREATE TABLE witness.entry (
    mirror smallint NOT NULL,
    index bigint NOT NULL,
    type text,
    eid bytea,
    subject bytea,
    leaf_hash bytea NOT NULL,
    bytes bytea NOT NULL,
    CONSTRAINT entry_bytes_check CHECK ((octet_length(bytes) <= 65535)),
    CONSTRAINT entry_eid_check CHECK ((octet_length(eid) = 32)),
    CONSTRAINT entry_index_check CHECK ((index >= 0)),
    CONSTRAINT entry_leaf_hash_check CHECK ((octet_length(leaf_hash) = 32)),
    CONSTRAINT entry_subject_check CHECK ((octet_length(subject) = 32))
);
ALTER TABLE ONLY witness.entry ALTER COLUMN bytes SET STORAGE EXTERNAL;

ALTER TABLE witness.entry OWNER TO folkmoot_owner;

--
-- Name: log; Type: TABLE; Schema: witness; Owner: folkmoot_owner
--

CREATE TABLE witness.log (
    origin text NOT NULL,
    size bigint NOT NULL,
    root bytea NOT NULL,
    note text NOT NULL,
    cosigned_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT log_origin_check CHECK (((octet_length(origin) >= 1) AND (octet_length(origin) <= 255))),
    CONSTRAINT log_root_check CHECK ((octet_length(root) = 32)),
    CONSTRAINT log_size_check CHECK ((size >= 0))
);

ALTER TABLE witness.log OWNER TO folkmoot_owner;

--
-- Name: mirror; Type: TABLE; Schema: witness; Owner: folkmoot_owner
--

CREATE TABLE witness.mirror (
    no smallint NOT NULL,
    origin text NOT NULL,
    hash bytea NOT NULL,
    size bigint DEFAULT 0 NOT NULL,
    bytes bigint DEFAULT 0 NOT NULL,
    own text,
    shown text,
    visited_at timestamp with time zone,
    CONSTRAINT mirror_bytes_check CHECK ((bytes >= 0)),
    CONSTRAINT mirror_hash_check CHECK ((octet_length(hash) = 32)),
    CONSTRAINT mirror_size_check CHECK ((size >= 0))
);

ALTER TABLE witness.mirror OWNER TO folkmoot_owner;

--
-- Name: mirror_no_seq; Type: SEQUENCE; Schema: witness; Owner: folkmoot_owner
--

ALTER TABLE witness.mirror ALTER COLUMN no ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME witness.mirror_no_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: tile; Type: TABLE; Schema: witness; Owner: folkmoot_owner
--

CREATE TABLE witness.tile (
    mirror smallint NOT NULL,
    level smallint NOT NULL,
    index bigint NOT NULL,
    root bytea NOT NULL,
    hashes bytea NOT NULL,
    CONSTRAINT tile_hashes_check CHECK ((octet_length(hashes) = 8192)),
    CONSTRAINT tile_index_check CHECK ((index >= 0)),
    CONSTRAINT tile_level_check CHECK (((level >= 0) AND (level <= 7))),
    CONSTRAINT tile_root_check CHECK ((octet_length(root) = 32))
);
ALTER TABLE ONLY witness.tile ALTER COLUMN hashes SET STORAGE EXTERNAL;

ALTER TABLE witness.tile OWNER TO folkmoot_owner;

--
-- Name: acknowledgement; Type: TABLE; Schema: work; Owner: folkmoot_owner
--

CREATE TABLE work.acknowledgement (
    act bigint NOT NULL,
    trustee smallint NOT NULL,
    entry bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT acknowledgement_trustee_check CHECK (((trustee >= 1) AND (trustee <= 15)))
);

ALTER TABLE work.acknowledgement OWNER TO folkmoot_owner;

--
-- Name: act; Type: TABLE; Schema: work; Owner: folkmoot_owner
--

CREATE TABLE work.act (
    id bigint NOT NULL,
    round_no integer NOT NULL,
    type text NOT NULL,
    bytes bytea NOT NULL,
    state text DEFAULT 'proposed'::text NOT NULL,
    detail text,
    proposed_by bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT act_state_check CHECK ((state = ANY (ARRAY['proposed'::text, 'submitted'::text, 'done'::text, 'refused'::text, 'withdrawn'::text])))
);

ALTER TABLE work.act OWNER TO folkmoot_owner;

--
-- Name: act_id_seq; Type: SEQUENCE; Schema: work; Owner: folkmoot_owner
--

ALTER TABLE work.act ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME work.act_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: act_signature; Type: TABLE; Schema: work; Owner: folkmoot_owner
--

CREATE TABLE work.act_signature (
    act bigint NOT NULL,
    key bytea NOT NULL,
    signature bytea NOT NULL,
    person bigint NOT NULL,
    signed_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT act_signature_key_check CHECK ((octet_length(key) = 32)),
    CONSTRAINT act_signature_signature_check CHECK ((octet_length(signature) = 64))
);

ALTER TABLE work.act_signature OWNER TO folkmoot_owner;

--
-- Name: delivery; Type: TABLE; Schema: work; Owner: folkmoot_owner
--

CREATE TABLE work.delivery (
    round_no integer NOT NULL,
    trustee smallint NOT NULL,
    hash bytea NOT NULL,
    size bigint NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT delivery_hash_check CHECK ((octet_length(hash) = 32)),
    CONSTRAINT delivery_size_check CHECK ((size > 0)),
    CONSTRAINT delivery_trustee_check CHECK (((trustee >= 1) AND (trustee <= 15)))
);

ALTER TABLE work.delivery OWNER TO folkmoot_owner;

--
-- Name: delivery_part; Type: TABLE; Schema: work; Owner: folkmoot_owner
--

CREATE TABLE work.delivery_part (
    round_no integer NOT NULL,
    trustee smallint NOT NULL,
    hash bytea NOT NULL,
    part integer NOT NULL,
    bytes bytea NOT NULL,
    CONSTRAINT delivery_part_bytes_check CHECK (((octet_length(bytes) >= 1) AND (octet_length(bytes) <= 1048576))),
    CONSTRAINT delivery_part_part_check CHECK ((part >= 0))
);
ALTER TABLE ONLY work.delivery_part ALTER COLUMN bytes SET STORAGE EXTERNAL;

ALTER TABLE work.delivery_part OWNER TO folkmoot_owner;

--
-- Name: export; Type: TABLE; Schema: work; Owner: folkmoot_owner
--

CREATE TABLE work.export (
    round_no integer NOT NULL,
    name text NOT NULL,
    blob bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

ALTER TABLE work.export OWNER TO folkmoot_owner;

--
-- Name: job; Type: TABLE; Schema: work; Owner: folkmoot_owner
--

CREATE TABLE work.job (
    id bigint NOT NULL,
    round_no integer NOT NULL,
    kind text NOT NULL,
    contest text DEFAULT ''::text NOT NULL,
    arguments jsonb DEFAULT '{}'::jsonb NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    not_before timestamp with time zone DEFAULT now() NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    done bigint DEFAULT 0 NOT NULL,
    total bigint DEFAULT 0 NOT NULL,
    detail text,
    result jsonb,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT job_kind_check CHECK ((kind = ANY (ARRAY['key'::text, 'acknowledge'::text, 'mix'::text, 'share'::text, 'count'::text, 'bundle'::text]))),
    CONSTRAINT job_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text])))
);

ALTER TABLE work.job OWNER TO folkmoot_owner;

--
-- Name: job_id_seq; Type: SEQUENCE; Schema: work; Owner: folkmoot_owner
--

ALTER TABLE work.job ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME work.job_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: server_key; Type: TABLE; Schema: work; Owner: folkmoot_owner
--

CREATE TABLE work.server_key (
    name text NOT NULL,
    key bytea NOT NULL,
    CONSTRAINT server_key_key_check CHECK ((octet_length(key) = 32))
);

ALTER TABLE work.server_key OWNER TO folkmoot_owner;

--
-- Name: submission; Type: TABLE; Schema: work; Owner: folkmoot_owner
--

CREATE TABLE work.submission (
    id bigint NOT NULL,
    round_no integer,
    entries bytea[] NOT NULL,
    state text DEFAULT 'waiting'::text NOT NULL,
    first_index bigint,
    problem text,
    detail text,
    act bigint,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT submission_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'done'::text, 'refused'::text])))
);

ALTER TABLE work.submission OWNER TO folkmoot_owner;

--
-- Name: submission_id_seq; Type: SEQUENCE; Schema: work; Owner: folkmoot_owner
--

ALTER TABLE work.submission ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME work.submission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

--
-- Name: migration migration_pkey; Type: CONSTRAINT; Schema: meta; Owner: folkmoot_owner
--

ALTER TABLE ONLY meta.migration
    ADD CONSTRAINT migration_pkey PRIMARY KEY (number);

--
-- Name: blob_part blob_part_pkey; Type: CONSTRAINT; Schema: record; Owner: folkmoot_owner
--

ALTER TABLE ONLY record.blob_part
    ADD CONSTRAINT blob_part_pkey PRIMARY KEY (hash, part);

--
-- Name: blob blob_pkey; Type: CONSTRAINT; Schema: record; Owner: folkmoot_owner
--

ALTER TABLE ONLY record.blob
    ADD CONSTRAINT blob_pkey PRIMARY KEY (hash);

--
-- Name: checkpoint checkpoint_pkey; Type: CONSTRAINT; Schema: record; Owner: folkmoot_owner
--

ALTER TABLE ONLY record.checkpoint
    ADD CONSTRAINT checkpoint_pkey PRIMARY KEY (size);

--
-- Name: entry entry_pkey; Type: CONSTRAINT; Schema: record; Owner: folkmoot_owner
--

ALTER TABLE ONLY record.entry
    ADD CONSTRAINT entry_pkey PRIMARY KEY (index);

--
-- Name: term term_pkey; Type: CONSTRAINT; Schema: record; Owner: folkmoot_owner
--

ALTER TABLE ONLY record.term
    ADD CONSTRAINT term_pkey PRIMARY KEY (term);

--
-- Name: tile tile_pkey; Type: CONSTRAINT; Schema: record; Owner: folkmoot_owner
--

ALTER TABLE ONLY record.tile
    ADD CONSTRAINT tile_pkey PRIMARY KEY (level, index);

--
-- Name: tree tree_pkey; Type: CONSTRAINT; Schema: record; Owner: folkmoot_owner
--

ALTER TABLE ONLY record.tree
    ADD CONSTRAINT tree_pkey PRIMARY KEY (size);

--
-- Name: witnessed witnessed_pkey; Type: CONSTRAINT; Schema: record; Owner: folkmoot_owner
--

ALTER TABLE ONLY record.witnessed
    ADD CONSTRAINT witnessed_pkey PRIMARY KEY (number);

--
-- Name: assembly assembly_pkey; Type: CONSTRAINT; Schema: staff; Owner: folkmoot_owner
--

ALTER TABLE ONLY staff.assembly
    ADD CONSTRAINT assembly_pkey PRIMARY KEY (id);

--
-- Name: invitation invitation_pkey; Type: CONSTRAINT; Schema: staff; Owner: folkmoot_owner
--

ALTER TABLE ONLY staff.invitation
    ADD CONSTRAINT invitation_pkey PRIMARY KEY (person);

--
-- Name: invitation invitation_token_hash_key; Type: CONSTRAINT; Schema: staff; Owner: folkmoot_owner
--

ALTER TABLE ONLY staff.invitation
    ADD CONSTRAINT invitation_token_hash_key UNIQUE (token_hash);

--
-- Name: person person_login_key; Type: CONSTRAINT; Schema: staff; Owner: folkmoot_owner
--

ALTER TABLE ONLY staff.person
    ADD CONSTRAINT person_login_key UNIQUE (login);

--
-- Name: person person_pkey; Type: CONSTRAINT; Schema: staff; Owner: folkmoot_owner
--

ALTER TABLE ONLY staff.person
    ADD CONSTRAINT person_pkey PRIMARY KEY (id);

--
-- Name: person person_signing_key_key; Type: CONSTRAINT; Schema: staff; Owner: folkmoot_owner
--

ALTER TABLE ONLY staff.person
    ADD CONSTRAINT person_signing_key_key UNIQUE (signing_key);

--
-- Name: recovery_code recovery_code_pkey; Type: CONSTRAINT; Schema: staff; Owner: folkmoot_owner
--

ALTER TABLE ONLY staff.recovery_code
    ADD CONSTRAINT recovery_code_pkey PRIMARY KEY (person, code_hash);

--
-- Name: role role_person_assembly_role_key; Type: CONSTRAINT; Schema: staff; Owner: folkmoot_owner
--

ALTER TABLE ONLY staff.role
    ADD CONSTRAINT role_person_assembly_role_key UNIQUE NULLS NOT DISTINCT (person, assembly, role);

--
-- Name: session session_id_key; Type: CONSTRAINT; Schema: staff; Owner: folkmoot_owner
--

ALTER TABLE ONLY staff.session
    ADD CONSTRAINT session_id_key UNIQUE (id);

--
-- Name: session session_pkey; Type: CONSTRAINT; Schema: staff; Owner: folkmoot_owner
--

ALTER TABLE ONLY staff.session
    ADD CONSTRAINT session_pkey PRIMARY KEY (token_hash);

--
-- Name: signing_key signing_key_pkey; Type: CONSTRAINT; Schema: staff; Owner: folkmoot_owner
--

ALTER TABLE ONLY staff.signing_key
    ADD CONSTRAINT signing_key_pkey PRIMARY KEY (key);

--
-- Name: ballot ballot_entry_index_key; Type: CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.ballot
    ADD CONSTRAINT ballot_entry_index_key UNIQUE (entry_index);

--
-- Name: ballot ballot_pkey; Type: CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.ballot
    ADD CONSTRAINT ballot_pkey PRIMARY KEY (round_no, key, seq);

--
-- Name: ballot ballot_round_no_key_seq_ballot_id_key; Type: CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.ballot
    ADD CONSTRAINT ballot_round_no_key_seq_ballot_id_key UNIQUE (round_no, key, seq, ballot_id);

--
-- Name: batch batch_pkey; Type: CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.batch
    ADD CONSTRAINT batch_pkey PRIMARY KEY (round_no, batch);

--
-- Name: credential credential_pkey; Type: CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.credential
    ADD CONSTRAINT credential_pkey PRIMARY KEY (round_no, key);

--
-- Name: credential credential_round_no_serial_key; Type: CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.credential
    ADD CONSTRAINT credential_round_no_serial_key UNIQUE (round_no, serial);

--
-- Name: picture picture_pkey; Type: CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.picture
    ADD CONSTRAINT picture_pkey PRIMARY KEY (name);

--
-- Name: round_draft round_draft_pkey; Type: CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.round_draft
    ADD CONSTRAINT round_draft_pkey PRIMARY KEY (round_no);

--
-- Name: round round_eid_key; Type: CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.round
    ADD CONSTRAINT round_eid_key UNIQUE (eid);

--
-- Name: round round_id_key; Type: CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.round
    ADD CONSTRAINT round_id_key UNIQUE (id);

--
-- Name: round round_pkey; Type: CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.round
    ADD CONSTRAINT round_pkey PRIMARY KEY (no);

--
-- Name: round round_predecessor_key; Type: CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.round
    ADD CONSTRAINT round_predecessor_key UNIQUE (predecessor);

--
-- Name: round round_successor_key; Type: CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.round
    ADD CONSTRAINT round_successor_key UNIQUE (successor);

--
-- Name: round_text round_text_pkey; Type: CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.round_text
    ADD CONSTRAINT round_text_pkey PRIMARY KEY (round_no, definition, thing, language);

--
-- Name: seen_point seen_point_pkey; Type: CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.seen_point
    ADD CONSTRAINT seen_point_pkey PRIMARY KEY (round_no, point);

--
-- Name: step step_pkey; Type: CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.step
    ADD CONSTRAINT step_pkey PRIMARY KEY (round_no, day, step);

--
-- Name: turnout turnout_pkey; Type: CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.turnout
    ADD CONSTRAINT turnout_pkey PRIMARY KEY (round_no, batch, hour);

--
-- Name: upload_part upload_part_pkey; Type: CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.upload_part
    ADD CONSTRAINT upload_part_pkey PRIMARY KEY (round_no, upload, part);

--
-- Name: upload upload_pkey; Type: CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.upload
    ADD CONSTRAINT upload_pkey PRIMARY KEY (round_no, id);

--
-- Name: void void_pkey; Type: CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.void
    ADD CONSTRAINT void_pkey PRIMARY KEY (round_no, key);

--
-- Name: blob blob_pkey; Type: CONSTRAINT; Schema: witness; Owner: folkmoot_owner
--

ALTER TABLE ONLY witness.blob
    ADD CONSTRAINT blob_pkey PRIMARY KEY (hash);

--
-- Name: entry entry_pkey; Type: CONSTRAINT; Schema: witness; Owner: folkmoot_owner
--

ALTER TABLE ONLY witness.entry
    ADD CONSTRAINT entry_pkey PRIMARY KEY (mirror, index);

--
-- Name: log log_pkey; Type: CONSTRAINT; Schema: witness; Owner: folkmoot_owner
--

ALTER TABLE ONLY witness.log
    ADD CONSTRAINT log_pkey PRIMARY KEY (origin);

--
-- Name: mirror mirror_hash_key; Type: CONSTRAINT; Schema: witness; Owner: folkmoot_owner
--

ALTER TABLE ONLY witness.mirror
    ADD CONSTRAINT mirror_hash_key UNIQUE (hash);

--
-- Name: mirror mirror_origin_key; Type: CONSTRAINT; Schema: witness; Owner: folkmoot_owner
--

ALTER TABLE ONLY witness.mirror
    ADD CONSTRAINT mirror_origin_key UNIQUE (origin);

--
-- Name: mirror mirror_pkey; Type: CONSTRAINT; Schema: witness; Owner: folkmoot_owner
--

ALTER TABLE ONLY witness.mirror
    ADD CONSTRAINT mirror_pkey PRIMARY KEY (no);

--
-- Name: tile tile_pkey; Type: CONSTRAINT; Schema: witness; Owner: folkmoot_owner
--

ALTER TABLE ONLY witness.tile
    ADD CONSTRAINT tile_pkey PRIMARY KEY (mirror, level, index);

--
-- Name: acknowledgement acknowledgement_pkey; Type: CONSTRAINT; Schema: work; Owner: folkmoot_owner
--

ALTER TABLE ONLY work.acknowledgement
    ADD CONSTRAINT acknowledgement_pkey PRIMARY KEY (act, trustee);

--
-- Name: act act_pkey; Type: CONSTRAINT; Schema: work; Owner: folkmoot_owner
--

ALTER TABLE ONLY work.act
    ADD CONSTRAINT act_pkey PRIMARY KEY (id);

--
-- Name: act_signature act_signature_pkey; Type: CONSTRAINT; Schema: work; Owner: folkmoot_owner
--

ALTER TABLE ONLY work.act_signature
    ADD CONSTRAINT act_signature_pkey PRIMARY KEY (act, key);

--
-- Name: delivery_part delivery_part_pkey; Type: CONSTRAINT; Schema: work; Owner: folkmoot_owner
--

ALTER TABLE ONLY work.delivery_part
    ADD CONSTRAINT delivery_part_pkey PRIMARY KEY (round_no, trustee, part);

--
-- Name: delivery delivery_pkey; Type: CONSTRAINT; Schema: work; Owner: folkmoot_owner
--

ALTER TABLE ONLY work.delivery
    ADD CONSTRAINT delivery_pkey PRIMARY KEY (round_no, trustee);

--
-- Name: delivery delivery_round_no_trustee_hash_key; Type: CONSTRAINT; Schema: work; Owner: folkmoot_owner
--

ALTER TABLE ONLY work.delivery
    ADD CONSTRAINT delivery_round_no_trustee_hash_key UNIQUE (round_no, trustee, hash);

--
-- Name: export export_pkey; Type: CONSTRAINT; Schema: work; Owner: folkmoot_owner
--

ALTER TABLE ONLY work.export
    ADD CONSTRAINT export_pkey PRIMARY KEY (round_no, name);

--
-- Name: job job_pkey; Type: CONSTRAINT; Schema: work; Owner: folkmoot_owner
--

ALTER TABLE ONLY work.job
    ADD CONSTRAINT job_pkey PRIMARY KEY (id);

--
-- Name: job job_round_no_kind_contest_key; Type: CONSTRAINT; Schema: work; Owner: folkmoot_owner
--

ALTER TABLE ONLY work.job
    ADD CONSTRAINT job_round_no_kind_contest_key UNIQUE (round_no, kind, contest);

--
-- Name: server_key server_key_pkey; Type: CONSTRAINT; Schema: work; Owner: folkmoot_owner
--

ALTER TABLE ONLY work.server_key
    ADD CONSTRAINT server_key_pkey PRIMARY KEY (name);

--
-- Name: submission submission_pkey; Type: CONSTRAINT; Schema: work; Owner: folkmoot_owner
--

ALTER TABLE ONLY work.submission
    ADD CONSTRAINT submission_pkey PRIMARY KEY (id);

--
-- Name: entry_acts; Type: INDEX; Schema: record; Owner: folkmoot_owner
--

CREATE INDEX entry_acts ON record.entry USING btree (round_id, index) WHERE (type <> 'ballot'::text);

--
-- Name: entry_acts_by_type; Type: INDEX; Schema: record; Owner: folkmoot_owner
--

CREATE INDEX entry_acts_by_type ON record.entry USING btree (type, minute, index) WHERE (type <> 'ballot'::text);

--
-- Name: entry_acts_of_round; Type: INDEX; Schema: record; Owner: folkmoot_owner
--

CREATE INDEX entry_acts_of_round ON record.entry USING btree (round_id, type, minute, index) WHERE (type <> 'ballot'::text);

--
-- Name: witnessed_size; Type: INDEX; Schema: record; Owner: folkmoot_owner
--

CREATE INDEX witnessed_size ON record.witnessed USING btree (size);

--
-- Name: session_person; Type: INDEX; Schema: staff; Owner: folkmoot_owner
--

CREATE INDEX session_person ON staff.session USING btree (person);

--
-- Name: signing_key_person; Type: INDEX; Schema: staff; Owner: folkmoot_owner
--

CREATE INDEX signing_key_person ON staff.signing_key USING btree (person);

--
-- Name: ballot_by_id; Type: INDEX; Schema: vote; Owner: folkmoot_owner
--

CREATE UNIQUE INDEX ballot_by_id ON vote.ballot USING btree (ballot_id);

--
-- Name: picture_brought; Type: INDEX; Schema: vote; Owner: folkmoot_owner
--

CREATE INDEX picture_brought ON vote.picture USING btree (brought_by, brought_at);

--
-- Name: picture_seen; Type: INDEX; Schema: vote; Owner: folkmoot_owner
--

CREATE INDEX picture_seen ON vote.picture USING btree (seen_at);

--
-- Name: round_assembly; Type: INDEX; Schema: vote; Owner: folkmoot_owner
--

CREATE INDEX round_assembly ON vote.round USING btree (assembly);

--
-- Name: round_nonce; Type: INDEX; Schema: vote; Owner: folkmoot_owner
--

CREATE UNIQUE INDEX round_nonce ON vote.round USING btree (nonce) WHERE (predecessor IS NULL);

--
-- Name: entry_election; Type: INDEX; Schema: witness; Owner: folkmoot_owner
--

CREATE INDEX entry_election ON witness.entry USING btree (eid) WHERE (subject IS NULL);

--
-- Name: entry_subject; Type: INDEX; Schema: witness; Owner: folkmoot_owner
--

CREATE INDEX entry_subject ON witness.entry USING btree (eid, subject) WHERE (subject IS NOT NULL);

--
-- Name: act_round; Type: INDEX; Schema: work; Owner: folkmoot_owner
--

CREATE INDEX act_round ON work.act USING btree (round_no);

--
-- Name: job_waiting; Type: INDEX; Schema: work; Owner: folkmoot_owner
--

CREATE INDEX job_waiting ON work.job USING btree (not_before) WHERE (state = 'waiting'::text);

--
-- Name: submission_waiting; Type: INDEX; Schema: work; Owner: folkmoot_owner
--

CREATE INDEX submission_waiting ON work.submission USING btree (id) WHERE (state = 'waiting'::text);

--
-- Name: batch keep_batches; Type: TRIGGER; Schema: vote; Owner: folkmoot_owner
--

CREATE TRIGGER keep_batches BEFORE DELETE ON vote.batch FOR EACH ROW EXECUTE FUNCTION vote.keep_credentials();

--
-- Name: credential keep_credentials; Type: TRIGGER; Schema: vote; Owner: folkmoot_owner
--

CREATE TRIGGER keep_credentials BEFORE DELETE ON vote.credential FOR EACH ROW EXECUTE FUNCTION vote.keep_credentials();

--
-- Name: log only_grow; Type: TRIGGER; Schema: witness; Owner: folkmoot_owner
--

CREATE TRIGGER only_grow BEFORE UPDATE ON witness.log FOR EACH ROW EXECUTE FUNCTION witness.only_grow();

--
-- Name: blob_part blob_part_hash_fkey; Type: FK CONSTRAINT; Schema: record; Owner: folkmoot_owner
--

ALTER TABLE ONLY record.blob_part
    ADD CONSTRAINT blob_part_hash_fkey FOREIGN KEY (hash) REFERENCES record.blob(hash);

--
-- Name: checkpoint checkpoint_size_fkey; Type: FK CONSTRAINT; Schema: record; Owner: folkmoot_owner
--

ALTER TABLE ONLY record.checkpoint
    ADD CONSTRAINT checkpoint_size_fkey FOREIGN KEY (size) REFERENCES record.tree(size);

--
-- Name: tree tree_term_fkey; Type: FK CONSTRAINT; Schema: record; Owner: folkmoot_owner
--

ALTER TABLE ONLY record.tree
    ADD CONSTRAINT tree_term_fkey FOREIGN KEY (term) REFERENCES record.term(term);

--
-- Name: witnessed witnessed_size_fkey; Type: FK CONSTRAINT; Schema: record; Owner: folkmoot_owner
--

ALTER TABLE ONLY record.witnessed
    ADD CONSTRAINT witnessed_size_fkey FOREIGN KEY (size) REFERENCES record.checkpoint(size);

--
-- Name: assembly assembly_parent_fkey; Type: FK CONSTRAINT; Schema: staff; Owner: folkmoot_owner
--

ALTER TABLE ONLY staff.assembly
    ADD CONSTRAINT assembly_parent_fkey FOREIGN KEY (parent) REFERENCES staff.assembly(id);

--
-- Name: invitation invitation_person_fkey; Type: FK CONSTRAINT; Schema: staff; Owner: folkmoot_owner
--

ALTER TABLE ONLY staff.invitation
    ADD CONSTRAINT invitation_person_fkey FOREIGN KEY (person) REFERENCES staff.person(id);

--
-- Name: recovery_code recovery_code_person_fkey; Type: FK CONSTRAINT; Schema: staff; Owner: folkmoot_owner
--

ALTER TABLE ONLY staff.recovery_code
    ADD CONSTRAINT recovery_code_person_fkey FOREIGN KEY (person) REFERENCES staff.person(id);

--
-- Name: role role_assembly_fkey; Type: FK CONSTRAINT; Schema: staff; Owner: folkmoot_owner
--

ALTER TABLE ONLY staff.role
    ADD CONSTRAINT role_assembly_fkey FOREIGN KEY (assembly) REFERENCES staff.assembly(id);

--
-- Name: role role_person_fkey; Type: FK CONSTRAINT; Schema: staff; Owner: folkmoot_owner
--

ALTER TABLE ONLY staff.role
    ADD CONSTRAINT role_person_fkey FOREIGN KEY (person) REFERENCES staff.person(id);

--
-- Name: session session_person_fkey; Type: FK CONSTRAINT; Schema: staff; Owner: folkmoot_owner
--

ALTER TABLE ONLY staff.session
    ADD CONSTRAINT session_person_fkey FOREIGN KEY (person) REFERENCES staff.person(id);

--
-- Name: signing_key signing_key_person_fkey; Type: FK CONSTRAINT; Schema: staff; Owner: folkmoot_owner
--

ALTER TABLE ONLY staff.signing_key
    ADD CONSTRAINT signing_key_person_fkey FOREIGN KEY (person) REFERENCES staff.person(id);

--
-- Name: ballot ballot_entry_index_fkey; Type: FK CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.ballot
    ADD CONSTRAINT ballot_entry_index_fkey FOREIGN KEY (entry_index) REFERENCES record.entry(index);

--
-- Name: ballot ballot_round_no_key_fkey; Type: FK CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.ballot
    ADD CONSTRAINT ballot_round_no_key_fkey FOREIGN KEY (round_no, key) REFERENCES vote.credential(round_no, key);

--
-- Name: ballot ballot_round_no_key_prev_seq_prev_id_fkey; Type: FK CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.ballot
    ADD CONSTRAINT ballot_round_no_key_prev_seq_prev_id_fkey FOREIGN KEY (round_no, key, prev_seq, prev_id) REFERENCES vote.ballot(round_no, key, seq, ballot_id);

--
-- Name: batch batch_round_no_fkey; Type: FK CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.batch
    ADD CONSTRAINT batch_round_no_fkey FOREIGN KEY (round_no) REFERENCES vote.round(no);

--
-- Name: credential credential_round_no_batch_fkey; Type: FK CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.credential
    ADD CONSTRAINT credential_round_no_batch_fkey FOREIGN KEY (round_no, batch) REFERENCES vote.batch(round_no, batch);

--
-- Name: picture picture_brought_by_fkey; Type: FK CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.picture
    ADD CONSTRAINT picture_brought_by_fkey FOREIGN KEY (brought_by) REFERENCES staff.person(id);

--
-- Name: round round_assembly_fkey; Type: FK CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.round
    ADD CONSTRAINT round_assembly_fkey FOREIGN KEY (assembly) REFERENCES staff.assembly(id);

--
-- Name: round round_credentials_fkey; Type: FK CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.round
    ADD CONSTRAINT round_credentials_fkey FOREIGN KEY (credentials) REFERENCES record.blob(hash);

--
-- Name: round round_definition_fkey; Type: FK CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.round
    ADD CONSTRAINT round_definition_fkey FOREIGN KEY (definition) REFERENCES record.blob(hash);

--
-- Name: round_draft round_draft_round_no_fkey; Type: FK CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.round_draft
    ADD CONSTRAINT round_draft_round_no_fkey FOREIGN KEY (round_no) REFERENCES vote.round(no);

--
-- Name: round_draft round_draft_updated_by_fkey; Type: FK CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.round_draft
    ADD CONSTRAINT round_draft_updated_by_fkey FOREIGN KEY (updated_by) REFERENCES staff.person(id);

--
-- Name: round round_predecessor_fkey; Type: FK CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.round
    ADD CONSTRAINT round_predecessor_fkey FOREIGN KEY (predecessor) REFERENCES vote.round(no);

--
-- Name: round_text round_text_definition_fkey; Type: FK CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.round_text
    ADD CONSTRAINT round_text_definition_fkey FOREIGN KEY (definition) REFERENCES record.blob(hash);

--
-- Name: round_text round_text_round_no_fkey; Type: FK CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.round_text
    ADD CONSTRAINT round_text_round_no_fkey FOREIGN KEY (round_no) REFERENCES vote.round(no);

--
-- Name: round round_uploaded_list_fkey; Type: FK CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.round
    ADD CONSTRAINT round_uploaded_list_fkey FOREIGN KEY (uploaded_list) REFERENCES record.blob(hash);

--
-- Name: step step_round_no_fkey; Type: FK CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.step
    ADD CONSTRAINT step_round_no_fkey FOREIGN KEY (round_no) REFERENCES vote.round(no);

--
-- Name: turnout turnout_round_no_batch_fkey; Type: FK CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.turnout
    ADD CONSTRAINT turnout_round_no_batch_fkey FOREIGN KEY (round_no, batch) REFERENCES vote.batch(round_no, batch);

--
-- Name: upload_part upload_part_round_no_upload_fkey; Type: FK CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.upload_part
    ADD CONSTRAINT upload_part_round_no_upload_fkey FOREIGN KEY (round_no, upload) REFERENCES vote.upload(round_no, id) ON DELETE CASCADE;

--
-- Name: upload upload_round_no_fkey; Type: FK CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.upload
    ADD CONSTRAINT upload_round_no_fkey FOREIGN KEY (round_no) REFERENCES vote.round(no);

--
-- Name: void void_entry_index_fkey; Type: FK CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.void
    ADD CONSTRAINT void_entry_index_fkey FOREIGN KEY (entry_index) REFERENCES record.entry(index);

--
-- Name: void void_round_no_key_fkey; Type: FK CONSTRAINT; Schema: vote; Owner: folkmoot_owner
--

ALTER TABLE ONLY vote.void
    ADD CONSTRAINT void_round_no_key_fkey FOREIGN KEY (round_no, key) REFERENCES vote.credential(round_no, key);

--
-- Name: entry entry_mirror_fkey; Type: FK CONSTRAINT; Schema: witness; Owner: folkmoot_owner
--

ALTER TABLE ONLY witness.entry
    ADD CONSTRAINT entry_mirror_fkey FOREIGN KEY (mirror) REFERENCES witness.mirror(no);

--
-- Name: mirror mirror_origin_fkey; Type: FK CONSTRAINT; Schema: witness; Owner: folkmoot_owner
--

ALTER TABLE ONLY witness.mirror
    ADD CONSTRAINT mirror_origin_fkey FOREIGN KEY (origin) REFERENCES witness.log(origin);

--
-- Name: tile tile_mirror_fkey; Type: FK CONSTRAINT; Schema: witness; Owner: folkmoot_owner
--

ALTER TABLE ONLY witness.tile
    ADD CONSTRAINT tile_mirror_fkey FOREIGN KEY (mirror) REFERENCES witness.mirror(no);

--
-- Name: acknowledgement acknowledgement_act_fkey; Type: FK CONSTRAINT; Schema: work; Owner: folkmoot_owner
--

ALTER TABLE ONLY work.acknowledgement
    ADD CONSTRAINT acknowledgement_act_fkey FOREIGN KEY (act) REFERENCES work.act(id);

--
-- Name: act act_proposed_by_fkey; Type: FK CONSTRAINT; Schema: work; Owner: folkmoot_owner
--

ALTER TABLE ONLY work.act
    ADD CONSTRAINT act_proposed_by_fkey FOREIGN KEY (proposed_by) REFERENCES staff.person(id);

--
-- Name: act act_round_no_fkey; Type: FK CONSTRAINT; Schema: work; Owner: folkmoot_owner
--

ALTER TABLE ONLY work.act
    ADD CONSTRAINT act_round_no_fkey FOREIGN KEY (round_no) REFERENCES vote.round(no);

--
-- Name: act_signature act_signature_act_fkey; Type: FK CONSTRAINT; Schema: work; Owner: folkmoot_owner
--

ALTER TABLE ONLY work.act_signature
    ADD CONSTRAINT act_signature_act_fkey FOREIGN KEY (act) REFERENCES work.act(id);

--
-- Name: act_signature act_signature_person_fkey; Type: FK CONSTRAINT; Schema: work; Owner: folkmoot_owner
--

ALTER TABLE ONLY work.act_signature
    ADD CONSTRAINT act_signature_person_fkey FOREIGN KEY (person) REFERENCES staff.person(id);

--
-- Name: delivery_part delivery_part_round_no_trustee_hash_fkey; Type: FK CONSTRAINT; Schema: work; Owner: folkmoot_owner
--

ALTER TABLE ONLY work.delivery_part
    ADD CONSTRAINT delivery_part_round_no_trustee_hash_fkey FOREIGN KEY (round_no, trustee, hash) REFERENCES work.delivery(round_no, trustee, hash) ON DELETE CASCADE;

--
-- Name: delivery delivery_round_no_fkey; Type: FK CONSTRAINT; Schema: work; Owner: folkmoot_owner
--

ALTER TABLE ONLY work.delivery
    ADD CONSTRAINT delivery_round_no_fkey FOREIGN KEY (round_no) REFERENCES vote.round(no);

--
-- Name: export export_blob_fkey; Type: FK CONSTRAINT; Schema: work; Owner: folkmoot_owner
--

ALTER TABLE ONLY work.export
    ADD CONSTRAINT export_blob_fkey FOREIGN KEY (blob) REFERENCES record.blob(hash);

--
-- Name: export export_round_no_fkey; Type: FK CONSTRAINT; Schema: work; Owner: folkmoot_owner
--

ALTER TABLE ONLY work.export
    ADD CONSTRAINT export_round_no_fkey FOREIGN KEY (round_no) REFERENCES vote.round(no);

--
-- Name: job job_round_no_fkey; Type: FK CONSTRAINT; Schema: work; Owner: folkmoot_owner
--

ALTER TABLE ONLY work.job
    ADD CONSTRAINT job_round_no_fkey FOREIGN KEY (round_no) REFERENCES vote.round(no);

--
-- Name: submission submission_act_fkey; Type: FK CONSTRAINT; Schema: work; Owner: folkmoot_owner
--

ALTER TABLE ONLY work.submission
    ADD CONSTRAINT submission_act_fkey FOREIGN KEY (act) REFERENCES work.act(id);

--
-- Name: submission submission_round_no_fkey; Type: FK CONSTRAINT; Schema: work; Owner: folkmoot_owner
--

ALTER TABLE ONLY work.submission
    ADD CONSTRAINT submission_round_no_fkey FOREIGN KEY (round_no) REFERENCES vote.round(no);

--
-- Name: SCHEMA meta; Type: ACL; Schema: -; Owner: folkmoot_owner
--

GRANT USAGE ON SCHEMA meta TO folkmoot_server;
GRANT USAGE ON SCHEMA meta TO folkmoot_jobs;
GRANT USAGE ON SCHEMA meta TO folkmoot_reader;

--
-- Name: SCHEMA public; Type: ACL; Schema: -; Owner: pg_database_owner
--

REVOKE USAGE ON SCHEMA public FROM PUBLIC;

--
-- Name: SCHEMA record; Type: ACL; Schema: -; Owner: folkmoot_owner
--

GRANT USAGE ON SCHEMA record TO folkmoot_server;
GRANT USAGE ON SCHEMA record TO folkmoot_jobs;
GRANT USAGE ON SCHEMA record TO folkmoot_reader;

--
-- Name: SCHEMA staff; Type: ACL; Schema: -; Owner: folkmoot_owner
--

GRANT USAGE ON SCHEMA staff TO folkmoot_server;
GRANT USAGE ON SCHEMA staff TO folkmoot_jobs;

--
-- Name: SCHEMA vote; Type: ACL; Schema: -; Owner: folkmoot_owner
--

GRANT USAGE ON SCHEMA vote TO folkmoot_server;
GRANT USAGE ON SCHEMA vote TO folkmoot_jobs;
GRANT USAGE ON SCHEMA vote TO folkmoot_reader;

--
-- Name: SCHEMA witness; Type: ACL; Schema: -; Owner: folkmoot_owner
--

GRANT USAGE ON SCHEMA witness TO folkmoot_server;
GRANT USAGE ON SCHEMA witness TO folkmoot_reader;

--
-- Name: SCHEMA work; Type: ACL; Schema: -; Owner: folkmoot_owner
--

GRANT USAGE ON SCHEMA work TO folkmoot_server;
GRANT USAGE ON SCHEMA work TO folkmoot_jobs;

--
-- Name: TABLE migration; Type: ACL; Schema: meta; Owner: folkmoot_owner
--

GRANT SELECT ON TABLE meta.migration TO folkmoot_server;
GRANT SELECT ON TABLE meta.migration TO folkmoot_jobs;
GRANT SELECT ON TABLE meta.migration TO folkmoot_reader;

--
-- Name: TABLE blob; Type: ACL; Schema: record; Owner: folkmoot_owner
--

GRANT SELECT,INSERT ON TABLE record.blob TO folkmoot_server;
GRANT SELECT,INSERT ON TABLE record.blob TO folkmoot_jobs;
GRANT SELECT ON TABLE record.blob TO folkmoot_reader;

--
-- Name: TABLE blob_part; Type: ACL; Schema: record; Owner: folkmoot_owner
--

GRANT SELECT,INSERT ON TABLE record.blob_part TO folkmoot_server;
GRANT SELECT,INSERT ON TABLE record.blob_part TO folkmoot_jobs;
GRANT SELECT ON TABLE record.blob_part TO folkmoot_reader;

--
-- Name: TABLE checkpoint; Type: ACL; Schema: record; Owner: folkmoot_owner
--

GRANT SELECT,INSERT ON TABLE record.checkpoint TO folkmoot_server;
GRANT SELECT ON TABLE record.checkpoint TO folkmoot_jobs;
GRANT SELECT ON TABLE record.checkpoint TO folkmoot_reader;

--
-- Name: TABLE entry; Type: ACL; Schema: record; Owner: folkmoot_owner
--

GRANT SELECT,INSERT ON TABLE record.entry TO folkmoot_server;
GRANT SELECT ON TABLE record.entry TO folkmoot_jobs;
GRANT SELECT ON TABLE record.entry TO folkmoot_reader;

--
-- Name: TABLE term; Type: ACL; Schema: record; Owner: folkmoot_owner
--

GRANT SELECT,INSERT ON TABLE record.term TO folkmoot_server;
GRANT SELECT ON TABLE record.term TO folkmoot_jobs;
GRANT SELECT ON TABLE record.term TO folkmoot_reader;

--
-- Name: TABLE tile; Type: ACL; Schema: record; Owner: folkmoot_owner
--

GRANT SELECT,INSERT ON TABLE record.tile TO folkmoot_server;
GRANT SELECT ON TABLE record.tile TO folkmoot_jobs;
GRANT SELECT ON TABLE record.tile TO folkmoot_reader;

--
-- Name: TABLE tree; Type: ACL; Schema: record; Owner: folkmoot_owner
--

GRANT SELECT,INSERT ON TABLE record.tree TO folkmoot_server;
GRANT SELECT ON TABLE record.tree TO folkmoot_jobs;
GRANT SELECT ON TABLE record.tree TO folkmoot_reader;

--
-- Name: TABLE witnessed; Type: ACL; Schema: record; Owner: folkmoot_owner
--

GRANT SELECT,INSERT ON TABLE record.witnessed TO folkmoot_server;
GRANT SELECT ON TABLE record.witnessed TO folkmoot_jobs;
GRANT SELECT ON TABLE record.witnessed TO folkmoot_reader;

--
-- Name: TABLE assembly; Type: ACL; Schema: staff; Owner: folkmoot_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE staff.assembly TO folkmoot_server;

--
-- Name: TABLE invitation; Type: ACL; Schema: staff; Owner: folkmoot_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE staff.invitation TO folkmoot_server;

--
-- Name: TABLE person; Type: ACL; Schema: staff; Owner: folkmoot_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE staff.person TO folkmoot_server;

--
-- Name: COLUMN person.signing_key; Type: ACL; Schema: staff; Owner: folkmoot_owner
--

GRANT SELECT(signing_key) ON TABLE staff.person TO folkmoot_jobs;

--
-- Name: COLUMN person.minisign_id; Type: ACL; Schema: staff; Owner: folkmoot_owner
--

GRANT SELECT(minisign_id) ON TABLE staff.person TO folkmoot_jobs;

--
-- Name: TABLE recovery_code; Type: ACL; Schema: staff; Owner: folkmoot_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE staff.recovery_code TO folkmoot_server;

--
-- Name: TABLE role; Type: ACL; Schema: staff; Owner: folkmoot_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE staff.role TO folkmoot_server;

--
-- Name: TABLE session; Type: ACL; Schema: staff; Owner: folkmoot_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE staff.session TO folkmoot_server;

--
-- Name: TABLE signing_key; Type: ACL; Schema: staff; Owner: folkmoot_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE staff.signing_key TO folkmoot_server;

--
-- Name: COLUMN signing_key.key; Type: ACL; Schema: staff; Owner: folkmoot_owner
--

GRANT SELECT(key) ON TABLE staff.signing_key TO folkmoot_jobs;

--
-- Name: COLUMN signing_key.minisign_id; Type: ACL; Schema: staff; Owner: folkmoot_owner
--

GRANT SELECT(minisign_id) ON TABLE staff.signing_key TO folkmoot_jobs;

--
-- Name: TABLE ballot; Type: ACL; Schema: vote; Owner: folkmoot_owner
--

GRANT SELECT,INSERT ON TABLE vote.ballot TO folkmoot_server;
GRANT SELECT ON TABLE vote.ballot TO folkmoot_jobs;
GRANT SELECT ON TABLE vote.ballot TO folkmoot_reader;

--
-- Name: TABLE batch; Type: ACL; Schema: vote; Owner: folkmoot_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE vote.batch TO folkmoot_server;
GRANT SELECT ON TABLE vote.batch TO folkmoot_jobs;
GRANT SELECT ON TABLE vote.batch TO folkmoot_reader;

--
-- Name: TABLE credential; Type: ACL; Schema: vote; Owner: folkmoot_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE vote.credential TO folkmoot_server;
GRANT SELECT ON TABLE vote.credential TO folkmoot_jobs;
GRANT SELECT ON TABLE vote.credential TO folkmoot_reader;

--
-- Name: TABLE picture; Type: ACL; Schema: vote; Owner: folkmoot_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE vote.picture TO folkmoot_server;

--
-- Name: COLUMN picture.seen_at; Type: ACL; Schema: vote; Owner: folkmoot_owner
--

GRANT UPDATE(seen_at) ON TABLE vote.picture TO folkmoot_server;

--
-- Name: TABLE round; Type: ACL; Schema: vote; Owner: folkmoot_owner
--

GRANT SELECT,INSERT ON TABLE vote.round TO folkmoot_server;
GRANT SELECT ON TABLE vote.round TO folkmoot_jobs;
GRANT SELECT ON TABLE vote.round TO folkmoot_reader;

--
-- Name: COLUMN round.state; Type: ACL; Schema: vote; Owner: folkmoot_owner
--

GRANT UPDATE(state) ON TABLE vote.round TO folkmoot_server;

--
-- Name: COLUMN round.definition; Type: ACL; Schema: vote; Owner: folkmoot_owner
--

GRANT UPDATE(definition) ON TABLE vote.round TO folkmoot_server;

--
-- Name: COLUMN round.credentials; Type: ACL; Schema: vote; Owner: folkmoot_owner
--

GRANT UPDATE(credentials) ON TABLE vote.round TO folkmoot_server;

--
-- Name: COLUMN round.key; Type: ACL; Schema: vote; Owner: folkmoot_owner
--

GRANT UPDATE(key) ON TABLE vote.round TO folkmoot_server;

--
-- Name: COLUMN round.eid; Type: ACL; Schema: vote; Owner: folkmoot_owner
--

GRANT UPDATE(eid) ON TABLE vote.round TO folkmoot_server;

--
-- Name: COLUMN round.close_minute; Type: ACL; Schema: vote; Owner: folkmoot_owner
--

GRANT UPDATE(close_minute) ON TABLE vote.round TO folkmoot_server;

--
-- Name: COLUMN round.sealed_minute; Type: ACL; Schema: vote; Owner: folkmoot_owner
--

GRANT UPDATE(sealed_minute) ON TABLE vote.round TO folkmoot_server;

--
-- Name: COLUMN round.uploaded_list; Type: ACL; Schema: vote; Owner: folkmoot_owner
--

GRANT UPDATE(uploaded_list) ON TABLE vote.round TO folkmoot_server;

--
-- Name: COLUMN round.listed; Type: ACL; Schema: vote; Owner: folkmoot_owner
--

GRANT UPDATE(listed) ON TABLE vote.round TO folkmoot_server;

--
-- Name: COLUMN round.successor; Type: ACL; Schema: vote; Owner: folkmoot_owner
--

GRANT UPDATE(successor) ON TABLE vote.round TO folkmoot_server;

--
-- Name: TABLE round_draft; Type: ACL; Schema: vote; Owner: folkmoot_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE vote.round_draft TO folkmoot_server;
GRANT SELECT ON TABLE vote.round_draft TO folkmoot_jobs;

--
-- Name: TABLE round_text; Type: ACL; Schema: vote; Owner: folkmoot_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE vote.round_text TO folkmoot_server;
GRANT SELECT ON TABLE vote.round_text TO folkmoot_jobs;
GRANT SELECT ON TABLE vote.round_text TO folkmoot_reader;

--
-- Name: TABLE seen_point; Type: ACL; Schema: vote; Owner: folkmoot_owner
--

GRANT SELECT,INSERT ON TABLE vote.seen_point TO folkmoot_server;
GRANT SELECT ON TABLE vote.seen_point TO folkmoot_jobs;
GRANT SELECT ON TABLE vote.seen_point TO folkmoot_reader;

--
-- Name: TABLE step; Type: ACL; Schema: vote; Owner: folkmoot_owner
--

GRANT SELECT,INSERT ON TABLE vote.step TO folkmoot_server;
GRANT SELECT ON TABLE vote.step TO folkmoot_jobs;
GRANT SELECT ON TABLE vote.step TO folkmoot_reader;

--
-- Name: COLUMN step.count; Type: ACL; Schema: vote; Owner: folkmoot_owner
--

GRANT UPDATE(count) ON TABLE vote.step TO folkmoot_server;

--
-- Name: TABLE turnout; Type: ACL; Schema: vote; Owner: folkmoot_owner
--

GRANT SELECT,INSERT ON TABLE vote.turnout TO folkmoot_server;
GRANT SELECT ON TABLE vote.turnout TO folkmoot_jobs;
GRANT SELECT ON TABLE vote.turnout TO folkmoot_reader;

--
-- Name: COLUMN turnout.ballots; Type: ACL; Schema: vote; Owner: folkmoot_owner
--

GRANT UPDATE(ballots) ON TABLE vote.turnout TO folkmoot_server;

--
-- Name: COLUMN turnout.voters; Type: ACL; Schema: vote; Owner: folkmoot_owner
--

GRANT UPDATE(voters) ON TABLE vote.turnout TO folkmoot_server;

--
-- Name: TABLE upload; Type: ACL; Schema: vote; Owner: folkmoot_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE vote.upload TO folkmoot_server;

--
-- Name: TABLE upload_part; Type: ACL; Schema: vote; Owner: folkmoot_owner
--

GRANT SELECT,INSERT,DELETE,UPDATE ON TABLE vote.upload_part TO folkmoot_server;

--
-- Name: TABLE void; Type: ACL; Schema: vote; Owner: folkmoot_owner
--

GRANT SELECT,INSERT ON TABLE vote.void TO folkmoot_server;
GRANT SELECT ON TABLE vote.void TO folkmoot_jobs;
GRANT SELECT ON TABLE vote.void TO folkmoot_reader;

--
-- Name: TABLE blob; Type: ACL; Schema: witness; Owner: folkmoot_owner
--

GRANT SELECT,INSERT ON TABLE witness.blob TO folkmoot_server;
GRANT SELECT ON TABLE witness.blob TO folkmoot_reader;

--
-- Name: TABLE entry; Type: ACL; Schema: witness; Owner: folkmoot_owner
--

GRANT SELECT,INSERT ON TABLE witness.entry TO folkmoot_server;
GRANT SELECT ON TABLE witness.entry TO folkmoot_reader;

--
-- Name: TABLE log; Type: ACL; Schema: witness; Owner: folkmoot_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE witness.log TO folkmoot_server;
GRANT SELECT ON TABLE witness.log TO folkmoot_reader;

--
-- Name: TABLE mirror; Type: ACL; Schema: witness; Owner: folkmoot_owner
--

GRANT SELECT,INSERT ON TABLE witness.mirror TO folkmoot_server;
GRANT SELECT ON TABLE witness.mirror TO folkmoot_reader;

--
-- Name: COLUMN mirror.size; Type: ACL; Schema: witness; Owner: folkmoot_owner
--

GRANT UPDATE(size) ON TABLE witness.mirror TO folkmoot_server;

--
-- Name: COLUMN mirror.bytes; Type: ACL; Schema: witness; Owner: folkmoot_owner
--

GRANT UPDATE(bytes) ON TABLE witness.mirror TO folkmoot_server;

--
-- Name: COLUMN mirror.own; Type: ACL; Schema: witness; Owner: folkmoot_owner
--

GRANT UPDATE(own) ON TABLE witness.mirror TO folkmoot_server;

--
-- Name: COLUMN mirror.shown; Type: ACL; Schema: witness; Owner: folkmoot_owner
--

GRANT UPDATE(shown) ON TABLE witness.mirror TO folkmoot_server;

--
-- Name: COLUMN mirror.visited_at; Type: ACL; Schema: witness; Owner: folkmoot_owner
--

GRANT UPDATE(visited_at) ON TABLE witness.mirror TO folkmoot_server;

--
-- Name: TABLE tile; Type: ACL; Schema: witness; Owner: folkmoot_owner
--

GRANT SELECT,INSERT ON TABLE witness.tile TO folkmoot_server;
GRANT SELECT ON TABLE witness.tile TO folkmoot_reader;

--
-- Name: TABLE acknowledgement; Type: ACL; Schema: work; Owner: folkmoot_owner
--

GRANT SELECT,INSERT ON TABLE work.acknowledgement TO folkmoot_server;

--
-- Name: TABLE act; Type: ACL; Schema: work; Owner: folkmoot_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE work.act TO folkmoot_server;
GRANT SELECT ON TABLE work.act TO folkmoot_jobs;

--
-- Name: TABLE act_signature; Type: ACL; Schema: work; Owner: folkmoot_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE work.act_signature TO folkmoot_server;
GRANT SELECT ON TABLE work.act_signature TO folkmoot_jobs;

--
-- Name: TABLE delivery; Type: ACL; Schema: work; Owner: folkmoot_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE work.delivery TO folkmoot_server;

--
-- Name: TABLE delivery_part; Type: ACL; Schema: work; Owner: folkmoot_owner
--

GRANT SELECT,INSERT,DELETE ON TABLE work.delivery_part TO folkmoot_server;

--
-- Name: COLUMN delivery_part.bytes; Type: ACL; Schema: work; Owner: folkmoot_owner
--

GRANT UPDATE(bytes) ON TABLE work.delivery_part TO folkmoot_server;

--
-- Name: TABLE export; Type: ACL; Schema: work; Owner: folkmoot_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE work.export TO folkmoot_server;
GRANT SELECT,INSERT,UPDATE ON TABLE work.export TO folkmoot_jobs;

--
-- Name: TABLE job; Type: ACL; Schema: work; Owner: folkmoot_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE work.job TO folkmoot_server;
GRANT SELECT,INSERT,UPDATE ON TABLE work.job TO folkmoot_jobs;

--
-- Name: TABLE server_key; Type: ACL; Schema: work; Owner: folkmoot_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE work.server_key TO folkmoot_server;
GRANT SELECT,INSERT ON TABLE work.server_key TO folkmoot_jobs;

--
-- Name: TABLE submission; Type: ACL; Schema: work; Owner: folkmoot_owner
--

GRANT SELECT,INSERT,UPDATE ON TABLE work.submission TO folkmoot_server;
GRANT SELECT,INSERT,UPDATE ON TABLE work.submission TO folkmoot_jobs;

--
-- PostgreSQL database dump complete
--

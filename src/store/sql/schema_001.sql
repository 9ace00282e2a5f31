-- schema_001.sql - store: the tables of the first release
--
-- Kept to what SQLite (STRICT) and PostgreSQL both understand, outside the full-text part. Times are
-- unix seconds UTC; NULL is unknown. docs/store.md tells each table's why.

CREATE TABLE meta (
    key   TEXT PRIMARY KEY NOT NULL,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE source (
    id      INTEGER PRIMARY KEY,
    kind    TEXT NOT NULL,               -- importer's name, "mark" for what a user typed
    locator TEXT NOT NULL,               -- full path or URL
    hash    TEXT NOT NULL,               -- BLAKE2b of its bytes
    read_at INTEGER NOT NULL,
    purpose TEXT,                        -- what it is kept for; NULL: the store's own (meta)
    basis   TEXT,                        -- why we may keep it; NULL: as purpose
    keep    INTEGER,                     -- days from read_at; 0: for good; NULL: as purpose
    curated INTEGER NOT NULL DEFAULT 0,
    tag     TEXT,                        -- given with --tag
    rows_read   INTEGER NOT NULL DEFAULT 0,
    kept        INTEGER NOT NULL DEFAULT 0,
    merged      INTEGER NOT NULL DEFAULT 0,
    dropped     INTEGER NOT NULL DEFAULT 0,
    why         TEXT,                    -- what was dropped and why, one line each
    UNIQUE (kind, locator, hash)
) STRICT;

-- What holds of a source: its own word, else the store's.
CREATE VIEW source_duty AS
SELECT s.id, s.kind, s.locator, s.read_at,
       coalesce(s.purpose, (SELECT value FROM meta WHERE key = 'privacy.purpose')) AS purpose,
       coalesce(s.basis, (SELECT value FROM meta WHERE key = 'privacy.basis')) AS basis,
       coalesce(s.keep, (SELECT cast(value AS INTEGER) FROM meta WHERE key = 'privacy.keep')) AS keep
  FROM source s;

-- When the days of a reading are over; what users typed is kept as the people it is about.
CREATE VIEW source_ends AS
SELECT id, kind, locator, read_at, keep, read_at + keep * 86400 AS ends
  FROM source_duty WHERE keep > 0 AND kind <> 'mark';

-- People, organisations and outlets.
CREATE TABLE node (
    id          INTEGER PRIMARY KEY,
    type        TEXT NOT NULL CHECK (type IN ('person', 'org', 'outlet')),
    kind        TEXT,                    -- of an outlet: list, site, feed, event, group
    name        TEXT NOT NULL,
    name_key    TEXT NOT NULL,           -- folded: two spellings of one name are equal here
    country     TEXT,
    lang        TEXT,
    title       TEXT,                    -- job title
    parent      INTEGER REFERENCES node (id),
    weight      REAL,                    -- in an audience; NULL counts 1
    staff       INTEGER NOT NULL DEFAULT 0,  -- one of ours
    locked      INTEGER NOT NULL DEFAULT 0,
    merged_into INTEGER REFERENCES node (id),
    source      INTEGER REFERENCES source (id)
) STRICT;
CREATE INDEX node_by_name ON node (type, name_key);
CREATE INDEX node_merged ON node (merged_into) WHERE merged_into IS NOT NULL;

-- One handle in one channel. Evidence points here, so that a merge rewrites nothing.
CREATE TABLE account (
    id         INTEGER PRIMARY KEY,
    node       INTEGER NOT NULL REFERENCES node (id),
    home       INTEGER REFERENCES node (id),  -- whose it was before joins moved it; NULL: never moved
    channel    TEXT NOT NULL,
    handle_key TEXT NOT NULL,
    handle     TEXT NOT NULL,
    source     INTEGER REFERENCES source (id),
    UNIQUE (channel, handle_key)
) STRICT;
CREATE INDEX account_by_node ON account (node);
CREATE INDEX account_by_home ON account (home) WHERE home IS NOT NULL;

-- Two people who may be one. Those joined, accepted and merged are one now: account.node and
-- node.merged_into follow from these rows alone, so that each can be undone.
CREATE TABLE proposal (
    id      INTEGER PRIMARY KEY,
    a       INTEGER NOT NULL REFERENCES node (id),  -- lower id; as they were before any join
    b       INTEGER NOT NULL REFERENCES node (id),
    state   TEXT NOT NULL CHECK (state IN ('open', 'stated', 'joined', 'accepted', 'merged',
                                           'skipped', 'rejected', 'never')),
    bits    REAL,                    -- log2 of the odds that they are one
    reasons TEXT NOT NULL,
    keep    INTEGER,                 -- who stays, when a user said
    said_by TEXT NOT NULL CHECK (said_by IN ('kith', 'user')),
    at      INTEGER NOT NULL,
    UNIQUE (a, b),
    CHECK (a < b)
) STRICT;
CREATE INDEX proposal_by_state ON proposal (state);

-- Every spelling of a name that was seen.
CREATE TABLE alias (
    node     INTEGER NOT NULL REFERENCES node (id),
    name_key TEXT NOT NULL,
    name     TEXT NOT NULL,
    source   INTEGER REFERENCES source (id),
    PRIMARY KEY (node, name_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX alias_by_name ON alias (name_key);

CREATE TABLE affil (
    id        INTEGER PRIMARY KEY,
    person    INTEGER NOT NULL REFERENCES node (id),
    org       INTEGER NOT NULL REFERENCES node (id),  -- organisation or outlet
    role      TEXT NOT NULL,                          -- employee, author, speaker, …
    since     INTEGER,
    until     INTEGER,
    source    INTEGER REFERENCES source (id),         -- the newest that says so
    closed_by INTEGER REFERENCES source (id),         -- until is when this edition named another one
    domain    TEXT                                    -- known by their address alone
) STRICT;
CREATE UNIQUE INDEX affil_once ON affil (person, org, role, coalesce(since, 0));
CREATE INDEX affil_by_org ON affil (org);

-- Mail domains of organisations: who writes from there is with them.
CREATE TABLE org_domain (
    domain TEXT PRIMARY KEY NOT NULL,
    org    INTEGER NOT NULL REFERENCES node (id)
) STRICT, WITHOUT ROWID;

-- Accounts and pages that a profile calls its own. Who stands behind them is another's word: it
-- counts once they say so too, or where the source has checked.
CREATE TABLE claim (
    id         INTEGER PRIMARY KEY,
    account    INTEGER NOT NULL REFERENCES account (id),  -- of the profile
    channel    TEXT NOT NULL,
    handle_key TEXT NOT NULL,
    handle     TEXT NOT NULL,
    verified   INTEGER NOT NULL DEFAULT 0,
    source     INTEGER REFERENCES source (id),
    UNIQUE (account, channel, handle_key)
) STRICT;
CREATE INDEX claim_by_target ON claim (channel, handle_key);

-- Whom nothing may bring back: keyed BLAKE2b of "channel:handle" (the key is in meta).
CREATE TABLE suppressed (
    hash   BLOB PRIMARY KEY NOT NULL,
    at     INTEGER NOT NULL,
    reason TEXT                          -- asked, objected, wrong, other; NULL: not said
) STRICT, WITHOUT ROWID;

-- Where backups were written, as they hold who was forgotten since.
CREATE TABLE backup (
    path TEXT PRIMARY KEY NOT NULL,      -- full
    at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- That somebody was told that they are here, or need not be: append-only.
CREATE TABLE notice (
    id      INTEGER PRIMARY KEY,
    node    INTEGER NOT NULL REFERENCES node (id),
    kind    TEXT NOT NULL CHECK (kind IN ('told', 'exempt')),
    how     TEXT NOT NULL,               -- how and where the proof is; why not
    at      INTEGER NOT NULL,            -- when they were told
    made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX notice_by_node ON notice (node);

-- Which reading of a list named somebody first, of each place that does: kind and locator.
CREATE TABLE listed (
    node   INTEGER NOT NULL REFERENCES node (id),
    source INTEGER NOT NULL REFERENCES source (id),
    PRIMARY KEY (node, source)
) STRICT, WITHOUT ROWID;

-- Rows that were kept as long as they may be, and are gone: keyed BLAKE2b of their source's kind and
-- locator and of what they would be known by again (the key is in meta).
CREATE TABLE lapsed (
    hash  BLOB PRIMARY KEY NOT NULL,
    since INTEGER NOT NULL               -- when they were first read
) STRICT, WITHOUT ROWID;

-- Who and what is about to go; empty but while that happens.
CREATE TABLE lapsing (
    node INTEGER PRIMARY KEY
) STRICT;

-- What somebody found to be wrong of a person, and what is right: it holds whatever sources say. The
-- newest of a person and field that is not undone holds.
CREATE TABLE correction (
    id        INTEGER PRIMARY KEY,
    node      INTEGER NOT NULL REFERENCES node (id),
    field     TEXT NOT NULL CHECK (field IN ('name', 'title', 'org', 'country', 'category')),
    value     TEXT NOT NULL,             -- empty: nothing; several with '; ' between
    was       TEXT NOT NULL,             -- what sources say, the newest
    reason    TEXT NOT NULL,
    said_by   TEXT NOT NULL,
    at        INTEGER NOT NULL,
    undone_at INTEGER                    -- NULL: it holds
) STRICT;
CREATE INDEX correction_by_node ON correction (node, field);

-- Keys: tag (free word), category, team, seniority, capacity, topics, extra:HEADER.
CREATE TABLE tag (
    id     INTEGER PRIMARY KEY,
    node   INTEGER NOT NULL REFERENCES node (id),
    key    TEXT NOT NULL,
    value  TEXT NOT NULL,
    at     INTEGER,
    source INTEGER REFERENCES source (id),
    UNIQUE (node, key, value)
) STRICT;
CREATE INDEX tag_by_key ON tag (key, value);

-- Counts that others publish about a person, such as followers: compared with, never believed.
CREATE TABLE metric (
    id     INTEGER PRIMARY KEY,
    node   INTEGER NOT NULL REFERENCES node (id),
    name   TEXT NOT NULL,
    value  REAL NOT NULL,
    at     INTEGER,
    source INTEGER REFERENCES source (id),
    UNIQUE (node, name, source)
) STRICT;

CREATE TABLE doc (
    id         INTEGER PRIMARY KEY,
    outlet     INTEGER REFERENCES node (id),
    author     INTEGER REFERENCES account (id),
    at         INTEGER,
    kind       TEXT NOT NULL,            -- mail, post, entry, talk, note
    doc_key    TEXT UNIQUE,              -- message id, URL or other name it goes by everywhere
    title      TEXT,
    url        TEXT,
    parent_key TEXT,                     -- what it answers, also when that is not (yet) here
    parent     INTEGER REFERENCES doc (id),
    root       INTEGER REFERENCES doc (id),  -- of its thread; itself when it starts one
    same_as    INTEGER REFERENCES doc (id),
    rating     REAL,
    lang       TEXT,
    text       TEXT,
    source     INTEGER REFERENCES source (id),
    place      TEXT                      -- where in the source: line or file name
) STRICT;
CREATE INDEX doc_by_author ON doc (author);
CREATE INDEX doc_by_parent ON doc (parent);
CREATE INDEX doc_by_outlet ON doc (outlet);
CREATE INDEX doc_by_root ON doc (root);
CREATE INDEX doc_by_url ON doc (url) WHERE url IS NOT NULL;
CREATE INDEX doc_waiting ON doc (parent_key) WHERE parent IS NULL AND parent_key IS NOT NULL;

-- Where the feeds that are known are fetched from, and how that went the last time.
CREATE TABLE feed (
    id            INTEGER PRIMARY KEY,
    outlet        INTEGER NOT NULL REFERENCES node (id),
    url           TEXT NOT NULL UNIQUE,
    page          TEXT,                  -- the site it belongs to
    etag          TEXT,                  -- as the server gave them, for the next conditional GET
    last_modified TEXT,
    next_at       INTEGER,               -- not before; NULL: at once
    quiet         INTEGER NOT NULL DEFAULT 0,  -- seconds for which it asks to be left alone
    failures      INTEGER NOT NULL DEFAULT 0,  -- in a row
    state         TEXT NOT NULL DEFAULT 'polled' CHECK (state IN ('polled', 'gone', 'off')),
    why           TEXT,                  -- what the last failure was
    source        INTEGER REFERENCES source (id)
) STRICT;
CREATE INDEX feed_by_next ON feed (state, next_at);
CREATE INDEX feed_by_outlet ON feed (outlet);

CREATE TABLE topic (
    id   INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE evidence (
    id           INTEGER PRIMARY KEY,
    at           INTEGER NOT NULL,
    verb         INTEGER NOT NULL,       -- base/evidence.h
    from_account INTEGER NOT NULL REFERENCES account (id),
    to_account   INTEGER NOT NULL REFERENCES account (id),
    doc          INTEGER REFERENCES doc (id),
    topic        INTEGER REFERENCES topic (id),
    sign         INTEGER NOT NULL DEFAULT 1,
    room         INTEGER,                -- people in the room; of advised: advisers of the deal
    stage        TEXT,
    url          TEXT,
    source       INTEGER REFERENCES source (id),
    place        TEXT,
    ext_key      BLOB NOT NULL UNIQUE,   -- hash of verb, from, to, at, doc
    survey       INTEGER REFERENCES survey (id) -- an answer in it; NULL: of none
) STRICT;
CREATE INDEX evidence_by_from ON evidence (from_account);
CREATE INDEX evidence_by_to ON evidence (to_account);

-- What a human found of rows of evidence that were checked: one file of answers, its rows. The
-- newest word on a row holds.
CREATE TABLE audit (
    id      INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,            -- when it was brought in
    locator TEXT NOT NULL,               -- full path
    hash    TEXT NOT NULL UNIQUE         -- BLAKE2b of its bytes
) STRICT;

CREATE TABLE audit_row (
    evidence INTEGER NOT NULL REFERENCES evidence (id) ON DELETE CASCADE,
    audit    INTEGER NOT NULL REFERENCES audit (id),
    is_right INTEGER NOT NULL,
    note     TEXT,
    PRIMARY KEY (evidence, audit)
) STRICT, WITHOUT ROWID;

-- A sale, won or lost or open; what its people say of each other becomes evidence (advised).
CREATE TABLE deal (
    id        INTEGER PRIMARY KEY,
    deal_key  TEXT NOT NULL UNIQUE,      -- its number, else its name and organisation, folded
    ref       TEXT,                      -- its number in the system it comes from
    name      TEXT NOT NULL,
    org       INTEGER REFERENCES node (id),
    amount    REAL,
    currency  TEXT,
    stage     TEXT,                      -- in their own word
    outcome   TEXT CHECK (outcome IN ('open', 'won', 'lost')),
    opened    INTEGER,
    closed    INTEGER,                   -- of an open deal: when that is expected
    heeded_at INTEGER,                   -- the time its evidence carries
    source    INTEGER REFERENCES source (id),
    place     TEXT
) STRICT;
CREATE INDEX deal_by_org ON deal (org);

-- Columns of a table of deals that nobody knows: product, region, where it came from.
CREATE TABLE deal_extra (
    deal   INTEGER NOT NULL REFERENCES deal (id),
    key    TEXT NOT NULL,                -- the header, folded
    header TEXT NOT NULL,                -- as it was written
    value  TEXT NOT NULL,
    PRIMARY KEY (deal, key)
) STRICT, WITHOUT ROWID;

-- Accounts, as evidence has them: a merge rewrites nothing.
CREATE TABLE deal_party (
    deal    INTEGER NOT NULL REFERENCES deal (id),
    account INTEGER NOT NULL REFERENCES account (id),
    role    TEXT NOT NULL CHECK (role IN ('buyer', 'adviser', 'owner')),
    source  INTEGER REFERENCES source (id),
    PRIMARY KEY (deal, account, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX deal_party_by_account ON deal_party (account);

-- What we claim of a relationship, what the person said, what was seen to happen: append-only.
-- Accounts, as evidence has them: a merge rewrites nothing.
CREATE TABLE relation (
    id        INTEGER PRIMARY KEY,
    teammate  INTEGER REFERENCES account (id),  -- NULL: all of us
    person    INTEGER NOT NULL REFERENCES account (id),
    said_by   TEXT NOT NULL CHECK (said_by IN ('us', 'them', 'seen')),
    strength  INTEGER CHECK (strength BETWEEN 0 AND 5),  -- NULL: unknown
    view      INTEGER CHECK (view BETWEEN -2 AND 2),     -- the person's, of us
    cause     TEXT,
    wanted    INTEGER,
    since     INTEGER,                   -- of the relationship
    at        INTEGER,                   -- when it was said
    wave      TEXT,                      -- as a table says it
    audit_wave INTEGER REFERENCES audit_wave (id),  -- frozen with, or answered in
    source    INTEGER REFERENCES source (id),
    place     TEXT,
    ext_key   BLOB NOT NULL UNIQUE       -- hash of all that is said
) STRICT;
CREATE INDEX relation_by_teammate ON relation (teammate);
CREATE INDEX relation_by_person ON relation (person);
CREATE INDEX relation_by_wave ON relation (audit_wave);

-- What passed between one of ours and a person, as it was logged: append-only. A correction is a row
-- of its own that replaces the one before; kind 0 takes it back.
CREATE TABLE activity (
    id        INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,
    kind      INTEGER NOT NULL,          -- base/activity.h; 0: what it replaces is taken back
    teammate  INTEGER NOT NULL REFERENCES account (id),
    person    INTEGER NOT NULL REFERENCES account (id),
    said_by   TEXT NOT NULL CHECK (said_by IN ('us', 'them', 'both')),
    against   INTEGER NOT NULL DEFAULT 0,  -- it spoke against the other side
    note      TEXT,
    url       TEXT,                      -- of a mail mid:MESSAGE-ID
    source    INTEGER REFERENCES source (id),
    place     TEXT,
    ext_key   BLOB NOT NULL UNIQUE,      -- hash of all that is said, or of a mail's id and the two
    logged_at INTEGER NOT NULL,
    replaces  INTEGER UNIQUE REFERENCES activity (id)
) STRICT;
CREATE INDEX activity_by_teammate ON activity (teammate);
CREATE INDEX activity_by_person ON activity (person);
CREATE INDEX activity_by_url ON activity (url) WHERE url IS NOT NULL;

-- What of it holds: what is not replaced, nor taken back.
CREATE VIEW activity_held AS
SELECT a.id, a.at, a.kind, a.teammate, a.person, a.said_by, a.against, a.note, a.url, a.source,
       a.place, a.ext_key, a.logged_at
  FROM activity a
 WHERE a.kind <> 0 AND NOT EXISTS (SELECT 1 FROM activity x WHERE x.replaces = a.id);

-- What one of ours still has to do for a person.
CREATE TABLE task (
    id       INTEGER PRIMARY KEY,
    teammate INTEGER NOT NULL REFERENCES account (id),
    person   INTEGER NOT NULL REFERENCES account (id),
    text     TEXT NOT NULL,
    due      INTEGER,                    -- a day; NULL: some day
    made_at  INTEGER NOT NULL,
    done_at  INTEGER,                    -- NULL: open
    activity INTEGER REFERENCES activity (id)  -- what it follows from
) STRICT;
CREATE INDEX task_by_teammate ON task (teammate);
CREATE INDEX task_by_person ON task (person);

-- A link by which one person answers one wave: a hash, from which no link follows.
CREATE TABLE audit_link (
    token       BLOB PRIMARY KEY,          -- BLAKE2b of it, keyed with link_secret of meta
    wave        INTEGER NOT NULL REFERENCES audit_wave (id),
    person      INTEGER NOT NULL REFERENCES account (id),
    until       INTEGER NOT NULL,
    answered_at INTEGER                    -- last
) STRICT;
CREATE INDEX audit_link_by_person ON audit_link (person);
CREATE INDEX audit_link_by_wave ON audit_link (wave);

CREATE TABLE survey (
    id         INTEGER PRIMARY KEY,
    survey_key TEXT NOT NULL UNIQUE,     -- its name, folded
    name       TEXT NOT NULL,
    source     INTEGER REFERENCES source (id)
) STRICT;

CREATE TABLE question (
    id           INTEGER PRIMARY KEY,
    survey       INTEGER NOT NULL REFERENCES survey (id),
    question_key TEXT NOT NULL,          -- code, or wording where there is none
    text         TEXT,                   -- wording of a code
    kind         TEXT CHECK (kind IN ('one', 'many', 'number', 'text', 'names', 'prompted', 'reads')),
    UNIQUE (survey, question_key)
) STRICT;

-- What a wave of a survey asked, as it was worded then; place: its first column, 0: not known.
CREATE TABLE asked (
    question INTEGER NOT NULL REFERENCES question (id),
    wave     TEXT NOT NULL,
    place    INTEGER NOT NULL DEFAULT 0,
    text     TEXT,
    kind     TEXT,
    PRIMARY KEY (question, wave)
) STRICT, WITHOUT ROWID;

-- Its options, picked by anybody or not, where the form tells them.
CREATE TABLE asked_option (
    question INTEGER NOT NULL REFERENCES question (id),
    wave     TEXT NOT NULL,
    item     TEXT NOT NULL,
    place    INTEGER NOT NULL,
    PRIMARY KEY (question, wave, item)
) STRICT, WITHOUT ROWID;

-- What a survey is for: which questions and options ask about which brand or attribute. name_key is
-- folded; brands by the name they are given.
CREATE TABLE survey_role (
    id         INTEGER PRIMARY KEY,
    survey     INTEGER NOT NULL REFERENCES survey (id),
    role       TEXT NOT NULL CHECK (role IN ('ours', 'rival', 'fictitious', 'alias', 'unaided',
                                             'aided', 'attribute')),
    name       TEXT NOT NULL,            -- of a brand, an alias, an attribute; else empty
    question   TEXT NOT NULL,            -- key of it; of brands empty
    item       TEXT NOT NULL,            -- option or row of it; empty: the whole question
    brand      TEXT NOT NULL,            -- of an alias, attribute or option
    importance REAL,
    least      REAL,                     -- from which number on an attribute is said to fit
    rotated    INTEGER                   -- 0, 1; NULL: not said
) STRICT;
CREATE INDEX survey_role_by_survey ON survey_role (survey);

-- Who we want to be, signed; the newest holds, older ones stay.
CREATE TABLE survey_target (
    id        INTEGER PRIMARY KEY,
    survey    INTEGER NOT NULL REFERENCES survey (id),
    made_at   INTEGER NOT NULL,
    signed_by TEXT NOT NULL,
    reason    TEXT,                      -- of a change
    answered  INTEGER NOT NULL,          -- respondents who had answered by then
    digest    TEXT NOT NULL              -- of survey, signer and shares
) STRICT;
CREATE INDEX survey_target_by_survey ON survey_target (survey);

CREATE TABLE survey_target_share (
    target     INTEGER NOT NULL REFERENCES survey_target (id),
    attribute  TEXT NOT NULL,
    share      REAL NOT NULL,            -- 0 to 1
    importance REAL NOT NULL,
    PRIMARY KEY (target, attribute)
) STRICT, WITHOUT ROWID;

-- What a person says an open answer means. The text is kept as a hash: whoever is erased takes
-- their words along. The newest row of a text and rank holds.
CREATE TABLE survey_code (
    id       INTEGER PRIMARY KEY,
    survey   INTEGER NOT NULL REFERENCES survey (id),
    text_key TEXT NOT NULL,              -- BLAKE2b of the folded text
    brand    TEXT,                       -- NULL: other than the brands of the survey
    is_none  INTEGER NOT NULL,           -- it names nothing
    coder    TEXT NOT NULL,
    rank     INTEGER NOT NULL CHECK (rank IN (1, 2)),  -- 2: the second coder, who does not know
    at       INTEGER NOT NULL
) STRICT;
CREATE INDEX survey_code_by_survey ON survey_code (survey, text_key);

-- One respondent in one wave.
CREATE TABLE response (
    id         INTEGER PRIMARY KEY,
    survey     INTEGER NOT NULL REFERENCES survey (id),
    wave       TEXT NOT NULL DEFAULT '',
    respondent INTEGER NOT NULL REFERENCES account (id),
    at         INTEGER,
    weight     REAL,                     -- NULL counts 1
    source     INTEGER REFERENCES source (id),
    place      TEXT,
    UNIQUE (survey, wave, respondent)
) STRICT;
CREATE INDEX response_by_respondent ON response (respondent);

CREATE TABLE answer (
    response INTEGER NOT NULL REFERENCES response (id),
    question INTEGER NOT NULL REFERENCES question (id),
    item     TEXT NOT NULL DEFAULT '',   -- option, or row of a grid
    answer   TEXT NOT NULL,
    PRIMARY KEY (response, question, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE market (
    id        INTEGER PRIMARY KEY,
    name      TEXT NOT NULL UNIQUE,
    topic     TEXT NOT NULL,             -- full-text query; empty: everything
    audience  TEXT NOT NULL,             -- people query
    since     INTEGER,
    until     INTEGER,
    half_life INTEGER                    -- days, of the attention behind the prior; NULL: as the
                                         -- past says
) STRICT;

CREATE TABLE market_weight (
    market INTEGER NOT NULL REFERENCES market (id),
    verb   INTEGER NOT NULL,
    weight REAL NOT NULL,
    PRIMARY KEY (market, verb)
) STRICT;

-- How large a part of the buyers is who fits a query: the weights of those heard follow it.
CREATE TABLE market_segment (
    market INTEGER NOT NULL REFERENCES market (id),
    query  TEXT NOT NULL,                -- people query
    share  REAL NOT NULL,                -- 0 to 1, both out
    PRIMARY KEY (market, query)
) STRICT, WITHOUT ROWID;

-- Half-lives of single sources in a market, where they are not the market's own.
CREATE TABLE market_half_life (
    market INTEGER NOT NULL REFERENCES market (id),
    source INTEGER NOT NULL REFERENCES source (id),  -- its first reading
    days   INTEGER NOT NULL,                         -- 0: none
    PRIMARY KEY (market, source)
) STRICT, WITHOUT ROWID;

-- What we claimed in a market before anybody was asked; its rows stand in relation.
CREATE TABLE audit_wave (
    id        INTEGER PRIMARY KEY,
    market    INTEGER NOT NULL REFERENCES market (id),
    name      TEXT NOT NULL,
    wave_key  TEXT NOT NULL,             -- folded
    frozen_at INTEGER NOT NULL,
    claims    INTEGER NOT NULL,          -- rows frozen
    digest    TEXT NOT NULL,             -- of them
    UNIQUE (market, wave_key)
) STRICT;

-- What a market is after, the first before all: words of measure/strategy.h. Append-only; the newest of
-- a market holds.
CREATE TABLE strategy (
    id     INTEGER PRIMARY KEY,
    market INTEGER NOT NULL REFERENCES market (id),
    kinds  TEXT NOT NULL,                -- "reach,loyalty"
    at     INTEGER NOT NULL
) STRICT;
CREATE INDEX strategy_by_market ON strategy (market);

-- What is to be reached of one of them, by when. Append-only; the newest of a market and kind holds.
CREATE TABLE goal (
    id     INTEGER PRIMARY KEY,
    market INTEGER NOT NULL REFERENCES market (id),
    kind   TEXT NOT NULL,
    target REAL NOT NULL,
    unit   TEXT NOT NULL,
    due    INTEGER NOT NULL,
    text   TEXT NOT NULL,
    at     INTEGER NOT NULL
) STRICT;
CREATE INDEX goal_by_market ON goal (market, kind);

CREATE TABLE programme (
    id        INTEGER PRIMARY KEY,
    name      TEXT NOT NULL UNIQUE,
    market    INTEGER NOT NULL REFERENCES market (id),
    objective TEXT NOT NULL,
    made_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX programme_by_market ON programme (market);

-- All that is said and done in a programme, append-only: what a kind says stands in word, text and
-- amount (measure/programme.h). A row of kind undo takes another back, with what refers to it.
CREATE TABLE programme_entry (
    id        INTEGER PRIMARY KEY,
    programme INTEGER NOT NULL REFERENCES programme (id),
    kind      TEXT NOT NULL CHECK (kind IN ('criteria', 'nominate', 'admit', 'refuse', 'stage', 'thank',
                                            'benefit', 'badge', 'points', 'review', 'feedback', 'done',
                                            'cost', 'draw', 'start', 'undo')),
    person    INTEGER REFERENCES account (id),
    word      TEXT,
    text      TEXT,
    amount    REAL,
    at        INTEGER NOT NULL,          -- when it was so
    made_at   INTEGER NOT NULL,          -- when it was written
    ref       INTEGER REFERENCES programme_entry (id)
) STRICT;
CREATE INDEX programme_entry_by_programme ON programme_entry (programme);
CREATE INDEX programme_entry_by_person ON programme_entry (person) WHERE person IS NOT NULL;
CREATE INDEX programme_entry_by_ref ON programme_entry (ref) WHERE ref IS NOT NULL;

-- What of it holds.
CREATE VIEW programme_held AS
SELECT p.id, p.programme, p.kind, p.person, p.word, p.text, p.amount, p.at, p.made_at, p.ref
  FROM programme_entry p
 WHERE p.kind <> 'undo'
   AND NOT EXISTS (SELECT 1 FROM programme_entry u WHERE u.ref = p.id AND u.kind = 'undo')
   AND NOT EXISTS (SELECT 1 FROM programme_entry u WHERE u.ref = p.ref AND u.kind = 'undo');

-- What came of people and organisations as others counted it, each in a unit of its own.
CREATE TABLE outcome (
    id        INTEGER PRIMARY KEY,
    at        INTEGER NOT NULL,          -- of a month: its last second
    person    INTEGER REFERENCES account (id),  -- one of the two
    org       INTEGER REFERENCES node (id),
    kind      TEXT NOT NULL,             -- folded: inquiry, shortlist, …
    unit      TEXT,                      -- NULL: the kind itself
    objective TEXT,                      -- which of a strategy's six it serves; NULL: what its kind does
    amount    REAL NOT NULL,
    source    INTEGER NOT NULL REFERENCES source (id),
    place     TEXT NOT NULL,
    ext_key   BLOB NOT NULL UNIQUE,      -- hash of who, at, kind, unit, how many alike before in its table
    CHECK ((person IS NULL) <> (org IS NULL))
) STRICT;
CREATE INDEX outcome_by_person ON outcome (person) WHERE person IS NOT NULL;
CREATE INDEX outcome_by_org ON outcome (org) WHERE org IS NOT NULL;

-- What a person decided, kept with its reason; the newest row of a market and node holds.
CREATE TABLE decision (
    id     INTEGER PRIMARY KEY,
    market INTEGER NOT NULL REFERENCES market (id),
    node   INTEGER NOT NULL REFERENCES node (id),
    kind   TEXT NOT NULL CHECK (kind IN ('pick', 'veto', 'pin', 'clear')),
    reason TEXT NOT NULL,
    at     INTEGER NOT NULL
) STRICT;
CREATE INDEX decision_by_market ON decision (market, node);

-- What a human found of how somebody writes: append-only, the newest of a person and quality holds.
CREATE TABLE judgement (
    id      INTEGER PRIMARY KEY,
    node    INTEGER NOT NULL REFERENCES node (id),
    quality TEXT NOT NULL,               -- measure/voice.h
    verdict TEXT NOT NULL CHECK (verdict IN ('good', 'mixed', 'poor', 'clear')),
    note    TEXT,
    said_by TEXT NOT NULL,
    at      INTEGER NOT NULL
) STRICT;
CREATE INDEX judgement_by_node ON judgement (node);

-- Of which kind a person found a conversation to be (measure/talk.h); the newest word holds.
CREATE TABLE talk_judged (
    market INTEGER NOT NULL REFERENCES market (id) ON DELETE CASCADE,
    doc    INTEGER NOT NULL REFERENCES doc (id) ON DELETE CASCADE,  -- its start
    kind   TEXT NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (market, doc)
) STRICT, WITHOUT ROWID;

-- What a person decided of one of ours and somebody, with its reason; the newest row of the two holds.
CREATE TABLE pairing (
    id       INTEGER PRIMARY KEY,
    market   INTEGER NOT NULL REFERENCES market (id),
    person   INTEGER NOT NULL REFERENCES node (id),
    teammate INTEGER NOT NULL REFERENCES node (id),
    kind     TEXT NOT NULL CHECK (kind IN ('pin', 'veto', 'clear')),
    reason   TEXT NOT NULL,
    at       INTEGER NOT NULL
) STRICT;
CREATE INDEX pairing_by_market ON pairing (market);

-- Plans of who of ours meets whom, as they were kept; the newest of a market is compared with.
CREATE TABLE plan (
    id      INTEGER PRIMARY KEY,
    market  INTEGER NOT NULL REFERENCES market (id),
    made_at INTEGER NOT NULL,
    as_of   INTEGER,
    model   TEXT NOT NULL
) STRICT;
CREATE INDEX plan_by_market ON plan (market);

CREATE TABLE plan_pair (
    plan   INTEGER NOT NULL REFERENCES plan (id),
    person INTEGER NOT NULL REFERENCES node (id),
    owner  INTEGER REFERENCES node (id), -- NULL: nobody
    backup INTEGER REFERENCES node (id),
    why    TEXT NOT NULL,                -- the owner's reasons
    PRIMARY KEY (plan, person)
) STRICT, WITHOUT ROWID;

-- What a market's figures would have foretold (find/backtest.h); the newest of a market is shown.
CREATE TABLE backtest (
    id       INTEGER PRIMARY KEY,
    market   INTEGER NOT NULL REFERENCES market (id),
    made_at  INTEGER NOT NULL,
    at       INTEGER NOT NULL,           -- evidence before it was shown
    until    INTEGER NOT NULL,           -- and judged by what came from then up to here
    windows  INTEGER NOT NULL,
    splits   INTEGER NOT NULL,           -- judged, over all windows
    known    REAL NOT NULL,              -- buyers shown, and judges, a split
    judges   REAL NOT NULL,
    seed     INTEGER NOT NULL,
    model    TEXT NOT NULL,
    sentence TEXT NOT NULL               -- the conclusion
) STRICT;
CREATE INDEX backtest_by_market ON backtest (market);

CREATE TABLE backtest_score (
    backtest INTEGER NOT NULL REFERENCES backtest (id),
    rater    TEXT NOT NULL,
    measure  TEXT NOT NULL,
    value    REAL NOT NULL,
    lo       REAL NOT NULL,              -- 90 %
    hi       REAL NOT NULL,
    gain     REAL NOT NULL,              -- the model less this rater
    gain_lo  REAL NOT NULL,
    gain_hi  REAL NOT NULL,
    PRIMARY KEY (backtest, rater, measure)
) STRICT, WITHOUT ROWID;

-- Who may use the pages.
CREATE TABLE kith_user (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL UNIQUE,       -- small letters, figures and . _ - @
    role     TEXT NOT NULL CHECK (role IN ('viewer', 'editor', 'manager', 'admin')),
    team     TEXT,
    given    TEXT NOT NULL DEFAULT '',   -- rights beside those of the role; a comma between
    taken    TEXT NOT NULL DEFAULT '',   -- rights of the role they do not have
    password TEXT NOT NULL,              -- argon2id, as libsodium writes it; '' until they chose one
    link     TEXT,                       -- BLAKE2b of a link to choose one, good once
    link_until INTEGER,
    signed_in INTEGER,                   -- last
    round    INTEGER NOT NULL DEFAULT 1, -- sessions of an earlier one are over
    made     INTEGER NOT NULL,
    disabled INTEGER                     -- since when
) STRICT;

-- A team that has a row here sees no markets but those of team_market.
CREATE TABLE team (
    name TEXT PRIMARY KEY NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE team_market (
    team   TEXT NOT NULL REFERENCES team (name) ON DELETE CASCADE,
    market INTEGER NOT NULL REFERENCES market (id) ON DELETE CASCADE,
    PRIMARY KEY (team, market)
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
    hash  TEXT PRIMARY KEY NOT NULL,     -- BLAKE2b of what the cookie holds
    owner INTEGER NOT NULL REFERENCES kith_user (id) ON DELETE CASCADE,
    round INTEGER NOT NULL,
    made  INTEGER NOT NULL,
    used  INTEGER NOT NULL               -- last
) STRICT, WITHOUT ROWID;

CREATE TABLE token (
    hash    TEXT PRIMARY KEY NOT NULL,   -- BLAKE2b of what the program holds
    owner   INTEGER NOT NULL REFERENCES kith_user (id) ON DELETE CASCADE,
    name    TEXT NOT NULL,
    rights  TEXT NOT NULL,               -- of read, write, buyers, export, admin; a comma between
    made    INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    used    INTEGER,                     -- last
    UNIQUE (owner, name)
) STRICT, WITHOUT ROWID;

-- Answers to what programs and forms asked with a key, so that asked twice it is done once.
CREATE TABLE reply (
    id     TEXT PRIMARY KEY NOT NULL,    -- BLAKE2b of user and key
    body   TEXT NOT NULL,                -- BLAKE2b of key, address and what was sent
    at     INTEGER NOT NULL,
    answer BLOB NOT NULL                 -- sealed with the key, which is not stored
) STRICT, WITHOUT ROWID;

-- Who saw and changed what; never a name of those who are looked at.
CREATE TABLE audit_log (
    id   INTEGER PRIMARY KEY,
    at   INTEGER NOT NULL,
    who  TEXT NOT NULL,                  -- kith_user.name, "" of nobody, "terminal"
    act  TEXT NOT NULL,
    what TEXT NOT NULL,                  -- address pattern and ids
    hash TEXT NOT NULL                   -- of this row and the hash before it
) STRICT;

-- Other programs that are told of what happens here (listen/webhook.h).
CREATE TABLE webhook (
    id        INTEGER PRIMARY KEY,
    url       TEXT NOT NULL,
    events    TEXT NOT NULL,              -- a comma between
    allow     TEXT NOT NULL,              -- ranges not public that may be asked; a blank between
    secret    TEXT NOT NULL,              -- whsec_…, as it is: it has to sign
    made      INTEGER NOT NULL,
    last      INTEGER,                    -- delivery
    delivered INTEGER NOT NULL DEFAULT 0, -- how many, ever
    missed    INTEGER NOT NULL DEFAULT 0  -- not kept, as too many waited
) STRICT;

CREATE TABLE outbox (
    id      INTEGER PRIMARY KEY,
    hook    INTEGER NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
    message TEXT NOT NULL,                -- its name at the other side, however often it is sent
    event   TEXT NOT NULL,
    body    TEXT NOT NULL,                -- JSON: ids and counts, never a person's name
    person  INTEGER REFERENCES node (id) ON DELETE CASCADE, -- of whom it tells
    at      INTEGER NOT NULL,
    tries   INTEGER NOT NULL DEFAULT 0,
    next    INTEGER,                      -- not before; NULL: given up
    why     TEXT                          -- the last try failed
) STRICT;
CREATE INDEX outbox_by_hook ON outbox (hook, next);
CREATE INDEX outbox_by_next ON outbox (next);
CREATE INDEX outbox_by_person ON outbox (person) WHERE person IS NOT NULL;

-- Full text: kith splits and folds the words (base/text.h) before the index sees them, so that any
-- store gives the same hits: 'ascii' parts the words at the blanks again and leaves all else alone.
-- Contentless, so that no second copy of the text stays behind.
CREATE VIRTUAL TABLE doc_words USING fts5 (
    words, content = '', columnsize = 0,
    tokenize = 'ascii'
);
INSERT INTO doc_words (doc_words, rank) VALUES ('secure-delete', 1);
CREATE VIRTUAL TABLE doc_vocab USING fts5vocab (doc_words, 'row');
CREATE VIRTUAL TABLE topic_words USING fts5 (
    words, content = '', columnsize = 0,
    tokenize = 'ascii'
);
INSERT INTO topic_words (topic_words, rank) VALUES ('secure-delete', 1);
CREATE VIRTUAL TABLE topic_vocab USING fts5vocab (topic_words, 'row');

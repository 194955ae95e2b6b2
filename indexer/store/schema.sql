-- The catalogue of a corpus, format 2: the one source of truth; all other files are derived from it.
--
-- References are written down and checked by `hexapla check`, not enforced row by row: the writer
-- deletes from the leaves up, and a million look-ups that always succeed are a second lost.

-- Facts about the corpus: 'revision' (of the last write transaction), 'encoder_name',
-- 'encoder_fingerprint', 'encoder_dimension'.
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;

-- What was read: one file, or the files of one set of parallel lines. A source is finished when all
-- that it holds has been stored; a killed run leaves it unfinished, and it is read again.
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,       -- bytes
    mtime_ns INTEGER NOT NULL,
    options TEXT NOT NULL,       -- what was given with it, as canonical JSON
    finished INTEGER NOT NULL DEFAULT 0
) STRICT;

-- A work, whatever the language. Title and dates are those of its first version that has them.
CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    symbol TEXT NOT NULL,
    collection TEXT NOT NULL,
    body TEXT NOT NULL,
    title TEXT,
    session INTEGER,
    agenda_item TEXT,
    date TEXT,                   -- ISO 8601
    meeting INTEGER,
    year INTEGER,
    pending INTEGER NOT NULL,    -- 1: its versions changed after its units were formed
    UNIQUE (symbol, collection)
) STRICT;
CREATE INDEX document_symbol ON document (symbol COLLATE NOCASE);
CREATE INDEX document_pending ON document (id) WHERE pending;

CREATE TABLE version (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document (id),
    source INTEGER NOT NULL REFERENCES source (id),
    lang TEXT NOT NULL,
    encoding TEXT NOT NULL,
    metadata TEXT NOT NULL,      -- JSON, only what is known
    raw BLOB NOT NULL,           -- UTF-8
    raw_is_deflated INTEGER NOT NULL,
    UNIQUE (document, lang)
) STRICT;
CREATE INDEX version_source ON version (source);

-- The clauses of a version have rising ids in the order of the text.
CREATE TABLE clause (
    id INTEGER PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES version (id),
    position INTEGER NOT NULL,   -- among the version's clauses, from 0
    kind TEXT NOT NULL,
    number TEXT,
    start INTEGER NOT NULL,      -- code points into the raw text
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    mends TEXT,                  -- JSON [[start, end, replacement], ...]; NULL for none
    calls TEXT,                  -- JSON [[label, offset], ...]; NULL for none
    lead_start INTEGER,
    lead_end INTEGER,
    parent INTEGER,              -- position of the clause it belongs to
    row INTEGER,                 -- of the segment it stands in
    row_status TEXT,             -- what the source states of that row; NULL: nothing
    row_probability REAL
) STRICT;
CREATE INDEX clause_version ON clause (version);

-- Apart from the clauses, so that showing a text does not read past its vector.
CREATE TABLE vector (
    clause INTEGER PRIMARY KEY REFERENCES clause (id),
    value BLOB NOT NULL          -- float16, little-endian
) STRICT;

-- An id is never given twice: derived files may still know a deleted unit by its id.
CREATE TABLE unit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES document (id),
    position INTEGER NOT NULL,   -- reading order in the document
    kind TEXT NOT NULL,
    number TEXT,
    status TEXT NOT NULL,
    probability REAL,
    revision INTEGER NOT NULL    -- in which it last changed
) STRICT;
CREATE INDEX unit_document ON unit (document);
CREATE INDEX unit_revision ON unit (revision);

CREATE TABLE member (
    unit INTEGER NOT NULL REFERENCES unit (id),
    clause INTEGER NOT NULL REFERENCES clause (id),
    PRIMARY KEY (unit, clause)
) STRICT, WITHOUT ROWID;

CREATE TABLE deleted_unit (
    id INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL
) STRICT;
CREATE INDEX deleted_unit_revision ON deleted_unit (revision);

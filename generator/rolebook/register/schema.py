"""The tables of a register. The columns after `hash` repeat the body, for look-up; `proof` holds them to it.

`entries` only grows: triggers refuse update, delete and any number but the next. `personal` only grows, too, but for
the data of a subject whose erasure is recorded.
"""

NOTATION = "rolebook-register/1"

TABLES = (
    """
    CREATE TABLE entries (
      number INTEGER PRIMARY KEY,
      body TEXT NOT NULL,
      hash TEXT NOT NULL,
      kind TEXT NOT NULL,
      subject TEXT,
      document TEXT,
      language TEXT,
      revision TEXT,
      due TEXT,
      about INTEGER
    )
    """,
    """
    CREATE INDEX followed ON entries (about, kind) WHERE about IS NOT NULL
    """,
    """
    CREATE INDEX assigned ON entries (document, language, revision, due) WHERE kind = 'assign'
    """,
    """
    CREATE INDEX told_of ON entries (subject, kind) WHERE subject IS NOT NULL
    """,
    """
    CREATE TABLE personal (
      number INTEGER PRIMARY KEY REFERENCES entries (number),
      subject TEXT NOT NULL,
      salt BLOB NOT NULL,
      data TEXT NOT NULL,
      person TEXT GENERATED ALWAYS AS (json_extract(data, '$.person')) VIRTUAL
    )
    """,
    """
    CREATE INDEX persons ON personal (person, number) WHERE person IS NOT NULL
    """,
    """
    CREATE INDEX subjects ON personal (subject, number)
    """,
    """
    CREATE TRIGGER entries_grow BEFORE INSERT ON entries
      WHEN NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM entries)
      BEGIN SELECT raise(ABORT, 'the register only grows'); END;
    """,
    """
    CREATE TRIGGER entries_stay BEFORE UPDATE ON entries BEGIN SELECT raise(ABORT, 'the register only grows'); END;
    """,
    """
    CREATE TRIGGER entries_remain BEFORE DELETE ON entries BEGIN SELECT raise(ABORT, 'the register only grows'); END;
    """,
    """
    CREATE TRIGGER personal_stays BEFORE UPDATE ON personal BEGIN SELECT raise(ABORT, 'the register only grows'); END;
    """,
    """
    CREATE TRIGGER personal_grows BEFORE INSERT ON personal
      WHEN EXISTS (SELECT 1 FROM personal WHERE number = NEW.number)
      BEGIN SELECT raise(ABORT, 'the register only grows'); END;
    """,
    """
    CREATE TRIGGER personal_remains BEFORE DELETE ON personal
      WHEN NOT EXISTS (SELECT 1 FROM entries WHERE kind = 'erase' AND subject = OLD.subject AND number > OLD.number)
      BEGIN SELECT raise(ABORT, 'the register only grows'); END;
    """,
)

REPEATED = ("kind", "subject", "document", "language", "revision", "due", "about")
"""Parts of a body that stand in columns of their own, too."""

PRAGMAS = (
    "PRAGMA journal_mode = DELETE",
    "PRAGMA synchronous = EXTRA",
    "PRAGMA secure_delete = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -65536",
)

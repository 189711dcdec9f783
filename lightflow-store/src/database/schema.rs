//! The tables, and how older formats become the newest.

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations, SchemaVersion};

/// Says in the file's head that it is a store: "LFst".
const APPLICATION: i32 = 0x4C46_7374;

/// Each entry brings the format up by one; entries are added, never changed.
const FORMATS: &[M<'static>] = &[M::up(
    "PRAGMA application_id = 0x4C467374;

    -- Every content that the store has. Small rows, because `touched` changes often and pruning reads them all.
    CREATE TABLE contents (
        digest BLOB NOT NULL PRIMARY KEY,
        len INTEGER NOT NULL,
        touched INTEGER NOT NULL,   -- ms; when it was last stored or referred to
        small INTEGER               -- where its bytes are; NULL: in a file
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE small (n INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;

    CREATE TABLE actions (
        key BLOB NOT NULL PRIMARY KEY,
        output BLOB NOT NULL,
        node TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        run TEXT,
        kept INTEGER NOT NULL,
        last_used INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE runs (
        n INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        workflow TEXT NOT NULL,
        status TEXT NOT NULL,
        created INTEGER NOT NULL,
        ended INTEGER,
        error TEXT,
        request BLOB NOT NULL,      -- digest of request.json
        outputs BLOB                -- digest of outputs.json
    ) STRICT;
    CREATE INDEX runs_of_workflow ON runs (workflow, id);

    CREATE TABLE steps (
        run INTEGER NOT NULL,
        path TEXT NOT NULL,
        node TEXT NOT NULL,
        fingerprint TEXT NOT NULL,
        inputs TEXT NOT NULL,       -- JSON: [[port, digest], ..]
        key BLOB,
        output BLOB,
        cached INTEGER NOT NULL,
        started INTEGER NOT NULL,
        elapsed INTEGER NOT NULL,
        error TEXT,
        PRIMARY KEY (run, path)
    ) STRICT, WITHOUT ROWID;

    -- Contents that a run needs beside the outputs of its steps: what came in, and files that it made.
    CREATE TABLE attached (
        run INTEGER NOT NULL,
        digest BLOB NOT NULL,
        PRIMARY KEY (run, digest)
    ) STRICT, WITHOUT ROWID;",
),
M::up(
    "ALTER TABLE runs ADD COLUMN sweep TEXT;
    -- Whether a server is to bring it to its end.
    ALTER TABLE runs ADD COLUMN wanted INTEGER NOT NULL DEFAULT 0;
    -- What its asker called the request, so that the same request twice is one run.
    ALTER TABLE runs ADD COLUMN request_key TEXT;
    CREATE UNIQUE INDEX runs_of_request ON runs (request_key) WHERE request_key IS NOT NULL;
    CREATE INDEX runs_wanted ON runs (status) WHERE wanted;
    CREATE INDEX runs_of_sweep ON runs (sweep, id) WHERE sweep IS NOT NULL;

    -- Files that the steps of a run made, by their names in its output folder.
    CREATE TABLE artifacts (
        run INTEGER NOT NULL,
        name TEXT NOT NULL,
        step TEXT NOT NULL,
        digest BLOB NOT NULL,
        len INTEGER NOT NULL,
        PRIMARY KEY (run, name)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX artifacts_of_content ON artifacts (digest);

    -- What people said of artifacts. It outlives the run, so it has all that is needed to make the artifact again.
    CREATE TABLE verdicts (
        n INTEGER PRIMARY KEY,
        run TEXT NOT NULL,
        workflow TEXT NOT NULL,
        artifact TEXT NOT NULL,
        step TEXT NOT NULL,
        digest BLOB NOT NULL,
        picked INTEGER NOT NULL,
        note TEXT,
        request TEXT NOT NULL,      -- request.json of the run
        given INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX verdicts_of_run ON verdicts (run);",
)];

const MIGRATIONS: Migrations<'static> = Migrations::from_slice(FORMATS);

/// What a database turns out to be.
pub(super) enum Found {
    /// A store, now in the newest format.
    Store,
    /// A database of somebody else.
    Foreign,
    /// A store of a newer program.
    Newer(u32),
}

/// The newest format that this program knows.
pub(super) fn newest() -> u32 {
    u32::try_from(FORMATS.len()).expect("few formats")
}

/// Brings a database to the newest format, if it is a store.
pub(super) fn migrate(connection: &mut Connection) -> Result<Found, rusqlite_migration::Error> {
    let pragma = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let application = pragma("application_id")?;
    let format = u32::try_from(pragma("user_version")?).unwrap_or(u32::MAX);
    let tables: u32 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let is_new = application == 0 && format == 0 && tables == 0;
    if application != APPLICATION && !is_new {
        return Ok(Found::Foreign);
    }
    if let SchemaVersion::Outside(_) = MIGRATIONS.current_version(connection)? {
        return Ok(Found::Newer(format));
    }
    MIGRATIONS.to_latest(connection)?;
    Ok(Found::Store)
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_format_can_be_made() {
        super::MIGRATIONS.validate().unwrap();
    }
}

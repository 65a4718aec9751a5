//! The tables, and how an older database gets them.

use lychgate::{Error, Result, Status};
use rusqlite::{Connection, TransactionBehavior};

/// What makes version 1 of an empty database, version 2 of that, and so on. Those that were released
/// stay as they are; a change of the tables is one more.
const MIGRATIONS: [&str; 2] =
    [include_str!("../../migrations/1.sql"), include_str!("../../migrations/2.sql")];

/// Brings a database up to date: all that is missing, or nothing.
pub(super) fn migrate(connection: &mut Connection) -> Result<()> {
    // Immediate, so that of two processes that start at once one finds the work done.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: u32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    let version = version as usize;
    if version > MIGRATIONS.len() {
        let message =
            format!("the database has version {version}, which this program is too old for");
        return Err(Error::new(Status::INTERNAL_SERVER_ERROR, "").with_source(message));
    }
    for (number, migration) in (1_u32..).zip(MIGRATIONS).skip(version) {
        transaction.execute_batch(migration)?;
        transaction.pragma_update(None, "user_version", number)?;
    }
    Ok(transaction.commit()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(connection: &Connection) -> usize {
        let version: u32 =
            connection.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
        version as usize
    }

    #[test]
    fn a_database_of_the_first_version_keeps_what_it_has() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(MIGRATIONS[0]).unwrap();
        connection.pragma_update(None, "user_version", 1).unwrap();
        let rows = "INSERT INTO users (name, password) VALUES ('Ann', 'hash');
                    INSERT INTO entries (author, text) VALUES (1, 'Hello');";
        connection.execute_batch(rows).unwrap();

        migrate(&mut connection).unwrap();
        assert_eq!(version(&connection), MIGRATIONS.len());
        let columns = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
        let entry: (String, Option<String>) =
            connection.query_row("SELECT text, picture FROM entries", [], columns).unwrap();
        assert_eq!(entry, ("Hello".to_owned(), None));

        migrate(&mut connection).unwrap();
        assert_eq!(version(&connection), MIGRATIONS.len());
    }

    #[test]
    fn a_migration_that_fails_changes_nothing() {
        let mut connection = Connection::open_in_memory().unwrap();
        // The second migration finds no table.
        connection.pragma_update(None, "user_version", 1).unwrap();
        assert!(migrate(&mut connection).is_err());
        assert_eq!(version(&connection), 1);
    }

    #[test]
    fn a_newer_database_is_left_alone() {
        let mut connection = Connection::open_in_memory().unwrap();
        connection.pragma_update(None, "user_version", 99).unwrap();
        let error = migrate(&mut connection).unwrap_err().to_string();
        assert!(error.contains("version 99"), "{error}");
    }
}

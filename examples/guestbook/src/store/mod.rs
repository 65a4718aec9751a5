//! What is kept: users and entries, in a database of SQLite.

mod entries;
mod schema;
mod users;

use std::path::Path;
use std::time::Duration;

use lychgate::Result;
use r2d2_sqlite::SqliteConnectionManager;

pub use entries::{Entry, Page};
pub use users::User;

/// The database. A clone is another handle of the same one.
///
/// What fails is the disk's or the program's fault, a 500, unless a method says otherwise.
#[derive(Clone, Debug)]
pub struct Store {
    pool: r2d2::Pool<SqliteConnectionManager>,
}

/// Readers do not wait for the writer (WAL), and a writer waits for the other.
const SETTINGS: &str = "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL;
                        PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;";

impl Store {
    /// Opens a database, which is made if it is not there, and brings it up to date.
    ///
    /// # Errors
    /// Where it cannot be opened, or a newer version of this program has changed it.
    pub fn open(path: impl AsRef<Path>) -> Result<Store> {
        let manager = SqliteConnectionManager::file(path)
            .with_init(|connection| connection.execute_batch(SETTINGS));
        let pool = r2d2::Pool::builder()
            .max_size(8)
            .min_idle(Some(1))
            .connection_timeout(Duration::from_secs(10))
            .build(manager)?;
        let store = Store { pool };
        schema::migrate(&mut *store.connection()?)?;
        Ok(store)
    }

    fn connection(&self) -> Result<r2d2::PooledConnection<SqliteConnectionManager>> {
        Ok(self.pool.get()?)
    }
}

//! Who may write.

use lychgate::Result;
use rusqlite::{ErrorCode, OptionalExtension, params};

use super::Store;

/// Someone with an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct User {
    /// The number in the database.
    pub id: i64,
    /// The name, as it was first written. `Ann` and `ann` are the same.
    pub name: String,
}

impl Store {
    /// Adds a user with the hash of a password; `None` where the name is taken.
    ///
    /// # Errors
    /// Of the database.
    pub fn add_user(&self, name: &str, password: &str) -> Result<Option<User>> {
        let connection = self.connection()?;
        // The database decides whether it is taken, as another request may be asking for it, too.
        let insert = "INSERT INTO users (name, password) VALUES (?1, ?2)";
        match connection.execute(insert, params![name, password]) {
            Ok(_) => Ok(Some(User { id: connection.last_insert_rowid(), name: name.to_owned() })),
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                Ok(None)
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The user of this number.
    ///
    /// # Errors
    /// Of the database.
    pub fn user(&self, id: i64) -> Result<Option<User>> {
        let select = "SELECT id, name FROM users WHERE id = ?1";
        let user = |row: &rusqlite::Row<'_>| Ok(User { id: row.get(0)?, name: row.get(1)? });
        Ok(self.connection()?.query_row(select, [id], user).optional()?)
    }

    /// The user of this name, and the hash of the password.
    ///
    /// # Errors
    /// Of the database.
    pub fn user_named(&self, name: &str) -> Result<Option<(User, String)>> {
        let select = "SELECT id, name, password FROM users WHERE name = ?1";
        let user = |row: &rusqlite::Row<'_>| {
            Ok((User { id: row.get(0)?, name: row.get(1)? }, row.get(2)?))
        };
        Ok(self.connection()?.query_row(select, [name], user).optional()?)
    }
}

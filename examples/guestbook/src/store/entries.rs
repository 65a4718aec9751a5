//! What was written.

use lychgate::{Error, Result, Status};
use rusqlite::{OptionalExtension, Row, params};

use super::{Store, User};

/// An entry of the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The number in the database; later entries have higher ones.
    pub id: i64,
    /// Who has written it.
    pub author: User,
    /// The text, with line breaks.
    pub text: String,
    /// The name of the picture's file.
    pub picture: Option<String>,
    /// When it was written, in UTC: `2026-11-22T22:31:05Z`.
    pub written: String,
}

/// Some entries, the latest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The entries.
    pub entries: Vec<Entry>,
    /// Where the next page begins, if there is one: before the entry of this number.
    pub next: Option<i64>,
}

/// Entries of a page.
const LENGTH: usize = 10;

const SELECT: &str = "SELECT entries.id, users.id, users.name, text, picture, written
                      FROM entries JOIN users ON users.id = author";

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        id: row.get(0)?,
        author: User { id: row.get(1)?, name: row.get(2)? },
        text: row.get(3)?,
        picture: row.get(4)?,
        written: row.get(5)?,
    })
}

impl Store {
    /// A page of entries: the latest, or those before the entry of a number. (Not the second or third
    /// page, since an entry that is written meanwhile would push one of them to the next.)
    ///
    /// # Errors
    /// Of the database.
    pub fn page(&self, before: Option<i64>) -> Result<Page> {
        let connection = self.connection()?;
        let select = format!("{SELECT} WHERE entries.id < ?1 ORDER BY entries.id DESC LIMIT ?2");
        let mut statement = connection.prepare_cached(&select)?;
        // One more than is shown tells whether there is a next page.
        let rows = statement.query_map(params![before.unwrap_or(i64::MAX), LENGTH + 1], entry)?;
        let mut entries = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        let is_more = entries.len() > LENGTH;
        entries.truncate(LENGTH);
        let next = entries.last().filter(|_| is_more).map(|last| last.id);
        Ok(Page { entries, next })
    }

    /// The entry of this number.
    ///
    /// # Errors
    /// Of the database.
    pub fn entry(&self, id: i64) -> Result<Option<Entry>> {
        let select = format!("{SELECT} WHERE entries.id = ?1");
        Ok(self.connection()?.query_row(&select, [id], entry).optional()?)
    }

    /// The entry of this number, for its author.
    ///
    /// # Errors
    /// 404 where there is none, and 403 where it is somebody else's.
    pub fn entry_of(&self, author: &User, id: i64) -> Result<Entry> {
        let entry = self.entry(id)?.ok_or_else(|| Error::new(Status::NOT_FOUND, ""))?;
        if entry.author != *author {
            return Err(Error::new(Status::FORBIDDEN, "Somebody else has written this."));
        }
        Ok(entry)
    }

    /// Adds an entry; gives its number.
    ///
    /// # Errors
    /// Of the database.
    pub fn add_entry(&self, author: &User, text: &str, picture: Option<&str>) -> Result<i64> {
        let connection = self.connection()?;
        let insert = "INSERT INTO entries (author, text, picture) VALUES (?1, ?2, ?3)";
        connection.execute(insert, params![author.id, text, picture])?;
        Ok(connection.last_insert_rowid())
    }

    /// Changes an entry.
    ///
    /// # Errors
    /// Of the database.
    pub fn change_entry(&self, id: i64, text: &str, picture: Option<&str>) -> Result<()> {
        let update = "UPDATE entries SET text = ?2, picture = ?3 WHERE id = ?1";
        self.connection()?.execute(update, params![id, text, picture])?;
        Ok(())
    }

    /// Removes an entry.
    ///
    /// # Errors
    /// Of the database.
    pub fn remove_entry(&self, id: i64) -> Result<()> {
        self.connection()?.execute("DELETE FROM entries WHERE id = ?1", [id])?;
        Ok(())
    }
}

//! Accounts, and their passwords.

use std::sync::{Arc, Mutex, PoisonError};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use lychgate::Result;

use crate::store::{Store, User};

/// Makes accounts and asks for their passwords. A clone is another handle of the same.
#[derive(Clone, Debug)]
pub struct Accounts {
    store: Store,
    passwords: Arc<Passwords>,
}

impl Accounts {
    /// The accounts of a database.
    ///
    /// # Errors
    /// Where the system has no random numbers.
    pub fn new(store: Store) -> Result<Accounts> {
        let turn = Mutex::new(());
        let decoy = hash("nobody's")?;
        Ok(Accounts { store, passwords: Arc::new(Passwords { turn, decoy }) })
    }

    /// Makes an account; `None` where the name is taken.
    ///
    /// # Errors
    /// Of the database.
    pub fn sign_up(&self, name: &str, password: &str) -> Result<Option<User>> {
        self.store.add_user(name, &self.passwords.hash(password)?)
    }

    /// The user, if the name is known and the password is theirs. Both take the same time to refuse,
    /// so that nobody can find out who has an account here.
    ///
    /// # Errors
    /// Of the database.
    pub fn log_in(&self, name: &str, password: &str) -> Result<Option<User>> {
        let known = self.store.user_named(name)?;
        let hash = known.as_ref().map_or(&self.passwords.decoy, |(_, hash)| hash);
        let is_right = self.passwords.is_right(password, hash)?;
        Ok(known.filter(|_| is_right).map(|(user, _)| user))
    }
}

/// Hashes by Argon2id, with the parameters that RFC 9106 and OWASP recommend.
#[derive(Debug)]
struct Passwords {
    /// Each takes 19 MiB and a good part of a processor: one after the other.
    turn: Mutex<()>,
    /// What the password of an unknown name is compared with.
    decoy: String,
}

impl Passwords {
    fn hash(&self, password: &str) -> Result<String> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        hash(password)
    }

    fn is_right(&self, password: &str, hash: &str) -> Result<bool> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let hash = PasswordHash::new(hash)?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    }
}

/// The hash of a password, with a salt of its own.
fn hash(password: &str) -> Result<String> {
    Ok(Argon2::default().hash_password(password.as_bytes())?.to_string())
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;

    #[test]
    fn a_name_is_taken_once_in_whatever_letters() {
        let directory = TempDir::new().unwrap();
        let accounts = Accounts::new(Store::open(directory.path().join("db")).unwrap()).unwrap();
        let ann = accounts.sign_up("Ann", "correct horse").unwrap();
        assert_eq!(ann.as_ref().map(|user| &*user.name), Some("Ann"));
        assert_eq!(accounts.sign_up("ANN", "another one").unwrap(), None);
        assert_eq!(accounts.log_in("ann", "correct horse").unwrap(), ann);
        assert_eq!(accounts.log_in("ann", "another one").unwrap(), None);
        assert_eq!(accounts.log_in("bob", "nobody's").unwrap(), None);
    }

    #[test]
    fn no_two_hashes_are_the_same_and_none_shows_the_password() {
        let (one, other) = (hash("correct horse").unwrap(), hash("correct horse").unwrap());
        assert!(one.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{one}");
        assert_ne!(one, other);
    }
}

//! The same entries for programs, as JSON. They say name and password with each request (RFC 7617); the
//! cookie of the pages is nothing here, so that no other site's page can ask in somebody's name.

use lychgate::headers::typed::{Authorization, authorization::Basic};
use lychgate::prelude::*;
use serde::{Deserialize, Serialize};

use crate::accounts::Accounts;
use crate::form::Field;
use crate::pictures::Pictures;
use crate::store::{Entry, Store, User};

/// The API, which the site mounts at `/api/`.
pub struct Api {
    store: Store,
    accounts: Accounts,
    pictures: Pictures,
}

impl Api {
    /// An API to a guestbook.
    #[must_use]
    pub fn new(store: Store, accounts: Accounts, pictures: Pictures) -> Api {
        Api { store, accounts, pictures }
    }
}

/// An entry, as it is shown.
#[derive(Serialize)]
struct Shown {
    id: i64,
    author: String,
    text: String,
    picture: Option<String>,
    written: String,
}

impl From<Entry> for Shown {
    fn from(entry: Entry) -> Self {
        let Entry { id, author, text, picture, written } = entry;
        let picture = picture.map(|name| format!("/pictures/{name}"));
        Shown { id, author: author.name, text, picture, written }
    }
}

/// An entry that was not there before, and where it is now.
type Made = (Status, [(&'static str, String); 1], Json<Option<Shown>>);

#[derive(Serialize)]
struct List {
    entries: Vec<Shown>,
    /// The address of the next page.
    next: Option<String>,
}

#[derive(Deserialize)]
struct Before {
    before: Option<i64>,
}

/// What is written, or changed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    text: String,
}

#[application]
impl Api {
    #[get("^entries$")]
    fn list(
        &self,
        Query(Before { before }): Query<Before>,
        environ: &Environ,
    ) -> Result<Json<List>> {
        let page = self.store.page(before)?;
        let url = environ.url_for(Self::urls().list());
        let next = page.next.map(|before| format!("{url}?before={before}"));
        Ok(Json(List { entries: page.entries.into_iter().map(Shown::from).collect(), next }))
    }

    #[get("^entries/(?<id>[0-9]+)$")]
    fn entry(&self, id: i64) -> Result<Option<Json<Shown>>> {
        Ok(self.store.entry(id)?.map(|entry| Json(entry.into())))
    }

    #[post("^entries$")]
    fn write(
        &self,
        Json(Text { text }): Json<Text>,
        #[depends(user)] user: User,
        environ: &Environ,
    ) -> Result<Made> {
        let id = self.store.add_entry(&user, &checked(&text)?, None)?;
        let location = environ.url_for(Self::urls().entry(id)).to_string();
        let entry = self.store.entry(id)?.map(Shown::from);
        Ok((Status::CREATED, [("Location", location)], Json(entry)))
    }

    #[put("^entries/(?<id>[0-9]+)$")]
    fn change(&self, Json(Text { text }): Json<Text>, #[depends(own)] entry: Entry) -> Result<()> {
        self.store.change_entry(entry.id, &checked(&text)?, entry.picture.as_deref())
    }

    #[delete("^entries/(?<id>[0-9]+)$")]
    fn remove(&self, #[depends(own)] entry: Entry) -> Result<()> {
        self.store.remove_entry(entry.id)?;
        entry.picture.iter().for_each(|picture| self.pictures.forget(picture));
        Ok(())
    }

    /// Who asks, by name and password.
    fn user(&self, authorization: Option<Header<Authorization<Basic>>>) -> Result<User, Response> {
        let known = match authorization {
            Some(Header(it)) => self.accounts.log_in(it.username(), it.password())?,
            None => None,
        };
        known.ok_or_else(|| {
            let scheme = "Basic realm=\"guestbook\", charset=\"UTF-8\"";
            Response::from(Status::UNAUTHORIZED).header("WWW-Authenticate", scheme)
        })
    }

    /// An entry that the user has written.
    fn own(&self, id: i64, #[depends(user)] user: &User) -> Result<Entry> {
        self.store.entry_of(user, id)
    }
}

/// The text of an entry, or the field that is wrong.
fn checked(text: &str) -> Result<String> {
    let field = Field::entry(text);
    match field.fault {
        None => Ok(field.text),
        Some(fault) => Err(Error::new(Status::UNPROCESSABLE_ENTITY, fault).with_field("text")),
    }
}

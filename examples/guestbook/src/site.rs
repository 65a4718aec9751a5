//! The routes of the pages.

use std::fs;
use std::io::Write;
use std::path::Path;

use lychgate::cookie::Key;
use lychgate::middleware::{method_override, security_headers};
use lychgate::prelude::*;
use serde::Deserialize;
use tempfile::NamedTempFile;

use crate::accounts::Accounts;
use crate::api::Api;
use crate::form::{Change, Credentials, Draft, Field, Press};
use crate::pages::{EntryPage, FailurePage, Frame, IndexPage, LoginPage, SignupPage};
use crate::pictures::{Picture, Pictures};
use crate::session::{Session, Unchecked};
use crate::store::{Entry, Store, User};

/// The application: a guestbook that is kept in a directory.
pub struct Guestbook {
    store: Store,
    accounts: Accounts,
    pictures: Pictures,
    key: Key,
    static_files: Files,
    picture_files: Files,
    api: Api,
}

/// What comes of a form: the next page, or this one again, with what was typed and what is wrong.
type Outcome<T, P> = Result<Result<T, (Status, P)>>;

/// A page that is shown again.
fn again<T, P>(page: P) -> Outcome<T, P> {
    Ok(Err((Status::UNPROCESSABLE_ENTITY, page)))
}

/// Which entries are asked for.
#[derive(Deserialize)]
struct Before {
    before: Option<i64>,
}

#[application]
#[with(security_headers, policy, method_override)]
impl Guestbook {
    #[get("^$")]
    fn index(
        &self,
        Query(Before { before }): Query<Before>,
        #[depends(frame)] frame: Frame,
    ) -> Result<IndexPage> {
        self.index_page(frame, before)
    }

    #[post("^entries$")]
    fn write(
        &self,
        form: Multipart,
        #[depends(session)] session: &Session,
        #[depends(user)] user: User,
        #[depends(frame)] frame: Frame,
    ) -> Outcome<Redirect, IndexPage> {
        let draft = session.check(Draft::of(form)?)?;
        let text = Field::entry(&draft.text);
        let (picture, fault) = match draft.picture.map(Picture::of).transpose()? {
            None => (None, None),
            Some(Ok(picture)) => (Some(picture), text.fault.and(Some("Choose the picture again."))),
            Some(Err(fault)) => (None, Some(fault)),
        };
        if text.fault.is_some() || fault.is_some() {
            return again(IndexPage { text, fault, ..self.index_page(frame, None)? });
        }
        let picture = picture.map(|picture| self.pictures.keep(picture)).transpose()?;
        if let Err(error) = self.store.add_entry(&user, &text.text, picture.as_deref()) {
            picture.iter().for_each(|picture| self.pictures.forget(picture));
            return Err(error);
        }
        Ok(Ok(Redirect::to(Self::urls().index())))
    }

    #[get("^entries/(?<id>[0-9]+)$")]
    fn entry(&self, id: i64, #[depends(frame)] frame: Frame) -> Result<Option<EntryPage>> {
        let entry = self.store.entry(id)?;
        Ok(entry.map(|entry| EntryPage { frame, text: Field::new(&entry.text), entry }))
    }

    #[put("^entries/(?<id>[0-9]+)$")]
    fn change(
        &self,
        Form(form): Form<Unchecked<Change>>,
        #[depends(session)] session: &Session,
        #[depends(own)] entry: Entry,
        #[depends(frame)] frame: Frame,
    ) -> Outcome<Redirect, EntryPage> {
        let change = session.check(form)?;
        let text = Field::entry(&change.text);
        if text.fault.is_some() {
            return again(EntryPage { frame, entry, text });
        }
        let (kept, dropped) = match change.without_picture {
            Some(_) => (None, entry.picture.as_deref()),
            None => (entry.picture.as_deref(), None),
        };
        self.store.change_entry(entry.id, &text.text, kept)?;
        dropped.into_iter().for_each(|picture| self.pictures.forget(picture));
        Ok(Ok(Redirect::to(entry.url())))
    }

    #[delete("^entries/(?<id>[0-9]+)$")]
    fn remove(
        &self,
        Form(form): Form<Unchecked<Press>>,
        #[depends(session)] session: &Session,
        #[depends(own)] entry: Entry,
    ) -> Result<Redirect> {
        session.check(form)?;
        self.store.remove_entry(entry.id)?;
        entry.picture.iter().for_each(|picture| self.pictures.forget(picture));
        Ok(Redirect::to(Self::urls().index()))
    }

    #[get("^signup$")]
    fn signup_page(
        &self,
        #[depends(kept)] cookies: Cookies,
        #[depends(frame)] frame: Frame,
    ) -> (Cookies, SignupPage) {
        (cookies, SignupPage { frame, name: Field::default(), password: Field::default() })
    }

    #[post("^signup$")]
    fn sign_up(
        &self,
        Form(form): Form<Unchecked<Credentials>>,
        #[depends(session)] session: &Session,
        #[depends(frame)] frame: Frame,
        environ: &Environ,
    ) -> Outcome<(Cookies, Redirect), SignupPage> {
        let credentials = session.check(form)?;
        let name = Field::name(&credentials.name);
        let password = Field::password(&credentials.password);
        if name.fault.is_some() || password.fault.is_some() {
            return again(SignupPage { frame, name, password });
        }
        match self.accounts.sign_up(&name.text, &credentials.password)? {
            Some(user) => Ok(Ok(self.welcome(&user, environ)?)),
            None => {
                let name = name.fault("This name is taken.");
                again(SignupPage { frame, name, password })
            }
        }
    }

    #[get("^login$")]
    fn login_page(
        &self,
        #[depends(kept)] cookies: Cookies,
        #[depends(frame)] frame: Frame,
    ) -> (Cookies, LoginPage) {
        (cookies, LoginPage { frame, name: Field::default() })
    }

    #[post("^login$")]
    fn log_in(
        &self,
        Form(form): Form<Unchecked<Credentials>>,
        #[depends(session)] session: &Session,
        #[depends(frame)] frame: Frame,
        environ: &Environ,
    ) -> Outcome<(Cookies, Redirect), LoginPage> {
        let credentials = session.check(form)?;
        let name = credentials.name.trim();
        match self.accounts.log_in(name, &credentials.password)? {
            Some(user) => Ok(Ok(self.welcome(&user, environ)?)),
            None => {
                let name = Field::new(name).fault("There is no such name with this password.");
                again(LoginPage { frame, name })
            }
        }
    }

    #[post("^logout$")]
    fn log_out(
        &self,
        Form(form): Form<Unchecked<Press>>,
        #[depends(session)] session: &Session,
        environ: &Environ,
    ) -> Result<(Cookies, Redirect)> {
        session.check(form)?;
        let mut cookies = Cookies::default();
        Session::begin(None)?.keep(&mut cookies, &self.key, environ);
        Ok((cookies, Redirect::to(Self::urls().index())))
    }

    #[mount("^static/")]
    fn static_files(&self) -> &Files {
        &self.static_files
    }

    #[mount("^pictures/")]
    fn picture_files(&self) -> &Files {
        &self.picture_files
    }

    #[mount("^api/")]
    fn api(&self) -> &Api {
        &self.api
    }

    /// It says why, and asks for nothing that may fail, too.
    #[catch]
    fn failed(&self, error: &Error) -> FailurePage {
        FailurePage { status: error.status(), message: error.message().to_owned() }
    }

    /// The session of the request, or a new one.
    fn session(&self, cookies: Cookies) -> Result<Session> {
        Session::of(&cookies, &self.key).map_or_else(|| Session::begin(None), Ok)
    }

    /// The session in a cookie, for pages with a form for who has none yet.
    fn kept(&self, #[depends(session)] session: &Session, environ: &Environ) -> Cookies {
        let mut cookies = Cookies::default();
        session.keep(&mut cookies, &self.key, environ);
        cookies
    }

    /// What is around a page.
    fn frame(&self, #[depends(session)] session: &Session) -> Result<Frame> {
        let visitor = session.user.map(|id| self.store.user(id)).transpose()?.flatten();
        Ok(Frame { visitor, token: session.token.clone() })
    }

    /// Who has logged in; all others are sent to where they can.
    fn user(&self, #[depends(frame)] frame: &Frame) -> Result<User, Redirect> {
        frame.visitor.clone().ok_or_else(|| Redirect::to(Self::urls().login_page()))
    }

    /// An entry that the user has written.
    fn own(&self, id: i64, #[depends(user)] user: &User) -> Result<Entry> {
        self.store.entry_of(user, id)
    }
}

impl Guestbook {
    /// Opens the guestbook of a directory, which is made if it is not there.
    ///
    /// # Errors
    /// Where something in it cannot be read or made.
    pub fn open(directory: impl AsRef<Path>) -> Result<Guestbook> {
        let directory = directory.as_ref();
        let pictures = Pictures::open(directory.join("pictures"))?;
        let store = Store::open(directory.join("guestbook.sqlite"))?;
        let accounts = Accounts::new(store.clone())?;
        Ok(Guestbook {
            key: key(&directory.join("key"))?,
            static_files: Files::new(concat!(env!("CARGO_MANIFEST_DIR"), "/static")),
            // A picture never changes under its name.
            picture_files: Files::new(pictures.directory())
                .cache_control("public, max-age=31536000, immutable"),
            api: Api::new(store.clone(), accounts.clone(), pictures.clone()),
            store,
            accounts,
            pictures,
        })
    }

    /// The page of the entries, with an empty form.
    fn index_page(&self, frame: Frame, before: Option<i64>) -> Result<IndexPage> {
        let page = self.store.page(before)?;
        let is_first = before.is_none();
        Ok(IndexPage { frame, page, is_first, text: Field::default(), fault: None })
    }

    /// A new session for who has logged in, so that whoever knew the old one does not know this.
    fn welcome(&self, user: &User, environ: &Environ) -> Result<(Cookies, Redirect)> {
        let mut cookies = Cookies::default();
        Session::begin(Some(user))?.keep(&mut cookies, &self.key, environ);
        Ok((cookies, Redirect::to(Self::urls().index())))
    }
}

/// What browsers may do with our pages: nothing but what these need (CSP 3). No script or style that
/// stands in a page itself is obeyed, whoever wrote it there.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
                      form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

#[middleware]
fn policy(environ: &mut Environ, next: Next<'_>) -> Response {
    let response = next.call(environ).header("Content-Security-Policy", POLICY);
    // Pages show who has logged in.
    response.default_header("Cache-Control", "private, no-cache")
}

/// The key that sessions are signed with: of a file, so that they outlive the process.
fn key(path: &Path) -> Result<Key> {
    if !path.exists() {
        // Only its owner may read a temporary file; it gets the name when it is whole, unless
        // another process was first.
        let mut file = NamedTempFile::new_in(path.parent().unwrap_or(Path::new(".")))?;
        file.write_all(Key::generate().master())?;
        file.as_file().sync_all()?;
        let _ = file.persist_noclobber(path);
    }
    Ok(Key::try_from(&*fs::read(path)?)?)
}

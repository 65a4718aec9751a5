//! Files: one as a response, or a directory as an application.

mod file;
mod listing;
mod path;
mod range;
#[cfg(test)]
mod tests;
mod variant;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use cap_std::ambient_authority;
use cap_std::fs::Dir;

use crate::respond::within_site;
use crate::{
    Application, Environ, Error, Redirect, Reply, Respond, Response, StartResponse, Status,
};

pub use file::File;

/// A directory as an application: the files below it, for GET and HEAD.
///
/// ```
/// use lychgate::prelude::*;
///
/// #[application]
/// mod site {
///     use super::*;
///
///     #[mount("^static/")]
///     fn assets() -> Files { Files::new("assets") }
/// }
/// # fn main() {}
/// ```
///
/// | what | default | otherwise |
/// |---|---|---|
/// | a directory's page | its `index.html` | [`index`](Self::index) |
/// | the list of a directory | 404 | [`listing`](Self::listing) |
/// | names that begin with a dot | 404 | [`hidden`](Self::hidden) |
/// | `file.br`, `file.zst` and `file.gz` beside `file` | sent in its place to who takes them | [`precompressed`](Self::precompressed) |
/// | `Cache-Control` | not set | [`cache_control`](Self::cache_control) |
///
/// No path leads out of the directory: not by `..`, by an encoded or doubled slash, or by a symbolic
/// link, which is followed only as long as it stays inside (by `cap-std`, at each step). What is no
/// regular file (a pipe, a device) is not there. Conditional requests and ranges are answered as
/// [`File`] does.
///
/// # What it costs
///
/// On Linux the embedded server has the system send what is larger than 64 KiB (`sendfile`), and reads
/// none of it, as long as nothing changes the body: not a middleware that maps its blocks, and not the
/// lint of debug builds. Counted in processor time for the same bytes, where nginx with its `sendfile`
/// takes 1:
///
/// | | files of 1 MB | files of 100 MB |
/// |---|---|---|
/// | `Files`, sent by the system | 1.8 | 1.2 |
/// | `Files`, read block by block | 5 | 5 |
/// | nginx with `sendfile off` | 4 | 4 |
///
/// Read block by block is what other systems do, and what a changed body is. Of a small file more is
/// spent on finding it than on sending it: three system calls to see what is there, one for each
/// compressed variant that might be, two to open it, one to read it. Without
/// [`precompressed`](Self::precompressed) it is three less. Where most requests are for small files, a
/// server for files in front, or [`cache_control`](Self::cache_control), is the better answer.
pub struct Files {
    root: PathBuf,
    directory: OnceLock<Dir>,
    index: Option<String>,
    listing: bool,
    hidden: bool,
    precompressed: bool,
    cache_control: Option<String>,
}

impl Files {
    /// The files below `directory`. It is opened when the first of them is asked for; while it cannot
    /// be opened, the answer is 500 with a line in the log.
    pub fn new(directory: impl Into<PathBuf>) -> Self {
        Files {
            root: directory.into(),
            directory: OnceLock::new(),
            index: Some("index.html".to_owned()),
            listing: false,
            hidden: false,
            precompressed: true,
            cache_control: None,
        }
    }

    /// The file that is a directory's page, or `None` for none.
    #[must_use]
    pub fn index<'n>(mut self, name: impl Into<Option<&'n str>>) -> Self {
        self.index = name.into().map(str::to_owned);
        self
    }

    /// Shows the list of a directory that has no page of its own.
    #[must_use]
    pub fn listing(mut self, listing: bool) -> Self {
        self.listing = listing;
        self
    }

    /// Sends files, and looks into directories, whose names begin with a dot.
    #[must_use]
    pub fn hidden(mut self, hidden: bool) -> Self {
        self.hidden = hidden;
        self
    }

    /// Whether a compressed file is sent in the place of the one beside it, to who takes it.
    #[must_use]
    pub fn precompressed(mut self, precompressed: bool) -> Self {
        self.precompressed = precompressed;
        self
    }

    /// Sets `Cache-Control` on every file: `public, max-age=3600`.
    #[must_use]
    pub fn cache_control(mut self, value: impl Into<String>) -> Self {
        self.cache_control = Some(value.into());
        self
    }

    /// What is at `path`, below the directory, for a request: as a route's handler may return it.
    ///
    /// # Errors
    /// Only of the file system; what is not there, or must not be seen, is [`Found::Nothing`].
    pub fn get(&self, path: &str, environ: &Environ) -> io::Result<Found> {
        let Some(place) = path::inside(path, self.hidden) else { return Ok(Found::Nothing) };
        let directory = self.directory()?;
        let metadata = match directory.metadata(&place) {
            Ok(metadata) => metadata,
            Err(error) => return hide(error),
        };
        if !metadata.is_dir() {
            // A file has no slash behind its name, and a pipe would wait when it is opened.
            if path.ends_with('/') || !metadata.is_file() {
                return Ok(Found::Nothing);
            }
            return self.open(directory, &place, environ);
        }
        if !path.is_empty() && !path.ends_with('/') {
            return Ok(Found::Elsewhere);
        }
        if let Some(index) = &self.index {
            let page = place.join(index);
            if directory.metadata(&page).is_ok_and(|it| it.is_file()) {
                return self.open(directory, &page, environ);
            }
        }
        if !self.listing {
            return Ok(Found::Nothing);
        }
        let entries = match directory.read_dir(&place) {
            Ok(entries) => entries,
            Err(error) => return hide(error),
        };
        Ok(Found::Listing(listing::page(entries, self.hidden, !path.is_empty())))
    }

    fn directory(&self) -> io::Result<&Dir> {
        if let Some(directory) = self.directory.get() {
            return Ok(directory);
        }
        let opened = Dir::open_ambient_dir(&self.root, ambient_authority()).map_err(|error| {
            io::Error::other(format!("the directory cannot be opened: {error}"))
        })?;
        Ok(self.directory.get_or_init(|| opened))
    }

    /// Opens a file, or the compressed one in its place.
    fn open(&self, directory: &Dir, place: &Path, environ: &Environ) -> io::Result<Found> {
        let variants = self.precompressed.then(|| variant::choose(directory, place, environ));
        let (chosen, varies) = variants.unwrap_or_default();
        let opened = match &chosen {
            Some((variant, _)) => directory.open(variant),
            None => directory.open(place),
        };
        let file = match opened.and_then(|file| File::of(file.into_std(), place)) {
            Ok(file) => file,
            Err(error) => return hide(error),
        };
        let file = match chosen {
            Some((_, encoding)) => file.encoded(encoding, file::media_type(place)),
            None => file,
        };
        Ok(Found::File(Box::new(file.varies(varies))))
    }

    fn answer<'a>(&'a self, environ: &'a Environ, start: StartResponse<'a>) -> Reply<'a> {
        if !["GET", "HEAD"].contains(&environ.method().as_str()) {
            let status = match environ.method().as_str() {
                "OPTIONS" => Status::NO_CONTENT,
                _ => Status::METHOD_NOT_ALLOWED,
            };
            let refusal = Response::from(status).header("Allow", "GET, HEAD, OPTIONS");
            return start.respond(environ, refusal);
        }
        let Ok(path) = environ.path() else {
            return start.respond(environ, Status::NOT_FOUND);
        };
        let path = path.strip_prefix('/').unwrap_or(path);
        let found = self.get(path, environ).map_err(|error| {
            let place = self.root.join(path);
            let message = format!("{} cannot be sent: {error}", place.display());
            Error::new(Status::INTERNAL_SERVER_ERROR, "").with_source(message)
        });
        let reply = start.respond(environ, found);
        let Some(value) = &self.cache_control else { return reply };
        let value = http::HeaderValue::from_str(value);
        reply.map_head(|head| {
            let is_file = head.headers.contains_key(http::header::ACCEPT_RANGES);
            if let (true, Ok(value)) = (is_file, value) {
                head.headers.insert(http::header::CACHE_CONTROL, value);
            }
        })
    }
}

/// What was found at a path.
#[derive(Debug)]
pub enum Found {
    /// A file.
    File(Box<File>),
    /// A directory, which is at the same address with a slash behind it.
    Elsewhere,
    /// The list of a directory, as a page.
    Listing(String),
    /// Nothing that may be seen.
    Nothing,
}

#[diagnostic::do_not_recommend]
impl<'a> Respond<'a> for Found {
    fn respond(self, environ: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        match self {
            Found::File(file) => file.respond(environ, start_response),
            Found::Listing(page) => crate::Html(page).respond(environ, start_response),
            Found::Nothing => Reply::failed(Error::new(Status::NOT_FOUND, "")),
            Found::Elsewhere => {
                let path = format!("{}/", within_site(environ.uri().path()));
                Redirect::respelled(&path, environ).respond(environ, start_response)
            }
        }
    }
}

/// Who asks is not told whether something is there that must not be read. What is no matter of the
/// path is the server's fault: a failing disk, too many open files.
fn hide(error: io::Error) -> io::Result<Found> {
    const EIO: i32 = 5;
    const ENFILE: i32 = 23;
    const EMFILE: i32 = 24;
    match error.raw_os_error() {
        Some(EIO | ENFILE | EMFILE) => Err(error),
        _ => Ok(Found::Nothing),
    }
}

#[diagnostic::do_not_recommend]
impl Application for Files {
    fn call<'a>(
        &'a self,
        environ: &'a mut Environ,
        start_response: StartResponse<'a>,
    ) -> Reply<'a> {
        self.answer(environ, start_response)
    }
}

impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Files({})", self.root.display())
    }
}

//! TLS: the certificate and its key, read anew when they change.

mod stream;

use std::fmt;
use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use rustls::crypto::ring;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{InconsistentKeys, ServerConfig};

use super::Server;
use crate::{Error, Result, Status, gateway};

pub(super) use stream::{Opening, Stream, accept};

/// HTTP/2 over TLS, as it is named in the handshake (RFC 9113, 3.1).
#[cfg(feature = "http2")]
const HTTP2: &[u8] = b"h2";
/// The same of HTTP/1.1 (RFC 7301, 6).
const HTTP1: &[u8] = b"http/1.1";

/// The certificate that a server shows, and its key.
///
/// TLS 1.3 and 1.2 are spoken, by [rustls](https://docs.rs/rustls). The files are looked at while
/// the server runs: when a certificate is renewed, connections that are made from then on are shown
/// the new one. Files that do not go together, as when only one of them is written, change nothing.
///
/// A clone is the same certificate: one that is kept can be told to [`reload`](Self::reload).
///
/// ```no_run
/// # fn site(_: &mut lychgate::Environ, start_response: lychgate::StartResponse<'_>)
/// #     -> lychgate::Result<lychgate::Reply<'static>> {
/// #     Ok(start_response.start("200 OK", &[])?.body(""))
/// # }
/// use lychgate::server::Tls;
///
/// # fn main() -> lychgate::Result<()> {
/// let tls = Tls::from_files("/etc/site/fullchain.pem", "/etc/site/privkey.pem")?;
/// lychgate::make_server("0.0.0.0:443", site)?.tls(tls).serve_forever()
/// # }
/// ```
#[derive(Clone)]
pub struct Tls(Arc<Files>);

struct Files {
    certificate: PathBuf,
    key: PathBuf,
    state: Mutex<State>,
}

struct State {
    config: Arc<ServerConfig>,
    /// The files when they were read last.
    read: Stamps,
    /// The files when they were looked at last.
    seen: Stamps,
}

/// What tells a file from the one that was there before: when it was written, and its length.
type Stamp = Option<(SystemTime, u64)>;
/// The certificate's, and the key's.
type Stamps = [Stamp; 2];

impl Tls {
    /// Reads a certificate, with those that lead from it to one that clients know, and its private
    /// key, from files in PEM (RFC 7468). The key is PKCS #8, PKCS #1 or SEC 1, and not encrypted.
    ///
    /// # Errors
    /// When a file cannot be read, or holds no certificate or no key; and when the key is not that of
    /// the certificate. The error names the file.
    pub fn from_files(certificate: impl Into<PathBuf>, key: impl Into<PathBuf>) -> Result<Tls> {
        let (certificate, key) = (certificate.into(), key.into());
        // Before they are read, so that what is written meanwhile is read again.
        let read = [stamp(&certificate), stamp(&key)];
        let config = Arc::new(load(&certificate, &key)?);
        let state = Mutex::new(State { config, read, seen: read });
        Ok(Tls(Arc::new(Files { certificate, key, state })))
    }

    /// Reads the files again: what a program does that is told of a new certificate. Nothing waits
    /// for it, as the server looks at the files itself.
    ///
    /// # Errors
    /// As [`from_files`](Self::from_files); the certificate stays the one that was there.
    pub fn reload(&self) -> Result<()> {
        let read = self.stamps();
        let config = Arc::new(load(&self.0.certificate, &self.0.key)?);
        *self.lock() = State { config, read, seen: read };
        Ok(())
    }

    /// Reads the files again if they have changed, and have not changed since the last look: one is
    /// written after the other.
    pub(super) fn look(&self) {
        let now = self.stamps();
        let mut state = self.lock();
        let is_settled = std::mem::replace(&mut state.seen, now) == now;
        if !is_settled || state.read == now {
            return;
        }
        state.read = now;
        drop(state);
        if let Err(error) = self.reload() {
            gateway::log(&format!("the certificate stays the one that it was: {error}"));
        }
    }

    /// What connections that are made now are shown.
    pub(super) fn config(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.lock().config)
    }

    fn stamps(&self) -> Stamps {
        [stamp(&self.0.certificate), stamp(&self.0.key)]
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Server {
    /// Speaks TLS, as [`Tls`] shows, at the addresses that the server listens at so far; `wsgi.url_scheme`
    /// is `https` there, and `HTTPS` is `on`.
    pub fn tls(mut self, tls: Tls) -> Self {
        self.bound.iter_mut().for_each(|bound| bound.scheme = "https");
        self.tls = Some(tls);
        self
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Files { certificate, key, .. } = &*self.0;
        f.debug_struct("Tls").field("certificate", certificate).field("key", key).finish()
    }
}

fn stamp(path: &Path) -> Stamp {
    let of = |file: Metadata| Some((file.modified().ok()?, file.len()));
    path.metadata().ok().and_then(of)
}

fn load(certificate: &Path, key: &Path) -> Result<ServerConfig> {
    let chain = certificates(certificate)?;
    let private = PrivateKeyDer::from_pem_file(key).map_err(|error| {
        let what = "\"-----BEGIN PRIVATE KEY-----\", without a password";
        unreadable(key, "private key", what, error)
    })?;
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| wrong("TLS cannot be set up".to_owned(), error))?
        .with_no_client_auth()
        .with_single_cert(chain, private);
    let mut config = config.map_err(|error| {
        let (certificate, key) = (certificate.display(), key.display());
        let text = match error {
            rustls::Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => format!(
                "the private key in {key} is not that of the first certificate in {certificate}: \
                 give the two files that were made together, and the server's own certificate first"
            ),
            _ => format!(
                "the certificate in {certificate} and the private key in {key} cannot be used"
            ),
        };
        wrong(text, error)
    })?;
    config.alpn_protocols = vec![
        #[cfg(feature = "http2")]
        HTTP2.to_vec(),
        HTTP1.to_vec(),
    ];
    Ok(config)
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>> {
    let chain = CertificateDer::pem_file_iter(path).and_then(Iterator::collect);
    let chain = chain.and_then(|chain: Vec<_>| match chain.is_empty() {
        true => Err(pem::Error::NoItemsFound),
        false => Ok(chain),
    });
    chain.map_err(|error| unreadable(path, "certificate", "\"-----BEGIN CERTIFICATE-----\"", error))
}

/// The error of a file that does not hold what it should.
fn unreadable(path: &Path, thing: &str, begins: &str, error: pem::Error) -> Error {
    let path = path.display();
    match error {
        pem::Error::Io(error) => {
            let hint = match error.kind() {
                io::ErrorKind::NotFound => "there is no such file",
                io::ErrorKind::PermissionDenied => "this program may not read it",
                _ => "it must be a file in PEM",
            };
            wrong(format!("the {thing} {path} cannot be read: {hint}"), error)
        }
        error => {
            wrong(format!("{path} holds no {thing} in PEM: it must have one as {begins}"), error)
        }
    }
}

fn wrong(text: String, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::new(Status::INTERNAL_SERVER_ERROR, text).with_source(error)
}

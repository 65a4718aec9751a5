//! Where a server listens.

use std::fmt::Debug;
use std::net::{SocketAddr, ToSocketAddrs};
#[cfg(unix)]
use std::path::Path;

use super::{Server, listen};
#[cfg(unix)]
use super::{inherit, listen::Bound};
use crate::Result;
#[cfg(unix)]
use crate::{Application, Error, Status};

/// Where a server listens. `SERVER_NAME` and `SERVER_PORT` are those of the place that a request came
/// to.
impl Server {
    /// Makes a server that listens at the path of a Unix socket: behind a proxy on the same machine,
    /// which says who the client is (see [`TrustProxies::unix`](crate::middleware::TrustProxies::unix)).
    /// `SERVER_NAME` is `localhost`, `SERVER_PORT` 80, and there is no `REMOTE_ADDR`.
    ///
    /// The socket's file has the permissions that the process gives to new files. It is removed when
    /// the server has stopped; one that was left behind is replaced.
    ///
    /// ```no_run
    /// # fn site(_: &mut lychgate::Environ, start_response: lychgate::StartResponse<'_>)
    /// #     -> lychgate::Result<lychgate::Reply<'static>> {
    /// #     Ok(start_response.start("200 OK", &[])?.body(""))
    /// # }
    /// # fn main() -> lychgate::Result<()> {
    /// lychgate::Server::unix("/run/site.sock", site)?.serve_forever()
    /// # }
    /// ```
    ///
    /// # Errors
    /// When the path cannot be listened on; the error says what to do.
    #[cfg(unix)]
    pub fn unix(path: impl AsRef<Path>, application: impl Application + 'static) -> Result<Server> {
        Ok(Server::new(vec![listen::bind_path(path.as_ref())?], application))
    }

    /// Makes a server that listens at the sockets which the process was started with, as
    /// `sd_listen_fds(3)` describes: those of a systemd unit with `ListenStream=` and, as is the
    /// default, `Accept=no`. TCP and Unix sockets are taken; the files of these stay.
    ///
    /// [`make_server`](super::make_server), [`unix`](Self::unix) and the like take such a socket, too,
    /// where there is one for exactly the address or path that they are given; this takes those that
    /// are left, whatever they are bound to. [Deployment](crate::deployment) has the units.
    ///
    /// ```no_run
    /// # fn site(_: &mut lychgate::Environ, start_response: lychgate::StartResponse<'_>)
    /// #     -> lychgate::Result<lychgate::Reply<'static>> {
    /// #     Ok(start_response.start("200 OK", &[])?.body(""))
    /// # }
    /// # fn main() -> lychgate::Result<()> {
    /// lychgate::Server::inherited(site)?.serve_forever()
    /// # }
    /// ```
    ///
    /// # Errors
    /// When there are none.
    #[cfg(unix)]
    pub fn inherited(application: impl Application + 'static) -> Result<Server> {
        let sockets = inherit::take_all();
        if sockets.is_empty() {
            let message = "the process was started with no socket to listen at: expected LISTEN_FDS \
                           and LISTEN_PID, as a systemd unit with `ListenStream=` sets them";
            return Err(Error::new(Status::INTERNAL_SERVER_ERROR, message));
        }
        Ok(Server::new(sockets.into_iter().map(Bound::inherited).collect(), application))
    }

    /// Listens at an address besides the others, as [`make_server`](super::make_server) does.
    ///
    /// `[::]:8080` is all of IPv6 and, on most systems, of IPv4 as well; IPv4 addresses then are
    /// written as such in `REMOTE_ADDR`.
    ///
    /// ```
    /// # fn site(_: &mut lychgate::Environ, start_response: lychgate::StartResponse<'_>)
    /// #     -> lychgate::Result<lychgate::Reply<'static>> {
    /// #     Ok(start_response.start("200 OK", &[])?.body(""))
    /// # }
    /// # fn main() -> lychgate::Result<()> {
    /// let server = lychgate::make_server("localhost:0", site)?.listen("127.0.0.1:0")?;
    /// assert!(server.local_addrs().count() >= 2);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`make_server`](super::make_server).
    pub fn listen(mut self, address: impl ToSocketAddrs + Debug) -> Result<Self> {
        self.bound.push(listen::bind(address)?);
        Ok(self)
    }

    /// Listens at the path of a Unix socket besides the others, as [`unix`](Self::unix) does.
    ///
    /// # Errors
    /// As [`unix`](Self::unix).
    #[cfg(unix)]
    pub fn listen_unix(mut self, path: impl AsRef<Path>) -> Result<Self> {
        self.bound.push(listen::bind_path(path.as_ref())?);
        Ok(self)
    }

    /// The address the server listens on; the first, if there are several.
    ///
    /// # Errors
    /// When the server listens at Unix sockets only, which have none.
    pub fn local_addr(&self) -> std::io::Result<SocketAddr> {
        self.local_addrs().next().ok_or_else(|| std::io::ErrorKind::AddrNotAvailable.into())
    }

    /// All addresses the server listens on.
    pub fn local_addrs(&self) -> impl Iterator<Item = SocketAddr> {
        self.bound.iter().flat_map(listen::Bound::addresses)
    }
}

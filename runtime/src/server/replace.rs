//! A new process in the place of the running one: it is started with the same listening sockets, so
//! that no connection finds them closed, and this one stops when that one is ready.

use std::io::{self, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::{Child, Command};
use std::sync::{Arc, Weak};

use command_fds::{CommandFdExt, FdMapping};

use super::listen::Place;
use super::socket::Listener;
use super::stop::Stop;
use super::{Server, inherit, notify};
use crate::gateway;

/// Replacing the process.
impl Server {
    /// On SIGHUP, starts the program anew, in the place of this process: another version of it, where
    /// the file was replaced meanwhile. No request is lost.
    ///
    /// The new process has the arguments, the environment and the working directory of this one, and
    /// the sockets that the server listens at: the same program, as it asks for the same addresses,
    /// finds them open. When its `serve_forever` has begun, this process stops as it does on SIGTERM,
    /// and the new one accepts the connections, those that are waiting among them. If it ends before
    /// that, this process goes on as if nothing had happened, and the log says so; so does the first
    /// process of a container, as the container ends with it.
    ///
    /// The service manager is told which process is the main one (`MAINPID`). A process with several
    /// servers cannot be replaced: give one server several places to [`listen`](Self::listen) at.
    /// [Deployment](crate::deployment) has more.
    ///
    /// ```no_run
    /// # fn site(_: &mut lychgate::Environ, start_response: lychgate::StartResponse<'_>)
    /// #     -> lychgate::Result<lychgate::Reply<'static>> {
    /// #     Ok(start_response.start("200 OK", &[])?.body(""))
    /// # }
    /// # fn main() -> lychgate::Result<()> {
    /// lychgate::make_server("localhost:8080", site)?.replace_on_hangup().serve_forever()
    /// # }
    /// ```
    pub fn replace_on_hangup(mut self) -> Self {
        self.replaceable = true;
        self
    }
}

/// What it takes to start the program anew.
pub(super) struct Replacement {
    program: PathBuf,
    sockets: Vec<(Weak<Listener>, &'static str)>,
    stop: Arc<Stop>,
}

impl Replacement {
    pub(super) fn new<'a>(
        sockets: impl Iterator<Item = (&'a Arc<Listener>, &'a Place)>,
        stop: Arc<Stop>,
    ) -> io::Result<Replacement> {
        let name = |place: &Place| if place.is_own() { inherit::OWN } else { "" };
        let sockets = sockets.map(|(listener, place)| (Arc::downgrade(listener), name(place)));
        Ok(Replacement { program: program()?, sockets: sockets.collect(), stop })
    }

    /// Starts the program; when it is ready, begins the stop. Says whether it has.
    pub(super) fn replace(&self) -> bool {
        match self.try_to() {
            Ok(()) => true,
            Err(error) => {
                gateway::log(&format!("this process is not replaced: {error}"));
                false
            }
        }
    }

    fn try_to(&self) -> io::Result<()> {
        if std::process::id() == 1 {
            return Err(io::Error::other("it is the first of its container, which ends with it"));
        }
        let (mut successor, mut way) = self.start()?;
        let id = successor.id();
        gateway::log(&format!("process {id} is to replace this one"));
        // A process that ends closes its side.
        let is_ready = matches!(way.read(&mut [0]), Ok(1));
        if !is_ready || self.stop.has_begun() {
            successor.kill()?;
            let status = successor.wait()?;
            return Err(io::Error::other(format!(
                "process {id} was not ready at its end ({status})"
            )));
        }
        notify::notify(&format!("MAINPID={id}"));
        if let Err(error) = way.write_all(&[1]) {
            notify::notify(&format!("MAINPID={}", std::process::id()));
            return Err(error);
        }
        self.stop.leave();
        Ok(())
    }

    fn start(&self) -> io::Result<(Child, UnixStream)> {
        let (way, theirs) = UnixStream::pair()?;
        let mut descriptors: Vec<OwnedFd> = Vec::new();
        let mut names = Vec::new();
        for (listener, name) in &self.sockets {
            let listener = listener.upgrade().ok_or_else(|| io::Error::other("it stops"))?;
            descriptors.push(listener.as_fd().try_clone_to_owned()?);
            names.push(*name);
        }
        descriptors.push(theirs.into());
        names.push(inherit::PREDECESSOR);
        let mut command = Command::new(&self.program);
        command
            .args(std::env::args_os().skip(1))
            .env("LISTEN_FDS", descriptors.len().to_string())
            .env("LISTEN_FDNAMES", names.join(":"))
            // It is not known before the process is there.
            .env_remove("LISTEN_PID");
        let mapped = descriptors.into_iter().zip(3..);
        let mapped = mapped.map(|(parent_fd, child_fd)| FdMapping { parent_fd, child_fd });
        command.fd_mappings(mapped.collect()).map_err(io::Error::other)?;
        Ok((command.spawn()?, way))
    }
}

/// The program of this process, by the path that it was started with: what is there now may be newer
/// than what runs.
fn program() -> io::Result<PathBuf> {
    match std::env::args_os().next().map(PathBuf::from) {
        Some(path) if path.components().count() > 1 => std::path::absolute(path),
        _ => std::env::current_exe(),
    }
}

//! A server that is sent bytes.

use std::io::{ErrorKind, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use lychgate::server::Handle;
use lychgate::{Application, Server};
use tempfile::TempDir;

/// Longer than anything takes that is to happen.
const SOON: Duration = Duration::from_secs(30);

/// A server at a Unix socket, stopped when it is dropped.
pub struct Running {
    folder: TempDir,
    handle: Handle,
    thread: Option<JoinHandle<lychgate::Result<()>>>,
}

impl Running {
    pub fn start(
        application: impl Application + 'static,
        change: impl FnOnce(Server) -> Server,
    ) -> Running {
        let folder = tempfile::tempdir().expect("a folder");
        let server = Server::unix(socket(&folder), application).expect("a socket");
        let server = change(server.quiet());
        let handle = server.handle();
        let thread = Some(thread::spawn(|| server.serve_forever()));
        Running { folder, handle, thread }
    }

    /// All that comes back for these bytes, on a connection of their own that the server closes.
    pub fn ask(&self, bytes: &[u8]) -> Vec<u8> {
        self.talk(bytes, |_| {})
    }

    /// The same where the server may wait for more, and is told that no more comes. It may take this
    /// for a client that is gone, and not answer what it has not answered yet.
    pub fn tell(&self, bytes: &[u8]) -> Vec<u8> {
        self.talk(bytes, |stream| drop(stream.shutdown(Shutdown::Write)))
    }

    fn talk(&self, bytes: &[u8], end: impl FnOnce(&UnixStream)) -> Vec<u8> {
        let mut stream = UnixStream::connect(socket(&self.folder)).expect("a connection");
        stream.set_read_timeout(Some(SOON)).expect("a socket");
        // A server that has heard enough closes the connection; what it did not read, resets it.
        let _ = stream.write_all(bytes);
        end(&stream);
        let mut answer = Vec::new();
        match stream.read_to_end(&mut answer) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => panic!("no answer"),
            _ => answer,
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.handle.stop();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn socket(folder: &TempDir) -> PathBuf {
    folder.path().join("socket")
}

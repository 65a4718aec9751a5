//! Stopping gracefully: the connections that are open, and telling them to end.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::task::Waker;
use std::time::Duration;

use super::link::Link;

/// Stops a running server from elsewhere: a test, another thread.
///
/// The server accepts no more connections, finishes the requests that are running, and
/// [`serve_forever`](super::Server::serve_forever) returns.
#[derive(Clone)]
pub struct Handle(pub(super) Arc<Stop>);

impl Handle {
    /// Asks the server to stop; it is stopped when `serve_forever` returns.
    pub fn stop(&self) {
        self.0.begin();
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Handle")
    }
}

/// Whether the server is to stop, and who is to be told.
#[derive(Default)]
pub(super) struct Stop {
    begun: AtomicBool,
    /// Whether another process listens at the same sockets from now on.
    left: AtomicBool,
    tasks: Mutex<Tasks>,
    changed: Condvar,
}

#[derive(Default)]
struct Tasks {
    /// The connections that are open, each with how it is woken once it has been polled.
    connections: BTreeMap<u64, (Arc<Link>, Option<Waker>)>,
    last: u64,
    /// How many of them there was room for.
    admitted: usize,
    /// And how many with each address, where that is limited.
    addresses: HashMap<IpAddr, usize>,
}

/// Whether there is room for a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    Free,
    /// It is to be told so.
    Full,
}

impl Stop {
    pub(super) fn begin(&self) {
        let tasks = self.lock();
        self.begun.store(true, Ordering::Release);
        tasks
            .connections
            .values()
            .filter_map(|(_, waker)| waker.as_ref())
            .for_each(Waker::wake_by_ref);
        drop(tasks);
        self.changed.notify_all();
    }

    /// Begins the stop, and leaves the sockets to another process.
    #[cfg(all(unix, feature = "replace"))]
    pub(super) fn leave(&self) {
        self.left.store(true, Ordering::Release);
        self.begin();
    }

    pub(super) fn has_left(&self) -> bool {
        self.left.load(Ordering::Acquire)
    }

    pub(super) fn has_begun(&self) -> bool {
        self.begun.load(Ordering::Acquire)
    }

    /// How many connections are open.
    pub(super) fn connections(&self) -> usize {
        self.lock().connections.len()
    }

    /// Blocks until the stop begins.
    pub(super) fn wait(&self) {
        let mut tasks = self.lock();
        while !self.has_begun() {
            tasks = self.changed.wait(tasks).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Blocks until no connection is open, or the grace period is over; says how many are left.
    pub(super) fn wait_for_connections(&self, grace: Duration) -> usize {
        let tasks = self.lock();
        let open = |tasks: &mut Tasks| !tasks.connections.is_empty();
        let waited = self.changed.wait_timeout_while(tasks, grace, open);
        waited.unwrap_or_else(PoisonError::into_inner).0.connections.len()
    }

    /// Ends the connections that have been waiting for their clients for too long.
    pub(super) fn expire(&self) {
        for (link, waker) in self.lock().connections.values() {
            #[cfg(feature = "http2")]
            link.streams.expire();
            if link.expire() {
                waker.iter().for_each(Waker::wake_by_ref);
            }
        }
    }

    /// How many connections are told at a time that there is no room for them.
    const TOLD: usize = 128;

    /// Counts a connection as open until the guard is dropped; `None` when there is not even room for
    /// telling it that there is none.
    pub(super) fn open(self: Arc<Self>, link: Arc<Link>) -> Option<(Open, Room)> {
        let mut tasks = self.lock();
        let room = tasks.admit(&link);
        if room == Room::Full && tasks.connections.len() - tasks.admitted >= Stop::TOLD {
            return None;
        }
        tasks.last += 1;
        let key = tasks.last;
        let address = limited_address(&link);
        tasks.connections.insert(key, (link, None));
        drop(tasks);
        Some((Open { stop: self, key, room, address, watched: AtomicBool::new(false) }, room))
    }

    fn lock(&self) -> MutexGuard<'_, Tasks> {
        self.tasks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tasks {
    fn admit(&mut self, link: &Link) -> Room {
        let limits = &link.shared.limits;
        if self.admitted >= limits.connections {
            return Room::Full;
        }
        if let (Some(most), Some(address)) = (limits.per_address, limited_address(link)) {
            let open = self.addresses.entry(address).or_default();
            if *open >= most {
                return Room::Full;
            }
            *open += 1;
        }
        self.admitted += 1;
        Room::Free
    }

    fn dismiss(&mut self, address: Option<IpAddr>) {
        self.admitted -= 1;
        let Some(address) = address else { return };
        if let Some(open) = self.addresses.get_mut(&address) {
            *open -= 1;
            if *open == 0 {
                self.addresses.remove(&address);
            }
        }
    }
}

/// The address of a connection, where the connections of each are counted. A proxy's are counted as
/// those of its clients.
fn limited_address(link: &Link) -> Option<IpAddr> {
    let peer = link.shared.limits.per_address.and(link.peer)?;
    let is_proxy = link.shared.proxies.contain(link.peer);
    if is_proxy { None } else { Some(peer.ip()) }
}

/// A connection that is open.
pub(super) struct Open {
    stop: Arc<Stop>,
    key: u64,
    room: Room,
    address: Option<IpAddr>,
    watched: AtomicBool,
}

impl Open {
    /// Goes on as the connection of a proxy's client, if there is room for one.
    pub(super) fn pass_on(&mut self, link: &Arc<Link>) -> Room {
        let mut tasks = self.stop.lock();
        tasks.dismiss(self.address.take());
        self.room = tasks.admit(link);
        if self.room == Room::Free {
            self.address = limited_address(link);
        }
        if let Some((slot, _)) = tasks.connections.get_mut(&self.key) {
            *slot = Arc::clone(link);
        }
        self.room
    }

    /// Whether the stop has begun; if not, the task is woken when it does.
    pub(super) fn is_stopping(&self, waker: &Waker) -> bool {
        self.watch(waker);
        self.stop.has_begun()
    }

    /// Has the task woken when the stop begins, and when the client is too slow.
    pub(super) fn watch(&self, waker: &Waker) {
        // A task has one waker as long as it lives.
        if !self.watched.load(Ordering::Relaxed) {
            self.watched.store(true, Ordering::Relaxed);
            if let Some((_, slot)) = self.stop.lock().connections.get_mut(&self.key) {
                *slot = Some(waker.clone());
            }
        }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        let mut tasks = self.stop.lock();
        tasks.connections.remove(&self.key);
        if self.room == Room::Free {
            tasks.dismiss(self.address);
        }
        drop(tasks);
        self.stop.changed.notify_all();
    }
}

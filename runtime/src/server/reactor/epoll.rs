//! Linux's epoll. A socket is registered once, for both directions and edge-triggered: a request on a
//! connection that is kept alive costs no system call but its own read and write, and its share of a
//! wait.

use std::cell::RefCell;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock, RwLockWriteGuard};
use std::task::{Context, Poll, Waker};

use rustix::event::epoll::{self, CreateFlags, Event, EventData, EventFlags};
use rustix::event::{EventfdFlags, Timespec, eventfd};
use slab::Slab;

/// The sockets of one server.
pub(in crate::server) struct Reactor {
    epoll: OwnedFd,
    /// A file that becomes ready when it is written to.
    bell: OwnedFd,
    sources: RwLock<Slab<Arc<Source>>>,
    /// How many sources there have been.
    born: AtomicU32,
}

thread_local! {
    static CURRENT: RefCell<Option<Arc<Reactor>>> = const { RefCell::new(None) };
}

/// What the bell is called in the place of a source.
const BELL: u64 = u64::MAX;

impl Reactor {
    pub(in crate::server) fn new() -> io::Result<Reactor> {
        let epoll = epoll::create(CreateFlags::CLOEXEC)?;
        let bell = eventfd(0, EventfdFlags::CLOEXEC | EventfdFlags::NONBLOCK)?;
        // Edge-triggered, every ring is one event, and nobody has to read it.
        epoll::add(&epoll, &bell, EventData::new_u64(BELL), EventFlags::IN | EventFlags::ET)?;
        Ok(Reactor { epoll, bell, sources: RwLock::default(), born: AtomicU32::new(0) })
    }

    /// Has the sockets that are waited for on this thread watched by this reactor.
    pub(in crate::server) fn enter(self: &Arc<Self>) {
        CURRENT.set(Some(Arc::clone(self)));
    }

    /// Takes events, and puts the tasks that waited for them into `woken`. While there are none it
    /// `blocks`, until the bell rings.
    pub(in crate::server) fn wait(&self, blocks: bool, woken: &mut Vec<Waker>) {
        const NONE: Event = Event { flags: EventFlags::empty(), data: EventData::new_u64(BELL) };
        const NOW: Timespec = Timespec { tv_sec: 0, tv_nsec: 0 };
        let mut events = [NONE; 64];
        let timeout = if blocks { None } else { Some(&NOW) };
        // What fails is to wait, by a signal: whoever waits does so again.
        let count = epoll::wait(&self.epoll, &mut events[..], timeout).unwrap_or(0);
        if count == 0 {
            return;
        }
        let sources = self.sources.read().unwrap_or_else(PoisonError::into_inner);
        for Event { flags, data, .. } in events.into_iter().take(count) {
            let (born, key) = (data.u64() >> 32, data.u64() & u64::from(u32::MAX));
            let source = usize::try_from(key).ok().and_then(|key| sources.get(key));
            // The event may be older than the source that has taken the place of another.
            if let Some(source) = source.filter(|source| u64::from(source.born) == born) {
                source.note(flags, woken);
            }
        }
    }

    /// Wakes one of the threads that wait, or has the next one not wait.
    pub(in crate::server) fn ring(&self) {
        // It can only fail after more rings than there will ever be.
        let _ = rustix::io::write(&self.bell, &1u64.to_ne_bytes());
    }

    /// The sources, to add one or to remove it.
    fn sources(&self) -> RwLockWriteGuard<'_, Slab<Arc<Source>>> {
        self.sources.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A socket that may be waited for. It is registered when that happens first, with the reactor that
/// the thread has entered.
pub(in crate::server) struct Async<T> {
    /// Dropped first: a socket that is closed has no more events.
    inner: T,
    registration: OnceLock<Registration>,
}

impl<T: AsFd> Async<T> {
    pub(in crate::server) fn new(inner: T) -> io::Result<Self> {
        rustix::io::ioctl_fionbio(&inner, true)?;
        Ok(Async { inner, registration: OnceLock::new() })
    }

    pub(in crate::server) fn get_ref(&self) -> &T {
        &self.inner
    }

    /// Whether there was something to read since this was asked last.
    pub(in crate::server) fn poll_readable(
        &self,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        self.source()?.poll(context, |state| &mut state.readable)
    }

    /// Whether there was room to write since this was asked last.
    pub(in crate::server) fn poll_writable(
        &self,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        self.source()?.poll(context, |state| &mut state.writable)
    }

    fn source(&self) -> io::Result<&Source> {
        if let Some(registration) = self.registration.get() {
            return Ok(&registration.source);
        }
        let registration = Registration::new(&self.inner)?;
        Ok(&self.registration.get_or_init(|| registration).source)
    }
}

/// Notes that perhaps not all was read: of what is left there is no further event.
pub(in crate::server) fn leave_unread<T>(socket: &Async<T>) {
    if let Some(registration) = socket.registration.get() {
        registration.source.state().readable.ready = true;
    }
}

/// A socket's place in a reactor.
struct Registration {
    reactor: Arc<Reactor>,
    key: usize,
    source: Arc<Source>,
}

impl Registration {
    fn new(socket: impl AsFd) -> io::Result<Self> {
        let reactor = CURRENT.with_borrow(Option::clone);
        let reactor = reactor.ok_or_else(|| io::Error::other("no thread of the server's"))?;
        let born = reactor.born.fetch_add(1, Ordering::Relaxed);
        let source = Arc::new(Source { born, state: Mutex::default() });
        let key = reactor.sources().insert(Arc::clone(&source));
        let registration = Registration { reactor, key, source };
        let flags = EventFlags::IN | EventFlags::OUT | EventFlags::RDHUP | EventFlags::ET;
        let data = EventData::new_u64(u64::from(born) << 32 | key as u64);
        // What is ready already is an event, too.
        epoll::add(&registration.reactor.epoll, socket, data, flags)?;
        Ok(registration)
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        self.reactor.sources().remove(self.key);
    }
}

/// What is known of a socket.
struct Source {
    /// The how many-th it is.
    born: u32,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    readable: Direction,
    writable: Direction,
}

#[derive(Default)]
struct Direction {
    /// Whether there was an event since somebody asked.
    ready: bool,
    /// Whether it is closed, of which there is no further event.
    closed: bool,
    waker: Option<Waker>,
}

impl Source {
    fn note(&self, flags: EventFlags, woken: &mut Vec<Waker>) {
        let failed = EventFlags::ERR | EventFlags::HUP;
        let state = &mut *self.state();
        let readable = EventFlags::IN | EventFlags::RDHUP | failed;
        state.readable.note(flags, readable, EventFlags::RDHUP | EventFlags::HUP, woken);
        state.writable.note(flags, EventFlags::OUT | failed, EventFlags::HUP, woken);
    }

    fn poll(
        &self,
        context: &mut Context<'_>,
        direction: fn(&mut State) -> &mut Direction,
    ) -> Poll<io::Result<()>> {
        let mut state = self.state();
        let direction = direction(&mut state);
        if std::mem::take(&mut direction.ready) || direction.closed {
            return Poll::Ready(Ok(()));
        }
        let waker = context.waker();
        if !direction.waker.as_ref().is_some_and(|known| known.will_wake(waker)) {
            let before = direction.waker.replace(waker.clone());
            drop(state); // before the waker, which may be all that is left of a task
            drop(before);
        }
        Poll::Pending
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Direction {
    fn note(
        &mut self,
        flags: EventFlags,
        ready: EventFlags,
        closed: EventFlags,
        woken: &mut Vec<Waker>,
    ) {
        if flags.intersects(ready) {
            self.ready = true;
            self.closed |= flags.intersects(closed);
            woken.extend(self.waker.take());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{ErrorKind, Read, Write};
    use std::os::unix::net::UnixStream;

    use super::*;

    /// A reactor that this thread has entered, and a socket of its with the other end.
    fn pair() -> (Arc<Reactor>, Async<UnixStream>, UnixStream) {
        let reactor = Arc::new(Reactor::new().unwrap());
        reactor.enter();
        let (ours, theirs) = UnixStream::pair().unwrap();
        (reactor, Async::new(ours).unwrap(), theirs)
    }

    fn is_readable(socket: &Async<UnixStream>) -> bool {
        let mut context = Context::from_waker(Waker::noop());
        socket.poll_readable(&mut context).is_ready()
    }

    /// How many tasks one wait wakes.
    fn woken(reactor: &Reactor) -> usize {
        let mut woken = Vec::new();
        reactor.wait(true, &mut woken);
        woken.len()
    }

    #[test]
    fn what_comes_wakes_whoever_waits_for_it_once() {
        let (reactor, socket, mut other) = pair();
        assert!(!is_readable(&socket));
        assert_eq!(woken(&reactor), 0, "it can be written to, which nobody waits for");
        for _ in 0..3 {
            other.write_all(b"hello").unwrap();
            assert_eq!(woken(&reactor), 1);
            assert!(is_readable(&socket));
            assert_eq!(socket.get_ref().read(&mut [0; 64]).unwrap(), 5);
            assert!(!is_readable(&socket));
        }
    }

    #[test]
    fn what_is_left_is_waited_for_no_more_than_an_end_that_was_seen() {
        let (reactor, socket, mut other) = pair();
        other.write_all(b"hello").unwrap();
        drop(other);
        assert!(!is_readable(&socket), "nobody has asked the system yet");
        assert_eq!(woken(&reactor), 1);
        assert!(is_readable(&socket));
        assert_eq!(socket.get_ref().read(&mut [0; 2]).unwrap(), 2);
        leave_unread(&socket);
        assert!(is_readable(&socket), "the rest");
        assert_eq!(socket.get_ref().read(&mut [0; 64]).unwrap(), 3);
        assert!(is_readable(&socket), "the end");
        assert_eq!(socket.get_ref().read(&mut [0; 64]).unwrap(), 0);
    }

    #[test]
    fn a_full_socket_wakes_its_writer_when_it_is_no_longer_full() {
        let (reactor, socket, mut other) = pair();
        let mut context = Context::from_waker(Waker::noop());
        let mut sent = 0;
        loop {
            match socket.get_ref().write(&[0; 4096]) {
                Ok(length) => sent += length,
                Err(error) => break assert_eq!(error.kind(), ErrorKind::WouldBlock),
            }
        }
        assert!(socket.poll_writable(&mut context).is_pending());
        other.read_exact(&mut vec![0; sent]).unwrap();
        assert_eq!(woken(&reactor), 1);
        assert!(socket.poll_writable(&mut context).is_ready());
    }

    #[test]
    fn a_bell_ends_one_wait() {
        let (reactor, socket, _other) = pair();
        for _ in 0..3 {
            reactor.ring();
            assert_eq!(woken(&reactor), 0);
        }
        drop(socket);
        assert!(reactor.sources().is_empty());
    }
}

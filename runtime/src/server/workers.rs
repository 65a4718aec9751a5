//! The threads that run the connections: as few as keep the machine busy, and more when they block.

use std::cell::Cell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
#[cfg(target_os = "linux")]
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::{self, Thread};
use std::time::{Duration, Instant};

use async_io::Timer;
use async_task::{Runnable, Task};

use super::tasks::Tasks;
use crate::gateway;

/// How many threads there may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    pub(super) least: usize,
    pub(super) most: usize,
    /// How long all of them may be blocked, and no more be added, before tasks are run that do
    /// without the application.
    pub(super) patience: Duration,
}

thread_local! {
    /// Whether this thread must not be blocked.
    static SPARE: Cell<bool> = const { Cell::new(false) };
}

/// Whether the application must not be called on this thread: there is no other that is free.
pub(super) fn is_spare() -> bool {
    SPARE.get()
}

/// The threads of one server. Each runs one task at a time, waits for sockets when there is none to
/// run, and may be blocked by an application. A watch looks after them: when all of them are blocked
/// it adds threads, and when there are more than were of use for a while it dismisses some.
pub(super) struct Workers {
    tasks: Arc<Tasks>,
    size: Size,
    seats: Mutex<Vec<(Arc<Seat>, Seen)>>,
    /// How many threads are to leave.
    dismissed: AtomicUsize,
    watch: OnceLock<Thread>,
    watch_sleeps: AtomicBool,
}

/// What a thread shows of itself.
#[derive(Default)]
struct Seat {
    /// Odd while the thread runs a task; every change is a sign of life.
    turns: AtomicU64,
    /// The system's file on the thread.
    #[cfg(target_os = "linux")]
    file: OnceLock<PathBuf>,
}

/// What the watch has seen of it.
#[derive(Clone, Copy, Default)]
struct Seen {
    turns: u64,
    /// Looks since the thread has been running the same task.
    looks: u32,
    blocked: bool,
}

impl Workers {
    pub(super) fn new(size: Size) -> io::Result<Arc<Self>> {
        Ok(Arc::new(Workers {
            tasks: Arc::new(Tasks::new()?),
            size: Size { least: size.least.max(1), most: size.most.max(size.least).max(1), ..size },
            seats: Mutex::new(Vec::new()),
            dismissed: AtomicUsize::new(0),
            watch: OnceLock::new(),
            watch_sleeps: AtomicBool::new(false),
        }))
    }

    /// Starts the threads.
    pub(super) fn start(self: &Arc<Self>) -> io::Result<()> {
        #[cfg(feature = "tokio")]
        drop(gateway::context::enter()?);
        // The first timer opens descriptors. It must not be the one that waits for descriptors to be
        // had: it would fail, and nothing be accepted any more.
        gateway::block_on(Timer::after(Duration::from_millis(1)));
        for _ in 0..self.size.least {
            self.add()?;
        }
        let workers = Arc::clone(self);
        let watch = thread::Builder::new().name("lychgate-watch".to_owned());
        let watch = watch.spawn(move || workers.watch())?;
        let _ = self.watch.set(watch.thread().clone());
        Ok(())
    }

    /// Whether there may be more than one thread.
    pub(super) fn are_several(&self) -> bool {
        self.size.most > 1
    }

    /// Has a task run by any of the threads.
    pub(super) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) -> Task<()> {
        self.tasks.spawn(task)
    }

    /// Has all threads leave when they are done with what they run, and drops what waits.
    pub(super) fn close(&self) {
        self.tasks.close();
        if let Some(watch) = self.watch.get() {
            watch.unpark();
        }
    }

    /// How many threads there are, and how many of them run a task.
    pub(super) fn threads(&self) -> (usize, usize) {
        let seats = self.seats();
        let busy = |seat: &Seat| seat.turns.load(Ordering::Relaxed) % 2 == 1;
        (seats.len(), seats.iter().filter(|(seat, _)| busy(seat)).count())
    }

    fn seats(&self) -> MutexGuard<'_, Vec<(Arc<Seat>, Seen)>> {
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(self: &Arc<Self>) -> io::Result<()> {
        let seat = Arc::new(Seat::default());
        let (workers, own) = (Arc::clone(self), Arc::clone(&seat));
        let thread = thread::Builder::new().name("lychgate-worker".to_owned());
        thread.spawn(move || {
            own.sit();
            // That there is one was seen at the start.
            #[cfg(feature = "tokio")]
            let _context = gateway::context::enter();
            workers.work(&own);
            workers.seats().retain(|(seat, _)| !Arc::ptr_eq(seat, &own));
        })?;
        self.seats().push((seat, Seen::default()));
        Ok(())
    }

    fn work(&self, seat: &Seat) {
        self.tasks.reactor.enter();
        let (mut turns, mut woken) = (0u32, Vec::new());
        while !self.leaves() {
            let Some((task, more)) = self.tasks.next() else {
                self.tasks.look(true, &mut woken);
                continue;
            };
            if more {
                // This one may block.
                self.tasks.call();
            }
            self.run(task, seat);
            turns = turns.wrapping_add(1);
            if turns % 64 == 0 {
                // Tasks that are always ready hide no socket.
                self.tasks.look(false, &mut woken);
            }
        }
        // There may be more that are to leave.
        self.tasks.reactor.ring();
    }

    /// Runs a task as far as it goes.
    fn run(&self, task: Runnable, seat: &Seat) {
        let turns = seat.turns.load(Ordering::Relaxed);
        seat.turns.store(turns | 1, Ordering::Relaxed);
        if self.watch_sleeps.load(Ordering::Relaxed) {
            self.wake_watch();
        }
        run(task);
        seat.turns.store((turns | 1) + 1, Ordering::Relaxed);
    }

    /// Whether the thread that asks is to leave.
    fn leaves(&self) -> bool {
        self.tasks.is_closed()
            || self.dismissed.load(Ordering::Relaxed) > 0
                && self
                    .dismissed
                    .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1))
                    .is_ok()
    }

    fn wake_watch(&self) {
        if self.watch_sleeps.swap(false, Ordering::Relaxed) {
            if let Some(watch) = self.watch.get() {
                watch.unpark();
            }
        }
    }
}

/// Runs a task, whose panic harms no other.
fn run(task: Runnable) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| task.run())) {
        gateway::log(&gateway::panicked(&*panic, "a connection").to_string());
    }
}

impl Workers {
    const LOOK: Duration = Duration::from_millis(1);
    /// Looks after which a task counts as blocked, even if it computes.
    const LONG: u32 = 10;
    /// Looks without a sign of life after which the watch sleeps.
    const QUIET: u32 = 10;
    /// Looks after which threads that were of no use are dismissed.
    const TERM: u32 = 1000;

    fn watch(self: &Arc<Self>) {
        let (mut quiet, mut looks, mut most_busy) = (0, 0, 0);
        let mut free = Instant::now();
        self.tasks.reactor.enter();
        while !self.tasks.is_closed() {
            thread::sleep(Workers::LOOK);
            let Look { threads, blocked, alive } = self.look();
            if !self.tasks.is_idle() {
                // A task has woken others, and blocks before its thread comes to them.
                self.tasks.call();
            }
            if blocked < threads {
                free = Instant::now();
            } else if threads < self.size.most {
                self.grow(blocked);
            } else if free.elapsed() >= self.size.patience {
                self.run_spare();
            }
            most_busy = blocked.max(most_busy);
            looks += 1;
            if looks == Workers::TERM {
                self.shrink(threads, most_busy);
                (looks, most_busy) = (0, 0);
            }
            quiet = if alive { 0 } else { quiet + 1 };
            if quiet >= Workers::QUIET && threads <= self.size.least {
                self.sleep();
                free = Instant::now();
                quiet = 0;
            }
        }
    }

    fn look(&self) -> Look {
        let mut seats = self.seats();
        let mut look = Look { threads: seats.len(), blocked: 0, alive: false };
        for (seat, seen) in &mut *seats {
            let turns = seat.turns.load(Ordering::Relaxed);
            if seen.turns != turns {
                *seen = Seen { turns, ..Seen::default() };
                look.alive = true;
            } else if turns % 2 == 1 {
                look.alive = true;
                seen.looks += 1;
                seen.blocked = seen.blocked || seen.looks > Workers::LONG || seat.is_asleep();
                look.blocked += usize::from(seen.blocked);
            }
        }
        look
    }

    /// Doubles the threads, within the limit.
    fn grow(self: &Arc<Self>, threads: usize) {
        self.dismissed.store(0, Ordering::Relaxed);
        let wanted = self.size.most.min(self.size.least.max(threads * 2));
        for _ in threads..wanted {
            if let Err(error) = self.add() {
                gateway::log(&format!("no thread can be added to {threads}: {error}"));
                break;
            }
        }
    }

    /// Runs tasks on the thread of the watch, which the application must not block: they tell their
    /// clients so.
    fn run_spare(&self) {
        // Tasks that cannot do without the application come back at once.
        const MOST: usize = 256;
        self.tasks.look(false, &mut Vec::new());
        SPARE.set(true);
        for (task, _) in std::iter::from_fn(|| self.tasks.next()).take(MOST) {
            run(task);
        }
        SPARE.set(false);
    }

    /// Keeps twice as many threads as were blocked at once.
    fn shrink(&self, threads: usize, blocked: usize) {
        let surplus = threads.saturating_sub(self.size.least.max(blocked * 2));
        self.dismissed.store(surplus, Ordering::Relaxed);
        if surplus > 0 {
            self.tasks.reactor.ring();
        }
    }

    /// Sleeps until a thread runs a task. (Not for ever: a wake-up may cross with falling asleep.)
    fn sleep(&self) {
        self.watch_sleeps.store(true, Ordering::Relaxed);
        thread::park_timeout(Duration::from_secs(1));
        self.watch_sleeps.store(false, Ordering::Relaxed);
    }
}

impl Seat {
    /// Called by the thread that the seat stands for.
    fn sit(&self) {
        #[cfg(target_os = "linux")]
        if let Ok(thread) = std::fs::read_link("/proc/thread-self") {
            let _ = self.file.set(Path::new("/proc").join(thread).join("stat"));
        }
    }

    /// Whether the thread sleeps, as opposed to computing, or waiting for a processor. Where the
    /// system does not say, it does.
    fn is_asleep(&self) -> bool {
        #[cfg(target_os = "linux")]
        if let Some(stat) = self.file.get().and_then(|file| std::fs::read_to_string(file).ok()) {
            // The state stands after the name, which is in parentheses and may hold some.
            return stat.rsplit_once(") ").is_none_or(|(_, state)| !state.starts_with('R'));
        }
        true
    }
}

/// What the watch has seen.
struct Look {
    threads: usize,
    /// Threads that have been in one task since the last look, and sleep there.
    blocked: usize,
    /// Whether any thread runs a task, or has run one since the last look.
    alive: bool,
}

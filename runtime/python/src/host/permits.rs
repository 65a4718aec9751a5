//! How many threads may call Python at a time.
//!
//! Python's lock lets one thread compute. Where handlers compute, further threads only take it from
//! each other; where they wait for something else, they leave it free. So from time to time a thread
//! asks for the lock, and how long that takes tells which it is. Without the lock, in free-threaded
//! builds, it never takes long.

use std::time::Duration;

/// To ask for the lock has whoever holds it let go within 5 ms (`sys.setswitchinterval`), so not more
/// often than this, in ticks of a millisecond, while it is found to be held.
const RAREST: u32 = 64;

/// So many ticks without a request taken up, and it is asked for at once: perhaps all are blocked.
const STALLED: u32 = 5;

/// What was found of Python's lock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Lock {
    Free,
    /// It came free soon: neither nor.
    Shared,
    Held,
}

impl Lock {
    /// What it means that it took this long to have it.
    pub(super) fn after(time: Duration) -> Self {
        match time.as_micros() {
            0..100 => Lock::Free,
            100..1000 => Lock::Shared,
            _ => Lock::Held,
        }
    }
}

/// The permits that there are now, of at most `most`, when `running` threads have one, and requests
/// wait for one or not.
pub(super) fn permits(lock: Lock, now: usize, most: usize, running: usize, wait: bool) -> usize {
    match lock {
        Lock::Free if wait => (2 * running).clamp(now, most),
        Lock::Held if running > 1 => now.min(running - 1),
        _ => now,
    }
}

/// When to ask for the lock.
pub(super) struct Pace {
    /// Ticks since it was asked for.
    since: u32,
    /// Ticks since a request was taken up.
    still: u32,
    every: u32,
}

impl Pace {
    pub(super) fn new() -> Self {
        Pace { since: 0, still: 0, every: 1 }
    }

    /// Whether to ask after this tick, in which a request was taken up or not.
    pub(super) fn tick(&mut self, moved: bool) -> bool {
        self.since += 1;
        self.still = if moved { 0 } else { self.still + 1 };
        self.since >= self.every || self.still >= STALLED
    }

    pub(super) fn found(&mut self, lock: Lock) {
        let every = if lock == Lock::Held { RAREST.min(2 * self.every) } else { 1 };
        *self = Pace { every, ..Pace::new() };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_computes_is_left_alone_and_who_waits_is_not() {
        // Four compute: one after the other is enough.
        assert_eq!(permits(Lock::Held, 4, 4, 4, true), 3);
        assert_eq!(permits(Lock::Held, 3, 4, 3, false), 2);
        assert_eq!(permits(Lock::Held, 1, 4, 1, true), 1);
        // The last of those that had one before is still at it.
        assert_eq!(permits(Lock::Held, 1, 4, 3, true), 1);
        // One is blocked, and others wait.
        assert_eq!(permits(Lock::Free, 1, 4, 1, true), 2);
        assert_eq!(permits(Lock::Free, 2, 4, 2, true), 4);
        assert_eq!(permits(Lock::Free, 3, 5, 3, true), 5);
        // There is nothing to change, or to know.
        assert_eq!(permits(Lock::Free, 2, 4, 2, false), 2);
        assert_eq!(permits(Lock::Free, 4, 4, 0, true), 4);
        assert_eq!(permits(Lock::Shared, 2, 4, 2, true), 2);
    }

    #[test]
    fn the_lock_is_left_to_who_holds_it() {
        let mut pace = Pace::new();
        let mut ticks = |moved: bool, lock| {
            let ticks = (1..).find(|_| pace.tick(moved)).unwrap();
            pace.found(lock);
            ticks
        };
        let held: Vec<u32> = (0..9).map(|_| ticks(true, Lock::Held)).collect();
        assert_eq!(held, [1, 2, 4, 8, 16, 32, 64, 64, 64]);
        assert_eq!(ticks(false, Lock::Held), STALLED);
        assert_eq!(ticks(true, Lock::Free), RAREST);
        assert_eq!(ticks(true, Lock::Shared), 1);
        assert_eq!(ticks(true, Lock::Free), 1);
    }

    #[test]
    fn what_comes_at_once_was_free() {
        let after = |micros| Lock::after(Duration::from_micros(micros));
        assert_eq!([after(3), after(400), after(5000)], [Lock::Free, Lock::Shared, Lock::Held]);
    }
}

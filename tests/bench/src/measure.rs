//! Interleaved samples: in each round every contestant has one, so that what slows the machine
//! down for a while slows all of them.

use std::hint::black_box;
use std::time::{Duration, Instant};

use crate::contestant::Contestant;

/// What a contestant took for one mix of paths.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    /// The name of the contestant.
    pub name: &'static str,
    /// The median of the nanoseconds a lookup, over all rounds.
    pub nanoseconds: f64,
    /// Half the rounds lie within this part of the median, up or down.
    pub spread: f64,
    /// Allocations a lookup.
    pub allocations: f64,
}

/// Measures all contestants on the same paths.
#[must_use]
pub fn measure(
    contestants: &[Box<dyn Contestant>],
    paths: &[&str],
    rounds: usize,
) -> Vec<Measured> {
    let passes: Vec<u32> = contestants.iter().map(|one| passes(one.as_ref(), paths)).collect();
    let mut samples = vec![Vec::with_capacity(rounds); contestants.len()];
    for round in 0..rounds {
        for turn in 0..contestants.len() {
            // Nobody always follows the same neighbour.
            let which = if round % 2 == 0 { turn } else { contestants.len() - 1 - turn };
            let time = sample(contestants[which].as_ref(), paths, passes[which]);
            let lookups = f64::from(passes[which]) * paths.len() as f64;
            samples[which].push(time.as_secs_f64() * 1e9 / lookups);
        }
    }
    let results = contestants.iter().zip(samples);
    results.map(|(one, samples)| result(one.as_ref(), paths, samples)).collect()
}

/// How often a sample goes through the paths: for a quarter of a millisecond, at least once.
fn passes(contestant: &dyn Contestant, paths: &[&str]) -> u32 {
    const SAMPLE: Duration = Duration::from_micros(250);
    sample(contestant, paths, 1);
    let once = sample(contestant, paths, 1).max(Duration::from_nanos(1));
    SAMPLE.as_nanos().div_ceil(once.as_nanos()).try_into().unwrap_or(u32::MAX)
}

fn sample(contestant: &dyn Contestant, paths: &[&str], passes: u32) -> Duration {
    let start = Instant::now();
    for _ in 0..passes {
        black_box(contestant.digest_all(black_box(paths)));
    }
    start.elapsed()
}

fn result(contestant: &dyn Contestant, paths: &[&str], mut samples: Vec<f64>) -> Measured {
    samples.sort_by(f64::total_cmp);
    let at =
        |percent: usize| samples.get(samples.len() * percent / 100).copied().unwrap_or(f64::NAN);
    let counted = allocation_counter::measure(|| {
        black_box(contestant.digest_all(paths));
    });
    Measured {
        name: contestant.name(),
        nanoseconds: at(50),
        spread: (at(75) - at(25)) / at(50) / 2.0,
        allocations: counted.count_total as f64 / paths.len() as f64,
    }
}

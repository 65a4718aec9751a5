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
    let plans: Vec<Samples<'_>> =
        contestants.iter().map(|one| Samples::plan(one.as_ref(), paths)).collect();
    let mut samples = vec![Vec::with_capacity(rounds); contestants.len()];
    for round in 0..rounds {
        for turn in 0..contestants.len() {
            // Nobody always follows the same neighbour.
            let which = if round % 2 == 0 { turn } else { contestants.len() - 1 - turn };
            samples[which].push(plans[which].sample(contestants[which].as_ref(), round));
        }
    }
    let results = contestants.iter().zip(samples);
    results.map(|(one, samples)| result(one.as_ref(), paths, samples)).collect()
}

/// How a contestant is sampled: short samples are seldom interrupted, but the clock needs time to
/// tick. Who is fast goes through all paths several times; who is slow, through every `n`th.
struct Samples<'p> {
    parts: Vec<Vec<&'p str>>,
    passes: u32,
}

impl<'p> Samples<'p> {
    fn plan(contestant: &dyn Contestant, paths: &[&'p str]) -> Self {
        const SAMPLE: Duration = Duration::from_micros(250);
        const LEAST_PATHS: usize = 32;
        let once = (0..3).map(|_| time(contestant, paths, 1)).min().unwrap_or_default();
        let once = once.max(Duration::from_nanos(1)).as_nanos();
        let passes = SAMPLE.as_nanos().div_ceil(once).try_into().unwrap_or(u32::MAX);
        let most = (paths.len() / LEAST_PATHS).max(1);
        let parts = usize::try_from(once / SAMPLE.as_nanos()).unwrap_or(most).clamp(1, most);
        let part = |first| paths.iter().skip(first).step_by(parts).copied().collect();
        Samples { parts: (0..parts).map(part).collect(), passes }
    }

    /// Nanoseconds a lookup.
    fn sample(&self, contestant: &dyn Contestant, round: usize) -> f64 {
        let paths = &self.parts[round % self.parts.len()];
        let lookups = f64::from(self.passes) * paths.len() as f64;
        time(contestant, paths, self.passes).as_secs_f64() * 1e9 / lookups
    }
}

fn time(contestant: &dyn Contestant, paths: &[&str], passes: u32) -> Duration {
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

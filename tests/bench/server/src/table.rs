//! The results of a scenario, as text.

use std::fmt::Write;

use crate::contestants::{Contestant, MEASURE};
use crate::round::Sample;
use crate::scenario::Scenario;

type Samples = Vec<Result<Sample, String>>;

/// A line for each contestant: the medians of its rounds. A ratio is the median of the ratios of each
/// round, so that a round in which the machine was busy counts as any other.
pub fn text(scenario: &Scenario, contestants: &[Contestant], samples: &[Samples]) -> String {
    let mut text = format!(
        "{:26}{:>10}{:>7}{:>9}{:>9}{:>9}{:>7}{:>8}{:>8}\n",
        scenario.name, "req/s", "ratio", "p50 ms", "p99 ms", "CPU us", "ratio", "load us", "MiB"
    );
    let measure = contestants.iter().position(|(name, _)| *name == MEASURE).unwrap_or(0);
    for ((name, _), own) in contestants.iter().zip(samples) {
        let _ = writeln!(text, "{name:26}{}{}", line(own, &samples[measure]), notes(own));
    }
    text
}

/// What is wrong with a contestant's samples.
fn notes(own: &Samples) -> String {
    let mut notes = String::new();
    let starved = own.iter().flatten().map(|sample| sample.starved).max().unwrap_or(0);
    if starved > 0 {
        let _ = write!(notes, "  {starved} connections without an answer");
    }
    let mut errors = own.iter().filter_map(|sample| sample.as_ref().err());
    if let Some(error) = errors.next() {
        let _ = write!(notes, "  in {} of {} rounds: {error}", 1 + errors.count(), own.len());
    }
    notes
}

fn line(own: &Samples, measure: &Samples) -> String {
    let of = |figure: fn(&Sample) -> f64| median(own.iter().flatten().map(figure).collect());
    let ratio = |figure: fn(&Sample) -> f64| {
        let rounds = own.iter().zip(measure);
        let both =
            rounds.filter_map(|(own, other)| Some((own.as_ref().ok()?, other.as_ref().ok()?)));
        median(both.map(|(own, other)| figure(own) / figure(other)).collect())
    };
    format!(
        "{:10.0}{:7.2}{:9.2}{:9.2}{:9.1}{:7.2}{:8.1}{:8.1}",
        of(|sample| sample.rate),
        ratio(|sample| sample.rate),
        of(|sample| sample.p50),
        of(|sample| sample.p99),
        of(|sample| sample.server),
        ratio(|sample| sample.server),
        of(|sample| sample.load),
        of(|sample| sample.memory),
    )
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}

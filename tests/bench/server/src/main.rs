//! How fast requests are answered, beside other servers.
//!
//! Each contestant is a process of this program; the load is another. The README of `tests/bench`
//! tells how to run it, and what each number means.

#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod contestants;
mod round;
mod scenario;
mod site;
mod table;

use std::time::Duration;

use contestants::{ALL, Contestant};
use lychgate_bench::process::{allow_descriptors, end_with_input};
use scenario::Scenario;

const USAGE: &str = "the arguments are [--quick] [--rounds N] [--seconds N] [--only WORD,WORD]
WORD is a part of the name of a contestant or of a scenario";

/// What is measured, and for how long.
struct Plan {
    rounds: usize,
    time: Duration,
    contestants: Vec<Contestant>,
    scenarios: Vec<Scenario>,
}

fn main() -> contestants::Result {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [word, name, address] = &arguments[..] {
        if word == "serve" {
            let contestant = ALL.iter().find(|(known, _)| known == name).ok_or(USAGE)?;
            let address = address.parse()?;
            end_with_input();
            return contestant.1(address);
        }
    }
    let plan = Plan::of(&arguments)?;
    // More than connections on each side.
    allow_descriptors(4096)?;
    for scenario in &plan.scenarios {
        let mut samples = vec![Vec::new(); plan.contestants.len()];
        for number in 0..plan.rounds {
            for turn in 0..samples.len() {
                // Nobody always follows the same neighbour.
                let which = if number % 2 == 0 { turn } else { samples.len() - 1 - turn };
                let sample = round::sample(plan.contestants[which].0, scenario, plan.time);
                samples[which].push(sample.map_err(|error| error.to_string()));
            }
        }
        println!("{}", table::text(scenario, &plan.contestants, &samples));
    }
    Ok(())
}

impl Plan {
    fn of(arguments: &[String]) -> Result<Plan, Box<dyn std::error::Error + Send + Sync>> {
        let (mut rounds, mut seconds, mut only) = (5, 1.0, String::new());
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let mut value = || arguments.next().ok_or(USAGE);
            match argument.as_str() {
                "--quick" => (rounds, seconds) = (1, 0.5),
                "--rounds" => rounds = value()?.parse()?,
                "--seconds" => seconds = value()?.parse()?,
                "--only" => only.clone_from(value()?),
                _ => return Err(USAGE.into()),
            }
        }
        let mut contestants = ALL.to_vec();
        let mut scenarios = scenario::all();
        let words: Vec<&str> = only.split(',').filter(|word| !word.is_empty()).collect();
        let named = |name: &str| words.iter().any(|word| name.contains(word));
        if contestants.iter().any(|(name, _)| named(name)) {
            // All others are compared with that one.
            contestants.retain(|(name, _)| named(name) || *name == contestants::MEASURE);
        }
        if scenarios.iter().any(|scenario| named(scenario.name)) {
            scenarios.retain(|scenario| named(scenario.name));
        }
        Ok(Plan { rounds, time: Duration::try_from_secs_f64(seconds)?, contestants, scenarios })
    }
}

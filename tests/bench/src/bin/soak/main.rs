//! Is any response lost, or anything leaked? `cargo run --release -p lychgate-bench --bin soak --
//! --minutes 10`
//!
//! Clients ask a server, in a process of its own, for all that a server may be asked for, and vanish
//! now and then; every so often another process takes the server's place. It fails at the first
//! response that is lost or another's, and when a process holds more after a pause than before. The
//! README tells the rest.

mod client;
mod connection;
mod fault;
mod gate;
mod generation;
mod request;
mod server;
mod token;

use std::collections::HashSet;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use client::Client;
use fault::{Fault, Faults};
use gate::Gate;
use generation::{Calm, Generation};
use lychgate_bench::process::{allow_descriptors, end_with_input};

const USAGE: &str =
    "the arguments are [--minutes N] [--restart-every 20s] [--clients N] [--seed N]";

/// How long, and how hard.
struct Plan {
    time: Duration,
    restart_every: Duration,
    clients: usize,
    seed: u64,
}

type Result<T> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [word, address] = &arguments[..] {
        if word == "serve" {
            end_with_input();
            return server::serve(address.parse()?);
        }
    }
    let plan = Plan::of(&arguments)?;
    allow_descriptors(1024)?;
    let faults = Arc::new(Faults::default());
    let outcome = soak(&plan, &faults);
    for fault in faults.all() {
        eprintln!("{fault}");
    }
    match outcome {
        Ok(()) => {
            println!("nothing was lost, nothing mixed up, nothing leaked");
            Ok(())
        }
        // What the clients have found is told above.
        Err(_) if !faults.all().is_empty() => std::process::exit(1),
        Err(error) => Err(error),
    }
}

fn soak(plan: &Plan, faults: &Arc<Faults>) -> Result<()> {
    // Freed for the server, which takes it as soon as the last one has left it.
    let address = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?;
    let generation = Generation::start(address, Arc::clone(faults))?;
    let calm = generation.calm()?;
    println!("at the start: {calm}");
    let gate = Arc::new(Gate::new(plan.clients));
    let clients: Vec<_> = (0..plan.clients)
        .map(|number| {
            let client = Client::new(number, plan.seed, address, Arc::clone(&gate));
            let faults = Arc::clone(faults);
            thread::spawn(move || client.run(&faults))
        })
        .collect();
    let outcome = generations(plan, generation, calm, &gate, faults);
    gate.close();
    let mut abandoned = Vec::new();
    let mut counts = client::Counts::default();
    for client in clients {
        let (own, tokens) = client.join().map_err(|_| "a client panicked")?;
        counts += own;
        abandoned.extend(tokens);
    }
    println!("{counts}");
    let taken = outcome?;
    for token in abandoned.iter().filter(|token| taken.contains(token)) {
        faults.add(Fault::Taken(*token));
    }
    faults.check()
}

/// One process after the other, with two pauses in each; gives the tokens that their applications
/// have seen last.
fn generations(
    plan: &Plan,
    mut generation: Generation,
    calm: Calm,
    gate: &Gate,
    faults: &Arc<Faults>,
) -> Result<HashSet<token::Token>> {
    let end = Instant::now() + plan.time;
    let mut taken = HashSet::new();
    for number in 1.. {
        let quarter = plan.restart_every / 4;
        gate.load(quarter, faults)?;
        let first = gate.paused(faults, || generation.calm_as(calm))?;
        gate.load(quarter * 2, faults)?;
        let second = gate.paused(faults, || generation.calm_as(calm))?;
        println!("process {number}: {first}; later {second}");
        if second.resident > first.resident + generation::GROWTH {
            return Err(format!("process {number} holds more memory after each pause").into());
        }
        gate.load(quarter, faults)?;
        if Instant::now() >= end {
            break;
        }
        let old = gate.during_restart(|| generation.replace())?;
        taken.extend(old);
    }
    // The last process is stopped under load like the others; it is nobody's turn then.
    gate.begin_restart();
    taken.extend(generation.stop()?);
    Ok(taken)
}

impl Plan {
    fn of(arguments: &[String]) -> Result<Plan> {
        let mut plan = Plan {
            time: Duration::from_secs(600),
            restart_every: Duration::from_secs(20),
            clients: 32,
            seed: 1,
        };
        for pair in arguments.chunks(2) {
            let [name, value] = pair else { return Err(USAGE.into()) };
            match name.as_str() {
                "--minutes" => {
                    plan.time = Duration::try_from_secs_f64(value.parse::<f64>()? * 60.0)?
                }
                "--restart-every" => {
                    let seconds = value.trim_end_matches('s').parse()?;
                    plan.restart_every = Duration::try_from_secs_f64(seconds)?;
                }
                "--clients" => plan.clients = value.parse()?,
                "--seed" => plan.seed = value.parse()?,
                _ => return Err(USAGE.into()),
            }
        }
        match plan.clients {
            1..=token::MOST_CLIENTS => Ok(plan),
            _ => Err(format!("there can be 1 to {} clients", token::MOST_CLIENTS).into()),
        }
    }
}

//! `registry serve DIRECTORY [ADDRESS]` and `registry verify DIRECTORY`.

use std::process::ExitCode;

use lychgate::Middleware;
use lychgate::middleware::AccessLog;
use lychgate_registry::{Registry, Store};

const USAGE: &str = "usage: lychgate-registry serve DIRECTORY [ADDRESS, localhost:5000 if not said]
       lychgate-registry verify DIRECTORY";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match *arguments {
        ["serve", directory] => serve(directory, "localhost:5000"),
        ["serve", directory, address] => serve(directory, address),
        ["verify", directory] => verify(directory),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    done.unwrap_or_else(|error| {
        eprintln!("lychgate-registry: {error}");
        ExitCode::FAILURE
    })
}

fn serve(directory: &str, address: &str) -> lychgate::Result<ExitCode> {
    let log = AccessLog::new(|record| eprintln!("{record}"));
    let registry = log.wrap(Registry::new(Store::open(directory)?));
    lychgate::make_server(address, registry)?.serve_forever()?;
    Ok(ExitCode::SUCCESS)
}

fn verify(directory: &str) -> lychgate::Result<ExitCode> {
    let report = Store::open(directory)?.verify()?;
    println!("{report}");
    Ok(if report.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

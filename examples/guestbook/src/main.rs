//! `lychgate-guestbook DIRECTORY [ADDRESS]`: serves the guestbook that is kept in a directory.

use std::process::ExitCode;

use lychgate::middleware::AccessLog;
use lychgate_guestbook::Guestbook;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let served = match *arguments {
        [directory] => serve(directory, "localhost:8080"),
        [directory, address] => serve(directory, address),
        _ => {
            eprintln!("usage: lychgate-guestbook DIRECTORY [ADDRESS, localhost:8080 if not said]");
            return ExitCode::from(2);
        }
    };
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("lychgate-guestbook: {error}");
            ExitCode::FAILURE
        }
    }
}

fn serve(directory: &str, address: &str) -> lychgate::Result<()> {
    let guestbook = Guestbook::open(directory)?;
    lychgate::make_server(address, guestbook)?.access_log(AccessLog::combined()).serve_forever()
}

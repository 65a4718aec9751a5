//! What whoever runs a server wants to see: a log of the requests as JSON, counters for Prometheus,
//! and whether it lives.
//!
//! Run it with `cargo run --example monitoring`, then
//!
//! ```sh
//! curl http://localhost:8080/cups/3
//! curl http://localhost:8080/metrics
//! curl -H 'Accept: application/json' http://localhost:8080/health/ready
//! ```

use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use lychgate::middleware::{AccessLog, Metrics, request_id};
use lychgate::prelude::*;

static METRICS: LazyLock<Metrics> = LazyLock::new(Metrics::new);

/// What is left.
static CUPS: AtomicU32 = AtomicU32::new(100);

#[application]
#[with(METRICS.clone(), request_id)]
mod site {
    use super::*;

    #[get("^cups/(?<count>[0-9]+)$")]
    fn take(count: u32) -> Result<String, Status> {
        let taken =
            CUPS.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |cups| cups.checked_sub(count));
        let left = taken.map_err(|_| Status::CONFLICT)? - count;
        Ok(format!("{left} cups are left\n"))
    }

    #[get("^metrics$")]
    fn metrics(environ: &Environ) -> String {
        let cups = CUPS.load(Ordering::Relaxed);
        METRICS.text(environ) + &format!("# TYPE cups gauge\ncups {cups}\n")
    }

    #[mount("^health/")]
    fn health() -> Health {
        Health::new().check("cups", || match CUPS.load(Ordering::Relaxed) {
            0 => Err("there are no cups left"),
            _ => Ok(()),
        })
    }
}

fn main() -> lychgate::Result<()> {
    lychgate::make_server("localhost:8080", site::application)?
        .access_log(AccessLog::json())
        .serve_forever()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lychgate::test::Client;

    #[test]
    fn it_is_seen_what_happens() {
        let client = Client::new(site::application);
        let ask = |path: &str| {
            let answer = client.get(path).send();
            (answer.status().as_u16(), answer.text())
        };
        assert_eq!(ask("/health/ready"), (200, "ok\n".to_owned()));
        assert_eq!(ask("/cups/60"), (200, "40 cups are left\n".to_owned()));
        assert_eq!(ask("/cups/60").0, 409);
        assert_eq!(ask("/cups/40"), (200, "0 cups are left\n".to_owned()));
        assert_eq!(ask("/health/ready"), (503, "cups: failed\n".to_owned()));
        assert_eq!(ask("/health/live"), (200, "ok\n".to_owned()));
        let (_, page) = ask("/metrics");
        let route = r#"method="GET",route="^cups/(?<count>[0-9]+)$""#;
        for line in [
            format!("http_requests_total{{{route},status=\"200\"}} 2"),
            format!("http_requests_total{{{route},status=\"409\"}} 1"),
            format!("http_request_duration_seconds_count{{{route}}} 3"),
            "http_requests_in_flight 1".to_owned(),
            "cups 0".to_owned(),
        ] {
            assert!(page.contains(&format!("\n{line}\n")), "{line} in {page}");
        }
    }
}

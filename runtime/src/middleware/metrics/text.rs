//! The page, in the text format 0.0.4.

use std::collections::BTreeMap;
use std::fmt::{Display, Write};
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU64, Ordering};

use super::Registry;
use crate::environ::Vitals;

/// What was counted of one route and method, with all statuses together.
struct Sum {
    cut: u64,
    buckets: Vec<u64>,
    seconds: f64,
}

/// The counters as they are now, in an order that does not change.
pub(super) fn page(registry: &Registry, vitals: Option<Vitals>) -> String {
    let mut statuses = BTreeMap::new();
    let mut sums = BTreeMap::new();
    for (key, series) in &*registry.series.read().unwrap_or_else(PoisonError::into_inner) {
        let buckets: Vec<u64> = series.buckets.iter().map(load).collect();
        let (route, method) = (key.route(), key.method);
        statuses.insert((route.clone(), method, key.status), buckets.iter().sum::<u64>());
        let sum = sums.entry((route, method)).or_insert_with(|| Sum {
            cut: 0,
            buckets: vec![0; buckets.len()],
            seconds: 0.0,
        });
        sum.cut += load(&series.cut);
        sum.buckets.iter_mut().zip(buckets).for_each(|(sum, requests)| *sum += requests);
        sum.seconds += load(&series.nanoseconds) as f64 / 1e9;
    }
    let mut page = Page(String::new());
    page.family("http_requests_total", "counter", "Requests that are over.");
    for ((route, method, status), requests) in &statuses {
        let labels = format!("{},status=\"{status}\"", labels(route, method));
        page.sample("http_requests_total", &labels, requests);
    }
    let help = "Responses whose body was not sent whole.";
    page.family("http_responses_cut_total", "counter", help);
    for ((route, method), sum) in &sums {
        page.sample("http_responses_cut_total", &labels(route, method), sum.cut);
    }
    let help = "From the request to the end of its response.";
    page.family("http_request_duration_seconds", "histogram", help);
    for ((route, method), sum) in &sums {
        page.histogram(
            "http_request_duration_seconds",
            &labels(route, method),
            &registry.ends,
            sum,
        );
    }
    let in_flight = load(&registry.in_flight);
    page.gauge("http_requests_in_flight", "Requests that are not over.", in_flight);
    if let Some(vitals) = vitals {
        page.gauge("lychgate_threads", "The server's threads.", vitals.threads);
        page.gauge("lychgate_threads_busy", "Threads at work or blocked.", vitals.busy_threads);
        page.gauge("lychgate_connections", "Connections that are open.", vitals.connections);
    }
    page.0
}

fn load(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}

fn labels(route: &str, method: &str) -> String {
    // A pattern is full of backslashes, and may have quotes and line ends.
    let route = route.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("method=\"{method}\",route=\"{route}\"")
}

struct Page(String);

impl Page {
    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // To write to a string does not fail.
        let _ = writeln!(self.0, "{line}");
    }

    fn family(&mut self, name: &str, kind: &str, help: &str) {
        self.line(format_args!("# HELP {name} {help}"));
        self.line(format_args!("# TYPE {name} {kind}"));
    }

    fn sample(&mut self, name: &str, labels: &str, value: impl Display) {
        self.line(format_args!("{name}{{{labels}}} {value}"));
    }

    fn gauge(&mut self, name: &str, help: &str, value: impl Display) {
        self.family(name, "gauge", help);
        self.line(format_args!("{name} {value}"));
    }

    /// A bucket counts whatever took no longer than its end: those before it, too.
    fn histogram(&mut self, name: &str, labels: &str, ends: &[f64], sum: &Sum) {
        let ends = ends.iter().map(ToString::to_string).chain(["+Inf".to_owned()]);
        let mut requests = 0;
        for (end, bucket) in ends.zip(&sum.buckets) {
            requests += bucket;
            self.sample(&format!("{name}_bucket"), &format!("{labels},le=\"{end}\""), requests);
        }
        self.sample(&format!("{name}_sum"), labels, sum.seconds);
        self.sample(&format!("{name}_count"), labels, requests);
    }
}

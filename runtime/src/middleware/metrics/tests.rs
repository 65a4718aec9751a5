use super::*;
use crate::environ::{Gateway, Pulse, Vitals};
use crate::prelude::*;
use crate::test::Client;
use std::time::Duration;

fn page(metrics: &Metrics) -> String {
    Client::new(metrics.clone()).get("/metrics").send().text()
}

#[application]
mod shop {
    use super::*;

    #[get(r"^cup/(?<id>\d+)$")]
    fn cup(id: u32) -> Result<String> {
        if id == 0 { Err(Error::new(Status::BAD_GATEWAY, "")) } else { Ok(id.to_string()) }
    }

    #[get("^breaks$")]
    fn breaks() -> Body<'static> {
        Body::stream([Ok("begin"), Err(Error::new(Status::BAD_GATEWAY, "broken"))])
    }
}

#[application]
mod site {
    use super::*;

    #[mount("^shop/")]
    fn shop() -> impl Application {
        super::shop::application
    }
}

#[test]
fn requests_are_counted_by_what_clients_cannot_make_up() {
    let metrics = Metrics::new();
    let client = Client::new(metrics.clone().wrap(site::application));
    for path in ["/shop/cup/1", "/shop/cup/2", "/shop/cup/0", "/shop/breaks", "/a", "/b", "/shop/x"]
    {
        let _ = client.get(path).send();
    }
    let _ = client.request("HEAD", "/shop/cup/3").send();
    let _ = client.request("BREW", "/tea").send();
    let _ = client.request("SHAKE", "/tea").send();
    let page = page(&metrics);
    let counted: Vec<&str> = page.lines().filter(|it| it.starts_with("http_requests_t")).collect();
    assert_eq!(
        counted,
        [
            r#"http_requests_total{method="GET",route="",status="404"} 2"#,
            r#"http_requests_total{method="other",route="",status="404"} 2"#,
            r#"http_requests_total{method="GET",route="^shop/",status="404"} 1"#,
            r#"http_requests_total{method="GET",route="^shop/ ^breaks$",status="200"} 1"#,
            r#"http_requests_total{method="GET",route="^shop/ ^cup/(?<id>\\d+)$",status="200"} 2"#,
            r#"http_requests_total{method="GET",route="^shop/ ^cup/(?<id>\\d+)$",status="502"} 1"#,
            r#"http_requests_total{method="HEAD",route="^shop/ ^cup/(?<id>\\d+)$",status="200"} 1"#,
        ]
    );
    let cut: Vec<&str> = page.lines().filter(|it| it.starts_with("http_responses_cut")).collect();
    let cut: Vec<&str> = cut.into_iter().filter(|it| !it.ends_with(" 0")).collect();
    assert_eq!(cut, [r#"http_responses_cut_total{method="GET",route="^shop/ ^breaks$"} 1"#]);
}

#[test]
fn a_histogram_counts_from_zero() {
    let metrics = Metrics::with_buckets([1.0, 0.25, f64::NAN, 0.25]);
    let key = Key { patterns: ["^\"$", "", "", ""], method: "GET", status: 200 };
    for milliseconds in [100, 250, 251, 1000, 1001, 60_000] {
        let duration = Duration::from_millis(milliseconds);
        metrics.0.series(key.clone()).count(duration, &metrics.0.ends, true);
    }
    let key = Key { status: 500, ..key };
    metrics.0.series(key).count(Duration::from_millis(500), &metrics.0.ends, true);
    let page = page(&metrics);
    let (_, page) = page.split_once("# TYPE http_request_duration_seconds histogram\n").unwrap();
    let labels = r#"method="GET",route="^\"$""#;
    let name = "http_request_duration_seconds";
    let expected = [
        format!("{name}_bucket{{{labels},le=\"0.25\"}} 2"),
        format!("{name}_bucket{{{labels},le=\"1\"}} 5"),
        format!("{name}_bucket{{{labels},le=\"+Inf\"}} 7"),
        format!("{name}_sum{{{labels}}} 63.102"),
        format!("{name}_count{{{labels}}} 7"),
    ];
    assert_eq!(page.lines().take(5).collect::<Vec<_>>(), expected);
}

#[test]
fn what_is_not_over_is_in_flight() {
    let metrics = Metrics::new();
    let client = Client::new(metrics.clone().wrap(metrics.clone()));
    let answer = client.get("/").send();
    assert!(answer.text().contains("\nhttp_requests_in_flight 1\n"), "{}", answer.text());
    let content_type = answer.header("Content-Type");
    assert_eq!(content_type, Some("text/plain; version=0.0.4; charset=utf-8"));
    assert_eq!(client.post("/").send().status(), 405);
    // A reply that nobody awaits to its end is over, too.
    let (request, ()) = http::Request::get("/").body(()).unwrap().into_parts();
    let mut environ = Environ::new(request, Input::empty(), Arc::default(), None);
    let never = crate::from_fn(|_, _| Ok(Reply::later(std::future::pending())));
    let never = metrics.clone().wrap(never);
    drop(never.call(&mut environ, StartResponse::new()));
    let page = page(&metrics);
    assert!(page.contains("\nhttp_requests_in_flight 0\n"), "{page}");
    assert!(page.contains("status=\"499\"} 1\n"), "{page}");
}

#[test]
fn the_server_is_asked_how_it_is() {
    let vitals = Vitals { threads: 4, busy_threads: 3, connections: 7, stopping: false };
    let gateway = Gateway { pulse: Pulse::new(move || vitals), ..Gateway::default() };
    let (request, ()) = http::Request::get("/").body(()).unwrap().into_parts();
    let environ = Environ::new(request, Input::empty(), Arc::new(gateway), None);
    let page = Metrics::new().text(&environ);
    for (name, value) in [("threads", 4), ("threads_busy", 3), ("connections", 7)] {
        let expected = format!("\n# TYPE lychgate_{name} gauge\nlychgate_{name} {value}\n");
        assert!(page.contains(&expected), "{page}");
    }
}

use std::net::Ipv4Addr;
use std::time::{Duration, SystemTime};

use http::{HeaderValue, Method, Version};

use super::*;
use crate::test::Client;
use crate::{Body, Error, Response, Route, Status, from_fn};

/// The record's line for a request, without its time.
fn line(method: &str, blocks: Vec<Result<&'static str, Error>>, length: &str) -> String {
    let lines = Arc::new(Mutex::new(Vec::new()));
    let log = Arc::clone(&lines);
    let blocks = Mutex::new(Some(blocks));
    let application = from_fn(move |environ, start| {
        let body = Body::stream(blocks.lock().unwrap().take().unwrap());
        let response = Response::new(body).header("Content-Type", "text/plain");
        Ok(start.respond(environ, response.header("Content-Length", length)))
    });
    let log = AccessLog::new(move |record| {
        let record = Record { duration: Duration::ZERO, ..record.clone() };
        log.lock().unwrap().push(record.to_string());
    });
    let client = Client::new(log.wrap(application));
    assert_eq!(client.request(method, "/").unlinted().send().status(), 200);
    let lines = lines.lock().unwrap();
    assert_eq!(lines.len(), 1);
    lines[0].clone()
}

#[test]
fn what_was_sent_as_declared_is_whole() {
    let blocks = || vec![Ok("four"), Ok("five!")];
    let failed = || vec![Ok("four"), Err(Error::new(Status::BAD_GATEWAY, ""))];
    assert_eq!(line("GET", blocks(), "9"), "GET / 200 9 0.000000");
    assert_eq!(line("HEAD", blocks(), "9"), "HEAD / 200 0 0.000000");
    assert_eq!(line("GET", failed(), "9"), "GET / 200 4 0.000000 cut");
    // What is beyond the declared length is not sent.
    assert!(line("GET", blocks(), "6").starts_with("GET / 200 6 "));
}

/// A record with all there may be, and what must not pass as it is.
fn hostile() -> Record {
    static ROUTES: [Route; 2] = [
        Route::new("^api/", crate::Methods::ANY, "api", &[]),
        Route::new(r"^x/(?<id>\d+)$", crate::Methods::ANY, "show", &[]),
    ];
    Record {
        time: SystemTime::UNIX_EPOCH + Duration::from_millis(1_795_341_600_042),
        method: Method::GET,
        uri: "/api/x/\"7?q=1".parse().unwrap(),
        version: Version::HTTP_11,
        peer: None,
        client: Some(Ipv4Addr::new(192, 0, 2, 7).into()),
        user: Some("Ann \n\"B\u{9b}".to_owned()),
        routes: ROUTES.iter().collect(),
        request_id: Some("r1".to_owned()),
        referer: Some(HeaderValue::from_bytes(b"caf\xe9\t\\").unwrap()),
        agent: Some(HeaderValue::from_static("\" 200 1 \"x")),
        status: Status::OK,
        bytes: 12,
        complete: false,
        duration: Duration::from_micros(345),
    }
}

#[test]
fn what_came_from_outside_neither_ends_a_line_nor_begins_a_field() {
    let user = r#"Ann\x20\x0a\"B\xc2\x9b"#;
    let request = r#""GET /api/x/\"7?q=1 HTTP/1.1""#;
    let common = format!("192.0.2.7 - {user} [22/Nov/2026:10:00:00 +0000] {request} 200 12");
    assert_eq!(hostile().line(LogFormat::Common), common);
    let headers = r#" "caf\xe9\x09\\" "\" 200 1 \"x""#;
    assert_eq!(hostile().line(LogFormat::Combined), common + headers);
    let json = hostile().line(LogFormat::Json);
    let expected = [
        r#"{"time":"2026-11-22T10:00:00.042Z","client":"192.0.2.7","user":"Ann \u000a\"B\u009b","#,
        r#""method":"GET","target":"/api/x/\"7?q=1","protocol":"HTTP/1.1","status":200,"#,
        r#""bytes":12,"complete":false,"seconds":0.000345,"route":"^api/ ^x/(?<id>\\d+)$","#,
        "\"handler\":\"show\",\"referer\":\"caf\u{fffd}\\u0009\\\\\",",
        r#""agent":"\" 200 1 \"x","request_id":"r1"}"#,
    ];
    assert_eq!(json, expected.concat());
    assert!(!json.contains(char::is_control));
}

#[test]
fn what_is_not_known_is_a_dash_or_left_out() {
    let lines = Lines::default();
    let log = AccessLog::common().to(lines.clone());
    let site = from_fn(|_, start| Ok(start.start("204 No Content", &[])?.body("")));
    let _ = Client::new(log.wrap(site)).get("/").send();
    let line = lines.take();
    assert!(line.starts_with("- - - ["), "{line}");
    assert!(line.ends_with("] \"GET / HTTP/1.1\" 204 -\n"), "{line}");
    let hidden = Record { user: None, client: None, request_id: None, ..hostile() };
    let hidden = Record { routes: Vec::new(), referer: None, agent: None, ..hidden };
    let expected = [
        r#"{"time":"2026-11-22T10:00:00.042Z","method":"GET","target":"/api/x/\"7?q=1","#,
        r#""protocol":"HTTP/1.1","status":200,"bytes":12,"complete":false,"seconds":0.000345}"#,
    ];
    assert_eq!(hidden.line(LogFormat::Json), expected.concat());
}

/// A writer whose lines can be read.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<Vec<u8>>>>);

impl Lines {
    fn take(&self) -> String {
        let lines = std::mem::take(&mut *self.0.lock().unwrap());
        assert!(lines.iter().all(|line| line.ends_with(b"\n")), "one write for a line");
        String::from_utf8(lines.concat()).unwrap()
    }
}

impl Write for Lines {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().push(line.to_vec());
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A writer that nothing can be written to.
struct Closed(Arc<Mutex<u32>>);

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        *self.0.lock().unwrap() += 1;
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_log_that_cannot_be_written_fails_no_request() {
    for (log, expected) in [(AccessLog::json(), 2), (AccessLog::off(), 0)] {
        let tries = Arc::new(Mutex::new(0));
        let site = from_fn(|_, start| Ok(start.start("204 No Content", &[])?.body("")));
        let client = Client::new(log.to(Closed(Arc::clone(&tries))).wrap(site));
        assert_eq!(client.get("/").send().status(), 204);
        assert_eq!(client.get("/").send().status(), 204);
        assert_eq!(*tries.lock().unwrap(), expected);
    }
}

#[test]
fn a_format_has_a_name() {
    for (name, format) in [
        ("common", LogFormat::Common),
        ("combined", LogFormat::Combined),
        ("json", LogFormat::Json),
        ("off", LogFormat::Off),
    ] {
        assert_eq!(name.parse::<LogFormat>().unwrap(), format);
    }
    let error = "JSON".parse::<LogFormat>().unwrap_err().to_string();
    assert!(error.contains("expected `common`, `combined`, `json` or `off`"), "{error}");
}

#[test]
fn every_end_of_a_request_is_logged() {
    fn later(fail: bool) -> impl crate::Application {
        from_fn(move |_, start| {
            let body = start.start("200 OK", &[("Content-Type", "text/plain")])?;
            let reply = Reply::later(async move {
                if fail { panic!("on purpose") } else { body.body("later") }
            });
            Ok(reply)
        })
    }
    fn now(_: &mut crate::Environ, _: crate::StartResponse<'_>) -> Reply<'static> {
        panic!("on purpose")
    }
    let lines = Lines::default();
    let log = AccessLog::combined().to(lines.clone());
    let _ = Client::new(log.clone().wrap(later(false))).get("/later").send();
    let _ = Client::new(log.clone().wrap(later(true))).get("/panics/later").send();
    let _ = Client::new(log.clone().wrap(now)).get("/panics").header("Accept", "text/html").send();
    // Whoever drops a reply has lost its client.
    let (request, ()) = http::Request::get("/gone").body(()).unwrap().into_parts();
    let mut environ = crate::Environ::new(request, Default::default(), Default::default(), None);
    let never = from_fn(|_, _| Ok(Reply::later(std::future::pending())));
    let log = log.wrap(never);
    drop(crate::Application::call(&log, &mut environ, crate::StartResponse::new()));
    let lines = lines.take();
    let told: Vec<&str> = lines.lines().map(|line| line.split_once("] ").unwrap().1).collect();
    assert_eq!(
        told,
        [
            r#""GET /later HTTP/1.1" 200 5 "-" "-""#,
            r#""GET /panics/later HTTP/1.1" 500 26 "-" "-""#,
            r#""GET /panics HTTP/1.1" 500 26 "-" "-""#,
            r#""GET /gone HTTP/1.1" 499 - "-" "-""#,
        ]
    );
}

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::with_default;
use tracing::{Event, Metadata, Subscriber};

use super::Trace;
use crate::prelude::*;
use crate::test::Client;

/// Notes what happens to spans, and in which of them.
#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Seen>>);

#[derive(Default)]
struct Seen {
    fields: BTreeMap<String, String>,
    entered: usize,
    events: Vec<String>,
    closed: bool,
}

impl Visit for Seen {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.fields.insert(field.name().to_owned(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.fields.insert(field.name().to_owned(), value.to_owned());
    }
}

impl Subscriber for Notes {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "lychgate" || metadata.target().contains("trace::tests")
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut *self.0.lock().unwrap());
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        values.record(&mut *self.0.lock().unwrap());
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut message = Seen::default();
        event.record(&mut message);
        let mut seen = self.0.lock().unwrap();
        let place = if seen.entered > 0 { "within" } else { "outside" };
        seen.events.push(format!("{place}: {}", message.fields["message"]));
    }

    fn enter(&self, _: &Id) {
        self.0.lock().unwrap().entered += 1;
    }

    fn exit(&self, _: &Id) {
        self.0.lock().unwrap().entered -= 1;
    }

    fn try_close(&self, _: Id) -> bool {
        // Every clone of a span ends with this; there are as many of them as there are.
        self.0.lock().unwrap().closed = true;
        true
    }
}

/// Says something when it is dropped.
struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {
        tracing::info!("dropped");
    }
}

#[application]
mod site {
    use super::*;

    #[get(r"^now/(?<id>\d+)$")]
    fn now(id: u32) -> String {
        tracing::info!("now");
        id.to_string()
    }

    #[get("^later$")]
    async fn later() -> &'static str {
        tracing::info!("polled");
        let mut yielded = false;
        std::future::poll_fn(|context| {
            if std::mem::replace(&mut yielded, true) {
                return std::task::Poll::Ready(());
            }
            context.waker().wake_by_ref();
            std::task::Poll::Pending
        })
        .await;
        tracing::info!("polled again");
        "later"
    }

    #[get("^stream$")]
    fn stream() -> Body<'static> {
        let guard = Guard;
        Body::stream((0..2).map(move |block| {
            let _held = &guard;
            tracing::info!("block {block}");
            "x"
        }))
    }

    #[get("^panics$")]
    fn panics() -> &'static str {
        panic!("on purpose")
    }

    #[get("^breaks$")]
    fn breaks() -> Body<'static> {
        Body::stream([Ok("begin"), Err(Error::new(Status::BAD_GATEWAY, "broken"))])
    }
}

fn notes(method: &str, path: &str) -> Seen {
    let notes = Notes::default();
    with_default(notes.clone(), || {
        let client = Client::new(Trace.wrap(site::application));
        let _ = client.request(method, path).header("User-Agent", "me").unlinted().send();
    });
    std::mem::take(&mut *notes.0.lock().unwrap())
}

#[test]
fn a_span_has_the_fields_of_open_telemetry() {
    let Seen { fields, events, closed, entered } = notes("GET", "/now/7?secret=1");
    let fields: Vec<_> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    assert_eq!(
        fields,
        [
            ("http.request.method", "GET"),
            ("http.response.body.size", "1"),
            ("http.response.status_code", "200"),
            ("http.route", r"^now/(?<id>\d+)$"),
            ("network.protocol.version", "1.1"),
            ("otel.kind", "server"),
            ("otel.name", r"GET ^now/(?<id>\d+)$"),
            ("server.address", "localhost"),
            ("server.port", "80"),
            ("url.path", "/now/7"),
            ("url.scheme", "http"),
            ("user_agent.original", "me"),
        ]
    );
    assert_eq!(events, ["within: now"]);
    assert!(closed && entered == 0);
}

#[test]
fn a_name_stands_for_many_requests() {
    let fields = notes("BREW", "/tea").fields;
    assert_eq!((&*fields["otel.name"], &*fields["http.request.method"]), ("_OTHER", "_OTHER"));
    assert_eq!(fields["http.response.status_code"], "404");
    assert!(!fields.contains_key("http.route") && !fields.contains_key("error.type"));
}

#[test]
fn what_is_awaited_and_what_is_streamed_is_within_the_span() {
    assert_eq!(notes("GET", "/later").events, ["within: polled", "within: polled again"]);
    let events = notes("GET", "/stream").events;
    assert_eq!(events, ["within: block 0", "within: block 1", "within: dropped"]);
}

#[test]
fn a_failure_is_told_once_and_within_the_span() {
    let Seen { fields, events, .. } = notes("GET", "/panics");
    assert_eq!(
        events,
        ["within: GET /panics: 500 Internal Server Error: panics panicked: on purpose"]
    );
    assert_eq!((&*fields["otel.status_code"], &*fields["error.type"]), ("ERROR", "500"));
    let Seen { fields, .. } = notes("GET", "/breaks");
    assert_eq!((&*fields["error.type"], &*fields["http.response.body.size"]), ("cut", "5"));
}

#[test]
fn without_a_span_the_log_goes_to_the_subscriber_too() {
    let notes = Notes::default();
    with_default(notes.clone(), || Client::new(site::application).get("/panics").send());
    let events = std::mem::take(&mut notes.0.lock().unwrap().events);
    assert_eq!(
        events,
        ["outside: GET /panics: 500 Internal Server Error: panics panicked: on purpose"]
    );
}

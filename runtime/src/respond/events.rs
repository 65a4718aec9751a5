//! Events that the server sends.

use std::fmt::{self, Write};
use std::time::Duration;

use crate::{Body, Environ, Reply, Respond, StartResponse};

/// A stream of events from an iterator, for `EventSource` in a browser (WHATWG HTML, 9.2).
///
/// The iterator may wait for its next event: that costs a thread, and nobody else.
///
/// ```
/// use lychgate::prelude::*;
/// use lychgate::respond::{Event, Events};
///
/// #[application]
/// mod site {
///     use super::*;
///
///     #[get("^clock$")]
///     fn clock() -> Events<impl Iterator<Item = Event> + Send> {
///         Events((1..=2).map(|n| Event::new(format!("tick {n}")).id(n)))
///     }
/// }
///
/// fn main() {
///     let answer = lychgate::test::Client::new(site::application).get("/clock").send();
///     assert_eq!(answer.header("Content-Type"), Some("text/event-stream"));
///     assert_eq!(answer.text(), "id: 1\ndata: tick 1\n\nid: 2\ndata: tick 2\n\n");
/// }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Events<I>(pub I);

/// One event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    data: String,
    name: Option<String>,
    id: Option<String>,
    retry: Option<Duration>,
}

impl Event {
    /// An event with its data, which may have several lines.
    pub fn new(data: impl Into<String>) -> Self {
        Event { data: data.into(), ..Event::default() }
    }

    /// The event's name: what `addEventListener` is given. `message` unless it is set.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// The event's identifier, which the browser sends as `Last-Event-ID` when it connects again.
    #[must_use]
    pub fn id(mut self, id: impl ToString) -> Self {
        self.id = Some(id.to_string());
        self
    }

    /// How long the browser waits before it connects again.
    #[must_use]
    pub fn retry(mut self, retry: Duration) -> Self {
        self.retry = Some(retry);
        self
    }
}

/// The event as it goes over the wire. A line break in a name or an identifier would begin another
/// field, so only what is before it is written.
impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line =
            |text: &str| text.split(['\r', '\n', '\0']).next().unwrap_or_default().to_owned();
        if let Some(id) = &self.id {
            writeln!(f, "id: {}", line(id))?;
        }
        if let Some(name) = &self.name {
            writeln!(f, "event: {}", line(name))?;
        }
        if let Some(retry) = self.retry {
            writeln!(f, "retry: {}", retry.as_millis())?;
        }
        for data in self.data.replace("\r\n", "\n").split(['\n', '\r']) {
            writeln!(f, "data: {data}")?;
        }
        f.write_char('\n')
    }
}

#[diagnostic::do_not_recommend]
impl<'a, I> Respond<'a> for Events<I>
where
    I: IntoIterator<Item = Event, IntoIter: Send + 'a>,
{
    fn respond(self, _: &'a Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        let headers = [("Content-Type", "text/event-stream"), ("Cache-Control", "no-cache")];
        start_response.start("200 OK", &headers).map_or_else(Reply::failed, |started| {
            started.body(Body::stream(self.0.into_iter().map(|event| event.to_string())))
        })
    }

    #[cfg(feature = "openapi")]
    fn describe(operation: &mut crate::openapi::Operation) {
        operation.responds(200, "text/event-stream");
    }
}

//! The requests of a connection, and the tasks that answer them.

use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use http::{Request, Response};
use hyper::body::Incoming;
use hyper::rt::Executor;
use hyper::service::Service;

use super::body::{Arriving, Pieces};
use crate::gateway::message::to_origin_form;
use crate::server::exchange::Exchange;
use crate::server::link::{Link, Phase};
use crate::server::stop::Open;
use crate::server::strict;

/// What the requests of a connection share. The connection counts as open as long as one of them
/// runs, even when its client is gone.
pub(super) struct Requests {
    pub(super) link: Arc<Link>,
    pub(super) open: Open,
    /// The link of the stream whose task hyper is about to spawn: it does so right after the call.
    next: Mutex<Option<Arc<Link>>>,
    /// Whether one was refused because the connection is.
    refused: AtomicBool,
    flooded: AtomicBool,
    ended: AtomicBool,
}

impl Requests {
    pub(super) fn new(link: Arc<Link>, open: Open) -> Self {
        Requests {
            link,
            open,
            next: Mutex::new(None),
            refused: AtomicBool::new(false),
            flooded: AtomicBool::new(false),
            ended: AtomicBool::new(false),
        }
    }

    /// Has the requests that have not begun never begin: the connection is gone.
    pub(super) fn end(&self) {
        self.ended.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_refused(&self) -> bool {
        self.refused.load(Ordering::Relaxed)
    }

    /// Whether so many requests run that the client must have taken back most of those it made: it
    /// may have no more than a limit that it was told, but one that it takes back does not count.
    pub(super) fn is_flooded(&self) -> bool {
        self.flooded.load(Ordering::Relaxed)
    }

    /// How many times as many as may be open may run.
    const FLOOD: usize = 4;

    fn set_next(&self, link: Option<Arc<Link>>) -> Option<Arc<Link>> {
        std::mem::replace(&mut *self.next.lock().unwrap_or_else(PoisonError::into_inner), link)
    }
}

impl Service<Request<Incoming>> for Requests {
    type Response = Response<Pieces>;
    type Error = Infallible;
    type Future = Answer;

    fn call(&self, request: Request<Incoming>) -> Answer {
        let shared = &self.link.shared;
        let link = Arc::new(Link::new(Arc::clone(shared), self.link.peer));
        let (mut parts, body) = request.into_parts();
        if let Some(status) = self.link.refusal() {
            self.refused.store(true, Ordering::Relaxed);
            link.set_refusal(status);
        } else if let Err(status) = strict::check(&parts, &shared.limits.head) {
            link.set_refusal(status);
        }
        to_origin_form(&mut parts);
        let most = usize::try_from(shared.limits.streams).unwrap_or(usize::MAX);
        if self.link.streams.count() > most.saturating_mul(Requests::FLOOD) {
            self.flooded.store(true, Ordering::Relaxed);
            self.end();
        }
        self.set_next(Some(Arc::clone(&link)));
        let body = Arriving::new(body, Arc::clone(&link));
        let exchange = Exchange::new(&link, Request::from_parts(parts, body));
        Answer { exchange, link }
    }
}

/// The response of one request.
pub(super) struct Answer {
    exchange: Exchange,
    link: Arc<Link>,
}

impl Future for Answer {
    type Output = Result<Response<Pieces>, Infallible>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Ok(response) = ready!(Pin::new(&mut self.exchange).poll(context));
        let link = Arc::clone(&self.link);
        Poll::Ready(Ok(response.map(|body| Pieces::new(body, link))))
    }
}

/// Runs each stream as a task of its own.
#[derive(Clone)]
pub(super) struct Tasks(pub(super) Arc<Requests>);

impl<F> Executor<F> for Tasks
where
    F: Future<Output = ()> + Send + 'static,
{
    fn execute(&self, stream: F) {
        let requests = Arc::clone(&self.0);
        let Some(link) = requests.set_next(None) else { return };
        // Without the threads, the server is gone.
        let Some(workers) = requests.link.shared.workers.upgrade() else { return };
        let key = requests.link.streams.add(&requests.link, Arc::clone(&link));
        let running = Running { requests, link, key };
        workers.spawn(running.run(stream)).detach();
    }
}

/// A stream among those of its connection.
struct Running {
    requests: Arc<Requests>,
    link: Arc<Link>,
    key: u64,
}

impl Running {
    /// Runs a stream to its end, or until its client has not taken the response for too long: it is
    /// reset when it is dropped.
    async fn run(self, stream: impl Future<Output = ()>) {
        if self.requests.ended.load(Ordering::Relaxed) {
            return;
        }
        let mut stream = pin!(stream);
        let mut watched = false;
        poll_fn(|context| {
            // A task has one waker as long as it lives.
            if !std::mem::replace(&mut watched, true) {
                self.requests.link.streams.watch(self.key, context.waker());
            }
            match self.link.is_expired() && self.link.is_in(Phase::Sending) {
                true => Poll::Ready(()),
                false => stream.as_mut().poll(context),
            }
        })
        .await;
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.requests.link.streams.remove(&self.requests.link, self.key);
    }
}

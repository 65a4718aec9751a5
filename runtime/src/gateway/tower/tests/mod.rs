//! What a server of tower's sees, which calls services and polls bodies.

mod application;

use std::collections::VecDeque;
use std::future::poll_fn;
use std::io::Read;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http::{Request, Response};
use http_body::{Body as _, Frame, SizeHint};
use tower_service::Service;

use super::{ApplicationService, Job, Peer, ResponseBody};
use crate::gateway::block_on;
use crate::{
    Application, Body, Environ, Error, Extension, FromEnviron, Reply, Result, StartResponse,
};

const TEXT: [(&str, &str); 1] = [("Content-Type", "text/plain")];

/// A body in blocks, of which some may be failures.
struct Blocks(VecDeque<Result<&'static [u8], &'static str>>);

fn blocks<const N: usize>(blocks: [&'static str; N]) -> Blocks {
    Blocks(blocks.into_iter().map(|block| Ok(block.as_bytes())).collect())
}

impl http_body::Body for Blocks {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<std::io::Result<Frame<Bytes>>>> {
        Poll::Ready(self.0.pop_front().map(|block| match block {
            Ok(block) => Ok(Frame::data(Bytes::from_static(block))),
            Err(error) => Err(std::io::Error::other(error)),
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::default()
    }
}

/// Two threads that run jobs.
fn pool() -> impl Fn(Job) + Send + Sync {
    let (jobs, queue) = mpsc::channel::<Job>();
    let queue = Arc::new(Mutex::new(queue));
    for _ in 0..2 {
        let queue = Arc::clone(&queue);
        std::thread::spawn(move || {
            loop {
                let job = queue.lock().unwrap().recv();
                match job {
                    Ok(job) => job(),
                    Err(_) => break,
                }
            }
        });
    }
    move |job| jobs.send(job).unwrap()
}

/// The application with both kinds of threads.
fn services(application: impl Application + Clone + 'static) -> [ApplicationService; 2] {
    [
        ApplicationService::inline(application.clone()),
        ApplicationService::pooled(application, pool()),
    ]
}

fn get(path: &str) -> Request<Blocks> {
    Request::get(path).body(blocks([])).unwrap()
}

fn call(service: &ApplicationService, request: Request<Blocks>) -> Response<ResponseBody> {
    block_on(service.clone().call(request)).unwrap()
}

/// The next block; `None` at the end.
fn next(body: &mut ResponseBody) -> Option<Result<Bytes, crate::gateway::Cut>> {
    let mut body = Pin::new(body);
    let frame = block_on(poll_fn(|context| body.as_mut().poll_frame(context)));
    frame.map(|frame| frame.map(|frame| frame.into_data().unwrap()))
}

fn text(response: Response<ResponseBody>) -> String {
    let mut body = response.into_body();
    let blocks = std::iter::from_fn(|| next(&mut body));
    blocks.map(|block| String::from_utf8(block.unwrap().to_vec()).unwrap()).collect()
}

/// Says what was asked.
fn echo(environ: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
    let mut text = String::new();
    environ.input().read_to_string(&mut text)?;
    let length = environ.get("CONTENT_LENGTH").map(ToString::to_string).unwrap_or_default();
    let line = format!("{} {} {length} {text}", &environ["REQUEST_METHOD"], environ.url());
    Ok(start_response.start("200 OK", &TEXT)?.body(line))
}

#[test]
fn a_request_is_answered_on_either_kind_of_thread() {
    for service in services(echo) {
        let response = call(&service, get("/a%20b?q=1"));
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/plain");
        assert_eq!(response.headers()["content-length"], "32");
        assert_eq!(response.body().size_hint().exact(), Some(32));
        assert_eq!(text(response), "GET http://localhost/a%20b?q=1  ");
    }
}

#[test]
fn a_body_is_received_before_the_application_is_called() {
    let long: &'static str = "0123456789".repeat(20_000).leak();
    for service in services(echo) {
        let small = Request::post("/").body(blocks(["a", "", "b"])).unwrap();
        assert_eq!(text(call(&service, small)), "POST http://localhost/ 2 ab");
        let service = service.memory_limit(100);
        let large = Request::post("/").body(blocks([long, "end"])).unwrap();
        assert_eq!(
            text(call(&service, large)).len(),
            "POST http://localhost/ 200003 ".len() + 200_003
        );
    }
}

#[test]
fn a_body_that_cannot_be_received_never_reaches_the_application() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&calls);
    let application = move |_: &mut Environ, start_response: StartResponse<'_>| {
        counter.fetch_add(1, Ordering::SeqCst);
        Ok::<_, Error>(start_response.start("200 OK", &TEXT)?.body("called"))
    };
    for service in services(application) {
        let service = service.body_limit(5);
        let large = Request::post("/").body(blocks(["abc", "def"])).unwrap();
        assert_eq!(call(&service, large).status(), 413);
        let broken = Blocks([Ok(&b"ab"[..]), Err("gone")].into());
        assert_eq!(call(&service, Request::post("/").body(broken).unwrap()).status(), 400);
    }
    assert_eq!(calls.load(Ordering::SeqCst), 0);
}

#[test]
fn head_has_the_length_and_not_the_body() {
    for service in services(echo) {
        let response = call(&service, Request::head("/").body(blocks([])).unwrap());
        assert_eq!(response.headers()["content-length"], "24");
        assert!(response.body().is_end_stream());
        assert_eq!(text(response), "");
    }
}

#[test]
fn a_panic_and_a_failure_are_pages() {
    fn failing(environ: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
        match environ.path()? {
            "/panic" => panic!("as it is told"),
            "/late" => {
                let blocks = std::iter::once_with(|| -> String { panic!("in the body") });
                Ok(start_response.start("200 OK", &TEXT)?.stream(blocks))
            }
            "/cut" => {
                let blocks = [Ok("half"), Err(std::fmt::Error)];
                Ok(start_response.start("200 OK", &TEXT)?.stream(blocks))
            }
            _ => Err(Error::new(crate::Status::GONE, "no more")),
        }
    }
    for service in services(failing) {
        for (path, status) in [("/panic", 500), ("/late", 500), ("/", 410)] {
            let response = call(&service, get(path));
            assert_eq!(response.status(), status, "{path}");
            assert!(response.body().size_hint().exact() > Some(0), "{path}");
        }
        let mut body = call(&service, get("/cut")).into_body();
        assert_eq!(next(&mut body).unwrap().unwrap(), "half");
        assert!(next(&mut body).unwrap().is_err());
        assert!(next(&mut body).is_none());
    }
}

/// An endless stream that counts what is made, and how often it was closed.
#[derive(Clone, Default)]
struct Endless {
    made: Arc<AtomicUsize>,
    closed: Arc<AtomicUsize>,
}

impl Application for Endless {
    fn call<'a>(&'a self, _: &'a mut Environ, start_response: StartResponse<'a>) -> Reply<'a> {
        let closed = Arc::clone(&self.closed);
        let blocks = std::iter::repeat_with(|| {
            self.made.fetch_add(1, Ordering::SeqCst);
            "and on "
        });
        let body = Body::stream(blocks).on_close(move |sent| {
            assert!(!sent.complete);
            closed.fetch_add(1, Ordering::SeqCst);
        });
        start_response.start("200 OK", &TEXT).map_or_else(Reply::failed, |it| it.body(body))
    }
}

#[test]
fn a_block_is_made_when_it_is_asked_for() {
    let counts = Endless::default();
    for service in services(counts.clone()) {
        counts.made.store(0, Ordering::SeqCst);
        let mut body = call(&service, get("/")).into_body();
        for made in 1..10 {
            assert_eq!(next(&mut body).unwrap().unwrap(), "and on ");
            assert_eq!(counts.made.load(Ordering::SeqCst), made);
        }
    }
}

#[test]
fn a_body_is_closed_once_when_its_client_leaves() {
    let counts = Endless::default();
    for (service, closed) in services(counts.clone()).into_iter().zip([1, 2]) {
        let mut body = call(&service, get("/")).into_body();
        next(&mut body).unwrap().unwrap();
        assert_eq!(counts.closed.load(Ordering::SeqCst), closed - 1);
        drop(body);
        assert_eq!(counts.closed.load(Ordering::SeqCst), closed);
    }
}

#[test]
fn what_is_with_the_pool_when_its_client_leaves_is_closed_by_the_pool() {
    let counts = Endless::default();
    let jobs: Arc<Mutex<Vec<Job>>> = Arc::default();
    let queue = Arc::clone(&jobs);
    let service =
        ApplicationService::pooled(counts.clone(), move |job| queue.lock().unwrap().push(job));
    let mut response = pin!(service.clone().call(get("/")));
    let mut context = Context::from_waker(Waker::noop());
    assert!(response.as_mut().poll(&mut context).is_pending());
    jobs.lock().unwrap().pop().unwrap()();
    let Poll::Ready(Ok(response)) = response.as_mut().poll(&mut context) else {
        panic!("no response")
    };
    let mut body = response.into_body();
    next(&mut body).unwrap().unwrap();
    // Once it gives the server a turn, and then it goes to the pool.
    for _ in 0..2 {
        assert!(Pin::new(&mut body).poll_frame(&mut context).is_pending());
    }
    let job = jobs.lock().unwrap().pop().unwrap();
    drop(body);
    assert_eq!(counts.closed.load(Ordering::SeqCst), 0);
    job();
    assert_eq!(counts.closed.load(Ordering::SeqCst), 1);
}

#[test]
fn what_a_pool_drops_is_said_to_be_unavailable() {
    let service = ApplicationService::pooled(echo, drop);
    assert_eq!(call(&service, get("/")).status(), 503);
}

#[test]
fn a_pool_may_run_a_job_at_once() {
    let service = ApplicationService::pooled(echo, |job| job());
    assert_eq!(text(call(&service, get("/"))), "GET http://localhost/  ");
}

/// Waits at `/wait`, until somebody else asks.
#[derive(Clone, Default)]
struct Waiting(Arc<Mutex<(bool, Option<Waker>)>>);

impl Application for Waiting {
    fn call<'a>(
        &'a self,
        environ: &'a mut Environ,
        start_response: StartResponse<'a>,
    ) -> Reply<'a> {
        let waits = environ.path_info() == "/wait";
        Reply::later(async move {
            if !waits {
                let mut state = self.0.lock().unwrap();
                state.0 = true;
                state.1.take().into_iter().for_each(Waker::wake);
            }
            poll_fn(|context| {
                let mut state = self.0.lock().unwrap();
                state.1 = Some(context.waker().clone());
                if state.0 { Poll::Ready(()) } else { Poll::Pending }
            })
            .await;
            start_response.start("200 OK", &TEXT).map_or_else(Reply::failed, |it| it.body("done"))
        })
    }
}

#[test]
fn a_request_that_waits_holds_no_thread() {
    let service = ApplicationService::pooled(Waiting::default(), pool());
    // More than the pool has threads.
    let waiting: Vec<_> = (0..4)
        .map(|_| {
            let (service, (asked, told)) = (service.clone(), mpsc::channel());
            std::thread::spawn(move || {
                let mut response = pin!(service.clone().call(get("/wait")));
                block_on(poll_fn(|context| {
                    let polled = response.as_mut().poll(context);
                    let _ = asked.send(());
                    polled
                }))
            });
            told
        })
        .collect();
    waiting.iter().for_each(|told| told.recv().unwrap());
    assert_eq!(text(call(&service, get("/"))), "done");
}

#[test]
fn a_request_that_is_given_up_while_it_waits_is_dropped() {
    for pooled in [false, true] {
        let application = Waiting::default();
        let state = Arc::clone(&application.0);
        let service = match pooled {
            false => ApplicationService::inline(application),
            true => ApplicationService::pooled(application, |job| job()),
        };
        let mut response = Box::pin(service.clone().call(get("/wait")));
        assert!(response.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        // Its waker is still here; it must not keep the request alive, and with it the application.
        assert!(state.lock().unwrap().1.is_some());
        drop((response, service));
        assert_eq!(Arc::strong_count(&state), 1);
    }
}

#[test]
fn the_environ_says_where_a_request_comes_from() {
    #[derive(Clone)]
    struct User(&'static str);

    fn seen(environ: &mut Environ, start_response: StartResponse<'_>) -> Result<Reply<'static>> {
        let user = Option::<Extension<User>>::from_environ(environ).ok().flatten();
        let value = |key| environ.get(key).map(ToString::to_string).unwrap_or_default();
        let keys = ["REMOTE_ADDR", "REMOTE_PORT", "SCRIPT_NAME", "PATH_INFO", "HTTP_X_A"];
        let text =
            format!("{} {:?} {}", environ.url(), keys.map(value), user.map_or("", |it| it.0.0));
        Ok(start_response.start("200 OK", &TEXT)?.body(text))
    }
    let service = ApplicationService::inline(seen).at("/shop/");
    let request = Request::get("https://example.org/cart")
        .header("Host", "elsewhere.example")
        .header("X_A", "ambiguous")
        .extension(Peer("[::ffff:192.0.2.7]:5000".parse().unwrap()))
        .extension(User("Ann"))
        .body(blocks([]));
    let golden = r#"https://example.org/shop/cart ["192.0.2.7", "5000", "/shop", "/cart", ""] Ann"#;
    assert_eq!(text(call(&service, request.unwrap())), golden);
    let request = Request::get("/").header("X-A", "1").body(blocks([])).unwrap();
    let golden = r#"http://localhost/shop/ ["", "", "/shop", "/", "1"] "#;
    assert_eq!(text(call(&service, request)), golden);
}

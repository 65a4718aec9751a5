use std::fs;
use std::io::{self, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::{CertificateDer, ServerName};
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConfig, ClientConnection, HandshakeKind, RootCertStore, StreamOwned};
use tempfile::TempDir;

use super::{Client, Running, SOON, TEXT, echo};
use crate::server::Tls;
use crate::{Environ, Error, StartResponse, make_server};

/// A certificate and its key in a folder of their own.
pub(super) struct Files {
    folder: TempDir,
    pub(super) certificate: CertificateDer<'static>,
}

impl Files {
    pub(super) fn new() -> Files {
        let folder = tempfile::tempdir().unwrap();
        let mut files = Files { folder, certificate: CertificateDer::from(Vec::new()) };
        files.renew();
        files
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes another certificate with another key in the place of those that were there.
    fn renew(&mut self) {
        let names = ["localhost".to_owned()];
        let made = rcgen::generate_simple_self_signed(names).unwrap();
        fs::write(self.path("certificate.pem"), made.cert.pem()).unwrap();
        fs::write(self.path("key.pem"), made.signing_key.serialize_pem()).unwrap();
        self.certificate = made.cert.der().clone();
    }

    pub(super) fn tls(&self) -> Tls {
        self.try_tls().unwrap()
    }

    fn try_tls(&self) -> crate::Result<Tls> {
        Tls::from_files(self.path("certificate.pem"), self.path("key.pem"))
    }

    /// What a client is set up with that trusts the certificate, and offers some protocols.
    pub(super) fn trusted(&self, protocols: &[&str]) -> Arc<ClientConfig> {
        self.trusted_in(&[&TLS13, &TLS12], protocols)
    }

    fn trusted_in(
        &self,
        versions: &[&'static rustls::SupportedProtocolVersion],
        protocols: &[&str],
    ) -> Arc<ClientConfig> {
        let mut roots = RootCertStore::empty();
        roots.add(self.certificate.clone()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(versions)
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
        Arc::new(config)
    }
}

type TlsClient<S = TcpStream> = Client<StreamOwned<ClientConnection, S>>;

fn connect_over<S: Read + Write>(stream: S, config: Arc<ClientConfig>) -> TlsClient<S> {
    let name = ServerName::try_from("localhost").unwrap();
    let tls = ClientConnection::new(config, name).unwrap();
    Client(BufReader::new(StreamOwned::new(tls, stream)))
}

impl Running {
    fn with_tls(files: &Files) -> Running {
        Running::start_with(echo, |server| server.tls(files.tls()))
    }

    fn connect_tls(&self, config: &Arc<ClientConfig>) -> TlsClient {
        let stream = self.connect().0.into_inner();
        connect_over(stream, Arc::clone(config))
    }
}

/// What a client ends with that shakes hands, and asks for nothing.
fn shake_hands(client: &mut TlsClient) -> io::Result<()> {
    let StreamOwned { conn, sock } = client.0.get_mut();
    while conn.is_handshaking() {
        conn.complete_io(sock)?;
    }
    Ok(())
}

/// The connection closes, with a record that says why (RFC 8446, 5.1) or without one.
fn assert_alert(rest: &[u8]) {
    assert!(rest.first().is_none_or(|&kind| kind == 21), "{rest:?}");
}

#[test]
fn requests_come_over_tls_and_know_it() {
    let files = Files::new();
    let server = Running::with_tls(&files);
    for config in [
        files.trusted(&[]),
        files.trusted(&["http/1.1"]),
        files.trusted_in(&[&TLS13], &[]),
        files.trusted_in(&[&TLS12], &[]),
    ] {
        let mut client = server.connect_tls(&config);
        let port = server.address.port().to_string();
        for (variable, value) in
            [("wsgi.url_scheme", "https"), ("HTTPS", "on"), ("SERVER_PORT", &port)]
        {
            let answer = client.get(&format!("/?{variable}"));
            assert_eq!(answer.body, format!("GET / {variable}={value}"));
        }
        let body = "long ".repeat(100_000);
        client
            .send(format!("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: {}\r\n\r\n", body.len()));
        client.send(&body);
        assert_eq!(client.answer().body, format!("POST / {body}"));
    }
}

#[test]
fn records_may_come_in_pieces() {
    /// Sends and takes one byte at a time.
    struct Slow(TcpStream);
    impl Read for Slow {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            self.0.read(buffer.get_mut(..1).unwrap_or_default())
        }
    }
    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.write(bytes.get(..1).unwrap_or_default())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let files = Files::new();
    let server = Running::with_tls(&files);
    let stream = server.connect().0.into_inner();
    stream.set_nodelay(true).unwrap();
    let mut client = connect_over(Slow(stream), files.trusted(&[]));
    for _ in 0..3 {
        // Two requests in one record, and the answers to both.
        client.send("GET /one HTTP/1.1\r\nHost: h\r\n\r\nGET /two HTTP/1.1\r\nHost: h\r\n\r\n");
        assert_eq!(client.answer().body, "GET /one");
        assert_eq!(client.answer().body, "GET /two");
    }
}

#[test]
fn a_large_response_waits_for_a_slow_client() {
    let block = vec![b'a'; 1 << 20];
    let expected = block.len() * 20;
    let application = move |environ: &mut Environ, start_response: StartResponse<'_>| {
        let started = start_response.start("200 OK", &TEXT)?;
        let (block, whole) = (block.clone(), environ.path_info() == "/whole");
        Ok::<_, Error>(match whole {
            true => started.body(block.repeat(20)),
            false => started.stream(std::iter::repeat_n(block, 20)),
        })
    };
    let files = Files::new();
    let server = Running::start_with(application, |server| server.tls(files.tls()));
    for path in ["/whole", "/stream"] {
        let mut client = server.connect_tls(&files.trusted(&[]));
        client.send(format!("GET {path} HTTP/1.0\r\n\r\n"));
        client.head();
        assert_eq!(client.rest_bytes().len(), expected);
    }
}

#[test]
fn a_client_that_comes_again_resumes() {
    let files = Files::new();
    let server = Running::with_tls(&files);
    for version in [&TLS13, &TLS12] {
        let config = files.trusted_in(&[version], &[]);
        let mut kinds = Vec::new();
        for _ in 0..2 {
            let mut client = server.connect_tls(&config);
            assert_eq!(client.get("/").body, "GET /");
            kinds.push(client.0.get_ref().conn.handshake_kind());
        }
        assert_eq!(kinds, [Some(HandshakeKind::Full), Some(HandshakeKind::Resumed)]);
    }
}

#[test]
fn the_protocol_is_agreed_on() {
    let files = Files::new();
    let server = Running::with_tls(&files);
    let best = if cfg!(feature = "http2") { &b"h2"[..] } else { b"http/1.1" };
    for (offered, agreed) in [
        (&[][..], None),
        (&["http/1.1"], Some(&b"http/1.1"[..])),
        (&["http/1.1", "h2"], Some(best)),
        (&["h2", "http/1.1"], Some(best)),
        (&["spdy/3", "http/1.1"], Some(b"http/1.1")),
    ] {
        let mut client = server.connect_tls(&files.trusted(offered));
        shake_hands(&mut client).unwrap();
        assert_eq!(client.0.get_ref().conn.alpn_protocol(), agreed, "{offered:?}");
    }
    let mut client = server.connect_tls(&files.trusted(&["spdy/3"]));
    let error = shake_hands(&mut client).unwrap_err().to_string();
    assert!(error.contains("NoApplicationProtocol"), "{error}");
}

#[test]
fn another_protocol_is_told_so_and_harms_nobody() {
    let files = Files::new();
    let server = Running::with_tls(&files);
    let mut other = server.connect_tls(&files.trusted(&[]));
    assert_eq!(other.get("/").body, "GET /");
    for (request, has_body) in [
        ("GET / HTTP/1.1\r\nHost: h\r\n\r\n".to_owned(), true),
        ("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n".to_owned(), false),
        (format!("POST / HTTP/1.1\r\nHost: h\r\n\r\n{}", "a".repeat(100_000)), true),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_owned(), true),
    ] {
        let answer = server.talk(&request);
        assert!(answer.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{answer}");
        assert!(answer.contains("connection: close\r\n"), "{answer}");
        assert_eq!(answer.trim_end().ends_with("\r\n\r\n400 Bad Request"), has_body, "{answer}");
    }
    for nonsense in [&b"\0\0\0\0\0\0\0\0"[..], b"\x16\x03\x01\0\x05hello", b"\x80\x2e\x01\x03\x01"]
    {
        let mut client = server.connect();
        client.send(nonsense);
        client.0.get_ref().shutdown(Shutdown::Write).unwrap();
        assert_alert(&client.rest_bytes());
    }
    assert_eq!(other.get("/").body, "GET /");
}

#[test]
fn requests_over_tls_are_read_as_strictly() {
    let files = Files::new();
    let server = Running::start_with(echo, |server| server.tls(files.tls()).body_limit(10));
    for (request, status) in [
        ("GET / HTTP/1.1\r\n\r\n", "400 Bad Request"),
        ("GET / HTTP/1.1\nHost: h\n\n", "400 Bad Request"),
        ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 11\r\n\r\n", "413 Payload Too Large"),
    ] {
        let mut client = server.connect_tls(&files.trusted(&[]));
        client.send(request);
        let answer = client.answer();
        assert_eq!(answer.status(), status);
        assert_eq!(answer.header("connection"), Some("close"));
        assert_eq!(client.rest(), "");
    }
}

#[test]
fn a_handshake_that_does_not_come_is_not_waited_for() {
    let files = Files::new();
    let server = Running::start_with(echo, |server| {
        server.tls(files.tls()).header_timeout(Duration::from_millis(1))
    });
    // Nothing, and the beginning of a record.
    for begun in [&b""[..], b"\x16\x03\x01\x02\x00\x01"] {
        let mut client = server.connect();
        client.send(begun);
        assert_alert(&client.rest_bytes());
    }
}

#[test]
fn a_stop_closes_the_connections_that_wait() {
    let files = Files::new();
    let mut server = Running::with_tls(&files);
    let mut silent = server.connect();
    let mut idle = server.connect_tls(&files.trusted(&[]));
    assert_eq!(idle.get("/").body, "GET /");
    server.handle.stop();
    assert_eq!(idle.rest(), "", "with a word: without one this is an error");
    assert_eq!(silent.rest(), "");
    server.thread.take().unwrap().join().unwrap().unwrap();
}

#[test]
fn a_renewed_certificate_is_shown_when_it_is_asked_for() {
    let mut files = Files::new();
    let tls = files.tls();
    let server = Running::start_with(echo, |server| server.tls(tls.clone()));
    let before = files.trusted(&[]);
    let mut open = server.connect_tls(&before);
    assert_eq!(open.get("/").body, "GET /");
    files.renew();
    tls.reload().unwrap();
    assert_eq!(server.connect_tls(&files.trusted(&[])).get("/").body, "GET /");
    assert_eq!(open.get("/").body, "GET /", "what is open stays");
    // Half of a renewal is no certificate.
    let key = fs::read(files.path("key.pem")).unwrap();
    let renewed = files.trusted(&[]);
    files.renew();
    fs::write(files.path("key.pem"), key).unwrap();
    let error = tls.reload().unwrap_err().to_string();
    assert!(error.contains("is not that of the first certificate"), "{error}");
    assert_eq!(server.connect_tls(&renewed).get("/").body, "GET /");
}

#[test]
fn a_renewed_certificate_is_shown_after_a_while() {
    let mut files = Files::new();
    let server = Running::with_tls(&files);
    assert_eq!(server.connect_tls(&files.trusted(&[])).get("/").body, "GET /");
    files.renew();
    let config = files.trusted(&[]);
    let begun = std::time::Instant::now();
    while let Err(error) = shake_hands(&mut server.connect_tls(&config)) {
        assert!(begun.elapsed() < SOON, "{error}");
    }
}

#[test]
fn files_that_are_no_certificate_are_named_with_what_to_do() {
    let mut files = Files::new();
    let [certificate, key] =
        ["certificate.pem", "key.pem"].map(|name| fs::read(files.path(name)).unwrap());
    let written = |certificate: Option<&[u8]>, key: Option<&[u8]>, expected: &str| {
        for (name, bytes) in [("certificate.pem", certificate), ("key.pem", key)] {
            let _ = fs::remove_file(files.path(name));
            if let Some(bytes) = bytes {
                fs::write(files.path(name), bytes).unwrap();
            }
        }
        let error = files.try_tls().unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    };
    let (one, other) = (Some(&certificate[..]), Some(&key[..]));
    written(None, other, "certificate.pem cannot be read: there is no such file");
    written(one, None, "key.pem cannot be read: there is no such file");
    written(other, other, "certificate.pem holds no certificate in PEM");
    written(one, one, "key.pem holds no private key in PEM");
    written(Some(b""), other, "certificate.pem holds no certificate in PEM");
    let broken = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    written(Some(broken), other, "cannot be used");
    files.renew();
    fs::write(files.path("key.pem"), key).unwrap();
    let error = files.try_tls().unwrap_err().to_string();
    assert!(error.contains("is not that of the first certificate"), "{error}");
}

#[test]
fn a_server_with_tls_says_so() {
    let files = Files::new();
    let server = make_server("localhost:0", echo).unwrap().tls(files.tls());
    assert!(server.announcement().starts_with("Serving on https://localhost:"));
}

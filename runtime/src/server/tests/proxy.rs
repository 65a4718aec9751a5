//! What is said of a client before its first byte.

use std::io::Write;
use std::net::Ipv4Addr;
use std::time::Duration;

use super::{Client, Running, echo};
use crate::middleware::Network;

const PEER: &str = "GET /?REMOTE_ADDR HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";

fn behind_a_proxy(change: impl FnOnce(super::Server) -> super::Server) -> Running {
    let proxies = [Network::new(Ipv4Addr::LOCALHOST, 32)];
    Running::start_with(echo, |server| change(server.proxy_protocol(proxies)))
}

/// A header of version 2.
fn binary(said: u8, kind: u8, rest: &[u8]) -> Vec<u8> {
    let mut header = b"\r\n\r\n\0\r\nQUIT\n".to_vec();
    header.extend([said, kind]);
    header.extend((rest.len() as u16).to_be_bytes());
    header.extend(rest);
    header
}

/// What is in a header of version 2: two addresses, their ports, and something more.
fn addresses(address: &[u8]) -> Vec<u8> {
    let more = [0x04, 0, 2, 1, 2]; // PP2_TYPE_NOOP
    [address, address, &4711u16.to_be_bytes(), &80u16.to_be_bytes(), &more].concat()
}

/// The answer to a request behind a header, and what the client sends before it is all the same.
fn answered(server: &Running, header: &[u8], one_by_one: bool) -> String {
    let mut client = server.connect();
    let bytes = [header, PEER.as_bytes()].concat();
    if one_by_one {
        client.0.get_ref().set_nodelay(true).unwrap();
        bytes.iter().for_each(|byte| client.send([*byte]));
    } else {
        client.send(bytes);
    }
    client.rest().rsplit_once('=').map_or_else(String::new, |(_, address)| address.to_owned())
}

#[test]
fn the_client_is_who_the_proxy_says() {
    let server = behind_a_proxy(|server| server);
    let v6 = [0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7];
    for (header, address) in [
        (b"PROXY TCP4 192.0.2.7 10.0.0.1 4711 80\r\n".to_vec(), "192.0.2.7"),
        (b"PROXY TCP6 2001:db8::7 ::1 4711 80\r\n".to_vec(), "2001:db8::7"),
        (b"PROXY UNKNOWN\r\n".to_vec(), "127.0.0.1"),
        (b"PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n".to_vec(), "127.0.0.1"),
        (binary(0x21, 0x11, &addresses(&[192, 0, 2, 7])), "192.0.2.7"),
        (binary(0x21, 0x21, &addresses(&v6)), "2001:db8::7"),
        (binary(0x21, 0x31, &[0; 216]), "-"),
        (binary(0x21, 0x00, &[]), "127.0.0.1"),
        (binary(0x20, 0x00, &[0; 3000]), "127.0.0.1"),
        (binary(0x20, 0x11, &addresses(&[192, 0, 2, 7])), "127.0.0.1"),
    ] {
        for one_by_one in [false, true] {
            let found = answered(&server, &header, one_by_one);
            assert_eq!(found, address, "{:?}", header.escape_ascii().to_string());
        }
    }
    let mut client = server.connect();
    client.send("PROXY TCP4 192.0.2.7 10.0.0.1 4711 80\r\n");
    assert_eq!(client.get("/?REMOTE_PORT").body, "GET / REMOTE_PORT=4711");
    assert_eq!(client.get("/?REMOTE_ADDR").body, "GET / REMOTE_ADDR=192.0.2.7", "once for all");
}

#[test]
fn a_connection_with_another_beginning_is_closed() {
    let server = behind_a_proxy(|server| server);
    for header in [
        b"".to_vec(),
        b"PROXY".to_vec(),
        b"proxy TCP4 192.0.2.7 10.0.0.1 4711 80\r\n".to_vec(),
        b"PROXY TCP4 192.0.2.7 10.0.0.1 4711\r\n".to_vec(),
        b"PROXY TCP4 192.0.2.7 10.0.0.1 4711 80 1\r\n".to_vec(),
        b"PROXY TCP4 192.0.2.7 10.0.0.1 4711 +80\r\n".to_vec(),
        b"PROXY TCP4 192.0.2.7 10.0.0.1 4711 65536\r\n".to_vec(),
        b"PROXY TCP4 2001:db8::7 10.0.0.1 4711 80\r\n".to_vec(),
        b"PROXY TCP4  192.0.2.7 10.0.0.1 4711 80\r\n".to_vec(),
        b"PROXY TCP4 192.0.2.7 10.0.0.1 4711 80\n".to_vec(),
        b"PROXY SCTP 192.0.2.7 10.0.0.1 4711 80\r\n".to_vec(),
        [b"PROXY UNKNOWN ", &[b'x'; 120][..], b"\r\n"].concat(),
        binary(0x11, 0x11, &addresses(&[192, 0, 2, 7])),
        binary(0x22, 0x11, &addresses(&[192, 0, 2, 7])),
        binary(0x21, 0x12, &addresses(&[192, 0, 2, 7])),
        binary(0x21, 0x11, &[192, 0, 2, 7]),
        binary(0x21, 0x31, &[0; 215]),
    ] {
        let mut client = server.connect();
        // It may be closed before all of this is sent.
        let _ = client.0.get_mut().write_all(&[&header[..], PEER.as_bytes()].concat());
        assert_eq!(client.rest(), "", "{:?}", header.escape_ascii().to_string());
    }
}

#[test]
fn a_header_has_to_come_in_time_and_a_stop_does_not_wait_for_it() {
    let server = behind_a_proxy(|server| server.header_timeout(Duration::from_millis(1)));
    let mut late = server.connect();
    late.send("PROXY TC");
    assert_eq!(late.rest(), "");
    let server = behind_a_proxy(|server| server);
    let mut silent = server.connect();
    // Connections are accepted in their order.
    assert_eq!(answered(&server, b"PROXY UNKNOWN\r\n", false), "127.0.0.1");
    server.handle.stop();
    assert_eq!(silent.rest(), "");
}

#[test]
fn who_is_no_proxy_is_a_client() {
    let elsewhere = [Network::new(Ipv4Addr::new(10, 0, 0, 0), 8)];
    let server = Running::start_with(echo, |server| server.proxy_protocol(elsewhere));
    assert!(server.talk(PEER).ends_with("REMOTE_ADDR=127.0.0.1"));
    let answer = server.talk(&format!("PROXY TCP4 192.0.2.7 10.0.0.1 4711 80\r\n{PEER}"));
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
}

#[test]
fn connections_are_counted_for_each_client_of_a_proxy() {
    let server = behind_a_proxy(|server| server.max_connections_per_address(1));
    let connect = |address: &str| -> Client {
        let mut client = server.connect();
        client.send(format!("PROXY TCP4 {address} 10.0.0.1 4711 80\r\n"));
        client
    };
    let mut first = connect("192.0.2.7");
    assert_eq!(first.get("/").status(), "200 OK");
    assert_eq!(connect("192.0.2.7").get("/").status(), "503 Service Unavailable");
    assert_eq!(connect("192.0.2.8").get("/").status(), "200 OK");
    assert_eq!(first.get("/").status(), "200 OK");
}

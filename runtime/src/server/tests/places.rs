use std::net::TcpListener;
use std::thread;

use super::{Client, Running, echo};
use crate::make_server;

/// Whether the machine has IPv6.
fn has_ipv6() -> bool {
    TcpListener::bind("[::1]:0").is_ok()
}

#[test]
fn each_place_has_its_own_name_and_port() {
    let server = make_server("localhost:0", echo).unwrap().quiet();
    let named = server.local_addrs().count();
    let mut server = server.listen("127.0.0.1:0").unwrap();
    if has_ipv6() {
        server = server.listen("[::1]:0").unwrap();
    }
    let addresses: Vec<_> = server.local_addrs().collect();
    let handle = server.handle();
    let thread = thread::spawn(|| server.serve_forever());
    for (index, address) in addresses.into_iter().enumerate() {
        let name = match index {
            _ if index < named => "localhost",
            _ if address.is_ipv4() => "127.0.0.1",
            _ => "[::1]",
        };
        let mut client = Client::new(address);
        assert_eq!(client.get("/?SERVER_NAME").body, format!("GET / SERVER_NAME={name}"));
        let port = format!("GET / SERVER_PORT={}", address.port());
        assert_eq!(client.get("/?SERVER_PORT").body, port);
    }
    handle.stop();
    thread.join().unwrap().unwrap();
}

#[test]
fn a_client_of_both_versions_of_ip_has_the_address_of_its_own() {
    let address = if has_ipv6() { "[::]:0" } else { "0.0.0.0:0" };
    let server = make_server(address, echo).unwrap().quiet();
    let (port, handle) = (server.local_addr().unwrap().port(), server.handle());
    let thread = Some(thread::spawn(|| server.serve_forever()));
    let server = Running { address: ([127, 0, 0, 1], port).into(), handle, thread };
    let answer = server.connect().get("/?REMOTE_ADDR");
    assert_eq!(answer.body, "GET / REMOTE_ADDR=127.0.0.1");
}

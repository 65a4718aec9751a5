//! Any bytes as the header of the PROXY protocol: either it is one, and the client is who it says; or
//! nothing is answered.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use lychgate::prelude::*;

use super::running::Running;

/// Answers with the client's address and port.
fn client(environ: &mut Environ, start: StartResponse<'_>) -> lychgate::Result<Reply<'static>> {
    let peer =
        environ.peer().map_or("nobody".to_owned(), |it| format!("{} {}", it.ip(), it.port()));
    Ok(start.start("200 OK", &[("Content-Type", "text/plain")])?.body(peer))
}

thread_local! {
    static SERVER: Running =
        Running::start(client, |server| server.threads(1).proxy_protocol([]));
}

pub fn proxies(input: &[u8]) {
    let request = b"GET / HTTP/1.0\r\n\r\n";
    let sent = [input, &request[..]].concat();
    let answered = |bytes| String::from_utf8(bytes).expect("text");
    match text(&sent).or_else(|| binary(&sent)) {
        Some((expected, length)) if length == input.len() => {
            let answer = answered(SERVER.with(|server| server.ask(&sent)));
            assert!(answer.starts_with("HTTP/1.") && answer.contains(" 200 OK\r\n"), "{answer}");
            assert!(
                answer.ends_with(&format!("\r\n\r\n{expected}")),
                "{answer} is not of {expected}"
            );
        }
        // The header takes some of the request, or stands before another.
        Some(_) => drop(SERVER.with(|server| server.tell(&sent))),
        None => assert_eq!(answered(SERVER.with(|server| server.tell(&sent))), ""),
    }
}

const NOBODY: &str = "nobody";

/// Version 1, as its text says: whom it names (an IPv4 address in an IPv6 one is that), and how long it is.
fn text(input: &[u8]) -> Option<(String, usize)> {
    let length = input.windows(2).take(106).position(|it| it == b"\r\n")? + 2;
    let line = std::str::from_utf8(&input[..length - 2]).ok()?;
    if line.contains('\n') {
        return None;
    }
    let words: Vec<&str> = line.split(' ').collect();
    let client = match words[..] {
        ["PROXY", "UNKNOWN", ..] => NOBODY.to_owned(),
        ["PROXY", family @ ("TCP4" | "TCP6"), source, destination, from, to] => {
            let address = |text: &str| {
                let address = text.parse::<IpAddr>().ok()?;
                (address.is_ipv4() == (family == "TCP4")).then(|| address.to_canonical())
            };
            let port = |text: &str| {
                let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
                text.parse::<u16>().ok().filter(|_| is_number)
            };
            address(destination)?;
            port(to)?;
            format!("{} {}", address(source)?, port(from)?)
        }
        _ => return None,
    };
    Some((client, length))
}

/// Version 2, as its text says.
fn binary(input: &[u8]) -> Option<(String, usize)> {
    let rest = input.strip_prefix(b"\r\n\r\n\0\r\nQUIT\n")?;
    let (&[command, family, high, low], rest) = rest.split_first_chunk::<4>()?;
    let length = usize::from(u16::from_be_bytes([high, low]));
    let addresses = rest.get(..length)?;
    let port = |at: usize| Some(u16::from_be_bytes([*addresses.get(at)?, *addresses.get(at + 1)?]));
    let client = match (command, family) {
        (0x20, _) | (0x21, 0) => NOBODY.to_owned(),
        (0x21, 0x11) => {
            let source = addresses.get(..12)?.first_chunk::<4>()?;
            format!("{} {}", Ipv4Addr::from(*source), port(8)?)
        }
        (0x21, 0x21) => {
            let source = addresses.get(..36)?.first_chunk::<16>()?;
            format!("{} {}", Ipv6Addr::from(*source).to_canonical(), port(32)?)
        }
        (0x21, 0x31) => addresses.get(..216).map(|_| NOBODY.to_owned())?,
        _ => return None,
    };
    Some((client, 16 + length))
}

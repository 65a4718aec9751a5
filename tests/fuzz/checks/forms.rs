//! Any bytes as a form, and where it can be one as a query: both are read alike, and as the WHATWG's URL
//! standard has it; typed fields are read or refused.

use http::Uri;
use http::header::CONTENT_TYPE;
use lychgate::prelude::*;
use percent_encoding::percent_decode;
use serde::Deserialize;

type Pairs = Vec<(String, String)>;

/// A field of each kind.
#[derive(Debug, PartialEq, Deserialize)]
#[allow(dead_code, reason = "only whether they can be read is of interest")]
struct Typed {
    number: u32,
    is_set: bool,
    name: Option<String>,
    #[serde(default)]
    rate: f64,
    kind: Kind,
}

#[derive(Debug, PartialEq, Deserialize)]
enum Kind {
    One,
    Other,
}

pub fn forms(input: &[u8]) {
    let form = environ("/".parse().expect("a path"), input.to_vec());
    let Ok(Form(pairs)) = Form::<Pairs>::from_environ(&form) else {
        panic!("there is a form in all bytes but none")
    };
    assert_eq!(pairs, parsed(input));
    let typed = environ("/".parse().expect("a path"), input.to_vec());
    let typed = Form::<Typed>::from_environ(&typed).map(|form| form.0);
    let target =
        std::str::from_utf8(input).ok().and_then(|text| format!("/?{text}").parse::<Uri>().ok());
    let Some(uri) = target.filter(|uri| uri.query().is_some_and(|it| it.as_bytes() == input))
    else {
        return;
    };
    let asked = environ(uri, Vec::new());
    assert_eq!(Query::<Pairs>::from_environ(&asked).ok().map(|query| query.0), Some(pairs));
    let query = Query::<Typed>::from_environ(&asked).map(|query| query.0);
    assert_eq!(query.is_ok(), typed.is_ok(), "{query:?} {typed:?}");
}

fn environ(uri: Uri, body: Vec<u8>) -> Environ {
    let request =
        http::Request::post(uri).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    let (request, ()) = request.body(()).expect("a request").into_parts();
    Environ::new(request, body.into(), Default::default(), None)
}

/// The pairs of a form ("urlencoded parsing", 5.1).
fn parsed(input: &[u8]) -> Pairs {
    let text = |bytes: &[u8]| {
        let spaced: Vec<u8> = bytes.iter().map(|&it| if it == b'+' { b' ' } else { it }).collect();
        percent_decode(&spaced).decode_utf8_lossy().into_owned()
    };
    let pairs = input.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let mut halves = pair.splitn(2, |&byte| byte == b'=');
            let mut half = || text(halves.next().unwrap_or_default());
            (half(), half())
        })
        .collect()
}

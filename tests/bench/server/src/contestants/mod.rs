//! The servers: each with the same site, written as its documentation shows it, with its defaults.

mod actix;
mod astra;
mod axum;
mod hyper;
mod own;
mod rocket;
mod rouille;

use std::error::Error;
use std::net::SocketAddr;

/// What each server's process ends with.
pub type Result = std::result::Result<(), Box<dyn Error + Send + Sync>>;

/// A name, and what serves at an address for ever.
pub type Contestant = (&'static str, fn(SocketAddr) -> Result);

/// The contestant to which all others are compared.
pub const MEASURE: &str = "hyper inline";

pub const ALL: [Contestant; 9] = [
    (MEASURE, hyper::inline),
    ("hyper spawn_blocking", hyper::spawn_blocking),
    ("lychgate fn", own::plain),
    ("lychgate async fn", own::asynchronous),
    ("axum", axum::serve),
    ("actix-web", actix::serve),
    ("Rocket", rocket::serve),
    ("rouille", rouille::serve),
    ("astra", astra::serve),
];

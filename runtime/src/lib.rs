#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

// Generated code names this crate by its absolute path, here too.
extern crate self as lychgate;

pub mod application;
pub mod body;
pub mod capture;
mod conditional;
#[doc = include_str!("docs/contract.md")]
pub mod contract {}
pub mod dependency;
#[cfg(feature = "server")]
#[doc = include_str!("docs/deployment.md")]
pub mod deployment {}
pub mod dispatch;
pub mod environ;
pub mod error;
#[cfg(feature = "files")]
pub mod files;
pub mod gateway;
pub mod guide;
pub mod headers;
pub mod health;
pub mod input;
pub mod inspect;
pub(crate) mod json;
pub mod lint;
pub mod matching;
pub mod middleware;
#[cfg(feature = "openapi")]
pub mod openapi;
pub(crate) mod pages;
pub mod parameter;
pub mod prelude;
#[cfg(feature = "regex")]
pub mod regex;
pub mod reply;
pub mod respond;
pub mod response;
pub mod route;
#[cfg(feature = "server")]
pub mod server;
pub mod start_response;
pub mod status;
pub mod test;
pub mod url;
#[cfg(feature = "json")]
pub mod vocabulary;

pub use application::{Application, from_fn};
pub use body::Body;
pub use bytes::Bytes;
pub use capture::{FromCapture, FromOptionalCapture};
#[cfg(feature = "cookies")]
pub use cookie;
pub use dispatch::{Dispatcher, Way, dispatch, dispatch_by};
pub use environ::Environ;
pub use error::{Error, Result};
#[cfg(feature = "files")]
pub use files::Files;
pub use health::Health;
pub use http::{HeaderMap, Method, StatusCode};
pub use input::Input;
#[cfg(all(feature = "askama", feature = "macros"))]
pub use lychgate_macros::Respond;
#[cfg(feature = "macros")]
pub use lychgate_macros::{
    application, catch, delete, depends, get, middleware, mount, not_found, patch, post, put,
    route, with,
};
pub use middleware::{Layer, Middleware, Next};
#[cfg(feature = "cookies")]
pub use parameter::Cookies;
#[cfg(feature = "headers")]
pub use parameter::Header;
#[cfg(feature = "json")]
pub use parameter::Json;
#[cfg(feature = "multipart")]
pub use parameter::Multipart;
pub use parameter::{ClientAddress, Extension, FromEnviron, Rejection};
#[cfg(feature = "form")]
pub use parameter::{Form, Query};
pub use reply::{Head, Reply};
pub use respond::{Html, Redirect, Respond};
pub use response::Response;
pub use route::{Found, Lookup, Methods, Route, Search};
#[cfg(feature = "server")]
pub use server::{Server, make_server, serve};
pub use start_response::{StartResponse, Started};
pub use status::Status;
pub use url::Url;

/// The program of the README, compiled.
#[cfg(all(doctest, feature = "server"))]
#[doc = include_str!("../../README.md")]
struct Readme;

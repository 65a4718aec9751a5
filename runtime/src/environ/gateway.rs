//! What a gateway says of itself in every environ.

use std::collections::BTreeMap;

use super::Pulse;

/// The part of the environ that is the same for every request of one server.
///
/// ```
/// use lychgate::environ::Gateway;
///
/// let gateway = Gateway { server_name: "example.org".into(), ..Gateway::default() };
/// assert_eq!(gateway.server_port, "80");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gateway {
    /// `SERVER_NAME`: the host that the server was told to listen on.
    pub server_name: String,
    /// `SERVER_PORT`, in digits.
    pub server_port: String,
    /// `SERVER_SOFTWARE`: name and version of the server.
    pub server_software: String,
    /// `wsgi.url_scheme`: `http` or `https`.
    pub url_scheme: String,
    /// `wsgi.multithread`: whether another thread may call the application at the same time.
    pub multithread: bool,
    /// `wsgi.multiprocess`: whether another process may serve the same application.
    pub multiprocess: bool,
    /// `wsgi.run_once`: whether the process is likely to serve this one request only, as in CGI.
    pub run_once: bool,
    /// What the deployer adds to every environ (PEP 3333, "Application Configuration").
    pub variables: BTreeMap<String, String>,
    /// How the server is, for pages of metrics and of health.
    pub pulse: Pulse,
}

impl Default for Gateway {
    fn default() -> Self {
        Gateway {
            server_name: "localhost".to_owned(),
            server_port: "80".to_owned(),
            server_software: concat!("lychgate/", env!("CARGO_PKG_VERSION")).to_owned(),
            url_scheme: "http".to_owned(),
            multithread: true,
            multiprocess: false,
            run_once: false,
            variables: BTreeMap::new(),
            pulse: Pulse::default(),
        }
    }
}

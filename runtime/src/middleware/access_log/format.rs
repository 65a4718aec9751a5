//! The lines of a log.

use std::fmt::Write;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use http::HeaderValue;

use super::Record;
use crate::{Error, Route, Status, json};

/// How a [`Record`] is written as a line of a log. Each has a name, for a program's settings:
///
/// ```
/// use lychgate::middleware::{AccessLog, LogFormat};
///
/// let setting = std::env::var("ACCESS_LOG").unwrap_or("combined".to_owned());
/// let log = AccessLog::lines(setting.parse()?);
/// # assert_eq!("json".parse::<LogFormat>()?, LogFormat::Json);
/// # Ok::<(), lychgate::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LogFormat {
    /// `common`: the Common Log Format of Apache and of many readers of logs.
    ///
    /// ```text
    /// 192.0.2.7 - ann [22/Nov/2026:10:00:00 +0000] "GET /hello?q=1 HTTP/1.1" 200 10
    /// ```
    ///
    /// The client's address, an identity that nobody asks for, `REMOTE_USER`, when the request came
    /// (in UTC), the request line, the status, and the bytes of the body that were sent; `-` where
    /// there is none.
    Common,
    /// `combined`: the same, and behind it the request's `Referer` and `User-Agent`.
    ///
    /// ```text
    /// 192.0.2.7 - ann [22/Nov/2026:10:00:00 +0000] "GET /hello?q=1 HTTP/1.1" 200 10 "-" "curl/8.5.0"
    /// ```
    Combined,
    /// `json`: one object on a line.
    ///
    /// ```text
    /// {"time":"2026-11-22T10:00:00.000Z","client":"192.0.2.7","method":"GET","target":"/hello?q=1",
    /// "protocol":"HTTP/1.1","status":200,"bytes":10,"complete":true,"seconds":0.000345,
    /// "route":"^hello$","handler":"hello","agent":"curl/8.5.0"}
    /// ```
    ///
    /// | field | what it is |
    /// |---|---|
    /// | `time` | when the request came (RFC 3339, in UTC) |
    /// | `client` | [`Record::client`] |
    /// | `user` | [`Record::user`] |
    /// | `method`, `target`, `protocol` | the request line |
    /// | `status` | a number |
    /// | `bytes` | [`Record::bytes`] |
    /// | `complete` | [`Record::complete`]: `false` when the response was cut short |
    /// | `seconds` | [`Record::duration`] |
    /// | `route` | the pattern of the route; behind those of its mounts, with a space between |
    /// | `handler` | the name of the handler |
    /// | `referer`, `agent` | headers of the request |
    /// | `request_id` | [`Record::request_id`] |
    ///
    /// What is not known is left out.
    Json,
    /// `off`: no line.
    Off,
}

impl FromStr for LogFormat {
    type Err = Error;

    fn from_str(name: &str) -> Result<Self, Error> {
        Ok(match name {
            "common" => LogFormat::Common,
            "combined" => LogFormat::Combined,
            "json" => LogFormat::Json,
            "off" => LogFormat::Off,
            _ => {
                let expected = "expected `common`, `combined`, `json` or `off`";
                let message = format!("{name:?} is no format of an access log: {expected}");
                return Err(Error::new(Status::INTERNAL_SERVER_ERROR, "").with_source(message));
            }
        })
    }
}

impl Record {
    /// The line of this request, without its end. Whatever came from outside is escaped, so that a
    /// client can neither end a line nor begin another field.
    #[must_use]
    pub fn line(&self, format: LogFormat) -> String {
        match format {
            LogFormat::Common => self.common(),
            LogFormat::Combined => {
                let header = |value: &Option<HeaderValue>| {
                    value.as_ref().map_or("-".to_owned(), |value| escaped(value.as_bytes()))
                };
                let (referer, agent) = (header(&self.referer), header(&self.agent));
                format!("{} \"{referer}\" \"{agent}\"", self.common())
            }
            LogFormat::Json => self.json(),
            LogFormat::Off => String::new(),
        }
    }

    fn common(&self) -> String {
        let or_none = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
        let client = or_none(self.client.map(|client| client.to_string()));
        let user = or_none(self.user.as_deref().map(|user| escaped(user.as_bytes())));
        // A name may have spaces, which would be the beginning of the next field.
        let user = user.replace(' ', "\\x20");
        let Date { day, month, year, time, .. } = Date::of(self.time);
        let target = escaped(self.uri.to_string().as_bytes());
        let (method, version, status) = (&self.method, self.version, self.status.as_u16());
        let bytes = or_none(Some(self.bytes).filter(|bytes| *bytes > 0).map(|it| it.to_string()));
        format!(
            "{client} - {user} [{day}/{month}/{year}:{time} +0000] \"{method} {target} {version:?}\" \
             {status} {bytes}"
        )
    }

    fn json(&self) -> String {
        let Date { day, month_number, year, time, milliseconds, .. } = Date::of(self.time);
        let mut line =
            format!("{{\"time\":\"{year}-{month_number:02}-{day}T{time}.{milliseconds:03}Z\"");
        let mut add = |name: &str, value: Option<&str>| {
            if let Some(value) = value {
                // To write to a string does not fail.
                let _ = write!(line, ",\"{name}\":{value}");
            }
        };
        let text = |value: &[u8]| json::string(&String::from_utf8_lossy(value));
        let header = |value: &Option<HeaderValue>| value.as_ref().map(|it| text(it.as_bytes()));
        add("client", self.client.map(|it| text(it.to_string().as_bytes())).as_deref());
        add("user", self.user.as_ref().map(|it| json::string(it)).as_deref());
        add("method", Some(&text(self.method.as_str().as_bytes())));
        add("target", Some(&text(self.uri.to_string().as_bytes())));
        add("protocol", Some(&format!("\"{:?}\"", self.version)));
        add("status", Some(&self.status.as_u16().to_string()));
        add("bytes", Some(&self.bytes.to_string()));
        add("complete", Some(&self.complete.to_string()));
        add("seconds", Some(&format!("{:.6}", self.duration.as_secs_f64())));
        let pattern = Some(patterns(&self.routes)).filter(|it| !it.is_empty());
        add("route", pattern.map(|it| json::string(&it)).as_deref());
        add("handler", self.route().map(|route| json::string(route.handler)).as_deref());
        add("referer", header(&self.referer).as_deref());
        add("agent", header(&self.agent).as_deref());
        add("request_id", self.request_id.as_ref().map(|it| json::string(it)).as_deref());
        line + "}"
    }
}

/// The patterns of nested routes as one name, which stands for many paths.
pub(in crate::middleware) fn patterns(routes: &[&'static Route]) -> String {
    routes.iter().map(|route| route.pattern).collect::<Vec<_>>().join(" ")
}

/// Text between quotes, as Apache writes it: what is no plain ASCII as `\xhh`, quotes and backslashes
/// behind a backslash.
fn escaped(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for &byte in bytes {
        match byte {
            b'"' | b'\\' => text.extend(['\\', char::from(byte)]),
            b' '..=b'~' => text.push(byte.into()),
            _ => {
                let _ = write!(text, "\\x{byte:02x}");
            }
        }
    }
    text
}

/// A time in UTC, in parts.
struct Date {
    year: String,
    month: String,
    month_number: usize,
    day: String,
    time: String,
    milliseconds: u32,
}

impl Date {
    fn of(time: SystemTime) -> Self {
        // `httpdate` knows no years beyond 9999.
        let last = SystemTime::UNIX_EPOCH + Duration::from_secs(253_402_300_799);
        let time = time.clamp(SystemTime::UNIX_EPOCH, last);
        // `Sun, 22 Nov 2026 10:00:00 GMT`
        let date = httpdate::fmt_http_date(time);
        let mut parts = date.split(' ').skip(1).map(str::to_owned);
        let mut part = || parts.next().unwrap_or_default();
        let (day, month, year, clock) = (part(), part(), part(), part());
        const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
        let month_number = MONTHS.find(&month).map_or(0, |place| place / 3 + 1);
        let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        Date { year, month, month_number, day, time: clock, milliseconds: since.subsec_millis() }
    }
}

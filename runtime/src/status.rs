//! Status codes with their reason phrases.

use std::fmt;

use http::StatusCode;

use crate::Error;

/// A status: three digits and a reason phrase (RFC 9110 section 15, PEP 3333 "The start_response()
/// Callable").
///
/// ```
/// use lychgate::Status;
///
/// assert_eq!(Status::NOT_FOUND.to_string(), "404 Not Found");
/// assert_eq!(Status::parse("418 Short and stout").unwrap().reason(), "Short and stout");
/// assert!(Status::parse("200").is_err(), "the reason phrase is part of it");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Status {
    code: StatusCode,
    /// Only where it differs from the registered phrase.
    reason: Option<Box<str>>,
}

macro_rules! statuses {
    ($($name:ident)*) => {
        impl Status {
            $(
                #[doc = concat!("The registered status [`", stringify!($name), "`](StatusCode::", stringify!($name), ").")]
                pub const $name: Status = Status { code: StatusCode::$name, reason: None };
            )*
        }
    };
}

statuses! {
    CONTINUE SWITCHING_PROTOCOLS PROCESSING
    OK CREATED ACCEPTED NON_AUTHORITATIVE_INFORMATION NO_CONTENT RESET_CONTENT PARTIAL_CONTENT
    MULTI_STATUS ALREADY_REPORTED IM_USED
    MULTIPLE_CHOICES MOVED_PERMANENTLY FOUND SEE_OTHER NOT_MODIFIED USE_PROXY TEMPORARY_REDIRECT
    PERMANENT_REDIRECT
    BAD_REQUEST UNAUTHORIZED PAYMENT_REQUIRED FORBIDDEN NOT_FOUND METHOD_NOT_ALLOWED NOT_ACCEPTABLE
    PROXY_AUTHENTICATION_REQUIRED REQUEST_TIMEOUT CONFLICT GONE LENGTH_REQUIRED PRECONDITION_FAILED
    PAYLOAD_TOO_LARGE URI_TOO_LONG UNSUPPORTED_MEDIA_TYPE RANGE_NOT_SATISFIABLE EXPECTATION_FAILED
    IM_A_TEAPOT MISDIRECTED_REQUEST UNPROCESSABLE_ENTITY LOCKED FAILED_DEPENDENCY UPGRADE_REQUIRED
    PRECONDITION_REQUIRED TOO_MANY_REQUESTS REQUEST_HEADER_FIELDS_TOO_LARGE
    UNAVAILABLE_FOR_LEGAL_REASONS
    INTERNAL_SERVER_ERROR NOT_IMPLEMENTED BAD_GATEWAY SERVICE_UNAVAILABLE GATEWAY_TIMEOUT
    HTTP_VERSION_NOT_SUPPORTED VARIANT_ALSO_NEGOTIATES INSUFFICIENT_STORAGE LOOP_DETECTED
    NOT_EXTENDED NETWORK_AUTHENTICATION_REQUIRED
}

impl Status {
    /// Reads `NNN Reason`: three digits, one space, a phrase of ISO-8859-1 without control
    /// characters and without space around it.
    ///
    /// # Errors
    /// When the text has another form; the error is a 500, as it is the application's mistake.
    pub fn parse(text: &str) -> Result<Status, Error> {
        let wrong = || {
            let message = format!(
                "the status {text:?} is not `NNN Reason`: three digits, one space, and a phrase \
                 of ISO-8859-1 without control characters, such as `200 OK`"
            );
            Error::from(WrongStatus(message))
        };
        let (digits, reason) = text.split_once(' ').ok_or_else(wrong)?;
        let tidy = !reason.is_empty()
            && reason.trim() == reason
            && !reason.chars().any(|c| c.is_control() || c > '\u{ff}')
            && digits.len() == 3;
        match digits.parse::<u16>().map(StatusCode::from_u16) {
            Ok(Ok(code)) if tidy => Ok(Status::from(code).with_reason(reason)),
            _ => Err(wrong()),
        }
    }

    fn with_reason(mut self, reason: &str) -> Status {
        if self.code.canonical_reason() != Some(reason) {
            self.reason = Some(reason.into());
        }
        self
    }

    /// The code as the `http` crate has it.
    #[must_use]
    pub fn code(&self) -> StatusCode {
        self.code
    }

    /// The three digits as a number.
    #[must_use]
    pub fn as_u16(&self) -> u16 {
        self.code.as_u16()
    }

    /// The reason phrase: the registered one unless another was given.
    #[must_use]
    pub fn reason(&self) -> &str {
        match &self.reason {
            Some(reason) => reason,
            None => self.code.canonical_reason().unwrap_or("Unknown"),
        }
    }

    /// Checks that a response can end with this status: 1xx only announces one (RFC 9110, 15.2),
    /// and is the server's to send.
    pub(crate) fn check(&self) -> Result<(), Error> {
        if self.code.is_informational() {
            let message =
                format!("`{self}` only announces a response: give the status of the last");
            return Err(WrongStatus(message).into());
        }
        Ok(())
    }

    /// Whether a response with this status has no body (RFC 9110, 6.4.1): 1xx, 204 and 304.
    #[must_use]
    pub fn is_bodiless(&self) -> bool {
        self.code.is_informational()
            || [StatusCode::NO_CONTENT, StatusCode::NOT_MODIFIED].contains(&self.code)
    }

    /// The reason phrase when it is not the registered one.
    #[must_use]
    pub fn own_reason(&self) -> Option<&str> {
        self.reason.as_deref()
    }
}

/// What was wrong with the text of a status.
#[derive(Debug)]
struct WrongStatus(String);

impl fmt::Display for WrongStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for WrongStatus {}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code.as_str(), self.reason())
    }
}

impl From<StatusCode> for Status {
    fn from(code: StatusCode) -> Self {
        Status { code, reason: None }
    }
}

impl PartialEq<u16> for Status {
    fn eq(&self, other: &u16) -> bool {
        self.as_u16() == *other
    }
}

impl PartialEq<StatusCode> for Status {
    fn eq(&self, other: &StatusCode) -> bool {
        self.code == *other
    }
}

/// What [`StartResponse::start`](crate::StartResponse::start) takes as its status: a [`Status`], a
/// [`StatusCode`], or text such as `"200 OK"`, which is checked.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a status",
    label = "not a status",
    note = "a status is text such as `\"200 OK\"`, a `Status` such as `Status::OK`, or a `StatusCode`"
)]
pub trait IntoStatus {
    /// The status.
    ///
    /// # Errors
    /// When a text is not of the form `NNN Reason`.
    fn into_status(self) -> Result<Status, Error>;
}

#[diagnostic::do_not_recommend]
impl IntoStatus for Status {
    fn into_status(self) -> Result<Status, Error> {
        Ok(self)
    }
}

#[diagnostic::do_not_recommend]
impl IntoStatus for StatusCode {
    fn into_status(self) -> Result<Status, Error> {
        Ok(self.into())
    }
}

#[diagnostic::do_not_recommend]
impl IntoStatus for &str {
    fn into_status(self) -> Result<Status, Error> {
        Status::parse(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_three_digits_a_space_and_a_tidy_phrase_are_a_status() {
        for wrong in [
            "",
            "200",
            "200 ",
            "200  OK",
            "2000 OK",
            "20 OK",
            "abc OK",
            "200 OK\r\nX: y",
            "200 OK ",
            "099 Low",
            "0200 OK",
            "+200 OK",
            "+20 OK",
            "200\tOK",
            "200 €",
        ] {
            assert!(Status::parse(wrong).is_err(), "{wrong:?}");
        }
        assert_eq!(Status::parse("200 OK").unwrap(), Status::OK);
        assert_eq!(Status::parse("599 Own").unwrap().to_string(), "599 Own");
    }
}

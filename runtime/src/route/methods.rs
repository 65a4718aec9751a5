//! Sets of request methods.

use std::fmt;

/// A set of request methods (RFC 9110 section 9), out of those that IANA's registry lists.
///
/// ```
/// use lychgate::Methods;
///
/// let methods = Methods::GET.or(Methods::POST);
/// assert_eq!(methods.to_string(), "GET, POST");
/// assert!(methods.answers("HEAD"), "HEAD follows GET");
/// assert!(Methods::ANY.answers("BREW"));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct Methods(u64);

macro_rules! methods {
    ($($name:ident $text:literal $bit:literal,)*) => {
        const REGISTERED: &[(&str, Methods)] = &[$(($text, Methods::$name)),*];

        impl Methods {
            $(
                #[doc = concat!("The method `", $text, "`.")]
                pub const $name: Methods = Methods(1 << $bit);
            )*

            /// The set that holds this one method; for one that is not registered, a set that
            /// only [`ANY`](Self::ANY) shares something with.
            #[inline]
            #[must_use]
            pub fn named(method: &str) -> Methods {
                match method {
                    $($text => Methods::$name,)*
                    _ => Methods(1 << 63),
                }
            }
        }
    };
}

// The order is the one in which `Allow` lists them.
methods! {
    GET "GET" 0,
    HEAD "HEAD" 1,
    POST "POST" 2,
    PUT "PUT" 3,
    PATCH "PATCH" 4,
    DELETE "DELETE" 5,
    ACL "ACL" 6,
    BASELINE_CONTROL "BASELINE-CONTROL" 7,
    BIND "BIND" 8,
    CHECKIN "CHECKIN" 9,
    CHECKOUT "CHECKOUT" 10,
    CONNECT "CONNECT" 11,
    COPY "COPY" 12,
    LABEL "LABEL" 13,
    LINK "LINK" 14,
    LOCK "LOCK" 15,
    MERGE "MERGE" 16,
    MKACTIVITY "MKACTIVITY" 17,
    MKCALENDAR "MKCALENDAR" 18,
    MKCOL "MKCOL" 19,
    MKREDIRECTREF "MKREDIRECTREF" 20,
    MKWORKSPACE "MKWORKSPACE" 21,
    MOVE "MOVE" 22,
    ORDERPATCH "ORDERPATCH" 23,
    PROPFIND "PROPFIND" 24,
    PROPPATCH "PROPPATCH" 25,
    QUERY "QUERY" 26,
    REBIND "REBIND" 27,
    REPORT "REPORT" 28,
    SEARCH "SEARCH" 29,
    UNBIND "UNBIND" 30,
    UNCHECKOUT "UNCHECKOUT" 31,
    UNLINK "UNLINK" 32,
    UNLOCK "UNLOCK" 33,
    UPDATE "UPDATE" 34,
    UPDATEREDIRECTREF "UPDATEREDIRECTREF" 35,
    VERSION_CONTROL "VERSION-CONTROL" 36,
    OPTIONS "OPTIONS" 37,
    TRACE "TRACE" 38,
}

impl Methods {
    /// No method.
    pub const NONE: Methods = Methods(0);
    /// Every method there is, registered or not.
    pub const ANY: Methods = Methods(u64::MAX);

    /// The methods of either set.
    #[must_use]
    pub const fn or(self, other: Methods) -> Methods {
        Methods(self.0 | other.0)
    }

    /// Whether the set holds no method.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether a route declared for this set answers `method`: HEAD follows GET (RFC 9110, 9.3.2).
    #[must_use]
    pub fn answers(self, method: &str) -> bool {
        self.with_implied().shares(Methods::named(method))
    }

    /// What `Allow` says where a set is declared: HEAD beside GET, and OPTIONS beside anything.
    #[must_use]
    pub const fn allowed(self) -> Methods {
        if self.is_empty() { self } else { self.with_implied().or(Methods::OPTIONS) }
    }

    /// The registered methods of the set, in the order in which `Allow` lists them.
    pub fn iter(self) -> impl Iterator<Item = &'static str> {
        REGISTERED.iter().filter(move |(_, one)| self.shares(*one)).map(|(name, _)| *name)
    }

    pub(crate) const fn with_implied(self) -> Methods {
        Methods(self.0 | (self.0 & Methods::GET.0) << 1)
    }

    pub(crate) const fn shares(self, other: Methods) -> bool {
        self.0 & other.0 != 0
    }
}

/// The names with commas, as `Allow` has them (RFC 9110, 10.2.1); `ANY` for every method.
impl fmt::Display for Methods {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if *self == Methods::ANY {
            return f.write_str("ANY");
        }
        for (i, name) in self.iter().enumerate() {
            if i > 0 {
                f.write_str(", ")?;
            }
            f.write_str(name)?;
        }
        Ok(())
    }
}

impl fmt::Debug for Methods {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Methods({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_follows_get_and_options_is_always_allowed() {
        assert_eq!(Methods::GET.allowed().to_string(), "GET, HEAD, OPTIONS");
        assert_eq!(
            Methods::POST.or(Methods::DELETE).allowed().to_string(),
            "POST, DELETE, OPTIONS"
        );
        assert_eq!(Methods::NONE.allowed().to_string(), "");
        assert!(!Methods::POST.answers("HEAD"));
        assert!(!Methods::GET.answers("get"), "methods are case-sensitive");
    }

    #[test]
    fn each_registered_name_is_its_own_bit() {
        for (name, one) in REGISTERED {
            assert_eq!(Methods::named(name), *one);
            assert_eq!(one.iter().collect::<Vec<_>>(), [*name]);
        }
    }

    #[test]
    fn an_unregistered_method_is_answered_by_any_alone() {
        assert!(Methods::ANY.answers("BREW"));
        assert!(!Methods::GET.or(Methods::TRACE).answers("BREW"));
    }
}

//! What middleware has attached to the request.

use std::any::type_name;
use std::net::IpAddr;

use super::{FromEnviron, Rejection};
use crate::Environ;

/// A value that a middleware has put into [`Environ::extensions_mut`]. Without one it is a 500, as
/// the middleware is missing, or `None` of an `Option<Extension<T>>`.
///
/// ```
/// use lychgate::prelude::*;
///
/// #[derive(Clone)]
/// struct Language(&'static str);
///
/// #[middleware]
/// fn language(environ: &mut Environ, next: Next<'_>) -> Response {
///     environ.extensions_mut().insert(Language("de"));
///     next.call(environ)
/// }
///
/// #[application]
/// #[with(language)]
/// mod site {
///     use super::*;
///
///     #[get("^$")]
///     fn index(Extension(language): Extension<Language>) -> &'static str { language.0 }
/// }
///
/// fn main() {
///     assert_eq!(lychgate::test::Client::new(site::application).get("/").send().text(), "de");
/// }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Extension<T>(pub T);

#[diagnostic::do_not_recommend]
impl<'a, T: Clone + Send + Sync + 'static> FromEnviron<'a> for Extension<T> {
    type Rejection = Rejection;

    fn from_environ(environ: &'a Environ) -> Result<Self, Rejection> {
        environ.extensions().get::<T>().cloned().map(Extension).ok_or_else(|| {
            let name = type_name::<T>();
            Rejection::missing(format!("no middleware has attached a `{name}` to the request"))
        })
    }
}

/// The address of the client: `REMOTE_ADDR`. Behind a proxy it is the proxy's, unless
/// [`TrustProxies`](crate::middleware::TrustProxies) says whose word is taken.
///
/// ```
/// use lychgate::prelude::*;
///
/// #[application]
/// mod site {
///     use super::*;
///
///     #[get("^$")]
///     fn index(client: Option<ClientAddress>) -> String { format!("{client:?}") }
/// }
///
/// fn main() {
///     // A request that came over no connection has none.
///     assert_eq!(lychgate::test::Client::new(site::application).get("/").send().text(), "None");
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

#[diagnostic::do_not_recommend]
impl<'a> FromEnviron<'a> for ClientAddress {
    type Rejection = Rejection;

    fn from_environ(environ: &'a Environ) -> Result<Self, Rejection> {
        let text = environ.get("REMOTE_ADDR").map(ToString::to_string);
        let address = text.and_then(|text| text.parse().ok());
        address.map(ClientAddress).ok_or_else(|| {
            Rejection::missing("the gateway does not say where the request came from".to_owned())
        })
    }
}

//! What `#[middleware]` makes of a function, for the crate's own: they are there without the macros.

/// A type of the function's name that is the middleware, and a decorator of that name.
macro_rules! decorator {
    (
        $(#[$docs:meta])*
        pub fn $name:ident($($parameters:tt)*) -> $output:ty $body:block
    ) => {
        #[doc = concat!(" The middleware [`", stringify!($name), "`](fn@", stringify!($name), ") as a type.")]
        #[derive(Clone, Copy, Debug)]
        #[allow(non_camel_case_types)]
        pub struct $name {}

        impl crate::Middleware for $name {
            fn call<'a>(&'a self, passage: super::Passage<'a>) -> crate::Reply<'a> {
                fn $name($($parameters)*) -> $output $body
                passage.through::<$output>($name)
            }
        }

        $(#[$docs])*
        pub const fn $name<A: crate::Application>(inside: A) -> crate::Layer<$name, A> {
            crate::Layer::new($name {}, inside)
        }
    };
}

pub(super) use decorator;

//! What one environ owns, until a middleware looks on while the application inside works with it.

use std::ops::Deref;
use std::sync::Arc;

/// A value that costs nothing to own, and becomes shared when a second environ shows it too.
pub(super) enum Held<T> {
    Own(T),
    Shared(Arc<T>),
}

impl<T: Default> Held<T> {
    /// The same value once more.
    pub(super) fn share(&mut self) -> Self {
        let shared = match std::mem::take(self) {
            Held::Own(value) => Arc::new(value),
            Held::Shared(shared) => shared,
        };
        *self = Held::Shared(Arc::clone(&shared));
        Held::Shared(shared)
    }

    /// The value, to change; whoever else shows it keeps it as it was.
    pub(super) fn to_mut(&mut self) -> &mut T
    where
        T: Clone,
    {
        match self {
            Held::Own(value) => value,
            Held::Shared(shared) => Arc::make_mut(shared),
        }
    }
}

impl<T: Default> Default for Held<T> {
    fn default() -> Self {
        Held::Own(T::default())
    }
}

impl<T> Deref for Held<T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self {
            Held::Own(value) => value,
            Held::Shared(shared) => shared,
        }
    }
}

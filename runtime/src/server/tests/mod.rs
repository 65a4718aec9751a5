//! What clients of a running server see.

//! The module that `module-in-another-file.rs` names.

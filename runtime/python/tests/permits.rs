//! By which rule threads call Python. Its tests are run from here, as those of the crate itself would
//! have to be linked with Python.

#[path = "../src/host/permits.rs"]
mod permits;

//! What is in a module that `export!` makes.

use pyo3::exceptions::PyImportError;
use pyo3::ffi;
use pyo3::prelude::*;

pub use lychgate::Application;

use crate::outside::Callable;

/// Puts `application` and `wrap` into the module.
///
/// # Errors
/// `ImportError` in a sub-interpreter.
pub fn fill(module: &Bound<'_, PyModule>, application: &'static dyn Application) -> PyResult<()> {
    if !is_main_interpreter() {
        return Err(PyImportError::new_err(format!(
            "{} works in Python's main interpreter only, and this is a sub-interpreter: under \
             mod_wsgi set `WSGIApplicationGroup %{{GLOBAL}}`, under uWSGI `single-interpreter = \
             true`",
            module.name()?
        )));
    }
    let application = Bound::new(module.py(), Callable::new(application))?;
    module.add("wrap", application.getattr("wrap")?)?;
    module.add("application", application)?;
    module.add("__all__", ["application", "wrap"])
}

/// pyo3 keeps types and interned strings for the whole process, and attaches threads to the main
/// interpreter.
#[allow(unsafe_code)]
fn is_main_interpreter() -> bool {
    // SAFETY: the caller has the interpreter (it was given a `Bound`), so there is a current one.
    unsafe { ffi::PyInterpreterState_GetID(ffi::PyInterpreterState_Get()) == 0 }
}

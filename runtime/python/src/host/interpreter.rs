//! Python itself: where it looks for modules, and what it finds there.

use std::ffi::CStr;

use lychgate::{Error, Result, Status};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// What the command `python` does, and embedding does not: the packages of a virtual environment, as
/// `site` finds them; the working directory first, as for `python -m`; and what is printed is not held
/// back, since nobody empties the buffers at the end.
const PREPARE: &CStr = c"
import os, site, sys
venv = os.environ.get('VIRTUAL_ENV')
if venv:
    version = f'python{sys.version_info.major}.{sys.version_info.minor}'
    packages = os.path.join(venv, 'lib', version, 'site-packages')
    if not os.path.isdir(packages):
        raise RuntimeError(f'VIRTUAL_ENV is {venv}, which is none of {version}')
    site.addsitedir(packages)
if os.getcwd() not in sys.path:
    sys.path.insert(0, os.getcwd())
sys.stdout.reconfigure(line_buffering=True)
";

/// The callable that `module:callable` says. The callable's name may have dots in it; without one it
/// is `application`.
pub(super) fn load(name: &str) -> Result<Py<PyAny>> {
    Python::initialize();
    Python::attach(|py| find(py, name).map_err(|error| explain(py, name, &error)))
}

fn find(py: Python<'_>, name: &str) -> PyResult<Py<PyAny>> {
    let namespace = PyDict::new(py);
    py.run(PREPARE, Some(&namespace), None)?;
    let (module, callable) = name.split_once(':').unwrap_or((name, "application"));
    let mut found = py.import(module)?.into_any();
    for part in callable.split('.') {
        found = found.getattr(part)?;
    }
    if !found.is_callable() {
        return Err(PyTypeError::new_err(format!("{callable} of {module} is not callable")));
    }
    Ok(found.unbind())
}

/// The whole story that Python tells of an exception.
fn explain(py: Python<'_>, name: &str, error: &PyErr) -> Error {
    let told = || -> PyResult<String> {
        let lines = py.import("traceback")?.call_method1("format_exception", (error.value(py),))?;
        Ok(lines.extract::<Vec<String>>()?.concat())
    };
    let story = told().unwrap_or_else(|_| error.to_string());
    wrong(format!(
        "the Python application {name:?} cannot be loaded: it is named `module:callable`, and \
         looked for in the working directory and in VIRTUAL_ENV\n{}",
        story.trim_end()
    ))
}

pub(super) fn wrong(message: String) -> Error {
    Error::new(Status::INTERNAL_SERVER_ERROR, "").with_source(message)
}

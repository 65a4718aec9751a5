//! Native strings of PEP 3333 ("Unicode Issues"): a character up to U+00FF for each byte.

use std::borrow::Cow;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyString;

/// The bytes that a native string stands for.
pub(crate) fn bytes<'s>(text: &'s Bound<'_, PyString>) -> PyResult<Cow<'s, [u8]>> {
    let text = text.to_str()?;
    if text.is_ascii() {
        return Ok(Cow::Borrowed(text.as_bytes()));
    }
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    bytes.map(Cow::Owned).ok_or_else(|| {
        let message =
            format!("{text:?} has characters beyond U+00FF, which PEP 3333 does not allow");
        PyValueError::new_err(message)
    })
}

/// The native string that stands for bytes.
pub(crate) fn string<'py>(py: Python<'py>, bytes: &[u8]) -> Bound<'py, PyString> {
    match std::str::from_utf8(bytes) {
        Ok(text) if text.is_ascii() => PyString::new(py, text),
        _ => PyString::new(py, &bytes.iter().copied().map(char::from).collect::<String>()),
    }
}

//! Names that nobody can guess.

use std::fmt::Write;

use lychgate::Result;

/// 128 random bits, in 32 letters of hexadecimal.
///
/// # Errors
/// Where the system has no random numbers.
pub(crate) fn name() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)?;
    let mut name = String::new();
    bytes.iter().try_for_each(|byte| write!(name, "{byte:02x}"))?;
    Ok(name)
}

//! What shells and manuals need to know of the command, from its own description.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::Output;
use crate::args::Arguments;

/// The program, which cargo calls.
const NAME: &str = "cargo-lychgate";

/// The script that completes the command in a shell.
pub(crate) fn completions(shell: Shell) -> Result<Output, String> {
    let mut text = Vec::new();
    let mut command = Arguments::command().bin_name(NAME);
    clap_complete::generate(shell, &mut command, NAME, &mut text);
    into_text(text)
}

/// The manual page, with a part for each command.
pub(crate) fn manual() -> Result<Output, String> {
    let mut text = Vec::new();
    let mut command = Arguments::command();
    command.build();
    let rendered = clap_mangen::Man::new(command.clone()).render(&mut text);
    let rendered = rendered.and_then(|()| {
        for part in command.get_subcommands().filter(|part| part.get_name() != "help") {
            let name = format!("cargo lychgate {}", part.get_name());
            let part = clap_mangen::Man::new(part.clone().bin_name(&name).display_name(&name));
            part.render_synopsis_section(&mut text)?;
            part.render_description_section(&mut text)?;
            part.render_options_section(&mut text)?;
        }
        Ok(())
    });
    rendered.map_err(|error| error.to_string())?;
    into_text(text)
}

fn into_text(text: Vec<u8>) -> Result<Output, String> {
    String::from_utf8(text).map(Output::from).map_err(|error| error.to_string())
}

//! `factlint completions` and `factlint man`: what shells and manuals show, from the definition of the commands.

use std::path::PathBuf;

use clap::CommandFactory;
use clap_complete::Shell;

use super::{CliError, Exit, print, tell};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  factlint completions bash > ~/.local/share/bash-completion/completions/factlint\n  factlint completions zsh > ~/.zfunc/_factlint\n  factlint completions fish > ~/.config/fish/completions/factlint.fish"
)]
pub(super) struct CompletionArguments {
    /// For which shell
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  factlint man | man -l -\n  factlint man --out ~/.local/share/man/man1")]
pub(super) struct ManArguments {
    /// Write one page for each command into this folder
    #[arg(long, value_name = "FOLDER")]
    out: Option<PathBuf>,
}

pub(super) fn completions(arguments: &CompletionArguments) -> Result<Exit, CliError> {
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut super::Arguments::command(),
        "factlint",
        &mut script,
    );
    print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Clean)
}

pub(super) fn man(arguments: &ManArguments) -> Result<Exit, CliError> {
    let command = super::Arguments::command();
    let Some(folder) = &arguments.out else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command)
            .render(&mut page)
            .map_err(|error| CliError::Io("write the manual page".to_owned(), error))?;
        print(&String::from_utf8_lossy(&page))?;
        return Ok(Exit::Clean);
    };
    std::fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(command, folder))
        .map_err(|error| CliError::Io(format!("write into {}", folder.display()), error))?;
    tell(&format!("the manual pages are in {}", folder.display()));
    Ok(Exit::Clean)
}

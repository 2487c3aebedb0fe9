//! `factlint hook`: the entry for Git and for hook managers. It works out what to check.

use std::env;
use std::path::PathBuf;

use super::check::{Output, current_directory, exit, repo_paths, report, request};
use super::{CliError, Exit, tell};
use crate::check::{Mode, check};
use crate::git::{Repository, Snapshot};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Checks what is staged. With nothing staged, no refs and no merge (as under `pre-commit run --all-files`), the named files are audited. FACTLINT=0 skips the hook."
)]
pub(super) struct Arguments {
    #[command(flatten)]
    output: Output,
    /// The files that the hook manager passes
    files: Vec<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    if env::var_os("FACTLINT").is_some_and(|value| value == "0") {
        tell("factlint: skipped (FACTLINT=0)");
        return Ok(Exit::Clean);
    }
    let here = current_directory()?;
    let repository = Repository::discover(&here)?;
    let files = repo_paths(&repository, &here, &arguments.files)?;
    let mode = match (reference("PRE_COMMIT_FROM_REF"), reference("PRE_COMMIT_TO_REF")) {
        (Some(from), Some(to)) => Mode::Range { from, to },
        _ if is_staged(&repository)? || files.is_empty() => Mode::Staged,
        _ => Mode::Files(files.clone()),
    };
    // While a merge is being committed, a manager names only the files that conflicted.
    let merging = !repository.merge_parents()?.is_empty();
    let reported = if merging { Vec::new() } else { files };
    let outcome = check(&repository, &request(mode, reported, &arguments.output)?)?;
    report(&outcome, &arguments.output)?;
    Ok(exit(&outcome))
}

fn reference(name: &str) -> Option<String> {
    env::var(name).ok().filter(|value| !value.is_empty())
}

fn is_staged(repository: &Repository) -> Result<bool, CliError> {
    let head = repository.head()?;
    Ok(!repository.changes(&head, &Snapshot::Index)?.changes.is_empty() || !repository.merge_parents()?.is_empty())
}

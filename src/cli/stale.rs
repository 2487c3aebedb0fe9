//! `factlint stale`: the articles that disagree with pinned facts.

use super::check::{checked, current_directory, exit, request};
use super::output::{Output, report};
use super::{CliError, Exit, tell};
use crate::check::Mode;
use crate::git::Repository;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  factlint stale                       what is to be corrected after `factlint accept`\n  factlint stale --format concise\n\nThe work tree is looked at, with its facts files, staged or not. Exits with 1 where an article is stale."
)]
pub(super) struct Arguments {
    #[command(flatten)]
    output: Output,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    arguments.output.checked()?;
    let repository = Repository::discover(&current_directory()?)?;
    let mode = match repository.work_tree() {
        Some(_) => Mode::Everything,
        None => Mode::All,
    };
    let mut request = request(&repository, mode, Vec::new(), &arguments.output)?;
    // What was let be on adoption is wrong all the same.
    request.uses_baseline = false;
    let mut outcome = checked(&repository, &request, &arguments.output)?;
    if outcome.pinned.is_empty() && !outcome.incomplete {
        tell("factlint: no fact is pinned: `factlint accept` and `factlint facts pin` do that");
        return Ok(Exit::Clean);
    }
    if !outcome.incomplete {
        let pinned = &outcome.pinned;
        outcome.findings.retain(|finding| {
            let mut sides = finding.established.iter();
            sides.any(|side| pinned.contains(&side.label.location.source))
        });
    }
    report(&outcome, &arguments.output, repository.work_tree(), 0)?;
    Ok(match outcome.incomplete || outcome.findings.is_empty() {
        true => exit(&outcome),
        false => Exit::Found,
    })
}

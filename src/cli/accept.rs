//! `factlint accept`: the new article is right.

use std::path::PathBuf;

use super::check::{SideArguments, as_of, current_directory, repo_paths};
use super::ledger::{LedgerArguments, Progress};
use super::pins::{WorkTree, told};
use super::{CliError, Exit, print};
use crate::check::{Mode, Request, accepted};
use crate::git::Repository;

/// A shorter beginning of a fingerprint may name several findings.
const SHORTEST: usize = 6;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  factlint accept 3f2a9c41               the finding is looked for in what is staged, the work tree, everything\n  factlint accept 3f2a9c41 --base main\n\nThe fact goes to facts/pinned.toml, or where `facts` in factlint.toml says. It counts once it is staged. After that, `factlint stale` lists the older articles that disagree."
)]
pub(super) struct Arguments {
    /// The fingerprint of the finding, or its first characters, as reports show them
    fingerprint: String,
    /// The facts file that takes the fact
    #[arg(long, value_name = "PATH")]
    file: Option<PathBuf>,
    #[command(flatten)]
    sides: SideArguments,
    /// The day on which undated new text is taken to be written (YYYY-MM-DD)
    #[arg(long, value_name = "DAY")]
    as_of: Option<String>,
    #[command(flatten)]
    ledger: LedgerArguments,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let fingerprint = arguments.fingerprint.to_lowercase();
    if fingerprint.len() < SHORTEST || !fingerprint.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(CliError::Usage(format!(
            "\"{}\" is no fingerprint: reports show it, and its first {SHORTEST} characters do",
            arguments.fingerprint
        )));
    }
    let here = current_directory()?;
    let repository = Repository::discover(&here)?;
    let named = repo_paths(&repository, &here, arguments.file.as_slice())?;
    let work_tree = WorkTree::of(&repository)?;
    let modes = match arguments.sides.mode(&repository, &here)? {
        Some(mode) => vec![mode],
        None => vec![Mode::Staged, Mode::WorkTree, Mode::Everything],
    };
    for mode in modes {
        let request = Request {
            config_from: arguments.sides.config_from.clone(),
            ..Request::new(mode.clone(), as_of(&repository, &mode, arguments.as_of.as_deref())?)
        };
        let keeping = arguments.ledger.keeping(&repository);
        let Some(found) = accepted(&repository, &request, &fingerprint, &keeping, &Progress::new(false))? else {
            continue;
        };
        let (file, before) = work_tree.pin_instead(&found.fact, &found.replaced, named.first())?;
        let mut text = format!("{file}: {}\n", told(&found.fact));
        if !found.is_certain {
            text.push_str("The sentence is hedged, planned or attributed; the fact is pinned as certain.\n");
        }
        if let Some(before) = before.filter(|_| found.replaced.is_empty()) {
            text.push_str(&format!("It replaces {before}, which was pinned.\n"));
        }
        text.push_str(&format!(
            "\nIt counts once it is staged:\n  git add {}\n",
            quoted(file.as_str())
        ));
        for (path, [entity, attribute, value]) in &found.replaced {
            text.push_str(&format!(
                "\nIt replaces what was pinned in {path}: {entity}: {attribute} = {value}\n"
            ));
        }
        if !found.disagreeing.is_empty() {
            text.push_str("\nThese articles disagree with it, and `factlint stale` lists them from now on:\n");
            for path in &found.disagreeing {
                text.push_str(&format!("  {path}\n"));
            }
        }
        print(&text)?;
        return Ok(Exit::Clean);
    }
    Err(CliError::Usage(format!(
        "no contradiction has the fingerprint {fingerprint}: it is looked for in what is staged, the work tree and everything (name another side as in `check`: `--base main`); what is accepted already, and a wrong weekday or total, cannot be accepted"
    )))
}

/// A path as a shell takes it.
pub(super) fn quoted(path: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || "/._-+,=@".contains(character);
    match path.chars().all(is_plain) && !path.starts_with('-') {
        true => path.to_owned(),
        false => format!("'{}'", path.replace('\'', r"'\''")),
    }
}

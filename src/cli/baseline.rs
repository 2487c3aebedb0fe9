//! `factlint baseline`: what is there today is let be, what is new is reported.

use std::path::PathBuf;

use super::accept::quoted;
use super::check::{current_directory, request};
use super::ledger::{LedgerArguments, Progress, tell_problem};
use super::output::Output;
use super::{CliError, Exit, print, read_file, tell, write_file};
use crate::check::{Mode, check_kept};
use crate::config::BASELINE_NAMES;
use crate::git::Repository;
use crate::source::LineIndex;
use crate::suppress::{Baseline, Entry};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  factlint baseline create                 adopt a repository as it is\n  factlint baseline diff                   what is new, and what was mended\n  factlint baseline update                 drop what was mended\n  factlint baseline update --accept-new    take in what is new too\n\nThe work tree is looked at. The file is factlint.baseline at the top: commit it. Its lines are sorted by fingerprint, so that branches merge."
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
    /// The day on which undated new text is taken to be written (YYYY-MM-DD)
    #[arg(long, value_name = "DAY", global = true)]
    as_of: Option<String>,
    #[command(flatten)]
    ledger: LedgerArguments,
}

#[derive(Debug, Clone, Copy, clap::Subcommand)]
enum Action {
    /// Write a baseline of everything that is found today
    #[command(after_help = "Examples:\n  factlint baseline create")]
    Create,
    /// Drop entries that are no longer found
    #[command(after_help = "Examples:\n  factlint baseline update\n  factlint baseline update --accept-new")]
    Update {
        /// Take in what is found and has no entry
        #[arg(long)]
        accept_new: bool,
    },
    /// Drop entries that are no longer found, and fail if there were any: for CI
    #[command(after_help = "Examples:\n  factlint baseline prune")]
    Prune,
    /// Show what is new and what is no longer found, and change nothing
    #[command(after_help = "Examples:\n  factlint baseline diff")]
    Diff,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let repository = Repository::discover(&current_directory()?)?;
    let (path, old) = file(&repository)?;
    let old = match (&old, arguments.action) {
        (Some(_), Action::Create) => {
            return Err(CliError::Usage(format!(
                "{} is there already: `factlint baseline update --accept-new` takes in what is new",
                name_of(&path)
            )));
        }
        (None, Action::Create) => Baseline::default(),
        (None, _) => {
            return Err(CliError::Usage(
                "there is no baseline: `factlint baseline create` writes one".to_owned(),
            ));
        }
        (Some(text), _) => Baseline::read(text).0,
    };
    let found = found(&repository, arguments)?;
    let (new, gone) = (found.without(&old), old.without(&found));
    match arguments.action {
        Action::Create => {
            write_file(&path, &found.text())?;
            print(&format!(
                "{}: {} let be; what is new is reported from now on\n\nIt counts once it is staged (for `check --all`, once it is committed):\n  git add {}\nFor merges without conflicts, tell Git to keep the lines of both sides:\n  echo '{name} merge=union' >> .gitattributes\n",
                name_of(&path),
                pairs(found.len()),
                quoted(&name_of(&path)),
                name = name_of(&path),
            ))?;
            Ok(Exit::Clean)
        }
        Action::Update { accept_new } => {
            let next = match accept_new {
                true => found.clone(),
                false => old.shared(&found),
            };
            write_file(&path, &next.text())?;
            let taken = if accept_new { new.len() } else { 0 };
            print(&format!(
                "{}: {} dropped, {} taken in, {} left\n",
                name_of(&path),
                pairs(gone.len()),
                taken,
                next.len()
            ))?;
            if !accept_new && !new.is_empty() {
                tell(&format!(
                    "factlint: {} not in the baseline: `factlint baseline diff` lists them, --accept-new takes them in",
                    pairs(new.len())
                ));
            }
            Ok(Exit::Clean)
        }
        Action::Prune => {
            if gone.is_empty() {
                print(&format!("{}: nothing to drop\n", name_of(&path)))?;
                return Ok(Exit::Clean);
            }
            write_file(&path, &old.shared(&found).text())?;
            print(&lines("-", &gone))?;
            tell(&format!(
                "factlint: {} dropped from {}",
                pairs(gone.len()),
                name_of(&path)
            ));
            Ok(Exit::Found)
        }
        Action::Diff => {
            print(&format!("{}{}", lines("-", &gone), lines("+", &new)))?;
            tell(&format!(
                "{} new, {} no longer found, {} in both",
                pairs(new.len()),
                gone.len(),
                old.len() - gone.len()
            ));
            Ok(match new.is_empty() {
                true => Exit::Clean,
                false => Exit::Found,
            })
        }
    }
}

/// Where the baseline is, or would be, and what it holds.
fn file(repository: &Repository) -> Result<(PathBuf, Option<String>), CliError> {
    let top = super::work_tree(repository)?;
    for name in BASELINE_NAMES {
        let path = top.join(name);
        if let Some(text) = read_file(&path)? {
            return Ok((path, Some(text)));
        }
    }
    Ok((top.join(BASELINE_NAMES[0]), None))
}

fn name_of(path: &std::path::Path) -> String {
    let is_hidden = path.ends_with(BASELINE_NAMES[1]);
    BASELINE_NAMES[usize::from(is_hidden)].to_owned()
}

/// All that an audit of the work tree finds and nothing else lets be.
fn found(repository: &Repository, arguments: &Arguments) -> Result<Baseline, CliError> {
    let output = Output::shown(arguments.as_of.clone());
    let mut request = request(repository, Mode::Everything, Vec::new(), &output)?;
    request.uses_baseline = false;
    let keeping = arguments.ledger.keeping(repository);
    let outcome = check_kept(repository, &request, &keeping, &Progress::new(false))?;
    tell_problem(outcome.ledger_problem.as_ref());
    if outcome.incomplete {
        let first = outcome.findings.first().map(|finding| {
            let location = finding.claim.label.location;
            let source = outcome.sources.get(location.source);
            let at = LineIndex::new(source.text()).position(source.text(), location.span.start);
            format!("{}:{}: {}; {}", source.path, at.line, finding.message, finding.help)
        });
        let unread = outcome.scope.unreadable.first();
        let first = first.or_else(|| unread.map(|(path, reason)| format!("{path}: {reason}")));
        return Err(CliError::Usage(format!(
            "not everything could be read, so that a baseline would lack it: {}",
            first.unwrap_or_default(),
        )));
    }
    Ok(Baseline::of(&outcome.findings, &outcome.sources))
}

fn pairs(count: usize) -> String {
    match count {
        1 => "1 entry".to_owned(),
        count => format!("{count} entries"),
    }
}

fn lines(sign: &str, entries: &[&Entry]) -> String {
    entries
        .iter()
        .map(|entry| format!("{sign} {} {}\n", entry.fingerprint, entry.about))
        .collect()
}

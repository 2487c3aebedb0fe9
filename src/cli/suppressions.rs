//! `factlint suppressions`: what the repository lets be, and whether it still has a use.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use super::accept::quoted;
use super::check::{current_directory, request};
use super::ledger::{LedgerArguments, Progress};
use super::output::Output;
use super::{CliError, Exit, print, print_json, read_file, tell, write_file};
use crate::check::{ExceptionStanding, ListedException, Mode, exceptions};
use crate::config::{IGNORE_NAMES, read_ignores, with_ignore, without_ignores};
use crate::git::Repository;
use crate::source::SourceId;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  factlint suppressions list\n  factlint suppressions add 3f2a9c4155d0 --reason \"both are right: gross and net\" --until 2027-01-31\n  factlint suppressions prune\n\nThe work tree is looked at. `prune` takes unused and expired entries out of factlint.ignore.toml; comments in articles are listed for you to remove."
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
    /// The day on which undated new text is taken to be written, and on which exceptions must still hold
    #[arg(long, value_name = "DAY", global = true)]
    as_of: Option<String>,
    #[command(flatten)]
    ledger: LedgerArguments,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Show every comment and entry that lets findings be, and what it does
    #[command(after_help = "Examples:\n  factlint suppressions list\n  factlint suppressions list --format json")]
    List {
        /// How they are written
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
    },
    /// Remove entries that are unused or expired, and list comments that are
    #[command(after_help = "Examples:\n  factlint suppressions prune --dry-run")]
    Prune {
        /// Only show what would be removed
        #[arg(long)]
        dry_run: bool,
    },
    /// Let one finding be, by its fingerprint: for formats without comments
    #[command(
        after_help = "Examples:\n  factlint suppressions add 3f2a9c4155d0 --reason \"gross and net\" --until 2027-01-31"
    )]
    Add {
        /// The fingerprint, or its first characters, at least 8
        fingerprint: String,
        /// Why both may stand
        #[arg(long)]
        reason: String,
        /// The last day on which it holds (YYYY-MM-DD)
        #[arg(long, value_name = "DAY")]
        until: Option<String>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Human,
    /// One JSON object
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let repository = Repository::discover(&current_directory()?)?;
    match &arguments.action {
        Action::List { format } => list(&repository, arguments, *format),
        Action::Prune { dry_run } => prune(&repository, arguments, *dry_run),
        Action::Add {
            fingerprint,
            reason,
            until,
        } => {
            let until = until.as_deref().map(day).transpose()?;
            add(&repository, fingerprint, reason, until)
        }
    }
}

fn listed(repository: &Repository, arguments: &Arguments) -> Result<(Vec<ListedException>, usize), CliError> {
    let output = Output::shown(arguments.as_of.clone());
    let mode = match repository.work_tree() {
        Some(_) => Mode::Everything,
        None => Mode::All,
    };
    let request = request(repository, mode, Vec::new(), &output)?;
    let keeping = arguments.ledger.keeping(repository);
    Ok(exceptions(repository, &request, &keeping, &Progress::new(false))?)
}

fn list(repository: &Repository, arguments: &Arguments, format: Format) -> Result<Exit, CliError> {
    let (listed, baseline) = listed(repository, arguments)?;
    if format == Format::Json {
        let whole = ListJson {
            schema: 1,
            suppressions: listed.iter().map(ExceptionJson::from).collect(),
            baseline,
        };
        print_json(&whole)?;
        return Ok(Exit::Clean);
    }
    let text: String = listed.iter().map(|one| format!("{}\n", told(one))).collect();
    print(&text)?;
    let plural = if listed.len() == 1 { "" } else { "s" };
    tell(&format!(
        "{} exception{plural}, {baseline} in the baseline",
        listed.len()
    ));
    Ok(Exit::Clean)
}

fn told(one: &ListedException) -> String {
    let of = match (one.is_directive, one.of.as_str()) {
        (true, "") => "all rules".to_owned(),
        (_, of) => of.to_owned(),
    };
    let standing = match one.standing {
        ExceptionStanding::Used(count) => format!("lets be {count}"),
        ExceptionStanding::Unused => "unused".to_owned(),
        ExceptionStanding::Expired => "expired".to_owned(),
    };
    let until = one.until.as_ref().map_or(String::new(), |day| format!(", until {day}"));
    let reason = match one.reason.as_str() {
        "" => "no reason given",
        reason => reason,
    };
    format!("{}:{}: {of} ({standing}{until}): {reason}", one.path, one.line)
}

fn is_useless(one: &ListedException) -> bool {
    !matches!(one.standing, ExceptionStanding::Used(_))
}

fn prune(repository: &Repository, arguments: &Arguments, dry_run: bool) -> Result<Exit, CliError> {
    let (listed, _) = listed(repository, arguments)?;
    let useless: Vec<&ListedException> = listed.iter().filter(|one| is_useless(one)).collect();
    let (comments, entries): (Vec<_>, Vec<_>) = useless.into_iter().partition(|one| one.is_directive);
    let top = super::work_tree(repository)?;
    let mut text = String::new();
    for name in IGNORE_NAMES {
        let of_file = entries.iter().filter(|one| one.path.as_str() == name);
        let of_file: BTreeSet<usize> = of_file.map(|one| one.number).collect();
        let path = top.join(name);
        if let (false, false, Some(old)) = (dry_run, of_file.is_empty(), read_file(&path)?) {
            let new = without_ignores(&old, &of_file).map_err(|error| CliError::Usage(format!("{name}: {error}")))?;
            match new.trim().is_empty() {
                true => std::fs::remove_file(&path)
                    .map_err(|error| CliError::Io(format!("remove {}", path.display()), error))?,
                false => write_file(&path, &new)?,
            }
        }
    }
    for one in &entries {
        let done = if dry_run { "would be removed" } else { "removed" };
        text.push_str(&format!("{done}: {}\n", told(one)));
    }
    for one in &comments {
        text.push_str(&format!("to remove by hand: {}\n", told(one)));
    }
    if text.is_empty() {
        "nothing to remove\n".clone_into(&mut text);
    }
    print(&text)?;
    Ok(Exit::Clean)
}

fn day(text: &str) -> Result<Date, CliError> {
    text.parse()
        .map_err(|_| CliError::Usage(format!("--until: \"{text}\" is not a day; write it as 2026-01-29")))
}

fn add(repository: &Repository, fingerprint: &str, reason: &str, until: Option<Date>) -> Result<Exit, CliError> {
    if reason.trim().is_empty() {
        return Err(CliError::Usage(
            "--reason must say why both may stand: whoever reads it later was not there".to_owned(),
        ));
    }
    let today = super::terminal::as_of(None)?;
    if let Some(day) = until.filter(|day| *day < today) {
        return Err(CliError::Usage(format!(
            "--until {day} is over: it would let nothing be"
        )));
    }
    let top = super::work_tree(repository)?;
    let mut target = (IGNORE_NAMES[0], String::new());
    for name in IGNORE_NAMES {
        if let Some(text) = read_file(&top.join(name))? {
            target = (name, text);
            break;
        }
    }
    let (name, old) = target;
    let fingerprint = fingerprint.to_lowercase();
    let there = read_ignores(SourceId::BUILT_IN, &old).0;
    if let Some(same) = there.iter().find(|one| fingerprint.starts_with(&one.fingerprint)) {
        return Err(CliError::Usage(format!(
            "{name} lets {} be already: edit its reason or its day there",
            same.fingerprint
        )));
    }
    let new = with_ignore(&old, &fingerprint, reason.trim(), until)
        .map_err(|error| CliError::Usage(format!("{name}: {error}")))?;
    let (_, mistakes) = read_ignores(SourceId::BUILT_IN, &new);
    if let Some(mistake) = mistakes.first() {
        return Err(CliError::Usage(format!(
            "{}: {}; nothing was written",
            mistake.message, mistake.help
        )));
    }
    write_file(&top.join(name), &new)?;
    print(&format!(
        "{name}: {fingerprint} is let be\n\nIt counts once it is staged:\n  git add {}\n",
        quoted(name)
    ))?;
    Ok(Exit::Clean)
}

#[derive(Serialize)]
struct ListJson<'l> {
    schema: u32,
    suppressions: Vec<ExceptionJson<'l>>,
    baseline: usize,
}

#[derive(Serialize)]
struct ExceptionJson<'l> {
    path: &'l str,
    line: usize,
    kind: &'static str,
    of: &'l str,
    reason: &'l str,
    until: Option<&'l str>,
    standing: &'static str,
    lets_be: usize,
}

impl<'l> From<&'l ListedException> for ExceptionJson<'l> {
    fn from(one: &'l ListedException) -> Self {
        let (standing, lets_be) = match one.standing {
            ExceptionStanding::Used(count) => ("used", count),
            ExceptionStanding::Unused => ("unused", 0),
            ExceptionStanding::Expired => ("expired", 0),
        };
        Self {
            path: one.path.as_str(),
            line: one.line,
            kind: if one.is_directive { "directive" } else { "entry" },
            of: &one.of,
            reason: &one.reason,
            until: one.until.as_deref(),
            standing,
            lets_be,
        }
    }
}

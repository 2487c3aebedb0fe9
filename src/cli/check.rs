//! `factlint check`.

use std::path::{Path, PathBuf};

use super::terminal::{self, Color};
use super::{CliError, Exit, print, tell};
use crate::check::{Mode, Outcome, Request, check};
use crate::git::Repository;
use crate::report::{Format, Summary, render, scope_line, scope_remarks, verdict_line};
use crate::source::RepoPath;

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  factlint check                    what is not committed yet\n  factlint check --staged           what will be committed\n  factlint check --base main        what this branch adds, before a merge\n  factlint check --all              everything against everything\n  factlint check articles/          only findings in this folder"
)]
pub(super) struct Arguments {
    #[command(flatten)]
    sides: SideArguments,
    #[command(flatten)]
    output: Output,
    /// Files and folders whose findings are reported (facts are taken from everywhere)
    paths: Vec<PathBuf>,
}

/// Which snapshots are compared.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct SideArguments {
    /// Check what is staged (the index) against HEAD
    #[arg(long, conflicts_with_all = ["all", "base", "from_ref"])]
    staged: bool,
    /// Check everything at HEAD against everything
    #[arg(long, conflicts_with_all = ["base", "from_ref"])]
    all: bool,
    /// Check what HEAD adds to this revision, since they parted
    #[arg(long, value_name = "REV", conflicts_with = "from_ref")]
    base: Option<String>,
    /// Check what --to-ref adds to this revision, since they parted
    #[arg(long, value_name = "REV", requires = "to_ref")]
    from_ref: Option<String>,
    /// The tip that --from-ref is compared with
    #[arg(long, value_name = "REV", requires = "from_ref")]
    to_ref: Option<String>,
}

impl SideArguments {
    /// The mode that was asked for; none where nothing was.
    pub(super) fn mode(&self) -> Option<Mode> {
        if self.staged {
            return Some(Mode::Staged);
        }
        if self.all {
            return Some(Mode::All);
        }
        if let Some(base) = &self.base {
            return Some(Mode::Base(base.clone()));
        }
        let (from, to) = self.from_ref.clone().zip(self.to_ref.clone())?;
        Some(Mode::Range { from, to })
    }
}

/// What `check` and `hook` share.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Output {
    /// How findings are written
    #[arg(long, value_enum, default_value_t = FormatName::Human)]
    pub(super) format: FormatName,
    /// Ignore a rule in this run
    #[arg(long, value_name = "RULE")]
    pub(super) ignore: Vec<String>,
    /// The day on which undated new text is taken to be written (YYYY-MM-DD)
    #[arg(long, value_name = "DAY")]
    pub(super) as_of: Option<String>,
    /// When to use colour
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub(super) color: Color,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum FormatName {
    /// Both sentences, with carets under the values
    Human,
    /// One line per finding
    Concise,
    /// One JSON object
    Json,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    let here = current_directory()?;
    let repository = Repository::discover(&here)?;
    let mode = arguments.sides.mode().unwrap_or(Mode::WorkTree);
    let paths = repo_paths(&repository, &here, &arguments.paths)?;
    let request = request(mode, paths, &arguments.output)?;
    let outcome = check(&repository, &request)?;
    report(&outcome, &arguments.output)?;
    if outcome.articles == 0 && !outcome.incomplete {
        tell(if arguments.paths.is_empty() {
            "factlint: this repository holds no article (`factlint files --why` tells for any path which setting decided); `include` in factlint.toml says what is one"
        } else {
            "factlint: the paths given hold no article"
        });
        return Ok(Exit::NothingToRead);
    }
    Ok(exit(&outcome))
}

pub(super) fn request(mode: Mode, paths: Vec<RepoPath>, output: &Output) -> Result<Request, CliError> {
    Ok(Request {
        mode,
        paths,
        as_of: terminal::as_of(output.as_of.as_deref())?,
        ignore: output.ignore.clone(),
    })
}

/// Prints the findings, and the scope where the format does not carry it.
pub(super) fn report(outcome: &Outcome, output: &Output) -> Result<(), CliError> {
    let format = match output.format {
        FormatName::Human => Format::Human,
        FormatName::Concise => Format::Concise,
        FormatName::Json => Format::Json,
    };
    let summary = Summary::new(&outcome.findings, outcome.suppressed);
    let style = terminal::style(output.color);
    print(&render(
        format,
        &outcome.findings,
        &outcome.sources,
        &outcome.scope,
        &summary,
        style,
    ))?;
    if format != Format::Human {
        tell(&scope_line(&outcome.scope));
        for remark in scope_remarks(&outcome.scope) {
            tell(&remark);
        }
        tell(&verdict_line(&summary, &outcome.scope));
    }
    Ok(())
}

pub(super) fn exit(outcome: &Outcome) -> Exit {
    if outcome.incomplete {
        Exit::Incomplete
    } else if outcome
        .findings
        .iter()
        .any(|finding| outcome.fail_on.fails(finding.severity))
    {
        Exit::Found
    } else {
        Exit::Clean
    }
}

pub(super) fn current_directory() -> Result<PathBuf, CliError> {
    std::env::current_dir().map_err(|error| CliError::Io("find the current directory".to_owned(), error))
}

/// Paths as given on the command line, relative to the top of the repository.
pub(super) fn repo_paths(repository: &Repository, here: &Path, paths: &[PathBuf]) -> Result<Vec<RepoPath>, CliError> {
    let top = repository.work_tree().map(real);
    paths
        .iter()
        .map(|path| {
            let whole = if path.is_absolute() {
                path.clone()
            } else {
                real(here).join(path)
            };
            let inside = match &top {
                Some(top) => normal(&whole).strip_prefix(top).map(Path::to_owned).ok(),
                None => Some(path.clone()),
            };
            let inside =
                inside.ok_or_else(|| CliError::Usage(format!("{} is outside the repository", path.display())))?;
            let text = inside
                .to_str()
                .ok_or_else(|| CliError::Usage(format!("{} is not UTF-8", path.display())))?;
            Ok(RepoPath::new(text.replace('\\', "/")))
        })
        .collect()
}

fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

/// Without `.` and `..`, and without asking the file system: the path may be gone.
fn normal(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

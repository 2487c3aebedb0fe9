//! `factlint check`.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use jiff::civil::Date;

use super::ledger::{Progress, tell_problem};
use super::output::{Output, report};
use super::{CliError, Exit, tell, terminal};
use crate::check::{Mode, Outcome, Request, check_kept};
use crate::git::Repository;
use crate::source::RepoPath;

#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    sides: SideArguments,
    #[command(flatten)]
    output: Output,
    /// Files and folders whose findings are reported (facts are taken from everywhere)
    paths: Vec<PathBuf>,
}

const EXAMPLES: &str = "Examples:
  factlint check                      what is not committed yet
  factlint check --staged             what will be committed
  factlint check --base main          what this branch adds, before a merge
  factlint check --merge feature      what merging a branch into this one would bring
  factlint check --commit HEAD~2      what one commit brought
  factlint check --all                everything against everything
  factlint check articles/            only findings in this folder
  factlint check --stdin-filename articles/a.md - <draft.md";

/// Which snapshots are compared.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct SideArguments {
    /// Check what is staged (the index) against HEAD
    #[arg(long, group = "side")]
    staged: bool,
    /// Check everything at HEAD against everything
    #[arg(long, group = "side")]
    all: bool,
    /// Check what HEAD adds to this revision, as their merge would have it
    #[arg(long, value_name = "REV", group = "side")]
    base: Option<String>,
    /// Check what --to-ref adds to this revision, as their merge would have it
    #[arg(long, value_name = "REV", requires = "to_ref", group = "side")]
    from_ref: Option<String>,
    /// The tip that --from-ref is compared with
    #[arg(long, value_name = "REV", requires = "from_ref")]
    to_ref: Option<String>,
    /// Check what one commit brought, against its parents
    #[arg(long, value_name = "REV", group = "side")]
    commit: Option<String>,
    /// Check what merging this branch would bring: what one side added against what the other did
    #[arg(long, value_name = "BRANCH", group = "side")]
    merge: Option<String>,
    /// What the branch would be merged into
    #[arg(long, value_name = "REV", requires = "merge", default_value = "HEAD")]
    into: String,
    /// Check a text from standard input (-) as if it stood here, against HEAD
    #[arg(long, value_name = "PATH", group = "side")]
    stdin_filename: Option<PathBuf>,
    /// Judge by this revision's configuration, rules and facts, and not by those of what is checked
    #[arg(long, value_name = "REV")]
    pub(super) config_from: Option<String>,
}

impl SideArguments {
    /// The mode that was asked for; none where nothing was. Standard input is read where a text is asked for.
    pub(super) fn mode(&self, repository: &Repository, here: &Path) -> Result<Option<Mode>, CliError> {
        if self.staged {
            return Ok(Some(Mode::Staged));
        }
        if self.all {
            return Ok(Some(Mode::All));
        }
        if let Some(path) = &self.stdin_filename {
            let mut bytes = Vec::new();
            io::stdin()
                .lock()
                .read_to_end(&mut bytes)
                .map_err(|error| CliError::Io("read standard input".to_owned(), error))?;
            let path = repo_path(repository, here, path)?;
            return Ok(Some(Mode::Text { path, bytes }));
        }
        let named = [
            self.base.clone().map(Mode::Base),
            self.commit.clone().map(Mode::Commit),
            self.merge.clone().map(|branch| Mode::Merge {
                branch,
                into: self.into.clone(),
            }),
            self.from_ref
                .clone()
                .zip(self.to_ref.clone())
                .map(|(from, to)| Mode::Range { from, to }),
        ];
        Ok(named.into_iter().flatten().next())
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, CliError> {
    arguments.output.checked()?;
    let here = current_directory()?;
    let repository = Repository::discover(&here)?;
    let given = given_paths(arguments)?;
    let mode = arguments.sides.mode(&repository, &here)?.unwrap_or(Mode::WorkTree);
    let mut paths = repo_paths(&repository, &here, given)?;
    if let Mode::Text { path, .. } = &mode {
        paths.push(path.clone());
    }
    let request = Request {
        config_from: arguments.sides.config_from.clone(),
        ..request(&repository, mode, paths, &arguments.output)?
    };
    let outcome = checked(&repository, &request, &arguments.output)?;
    report(&outcome, &arguments.output, repository.work_tree(), 0)?;
    let holds_articles = match &outcome.untouched {
        Some(untouched) => untouched.holds_articles(&repository, &request.paths)?,
        None => outcome.articles > 0 || outcome.incomplete,
    };
    if !holds_articles {
        tell(if request.paths.is_empty() {
            "factlint: this repository holds no article (`factlint files --why` tells for any path which setting decided); `include` in factlint.toml says what is one"
        } else {
            "factlint: the paths given hold no article (`factlint files --why` tells for any path which setting decided)"
        });
        return Ok(Exit::NothingToRead);
    }
    Ok(exit(&outcome))
}

/// The paths without the `-` that stands for standard input.
fn given_paths(arguments: &Arguments) -> Result<&[PathBuf], CliError> {
    let is_dash = |path: &PathBuf| path.as_os_str() == "-";
    match (&arguments.sides.stdin_filename, arguments.paths.as_slice()) {
        (Some(_), []) => Ok(&[]),
        (Some(_), [only]) if is_dash(only) => Ok(&[]),
        (Some(_), _) => Err(CliError::Usage(
            "--stdin-filename checks one text: give no other path than -".to_owned(),
        )),
        (None, paths) if paths.iter().any(is_dash) => Err(CliError::Usage(
            "- is standard input: say with --stdin-filename where its text would stand".to_owned(),
        )),
        (None, paths) => Ok(paths),
    }
}

pub(super) fn request(
    repository: &Repository,
    mode: Mode,
    paths: Vec<RepoPath>,
    output: &Output,
) -> Result<Request, CliError> {
    let as_of = as_of(repository, &mode, output.as_of.as_deref())?;
    Ok(Request {
        paths,
        ignore: output.ignore.clone(),
        ..Request::new(mode, as_of)
    })
}

/// The day on which undated new text is taken to be written: the one given; that of the commit where one
/// is checked; else today.
pub(super) fn as_of(repository: &Repository, mode: &Mode, given: Option<&str>) -> Result<Date, CliError> {
    let tip = match mode {
        Mode::Base(_) => Some("HEAD"),
        Mode::Range { to, .. } => Some(to.as_str()),
        Mode::Push { tip, .. } | Mode::Commit(tip) => Some(tip.as_str()),
        Mode::Staged
        | Mode::WorkTree
        | Mode::Merge { .. }
        | Mode::Text { .. }
        | Mode::All
        | Mode::Files
        | Mode::Everything => None,
    };
    if let (None, Some(tip)) = (given, tip) {
        let day = repository.author_day(&repository.resolve(tip)?)?;
        if let Some(day) = day.and_then(|day| day.parse().ok()) {
            return Ok(day);
        }
    }
    terminal::as_of(given)
}

/// Runs a check with the ledger that the arguments ask for.
pub(super) fn checked(repository: &Repository, request: &Request, output: &Output) -> Result<Outcome, CliError> {
    let keeping = output.ledger.keeping(repository);
    let outcome = check_kept(repository, request, &keeping, &Progress::new(false))?;
    tell_problem(outcome.ledger_problem.as_ref());
    Ok(outcome)
}

pub(super) fn exit(outcome: &Outcome) -> Exit {
    if outcome.incomplete {
        Exit::Incomplete
    } else if outcome
        .findings
        .iter()
        .map(|finding| finding.severity)
        .chain(outcome.told_elsewhere)
        .any(|severity| outcome.fail_on.fails(severity))
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
    paths.iter().map(|path| repo_path(repository, here, path)).collect()
}

fn repo_path(repository: &Repository, here: &Path, path: &Path) -> Result<RepoPath, CliError> {
    let inside = match repository.work_tree() {
        Some(top) => {
            let whole = if path.is_absolute() {
                path.to_owned()
            } else {
                here.join(path)
            };
            let plain = normal(&whole);
            let inside = plain.strip_prefix(top).map(Path::to_owned);
            // The way here may lead through a link.
            inside.or_else(|_| normal(&real_above(&whole)).strip_prefix(real(top)).map(Path::to_owned))
        }
        None => Ok(path.to_owned()),
    };
    let inside = inside.map_err(|_| CliError::Usage(format!("{} is outside the repository", path.display())))?;
    let text = inside
        .to_str()
        .ok_or_else(|| CliError::Usage(format!("{} is not UTF-8", path.display())))?;
    Ok(RepoPath::new(text.replace(std::path::MAIN_SEPARATOR, "/")))
}

/// The path with the folder that holds it resolved: what it names itself may be gone, or a link.
fn real_above(path: &Path) -> PathBuf {
    match (path.parent(), path.file_name()) {
        (Some(folder), Some(name)) => real(folder).join(name),
        _ => real(path),
    }
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

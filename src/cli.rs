//! The command line: arguments, environment and terminal; one file per command.

mod accept;
mod baseline;
mod check;
mod config;
mod demo;
mod doctor;
mod entities;
mod explain;
mod extract;
mod facts;
mod files;
mod hook;
mod hook_manager;
mod init;
mod install;
mod ledger;
mod manual;
mod output;
mod pins;
mod rules;
mod schema;
mod stale;
mod suppressions;
mod terminal;

use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use serde::Serialize;

use crate::git::{GitError, Repository};

/// Checks that what a repository of articles says stays consistent.
///
/// factlint reads the articles that a change adds or edits, extracts the claims they make (who
/// raised how much, who leads what, what happened when, how many), and compares them with what
/// the rest of the repository has established.
#[derive(Debug, Parser)]
#[command(name = "factlint", version, after_help = EXIT_CODES)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

const EXIT_CODES: &str = "Exit codes:\n  0  nothing at or above `fail-on`\n  1  contradictions (or failing rule tests)\n  2  could not check (usage, configuration, Git, input)\n  3  no article found";

#[derive(Debug, Subcommand)]
enum Command {
    /// Compare changed articles with established facts
    Check(check::Arguments),
    /// Pin what a finding's new sentence states: it is right, and older articles are not
    Accept(accept::Arguments),
    /// Let be what is there today, and report what is new
    Baseline(baseline::Arguments),
    /// Show the settings, and where each comes from
    Config(config::Arguments),
    /// List whom the articles speak of, or propose what to configure about them
    Entities(entities::Arguments),
    /// Show the claims that articles make, and the rule that read each
    Extract(extract::Arguments),
    /// Keep, check or remove the ledger that runs share
    Cache(ledger::CacheArguments),
    /// Show what is established about an entity, by which articles, and where they disagree
    Facts(facts::Arguments),
    /// List what is read; with --why, tell for any path which setting decided
    Files(files::Arguments),
    /// Run as a Git hook or under a hook manager
    Hook(hook::Arguments),
    /// Read the articles at HEAD ahead, so that no hook has to
    Index(ledger::IndexArguments),
    /// Look at the repository and write a configuration for it
    Init(init::Arguments),
    /// Install a native Git hook, keeping the one that is there
    Install(install::Arguments),
    /// Remove the native Git hook and put back the one that was there
    #[command(after_help = "Examples:\n  factlint uninstall")]
    Uninstall,
    /// Tell what is installed, which hooks run, what they read, and what is wrong
    #[command(after_help = "Examples:\n  factlint doctor            in the repository that it is to look at")]
    Doctor,
    /// See the main job on a small repository made for the occasion
    Demo(demo::Arguments),
    /// Tell what a rule compares and why, with its examples
    Explain(explain::Arguments),
    /// List, show, test and begin rules
    Rules(rules::Arguments),
    /// List the older articles that disagree with pinned facts
    Stale(stale::Arguments),
    /// List, add and remove the exceptions of the repository
    Suppressions(suppressions::Arguments),
    /// Print a completion script for a shell
    Completions(manual::CompletionArguments),
    /// Print the manual page, or write those of all commands into a folder
    Man(manual::ManArguments),
    /// Print the JSON Schema of the files that users write, for editors
    Schema(schema::Arguments),
}

/// How a run ends.
///
/// Ordered by which of several ends counts: `Clean < NothingToRead < Found < Incomplete`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    /// Nothing at or above `fail-on`.
    Clean,
    /// No article at all.
    NothingToRead,
    /// Contradictions, or failing rule tests.
    Found,
    /// Something that had to be read could not be.
    Incomplete,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Clean => ExitCode::SUCCESS,
            Exit::Found => ExitCode::from(1),
            Exit::Incomplete => ExitCode::from(2),
            Exit::NothingToRead => ExitCode::from(3),
        }
    }
}

/// Why a command could not do its work.
#[derive(Debug)]
enum CliError {
    /// Git could not be read.
    Git(GitError),
    /// The file system or a stream failed: what was attempted, and why it failed.
    Io(String, io::Error),
    /// The arguments do not fit together, or what they name is not there.
    Usage(String),
}

impl fmt::Display for CliError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CliError::Git(error) => write!(f, "{error}"),
            CliError::Io(doing, error) => write!(f, "could not {doing}: {error}"),
            CliError::Usage(message) => f.write_str(message),
        }
    }
}

impl From<GitError> for CliError {
    fn from(error: GitError) -> Self {
        CliError::Git(error)
    }
}

/// Parses the arguments, runs the command and maps its end to an exit code.
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(message) => {
            let help = !message.use_stderr();
            return if message.print().is_ok() && help {
                ExitCode::SUCCESS
            } else {
                ExitCode::from(2)
            };
        }
    };
    let done = match arguments.command {
        Command::Accept(arguments) => accept::run(&arguments),
        Command::Baseline(arguments) => baseline::run(&arguments),
        Command::Config(arguments) => config::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Entities(arguments) => entities::run(&arguments),
        Command::Extract(arguments) => extract::run(&arguments),
        Command::Cache(arguments) => ledger::run_cache(&arguments),
        Command::Index(arguments) => ledger::run_index(&arguments),
        Command::Facts(arguments) => facts::run(&arguments),
        Command::Files(arguments) => files::run(&arguments),
        Command::Hook(arguments) => hook::run(&arguments),
        Command::Init(arguments) => init::run(&arguments),
        Command::Install(arguments) => install::install(&arguments),
        Command::Uninstall => install::uninstall(),
        Command::Doctor => doctor::run(),
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Rules(arguments) => rules::run(&arguments),
        Command::Stale(arguments) => stale::run(&arguments),
        Command::Suppressions(arguments) => suppressions::run(&arguments),
        Command::Completions(arguments) => manual::completions(&arguments),
        Command::Man(arguments) => manual::man(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
    };
    match done {
        Ok(exit) => exit.into(),
        // A reader that has seen enough is no error.
        Err(CliError::Io(_, error)) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(io::stderr(), "factlint: {error}");
            Exit::Incomplete.into()
        }
    }
}

/// Writes to standard output.
fn print(text: &str) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| CliError::Io("write to standard output".to_owned(), error))
}

/// The work tree, where a command writes files.
fn work_tree(repository: &Repository) -> Result<&Path, CliError> {
    repository.work_tree().ok_or_else(|| {
        CliError::Usage("a bare repository has no files to write: run it in a clone with a work tree".to_owned())
    })
}

/// The text of a file that may not be there.
fn read_file(path: &Path) -> Result<Option<String>, CliError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(CliError::Io(format!("read {}", path.display()), error)),
    }
}

/// Writes a file of the work tree, and the folders above it.
fn write_file(path: &Path, text: &str) -> Result<(), CliError> {
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    made.and_then(|()| fs::write(path, text))
        .map_err(|error| CliError::Io(format!("write {}", path.display()), error))
}

/// Writes one JSON object to standard output.
fn print_json(value: &impl Serialize) -> Result<(), CliError> {
    let text = serde_json::to_string_pretty(value);
    let text = text.map_err(|error| CliError::Io("write JSON".to_owned(), error.into()))?;
    print(&format!("{text}\n"))
}

/// Writes lines to standard error; nobody can be told when that fails.
fn tell(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
